"""What a search finds beside entries: everything else that its reader can read, each with the page it is on.

Nothing of the area that locks first, and of a round only what its reader has looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from omoiyari.couple import Audience, BondId, Notebook, Record
from omoiyari.journal import holds, plain
from omoiyari.library import disclosures
from omoiyari.practice import Answer, looked_at, rounds
from omoiyari.practice.asked import own_questions
from omoiyari.practice.kept import runs
from omoiyari.practice.sharing import shown
from omoiyari.web.check_ins import my_check_ins, words_beside, words_of
from omoiyari.web.leaves import ON_A_LEAF
from omoiyari.web.me import meanings_of
from omoiyari.web.rounds import word_names
from omoiyari.web.speak import say
from omoiyari.words import N_


@dataclass(frozen=True, slots=True)
class Found:
    """Words on a page: what they are, whose eyes they are for, and where they stand."""

    icon: str
    title: str
    words: str
    at: datetime
    href: str
    audience: Audience
    bond: BondId | None = None


def find(book: Notebook, words: str, now: datetime) -> tuple[Found, ...]:
    """All that holds all the words, in no order."""
    wanted = plain(words).split()
    return tuple(one for one in _everything(book, now) if holds(one.words, wanted)) if wanted else ()


def _everything(book: Notebook, now: datetime) -> Iterator[Found]:
    yield from _check_ins(book)
    yield from _rounds(book)
    yield from _of_page(book, ("promise",), "ours", N_("A promise"), "/promises")
    yield from _questions(book)
    yield from _meanings(book)
    yield from _exercises(book, now)
    yield from _trained(book)


def _record(record: Record, icon: str, title: str, words: str, href: str) -> Found:
    return Found(icon, say(title), words, record.at, href, record.audience, record.bond)


def _of_page(book: Notebook, kinds: Sequence[str], icon: str, title: str, href: str) -> Iterator[Found]:
    for record in book.of_kind(*kinds):
        yield _record(record, icon, title, str(record.body["text"]), href)


def _check_ins(book: Notebook) -> Iterator[Found]:
    names = word_names()
    for number, one in enumerate(my_check_ins(book)):
        href = f"/me/check-ins?leaf={number // ON_A_LEAF + 1}"
        yield _record(one.record, "feeling", N_("A check-in"), words_of(one.answer, names), href)
        beside = words_beside(one.beside)
        yield Found("feeling", say(N_("Beside a check-in")), beside, one.at, href, Audience.MINE)


def _rounds(book: Notebook) -> Iterator[Found]:
    """What the other said in rounds that were looked at, and what either added there."""
    names = word_names()
    looked = looked_at(book)
    seen = {h.round.id: h for h in rounds(book) if h.round.is_revealed and h.round.id in looked}
    for id, held in seen.items():
        for person, record in held.given.items():
            if person != book.reader:
                theirs = words_of(Answer.from_body(record.body), names)
                yield _record(record, "round", N_("What was true"), theirs, f"/round/{id}")
    for record in book.of_kind("correction"):
        if record.body.get("round") in seen:
            added = str(record.body.get("text", ""))
            yield _record(record, "round", N_("Added after a round"), added, f"/round/{record.body['round']}")


def _questions(book: Notebook) -> Iterator[Found]:
    for one in own_questions(book):
        record = book.latest[one.id]
        yield _record(record, "search", N_("A question of your own"), one.text, "/practise/questions")


def _meanings(book: Notebook) -> Iterator[Found]:
    for person in filter(None, (book.reader, book.partner)):
        record = book.last("meanings", person)
        if record is not None:
            told = "\n".join(meanings_of(book, person).values())
            yield _record(record, "feeling", N_("What it means when I…"), told, "/me/meanings")


def _exercises(book: Notebook, now: datetime) -> Iterator[Found]:
    """What a finished exercise shows above its end, word for word, where its words were kept."""
    for held in runs(book, now):
        run = held.run
        if run.is_over and run.lasts and book.reader in run.joined:
            read = "\n".join(line.text for line in shown(run, book.reader))
            yield _record(held.record, "practise", run.exercise.title, read, f"/practise/run/{held.id}")


def _trained(book: Notebook) -> Iterator[Found]:
    spoke = {one.id: one.who for one in disclosures()}
    for record in book.of_kind("trained"):
        who = spoke.get(str(record.body["of"]), N_("The listening trainer"))
        yield _record(record, "practise", who, str(record.body["text"]), "/practise/kept")
