"""Guesses in the game of three facts, over all its rounds, beside what luck alone would find (E10)."""

from datetime import datetime

from omoiyari.couple import Notebook
from omoiyari.library import Act
from omoiyari.measures import NotEnoughYet, Result
from omoiyari.practice.kept import runs
from omoiyari.practice.run import Run
from omoiyari.practice.ways import Show
from omoiyari.words import N_

ENOUGH = 10  # guesses
LUCK = 1 / 3
METHOD = N_("exact interval for a share")
SOURCE = "Clopper & Pearson (1934)"


def own_guesses(book: Notebook, now: datetime) -> tuple[int, int]:
    """(found, guesses): of the reader's own, over every round that can still be read."""
    found = [
        hit for held in runs(book, now) if held.run.way.show is Show.LUCK for hit in _hits(held.run, book)
    ]
    return sum(found), len(found)


def _hits(run: Run, book: Notebook) -> list[bool]:
    """For each guess of the reader: whether it was the fact that the other had marked."""
    hits = []
    for scene in run.scenes[1 : run.at]:
        guess = run.answers(scene.at).get(book.reader, {}).get("which", "")
        marked = [told.get("which", "") for told in run.answers(scene.at - 1).values()]
        if scene.act is Act.GUESS and guess and any(marked):
            hits.append(guess in marked)
    return hits


def against_luck(hits: int, guesses: int) -> Result | NotEnoughYet:
    """The share that was found, with its 95 % interval; one in three is luck."""
    if guesses < ENOUGH:
        return NotEnoughYet(guesses, ENOUGH, N_("guesses"))
    from scipy.stats import binomtest

    likely = binomtest(hits, guesses, LUCK).proportion_ci()
    return Result(hits / guesses, (likely.low, likely.high), guesses, METHOD, SOURCE, "", null=LUCK)
