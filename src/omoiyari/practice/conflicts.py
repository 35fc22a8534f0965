"""The conflicts somebody noted for themself: about what, when, how hot, how it ended, and since when all is right.

Nothing about who began, who said what, or how the other was: there is no field for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from omoiyari.couple import Notebook, Record, RecordId
from omoiyari.measures import NotEnoughYet, Result
from omoiyari.measures.recovery import Spell, median_recovery
from omoiyari.words import N_

KIND = "conflict"
TOPICS = (
    "money",
    "chores",
    "time",
    "family",
    "children",
    "closeness",
    "trust",
    "work",
    "phones",
    "tone",
    "plans",
    "little",
)
ENDINGS = ("unfinished", "calmed", "mended")
HOTTEST, HOT = 6, 4
WEEKS = 8  # from the first that was noted, before anything is said of how long they take


@dataclass(frozen=True, slots=True)
class Conflict:
    """One conflict as its author noted it. `heat` is 0 to 6 where tapped; `right` is since when it feels all right.

    `topic` is one of ours; else it is empty, and `word` is the author's own. Times are UTC.
    """

    id: RecordId
    began: datetime
    topic: str
    word: str
    heat: int | None
    ended: str
    afraid: bool
    right: datetime | None

    @property
    def about(self) -> str:
        """The same for all conflicts about the same: one of our topics, or the own word however it is written."""
        return self.topic or " ".join(self.word.casefold().split())

    @property
    def is_hot(self) -> bool:
        """Whether it got hot: above the middle of the scale."""
        return self.heat is not None and self.heat >= HOT

    @property
    def is_open(self) -> bool:
        """Whether it does not feel all right again yet, as far as was tapped."""
        return self.right is None

    @property
    def went_wrong(self) -> bool:
        """Whether it got hot, or was left unfinished."""
        return self.is_hot or self.ended == "unfinished"

    def spell(self, now: datetime) -> Spell:
        """How long it has lasted, in hours."""
        return Spell(((self.right or now) - self.began) / timedelta(hours=1), not self.is_open)


def conflict(record: Record) -> Conflict:
    """Read one from its record."""
    body = record.body
    right = body["right"]
    return Conflict(
        record.id,
        datetime.fromisoformat(body["began"]),
        body["topic"],
        body["word"],
        body["heat"],
        body["ended"],
        body["afraid"],
        datetime.fromisoformat(right) if right else None,
    )


def conflicts(book: Notebook) -> tuple[Conflict, ...]:
    """My own, the newest first."""
    mine = (conflict(record) for record in book.of_kind(KIND) if record.owner == book.reader)
    return tuple(sorted(mine, key=lambda one: one.began, reverse=True))


def recovery(found: Iterable[Conflict], now: datetime) -> Result | NotEnoughYet:
    """The median hours until all right again, from five conflicts in eight weeks or more."""
    noted = list(found)
    told = median_recovery(one.spell(now) for one in noted)
    if isinstance(told, NotEnoughYet):
        return told
    weeks = (now - min(one.began for one in noted)) // timedelta(weeks=1)
    return told if weeks >= WEEKS else NotEnoughYet(weeks, WEEKS, N_("weeks since the first that you noted"))
