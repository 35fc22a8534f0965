"""Signs of danger in what a person kept: for that person alone, without a word of what they wrote.

A sign is sealed as `mine` and not as `safety`, whose key is closed outside its own area: a flag that nobody can see
there could not change what is suggested here. To whoever has only the file it looks like any other record.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from omoiyari.couple import Notebook, Record
from omoiyari.language import Kept, Level, Safety, Signal, severity_over_time

KIND = "sign"

#: For how many days a flag stands. Rules of thumb; no study has set them.
STANDS = {Level.NONE: 0, Level.ELEVATED: 7, Level.HIGH: 14, Level.IMMINENT: 28}


def sign_body(of: str, day: date, safety: Safety) -> dict[str, Any]:
    """What is kept of a reading: of which record, on which day, how grave, which signals."""
    names = sorted({signal.name for signal in safety.signals})
    return {
        "of": of,
        "day": day.isoformat(),
        "level": int(safety.level),
        "signals": names,
        "dismissed": False,
    }


def own_signs(book: Notebook) -> Iterator[Record]:
    """The signs in the reader's own words, oldest first."""
    return (record for record in book.of_kind(KIND) if record.owner == book.reader)


def _kept(record: Record) -> Kept:
    body = record.body
    level = Level(body["level"])
    signals = tuple(Signal(name, level, 1.0, "model", 0, 0) for name in body["signals"])
    day = date.fromisoformat(body["day"])
    return Kept(day, record.owner, Safety(level, signals, checked=True), body["dismissed"])


def standing(book: Notebook, today: date) -> Level:
    """How grave the reader's own flag is today; NONE where none stands."""
    for pattern in severity_over_time([_kept(record) for record in own_signs(book)]):
        if today - pattern.days[-1] < timedelta(days=STANDS[pattern.level]):
            return pattern.level
    return Level.NONE


def offered(book: Notebook, today: date) -> Record | None:
    """The newest sign that the help page is held out for: a grave one that stands and was not put aside."""
    if standing(book, today) < Level.HIGH:
        return None
    grave = [r for r in own_signs(book) if r.body["level"] > Level.NONE and not r.body["dismissed"]]
    return grave[-1] if grave else None
