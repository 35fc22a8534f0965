"""What the end of an exercise tells its reader alone, over all its rounds; nothing of it before one screen."""

from omoiyari.couple import Notebook
from omoiyari.practice import care, tally, vocabulary
from omoiyari.practice.kept import HeldRun
from omoiyari.practice.luck import against_luck, own_guesses
from omoiyari.practice.round import day_of
from omoiyari.practice.ways import Show
from omoiyari.web.loop import zone_of
from omoiyari.web.pages import Context
from omoiyari.web.visit import Visit

CUT_IN = "cut_in"
#: Where whoever listens may note, for themself, that they did not only listen (E7).
HAS_CUT_IN = "high-low-echo"


def so_far(visit: Visit, book: Notebook, held: HeldRun) -> Context:
    """Small acts, luck, words and cutting in, each where it belongs."""
    interaction = held.run.exercise.interaction
    if visit.sitting:
        return {"tally": None, "care": None, "by_luck": None, "words_used": (), "cut_ins": 0}
    return {
        "tally": own_tally(visit, book) if interaction == tally.INTERACTION else None,
        "care": own_care(visit, book) if interaction == tally.INTERACTION else None,
        "by_luck": _by_luck(visit, book) if held.run.way.show is Show.LUCK else None,
        "words_used": vocabulary.words_used(book, visit.now) if interaction == vocabulary.INTERACTION else (),
        "cut_ins": cut_ins(book, held) if interaction == HAS_CUT_IN else 0,
    }


def own_tally(visit: Visit, book: Notebook) -> tally.Tally | None:
    """My small acts of four weeks."""
    zone = zone_of(book, visit.person)
    acts = tally.small_acts(book, visit.now, zone)
    return tally.tally(acts, day_of(visit.now, zone))


def own_care(visit: Visit, book: Notebook) -> care.Care | None:
    """In what ways I showed care in twelve weeks, by what I tapped and sent myself."""
    zone = zone_of(book, visit.person)
    acts = tally.small_acts(book, visit.now, zone, care.DAYS)
    return care.ways_of_care(acts, care.thanks_sent(book, visit.now), day_of(visit.now, zone))


def _by_luck(visit: Visit, book: Notebook) -> Context:
    hits, guesses = own_guesses(book, visit.now)
    return {"hits": hits, "guesses": guesses, "found": against_luck(hits, guesses)}


def cut_ins(book: Notebook, held: HeldRun) -> int:
    """How often I noted that I cut in, in this round."""
    return sum(r.body["run"] == held.id for r in book.of_kind(CUT_IN) if r.owner == book.reader)
