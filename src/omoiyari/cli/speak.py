"""The language of the terminal, and the sentences in it.

Which one it is, gettext finds by its own rule: LANGUAGE, LC_ALL, LC_MESSAGES, LANG, or English where there is no
catalogue. The doors of the web find theirs with babel, which takes longer to load than `--help` may take.
"""

import gettext
from copy import copy
from typing import TypeVar

import click

from omoiyari.words import CATALOGUES

DOMAIN = "omoiyari"
_Command = TypeVar("_Command", bound=click.Command)


def open_catalogues() -> None:
    """From here on `say` speaks the terminal's language, and so does click, which asks for the same domain."""
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)


def say(message: str, **values: object) -> str:
    """A sentence in the language of the terminal."""
    text = gettext.gettext(message) if message else ""  # for an empty one, gettext tells of the catalogue
    return text.format(**values) if values else text


def refusal(error: Exception) -> str:
    """What a room or the terminal refused, as the sentence that the person reads."""
    sentence: str = getattr(error, "sentence", "")
    return say(sentence, **getattr(error, "values", {}))


def spoken(command: _Command) -> _Command:
    """The command with its help in the language of the terminal; it was written before that was known."""
    told = copy(command)
    told.help = say(command.help or "")
    told.params = [_spoken_option(param) for param in command.params]
    return told


def _spoken_option(param: click.Parameter) -> click.Parameter:
    told = copy(param)
    if isinstance(told, click.Option):
        told.help = say(told.help or "")
    return told
