"""Rounds as a notebook holds them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from omoiyari.couple import Audience, BondId, BondState, Notebook, PersonId, Record, RecordId, RoundId
from omoiyari.practice.answer import Answer
from omoiyari.practice.round import Answered, Phase, Round, answer_id, day_of, next_local_four, phase, replay


class Held(NamedTuple):
    """A round with the answers that count and that this reader can open.

    `own` is the id of the reader's answer, given or not. `stayed` is that answer once it found no match and is
    theirs alone. A tuple, since two years make hundreds for every page.
    """

    round: Round
    bond: BondId
    opened: datetime
    given: Mapping[PersonId, Record]
    own: RecordId
    stayed: Record | None = None

    @property
    def answers(self) -> dict[PersonId, Answer]:
        """What each of the two answered."""
        return {person: Answer.from_body(record.body) for person, record in self.given.items()}

    def day(self, zone: tzinfo) -> date:
        """The day that it is about in a zone: no two rounds of a bond share one, since each outlasts its night."""
        return day_of(self.opened, zone)

    def phase(self, reader: PersonId, now: datetime) -> Phase:
        """Where it stands for the reader; what came home stays theirs, whatever the clock says since."""
        return Phase.MINE if self.stayed is not None else phase(self.round, reader, now)


def _given(notebook: Notebook) -> dict[tuple[BondId, RoundId], list[Record]]:
    """The sealed answers by the round of the bond that they were given to."""
    found: dict[tuple[BondId, RoundId], list[Record]] = {}
    for record in notebook.of_kind("answer"):
        if record.audience is Audience.ROUND and record.round is not None and record.bond is not None:
            found.setdefault((record.bond, record.round), []).append(record)
    return found


def rounds(notebook: Notebook) -> tuple[Held, ...]:
    """All rounds of all bonds, in the order they were opened; the same round opened by both counts once."""
    return notebook.once(_rounds)


def _rounds(notebook: Notebook) -> tuple[Held, ...]:
    return tuple(_opened(notebook))


def _opened(notebook: Notebook) -> Iterator[Held]:
    given = _given(notebook)
    people = {bond.id: (bond.first, bond.second) for bond in notebook.bonds if bond.second is not None}
    seen: set[RoundId] = set()
    for record in notebook.of_kind("round"):
        if record.round is None or record.round in seen or record.bond not in people:
            continue
        seen.add(record.round)
        first, second = people[record.bond]
        assert second is not None
        opened = Round(record.round, (first, second), datetime.fromisoformat(record.body["closes"]))
        yield _held(notebook, record.bond, opened, record.at, given.get((record.bond, record.round), []))


def _held(notebook: Notebook, bond: BondId, opened: Round, at: datetime, given: list[Record]) -> Held:
    """Only what comes in time and from the two counts, by the same rule that the tests hold."""
    round_ = replay(opened, [Answered(record.owner, record.at) for record in given])
    own = answer_id(opened.id, notebook.reader)
    kept = notebook.latest.get(own)
    stayed = kept if kept is not None and kept.audience is Audience.MINE and kept.kind == "answer" else None
    return Held(round_, bond, at, {r.owner: r for r in given if r.owner in round_.answered}, own, stayed)


def rounds_of_today(notebook: Notebook) -> list[Held]:
    """The rounds of the bond that holds now; none on one's own, and none of an earlier link."""
    if notebook.partner is None or notebook.bond is None:
        return []
    return [held for held in rounds(notebook) if held.bond == notebook.bond.id]


def partner_or_last(notebook: Notebook) -> PersonId | None:
    """The partner of today, or the last one there was."""
    others = [other for bond in notebook.bonds if (other := bond.other(notebook.reader)) is not None]
    return notebook.partner or (others[-1] if others else None)


def rounds_with(notebook: Notebook) -> list[Held]:
    """The rounds with the partner of today, or with the last one, over every link with them."""
    partner = partner_or_last(notebook)
    return [held for held in rounds(notebook) if partner in held.round.people]


def current(notebook: Notebook, now: datetime) -> Held | None:
    """The round of today: of this bond, opened first of those that have not closed, revealed or not."""
    held = [h for h in rounds_of_today(notebook) if not h.round.is_closed(now)]
    return held[0] if held else None


def unmatched(notebook: Notebook, now: datetime) -> Iterator[Record]:
    """My sealed answers that are neither revealed nor waiting any more: they become my own.

    Their round has closed, its link has ended, or they came too late.
    """
    ended = {bond.id for bond in notebook.bonds if bond.state is BondState.ENDED}
    counts = {
        (held.bond, held.round.id)
        for held in rounds(notebook)
        if held.round.is_revealed
        or (notebook.reader in held.given and held.bond not in ended and not held.round.is_closed(now))
    }
    for record in notebook.of_kind("answer"):
        sealed = record.owner == notebook.reader and record.audience is Audience.ROUND
        if sealed and (record.bond, record.round) not in counts:
            yield record


def last_check_in(notebook: Notebook) -> datetime | None:
    """When I last checked in, matched or not."""
    moments = [r.at for r in notebook.of_kind("answer") if r.owner == notebook.reader]
    return max(moments, default=None)


def own_today(notebook: Notebook, now: datetime, zone: tzinfo) -> Record | None:
    """My check-in of today, matched or not, until the day is over at 04:00."""
    last = notebook.last("answer", notebook.reader)
    return last if last is not None and now < next_local_four(last.at, zone) else None


def looked_at(notebook: Notebook) -> frozenset[str]:
    """The rounds whose reveal the reader has asked to see."""
    return frozenset(str(r.body["round"]) for r in notebook.of_kind("seen"))


def kept_for_later(notebook: Notebook, now: datetime) -> frozenset[str]:
    """The rounds whose reveal the reader keeps for later."""
    later = (r.body for r in notebook.of_kind("later"))
    return frozenset(str(one["round"]) for one in later if datetime.fromisoformat(one["until"]) > now)


def asides(notebook: Notebook) -> dict[RecordId, Record]:
    """What I kept for me alone beside each of my answers, by the answer's id."""
    mine = notebook.of_kind("aside")
    return {r.body.get("of") or answer_id(r.body["round"], notebook.reader): r for r in mine}
