"""What a reveal tells one person: what was true, what they met, what they missed, in words and without a number."""

from collections.abc import Iterable
from dataclasses import dataclass

from omoiyari.library import Ask, Missed, asks_for
from omoiyari.practice.answer import Answer, Feeling

_NEAR = 0.5  # on a grid whose sides are 2 long


@dataclass(frozen=True, slots=True)
class Reveal:
    """My guess beside what was true of the other. `missed` is from my side; `met` says what I read rightly."""

    guess: Feeling
    truth: Feeling
    underneath: str
    missed: Missed
    met: tuple[str, ...]

    @property
    def families(self) -> tuple[str, str]:
        """The family guessed and the one that it was, where they are two; else two empty texts."""
        two = (self.guess.family, self.truth.family)
        return two if all(two) and two[0] != two[1] else ("", "")


def _grid_miss(guess: Feeling, truth: Feeling) -> Missed:
    """The larger miss on the grid, or NOTHING for a near guess."""
    across, up = truth.x - guess.x, truth.y - guess.y
    if max(abs(across), abs(up)) <= _NEAR:
        return Missed.NOTHING
    if abs(across) >= abs(up):
        return Missed.TOO_DARK if across > 0 else Missed.TOO_BRIGHT
    return Missed.TOO_CALM if up > 0 else Missed.TOO_STIRRED


def _missed(guess: Feeling, truth: Feeling, underneath: str) -> Missed:
    same_family = bool(guess.family) and guess.family == truth.family
    on_grid = _grid_miss(guess, truth)
    if same_family or not truth.family or not guess.family:
        return Missed.UNDERNEATH if underneath and on_grid is Missed.NOTHING else on_grid
    return Missed.ALL if on_grid is not Missed.NOTHING and guess.x * truth.x < 0 else Missed.FAMILY


def _met(guess: Feeling, truth: Feeling, layers: tuple[str, str]) -> tuple[str, ...]:
    met = []
    if guess.word.casefold() == truth.word.casefold():
        met.append("word")
    elif guess.family and guess.family == truth.family:
        met.append("family")
    if abs(guess.x - truth.x) <= _NEAR:
        met.append("pleasantness")
    if abs(guess.y - truth.y) <= _NEAR:
        met.append("energy")
    if all(layers) and layers[0].casefold() == layers[1].casefold():
        met.append("underneath")
    return tuple(met)


def reveal(mine: Answer, theirs: Answer) -> Reveal | None:
    """What the reveal tells me; None where I made no guess."""
    if mine.guess is None:
        return None
    missed = _missed(mine.guess, theirs.own, theirs.underneath)
    met = _met(mine.guess, theirs.own, (mine.guess_underneath, theirs.underneath))
    return Reveal(mine.guess, theirs.own, theirs.underneath, missed, met)


def one_question(found: Reveal, asks: tuple[Ask, ...], before: Iterable[Reveal] = ()) -> Ask | None:
    """One card to ask aloud, by what was missed.

    The card of the two families comes first; when they are missed again, the cards for that kind of miss take turns.
    `before` are the reveals that came before this one, so that the card of an old round never changes.
    """
    alike = [one for one in before if one.missed is found.missed]
    again = sum(1 for one in alike if one.families == found.families)
    own = asks_for(asks, Missed.FAMILY, *found.families) if all(found.families) else ()
    pool = asks_for(asks, found.missed) or asks_for(asks, Missed.NOTHING)
    if own and again % (len(pool) + 1) == 0:
        return own[0]
    return pool[len(alike) % len(pool)] if pool else None
