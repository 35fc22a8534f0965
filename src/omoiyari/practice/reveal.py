"""What a reveal tells one person: what was true, what they met, what they missed, in words and without a number."""

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


def _met(guess: Feeling, truth: Feeling) -> tuple[str, ...]:
    met = []
    if guess.word.casefold() == truth.word.casefold():
        met.append("word")
    elif guess.family and guess.family == truth.family:
        met.append("family")
    if abs(guess.x - truth.x) <= _NEAR:
        met.append("pleasantness")
    if abs(guess.y - truth.y) <= _NEAR:
        met.append("energy")
    return tuple(met)


def reveal(mine: Answer, theirs: Answer) -> Reveal | None:
    """What the reveal tells me; None where I made no guess."""
    if mine.guess is None:
        return None
    missed = _missed(mine.guess, theirs.own, theirs.underneath)
    return Reveal(mine.guess, theirs.own, theirs.underneath, missed, _met(mine.guess, theirs.own))


def one_question(found: Reveal, asks: tuple[Ask, ...], turn: int) -> Ask | None:
    """One card to ask aloud, by what was missed; `turn` chooses among those that fit, so that they take turns."""
    fitting = asks_for(asks, found.missed, found.guess.family, found.truth.family) or asks_for(
        asks, found.missed
    )
    fitting = fitting or asks_for(asks, Missed.NOTHING)
    return fitting[turn % len(fitting)] if fitting else None
