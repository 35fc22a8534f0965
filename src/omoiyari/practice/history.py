"""Rounds as a notebook holds them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from omoiyari.couple import Audience, Notebook, PersonId, Record, RoundId
from omoiyari.practice.answer import Answer
from omoiyari.practice.round import Phase, Round, phase


@dataclass(frozen=True, slots=True)
class Held:
    """A round with the answers that this reader can open."""

    round: Round
    opened: datetime
    answers: dict[PersonId, Answer]


def _answers(notebook: Notebook) -> dict[RoundId, dict[PersonId, Answer]]:
    found: dict[RoundId, dict[PersonId, Answer]] = {}
    for record in notebook.of_kind("answer"):
        if record.audience is Audience.ROUND and record.round is not None:
            found.setdefault(record.round, {})[record.owner] = Answer.from_body(record.body)
    return found


def rounds(notebook: Notebook) -> Iterator[Held]:
    """All rounds of all bonds, in the order they were opened; the same round opened by both counts once."""
    answers = _answers(notebook)
    people = {bond.id: (bond.first, bond.second) for bond in notebook.bonds if bond.second is not None}
    seen: set[RoundId] = set()
    for record in notebook.of_kind("round"):
        if record.round is None or record.round in seen or record.bond not in people:
            continue
        seen.add(record.round)
        first, second = people[record.bond]
        assert second is not None
        given = answers.get(record.round, {})
        closes = datetime.fromisoformat(record.body["closes"])
        yield Held(Round(record.round, (first, second), closes, frozenset(given)), record.at, given)


def current(notebook: Notebook, now: datetime) -> Held | None:
    """The round of today: the newest one of this bond that is open, or was revealed and has not closed yet."""
    if notebook.partner is None:
        return None
    here = {notebook.reader, notebook.partner}
    held = [h for h in rounds(notebook) if set(h.round.people) == here and not h.round.is_closed(now)]
    return held[-1] if held else None


def latest_revealed(notebook: Notebook) -> Held | None:
    """The round revealed last."""
    revealed = [h for h in rounds(notebook) if h.round.is_revealed]
    return revealed[-1] if revealed else None


def unmatched(notebook: Notebook, now: datetime) -> Iterator[Record]:
    """My answers to closed rounds that the other did not answer: they become my own."""
    closed = {h.round.id for h in rounds(notebook) if phase(h.round, notebook.reader, now) is Phase.MINE}
    for record in notebook.of_kind("answer"):
        if record.owner == notebook.reader and record.audience is Audience.ROUND and record.round in closed:
            yield record


def last_check_in(notebook: Notebook) -> datetime | None:
    """When I last checked in, matched or not."""
    moments = [r.at for r in notebook.of_kind("answer") if r.owner == notebook.reader]
    return max(moments, default=None)
