"""The round: two answers that nobody sees before both are in, and one closing instant that never moves.

Pure: (round, event, now) -> round. An answer counts when it comes before the closing instant; the reveal is there
once both are in; an answer that found no match by then is its author's own. Repeated, late and strange events
change nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple

from omoiyari.couple import BondId, PersonId, RecordId, RoundId

CLOSES_AT = time(4, 0)
_NIGHT = timedelta(hours=4)


class Phase(StrEnum):
    """Where a round stands for one of its two people."""

    ANSWER = "answer"  # mine is not in yet
    WAIT = "wait"  # mine is in, the other's is not
    REVEALED = "revealed"  # both are in
    MINE = "mine"  # closed with mine alone: it is my own
    MISSED = "missed"  # closed without mine


class Round(NamedTuple):
    """One round of two people. `closes` is an instant in UTC, fixed when it opens.

    A tuple, as `Answered` is, since two years make thousands.
    """

    id: RoundId
    people: tuple[PersonId, PersonId]
    closes: datetime
    answered: frozenset[PersonId] = frozenset()

    @property
    def is_revealed(self) -> bool:
        """Both answers are in."""
        return len(self.answered) == len(self.people)

    def other(self, person: PersonId) -> PersonId:
        """The one on the other side."""
        first, second = self.people
        return second if person == first else first

    def is_closed(self, now: datetime) -> bool:
        """No answer counts any more."""
        return now >= self.closes


class Answered(NamedTuple):
    """One person committed their answer at an instant."""

    person: PersonId
    at: datetime


def step(round_: Round, event: Answered) -> Round:
    """The round after an answer came in; the same round where it does not count."""
    return replay(round_, (event,))


def replay(round_: Round, events: Iterable[Answered]) -> Round:
    """The round after many events, in whatever order they came."""
    id, people, closes, answered = round_
    came = {person for person, at in events if person in people and at < closes}
    return Round(id, people, closes, answered | came) if came else round_


def phase(round_: Round, person: PersonId, now: datetime) -> Phase:
    """Where the round stands for one person."""
    if round_.is_revealed:
        return Phase.REVEALED
    answered = person in round_.answered
    if round_.is_closed(now):
        return Phase.MINE if answered else Phase.MISSED
    return Phase.WAIT if answered else Phase.ANSWER


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The day a moment belongs to in a zone. A day lasts until 04:00: after midnight it is still this evening."""
    return (moment.astimezone(zone) - _NIGHT).date()


def next_local_four(now: datetime, zone: tzinfo) -> datetime:
    """The next 04:00 on the wall of a zone, as an instant in UTC (a 04:00 that a clock change skips or doubles is
    taken by the offset before the change)."""
    here = now.astimezone(zone)
    four = datetime.combine(here.date(), CLOSES_AT, zone)
    if four.astimezone(UTC) <= now:
        four = datetime.combine(here.date() + timedelta(days=1), CLOSES_AT, zone)
    return four.astimezone(UTC)


def closing_instant(now: datetime, zones: Sequence[tzinfo]) -> datetime:
    """The later of the people's next local 04:00s."""
    return max(next_local_four(now, zone) for zone in zones)


def _name(*parts: str) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def round_id(bond: BondId, closes: datetime) -> RoundId:
    """Two people who open at the same moment open the same round."""
    return RoundId(_name("round", bond, closes.astimezone(UTC).isoformat()))


def answer_id(round_: RoundId, person: PersonId) -> RecordId:
    """One person has one answer to a round, however often it is sent."""
    return RecordId(_name("answer", round_, person))
