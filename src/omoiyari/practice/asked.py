"""The questions that people added themselves, and the question that an exercise asks.

None comes back within 120 days: one of somebody's own has its days, and for an exercise, what was asked is known from
the exercises themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from omoiyari.couple import Audience, Notebook, PersonId, RecordId
from omoiyari.library import Prompt

KIND = "question"
EVERY = 120  # days
LONGEST = 200  # characters


@dataclass(frozen=True, slots=True)
class Own:
    """A question that somebody added. `due` is the first day on which it is the question of the day; `shared` is
    whether the two of today both have it. What was shared with somebody earlier is its author's own again."""

    id: RecordId
    owner: PersonId
    text: str
    due: date
    audience: Audience
    shared: bool

    def comes_on(self, day: date) -> bool:
        """Whether it is its day: the first one, and every 120 days after."""
        return day >= self.due and (day - self.due).days % EVERY == 0

    def next_day(self, today: date) -> date:
        """The next day on which it comes, today included."""
        return max(self.due, today + timedelta(days=(self.due - today).days % EVERY))


def question_body(text: str, due: date) -> dict[str, object]:
    """What is kept of a question of somebody's own."""
    return {"text": text, "due": due.isoformat()}


def own_questions(book: Notebook) -> tuple[Own, ...]:
    """What the reader added, and what the two added for both, oldest first."""
    bond = book.bond.id if book.bond is not None and book.partner is not None else None
    return tuple(
        Own(
            r.id,
            r.owner,
            r.body["text"],
            date.fromisoformat(r.body["due"]),
            r.audience,
            r.audience is Audience.OURS and r.bond == bond,
        )
        for r in book.of_kind(KIND)
        if r.owner == book.reader or (r.audience is Audience.OURS and r.bond == bond)
    )


def first_free_day(own: Iterable[Own], today: date) -> date:
    """Tomorrow, or the first day after it on which no other own question comes; tomorrow where every day is taken."""
    taken = {one.due.toordinal() % EVERY for one in own}
    days = [today + timedelta(days=ahead) for ahead in range(1, EVERY + 1)]
    return next((day for day in days if day.toordinal() % EVERY not in taken), days[0])


# --- in an exercise -----------------------------------------------------------------------------------


def asked_lately(book: Notebook, now: datetime) -> frozenset[str]:
    """Ids of the questions of exercises that this reader began or ended in the last 120 days."""
    since = now - timedelta(days=EVERY)
    fresh = (r for r in book.of_kind("run", "practised") if r.at > since)
    return frozenset(str(r.body["question"]) for r in fresh if "question" in r.body)


def for_exercise(
    library: Iterable[Prompt], own: Iterable[Own], asked: frozenset[str], seed: int, *, deepest: int = 2
) -> str:
    """The id of the question an exercise asks: an own one first, the longest there; then the library's by the seed,
    no closer than `deepest`, and none that waits for a yes.

    Where everything was asked lately, the library begins again.
    """
    waiting = [one.id for one in own if one.id not in asked]
    if waiting:
        return str(waiting[0])
    offered = [one.id for one in library if not one.topic.waits_for_a_yes and one.closeness <= deepest]
    fresh = [id for id in offered if id not in asked] or offered
    return fresh[seed * 7 % len(fresh)]
