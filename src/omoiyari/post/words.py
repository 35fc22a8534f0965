"""All that is ever sent: neutral words, without the app's name, a person's name, or anything that was written."""

from omoiyari.words import N_

SENDER = N_("A note")
SUBJECT = N_("A note")
BODY = N_("There is something for you, whenever you have a quiet moment.")
TRIAL = N_("This is how a note will look. Nothing else is ever in it.")
EVENT = N_("Ten quiet minutes")
