"""What the post refuses; each `sentence` is what the person reads."""

from omoiyari.words import N_


class PostError(Exception):
    """The post could not do that."""

    sentence = N_("That could not be set up. Please look at it once more.")


class MailServerMissing(PostError):
    """No mail server, or a strange port."""

    sentence = N_("Write the name of your mail server, and a port from 1 to 65535.")


class AddressWrong(PostError):
    """No mail address."""

    sentence = N_("That does not look like a mail address. Write it as name@example.org.")


class HoursWrong(PostError):
    """No two hours, or the later one first."""

    sentence = N_("Choose from when until when a note may come; the first hour lies before the second.")


class MailNotSent(PostError):
    """The mail server did not take it."""

    sentence = N_(
        "Your mail server did not take the note. Look at its name, the port, the user and the password."
    )


class NoSuchTime(PostError):
    """No weekday or time of day."""

    sentence = N_("Choose a day of the week and a time, such as 20:30.")
