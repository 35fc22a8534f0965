"""From a filled form to the body of a record: parsed once, here."""

from collections.abc import Mapping
from typing import Any

from omoiyari.journal.model import (
    CUE_FIELDS,
    MAX_CHARACTERS,
    MAX_TAG_CHARACTERS,
    MAX_TAGS,
    Form,
    NothingWritten,
    TooLong,
    TooManyTags,
    UnknownForm,
)


def parse_form(text: str) -> Form:
    """The kind of entry. Raises UnknownForm."""
    try:
        return Form(text)
    except ValueError as error:
        raise UnknownForm from error


def parse_tags(text: str) -> tuple[str, ...]:
    """Tags typed with commas, each once, in the order typed. Raises TooManyTags."""
    tags = dict.fromkeys(" ".join(tag.split()).lstrip("#") for tag in text.split(","))
    tags.pop("", None)
    if len(tags) > MAX_TAGS or any(len(tag) > MAX_TAG_CHARACTERS for tag in tags):
        raise TooManyTags
    return tuple(tags)


def parse_text(text: str) -> str:
    """The words of an entry or answer, 1 to 20,000 characters. Raises NothingWritten, TooLong."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise NothingWritten
    if len(text) > MAX_CHARACTERS:
        raise TooLong
    return text


def entry_body(fields: Mapping[str, str]) -> dict[str, Any]:
    """The body of an entry from the fields `form`, `text`, `tags`, and for a missed cue `cue`, `did`, `why`, `try`.

    Raises UnknownForm, NothingWritten, TooLong, TooManyTags.
    """
    form = parse_form(fields.get("form", ""))
    body: dict[str, Any] = {"form": form.value, "tags": list(parse_tags(fields.get("tags", "")))}
    if form is Form.MISSED_CUE:
        body["cue"] = _cue(fields)
        body["text"] = ""
    else:
        body["text"] = parse_text(fields.get("text", ""))
    return body


def _cue(fields: Mapping[str, str]) -> dict[str, str]:
    cue = {name: fields.get(name, "").replace("\r\n", "\n").strip() for name in CUE_FIELDS}
    parse_text("\n".join(cue.values()))
    return cue
