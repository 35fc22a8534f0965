"""The listening trainer: who speaks next, and whose word counts on whether an answer landed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from omoiyari.couple import PersonId
from omoiyari.library import Disclosure
from omoiyari.practice.facets import Facet
from omoiyari.practice.run import Run

_STRIDE = 5  # how far apart two days begin


class Landed(StrEnum):
    """Whether an answer reached the one it was for."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


def next_disclosure(
    bank: Sequence[Disclosure], heard: Collection[str], seed: str, after: str = "", day: int = 0
) -> Disclosure:
    """Somebody who has not spoken yet; when all have, the round begins anew. `bank` must not be empty.

    They stand in an order that `seed` gives. Whoever comes next is the first, from the one behind `after`, or from
    where the `day` begins, whose id is not among the `heard`.
    """
    order = sorted(bank, key=lambda one: blake2b(f"{seed}\0{one.id}".encode(), digest_size=8).digest())
    ids = [one.id for one in order]
    first = ids.index(after) + 1 if after in ids else day * _STRIDE
    line = [order[(first + ahead) % len(order)] for ahead in range(len(order))]
    return next((one for one in line if one.id not in heard), line[0])


def landed(helping: int, hurting: int, partner: Landed | None = None) -> Landed:
    """Whether it landed. The partner's own word always wins over a machine's count of moves (F8)."""
    if partner is not None:
        return partner
    if not helping and not hurting:
        return Landed.UNKNOWN
    if helping and not hurting:
        return Landed.YES
    return Landed.PARTLY if helping else Landed.NO


@dataclass(frozen=True, slots=True)
class Rated:
    """An answer of mine, what it was an answer to, and what the one it was for said of it.

    `facets` are the sides of it that they tapped; none where they tapped none, which says nothing.
    """

    told: str
    answer: str
    word: Landed
    facets: frozenset[Facet] = frozenset()


def rated_answers(run: Run, me: PersonId) -> tuple[Rated, ...]:
    """My answers in a run that the other has rated, in order. What is not rated yet is not among them, so that
    nobody hears the machine before the partner; neither are the other's, which are not mine to have heard."""
    told = answer = ""
    found: list[Rated] = []
    for said in run.said:
        fields = said.fields
        if "told" in fields:
            told = fields["told"]
        elif "answer" in fields:
            answer = fields["answer"] if said.person == me else ""
        elif answer and fields.get("landed") in set(Landed):
            facets = frozenset(
                Facet(one) for one in fields.get("facets", "").split("\n") if one in set(Facet)
            )
            found.append(Rated(told, answer, Landed(fields["landed"]), facets))
    return tuple(found)
