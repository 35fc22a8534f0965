"""What people type, parsed at the door."""

from collections.abc import Mapping

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from omoiyari.words import N_

MAX_BODY = 2_000_000  # bytes; the longest text we keep, four times over, with every letter escaped
MAX_FIELDS = 1_000
_ALLOWED_CONTROLS = {"\t", "\n", "\r"}


class FormError(Exception):
    """A form that cannot be read."""

    sentence = N_("This form could not be read. Go back, and try once more.")


class BrokenText(FormError):
    """Bytes that are no UTF-8."""

    sentence = N_(
        "Some characters in this text are broken. They are marked with \ufffd below: type them again."
    )


class ControlCharacters(FormError):
    """Control characters in a text."""

    sentence = N_(
        "This text holds invisible control characters. They have been taken out below: look once more and save."
    )


class TooMuch(FormError):
    """More than `MAX_BODY` bytes or `MAX_FIELDS` fields."""

    sentence = N_("That is more than can be sent at once. Go back, and send it in smaller parts.")


class WrongHouse(FormError):
    """Asked for under a name that does not lead here."""

    sentence = N_(
        "This house does not know the name in your address bar. Use the address that you were given; or whoever runs "
        "the server adds the name to config.toml, as domain."
    )


class Stranger(FormError):
    """A form sent from another site."""

    sentence = N_(
        "This was sent from another page than ours, so it was not done. Open the page anew and try again."
    )


def _is_control(ch: str) -> bool:
    return (ch < " " or "\x7f" <= ch <= "\x9f") and ch not in _ALLOWED_CONTROLS


def without_controls(text: str) -> str:
    """The text without control characters other than tab and line ends."""
    return "".join(ch for ch in text if not _is_control(ch))


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a sent form, cleaned; kept on the request so that a refusal can fill the form again.

    One field may fill the whole body: its own page then says that it is too long, and hands it back.
    Raises TooMuch, or FormError for what is no form.
    """
    try:
        form = await request.form(max_fields=MAX_FIELDS, max_part_size=MAX_BODY)
    except HTTPException as error:
        raise (TooMuch if "maximum" in error.detail.lower() else FormError) from error
    raw = {name: value for name, value in form.multi_items() if not isinstance(value, UploadFile)}
    request.state.form = {name: without_controls(value) for name, value in raw.items()}
    return raw


def check(fields: Mapping[str, str]) -> None:
    """Raises BrokenText or ControlCharacters."""
    for value in fields.values():
        if "\ufffd" in value:
            raise BrokenText
        if any(_is_control(ch) for ch in value):
            raise ControlCharacters


async def fields(request: Request) -> dict[str, str]:
    """The cleaned fields of a sent form; what had to be cleaned is told once its page can be shown again, filled."""
    request.state.raw_form = await read_form(request)
    cleaned: dict[str, str] = request.state.form
    return cleaned


def comes_back(request: Request, template: str, **values: object) -> None:
    """From here on, a refusal shows this page again, filled, with one clear sentence.

    Raises BrokenText or ControlCharacters for what was sent.
    """
    request.state.comes_back = (template, values)
    check(getattr(request.state, "raw_form", {}))
