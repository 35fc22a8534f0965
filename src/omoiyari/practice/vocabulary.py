"""The words that somebody found for what they felt: a story in words, and never a number (E24)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from omoiyari.couple import Notebook
from omoiyari.library import feelings
from omoiyari.practice.answer import Answer
from omoiyari.practice.kept import play

INTERACTION = "word-finder"
WEEKS = 8
MOST = 40


def words_used(book: Notebook, now: datetime) -> tuple[str, ...]:
    """The reader's own words of the last eight weeks, each once, the latest first."""
    since = now - timedelta(weeks=WEEKS)
    told = sorted(_told(book, since, now), key=lambda one: one[0], reverse=True)
    names = {feeling.id: feeling.name for feeling in feelings().feelings}
    return tuple(dict.fromkeys(names.get(word, word) for _, word in told if word))[:MOST]


def _told(book: Notebook, since: datetime, now: datetime) -> Iterator[tuple[datetime, str]]:
    mine = [r for r in book.of_kind("answer", "run") if r.owner == book.reader and r.at > since]
    for record in mine:
        if record.kind == "answer":
            answer = Answer.from_body(record.body)
            words = (answer.own.word, answer.underneath, *(also.word for also in answer.also))
            yield from ((record.at, word) for word in words)
    for held in play(book, [r for r in mine if r.kind == "run"], now):
        if held.run.exercise.interaction == INTERACTION:
            told = {name: value for said in held.run.said for name, value in said.fields.items()}
            yield held.record.at, told.get("truest") or told.get("word", "")
