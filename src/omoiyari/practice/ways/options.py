"""Answers that several ways offer."""

from omoiyari.words import N_

CLOSE = (("yes", N_("Yes")), ("close", N_("Nearly")), ("no", N_("No")))
MATCHES = (("yes", N_("Yes")), ("partly", N_("Partly")), ("no", N_("No")))
CARE = (
    ("words", N_("words")),
    ("doing", N_("doing something")),
    ("time", N_("time together")),
    ("touch", N_("touch")),
    ("gifts", N_("a gift or a plan")),
)
