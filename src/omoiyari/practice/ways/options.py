"""Answers that several ways offer."""

from omoiyari.words import N_

CLOSE = (("yes", N_("Yes")), ("close", N_("Close")), ("no", N_("No")))
MATCHES = (("yes", N_("Yes")), ("partly", N_("Partly")), ("no", N_("No")))
