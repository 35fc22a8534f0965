"""What the reader of words hears in a reply; nothing, said plainly, where its model is not installed."""

from typing import TYPE_CHECKING

from omoiyari.language import HELPING

if TYPE_CHECKING:
    from omoiyari.language import Rehearsal


def moves_in(text: str, said: str = "") -> tuple[str, ...]:
    """The moves found in a reply to `said`; empty where no model is installed."""
    from omoiyari.language import read  # loads numpy, which the door need not wait for

    try:
        reading = read(text, setting="reply", context=said)
    except FileNotFoundError:
        return ()
    return tuple(move.label for move in reading.moves if move.found)


def heard_in(text: str, said: str) -> "Rehearsal | None":
    """What landed and what may not have, in words; None where no model is installed."""
    from omoiyari.language import rehearse

    try:
        return rehearse(text, setting="reply", context=said)
    except FileNotFoundError:
        return None


def helps(moves: tuple[str, ...]) -> bool:
    """Whether anything that helps was found."""
    return bool(set(moves) & set(HELPING))
