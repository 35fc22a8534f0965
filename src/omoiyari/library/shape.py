"""A TOML table takes the shape of a dataclass, or says line by line why it cannot."""

import dataclasses
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import tomli

from omoiyari.library.errors import Problem

T = TypeVar("T")
Where = tuple[str | int, ...]
"""The way to a value inside a file: keys and places, such as ('steps', 2, 'seconds')."""

HEADER = re.compile(r"\s*\[\[?[\w.-]+\]\]?\s*(#.*)?$")
NAMES = {str: "text in quotes", int: "a whole number", float: "a number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Page:
    """One content file, read once. Problems found in it gather in `problems`."""

    name: str
    text: str
    data: Mapping[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def blame(self, where: Where, wrong: str, write: str) -> None:
        """Note a problem at a place in the file."""
        self.problems.append(Problem(self.name, line_of(self.text, where), wrong, write))


def open_page(path: Path, name: str) -> Page:
    """Read a file; one that is not TOML becomes an empty page with one problem."""
    text = path.read_text(encoding="utf-8")
    try:
        return Page(name, text, tomli.loads(text))
    except tomli.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        wrong = f"this is not TOML ({str(error).split(' (at')[0]})"
        return Page(name, text, {}, [Problem(name, line, wrong, "Check the quotes and brackets near here.")])


def take(page: Page, kind: Callable[..., T], table: object, where: Where = ()) -> T | None:
    """Read one table as `kind`; None where something was missing or wrong, which `page.problems` then holds."""
    if not isinstance(table, dict):
        page.blame(where, f"'{where[-1]}' is not a table", "Write it as a table with keys and values.")
        return None
    before = len(page.problems)
    fields = _fields(kind)
    if not table.keys() <= fields.keys():
        _blame_strangers(page, table, fields, where)
    values = {name: _value(page, spec, table, where) for name, spec in fields.items()}
    return kind(**values) if len(page.problems) == before else None


def take_all(page: Page, kind: Callable[..., T], key: str) -> list[tuple[Where, T]]:
    """Read all `[[key]]` tables of a file as `kind`, each with its place, leaving out those with problems."""
    tables = page.data.get(key)
    if not isinstance(tables, list):
        if not page.problems:
            page.blame((), f"there is no [[{key}]]", f"Write at least one [[{key}]] table.")
        return []
    taken = [((key, at), take(page, kind, table, (key, at))) for at, table in enumerate(tables)]
    return [(where, one) for where, one in taken if one is not None]


@dataclass(frozen=True, slots=True)
class _Spec:
    name: str
    kind: Any
    write: str
    default: Any
    fit: "_Fit"


_Fit = Callable[[Page, _Spec, Any, Where], Any]


@cache
def _fields(kind: Any) -> Mapping[str, _Spec]:
    hints = get_type_hints(kind, include_extras=True)
    specs = {}
    for one in dataclasses.fields(kind):
        plain, write = get_args(hints[one.name])
        specs[one.name] = _Spec(one.name, plain, write, one.default, _fitter(plain))
    return specs


def _fitter(kind: Any) -> _Fit:
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return partial(_fit_texts if inner is str else _fit_list, _fitter(inner))
    if get_origin(kind) is not None:
        return _fit_lines
    if issubclass(kind, StrEnum):
        return partial(_fit_choice, {str(one): one for one in kind})
    if kind not in NAMES:
        return lambda page, spec, value, where: take(page, kind, value, where)
    return partial(_fit_plain, kind)


def _blame_strangers(page: Page, table: Mapping[str, Any], fields: Mapping[str, _Spec], where: Where) -> None:
    for key in table.keys() - fields.keys():
        near = get_close_matches(key, fields, n=1)
        write = f"Did you mean '{near[0]}'?" if near else f"Leave it out; the keys are {', '.join(fields)}."
        page.blame((*where, key), f"'{key}' means nothing here", write)


def _value(page: Page, spec: _Spec, table: Mapping[str, Any], where: Where) -> Any:
    value = table.get(spec.name, spec.default)
    if type(value) is str is spec.kind and value.strip():  # nine in ten: worth not building a place for
        return value
    if value is dataclasses.MISSING:
        page.blame((*where, spec.name), f"'{spec.name}' is missing", spec.write)
        return None
    return spec.fit(page, spec, value, (*where, spec.name)) if spec.name in table else value


def _fit_list(fit: _Fit, page: Page, spec: _Spec, value: Any, where: Where) -> tuple[Any, ...]:
    if not isinstance(value, list):
        page.blame(where, f"'{spec.name}' is not a list", spec.write)
        return ()
    return tuple(fit(page, spec, one, (*where, at)) for at, one in enumerate(value))


def _fit_texts(fit: _Fit, page: Page, spec: _Spec, value: Any, where: Where) -> tuple[Any, ...]:
    if type(value) is list and all(type(one) is str and one.strip() for one in value):
        return tuple(value)  # most lists: worth not building a place for each line
    return _fit_list(fit, page, spec, value, where)


def _fit_lines(page: Page, spec: _Spec, value: Any, where: Where) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(line, str) for line in value.values()):
        page.blame(where, f"'{spec.name}' is not a table of lines", spec.write)
        return {}
    return types.MappingProxyType(value)


def _fit_choice(choices: Mapping[str, StrEnum], page: Page, spec: _Spec, value: Any, where: Where) -> Any:
    if not isinstance(value, str) or value not in choices:
        write = f"{spec.write} One of: {', '.join(choices)}."
        page.blame(where, f"{spec.name} = '{value}' is unknown", write)
        return None
    return choices[value]


def _fit_plain(kind: Any, page: Page, spec: _Spec, value: Any, where: Where) -> Any:
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        page.blame(where, f"'{spec.name}' is not {NAMES[kind]}", spec.write)
    elif kind is str and spec.default is dataclasses.MISSING and not value.strip():
        page.blame(where, f"'{spec.name}' is empty", spec.write)
    return value


def line_of(text: str, where: Where) -> int:
    """The line (from 1) where a value stands, or where its table starts if it is not written."""
    lines = text.splitlines()
    used, start, end = _table(lines, where)
    for key in (part for part in where[used:] if isinstance(part, str)):
        for number in range(start, end):
            if re.match(rf"\s*(['\"]?){re.escape(key)}\1\s*=", lines[number]):
                return number + 1
    return start + 1


def _table(lines: list[str], where: Where) -> tuple[int, int, int]:
    """How many parts of the way are tables of their own, and the lines (from 0) between which the last one stands."""
    headers = [(number, line.strip(" []")) for number, line in enumerate(lines) if HEADER.match(line)]
    used, start, end, dotted = 0, 0, len(lines), ""
    for place, part in enumerate(where):
        if isinstance(part, int):
            continue
        dotted = f"{dotted}.{part}" if dotted else part
        nth = next((one for one in where[place + 1 : place + 2] if isinstance(one, int)), 0)
        found = [number for number, name in headers if name == dotted and start <= number < end]
        if len(found) <= nth:
            break
        used, start, end = place + 1, found[nth], [*found, end][nth + 1]
    inside = (number for number, _ in headers if number > start or not used)
    return used, start, min(next(inside, end), end)
