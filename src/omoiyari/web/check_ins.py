"""My check-ins: every answer of mine, day by day, with what I kept beside it, matched or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from omoiyari.couple import Notebook, Record, RoundId
from omoiyari.journal import holds, plain
from omoiyari.practice import Answer, asides, looked_at, rounds
from omoiyari.web.forms import fields
from omoiyari.web.leaves import leaf_in, leaf_of
from omoiyari.web.pages import page
from omoiyari.web.partner import partner_name
from omoiyari.web.rounds import word_names
from omoiyari.web.visit import Here, Visit

router = APIRouter()
Sent = Depends(fields)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One answer of mine. `round` is where to look at it, once revealed; `stayed`: it found no match."""

    record: Record
    answer: Answer
    beside: Mapping[str, Any]
    round: RoundId | None
    stayed: bool
    seen: bool

    @property
    def at(self) -> datetime:
        """When it was given."""
        return self.record.at


def my_check_ins(book: Notebook) -> list[CheckIn]:
    """The newest first."""
    held = {one.own: one for one in rounds(book)}
    beside, seen = asides(book), looked_at(book)
    found = []
    for record in book.of_kind("answer"):
        if record.owner != book.reader:
            continue
        here, aside = held.get(record.id), beside.get(record.id)
        revealed = here.round.id if here is not None and here.round.is_revealed else None
        found.append(
            CheckIn(
                record,
                Answer.from_body(record.body),
                aside.body if aside is not None else {},
                revealed,
                here is not None and here.stayed is not None,
                revealed in seen,
            )
        )
    return sorted(found, key=lambda one: one.at, reverse=True)


def words_of(answer: Answer, names: Mapping[str, str]) -> str:
    """What somebody wrote or tapped for themself, a line each; `names` is what the words are called."""
    words = [answer.own.word, *(also.word for also in answer.also)]
    return "\n".join(filter(None, [*(names.get(word, word) for word in words), answer.underneath]))


def words_beside(beside: Mapping[str, Any]) -> str:
    """What I wrote beside it for me alone."""
    return "\n".join(filter(None, (str(beside.get(name, "")) for name in ("line", "cue_own"))))


def _holds(one: CheckIn, wanted: Sequence[str], names: Mapping[str, str]) -> bool:
    return holds(f"{words_of(one.answer, names)}\n{words_beside(one.beside)}", wanted)


@router.get("/me/check-ins")
async def check_ins(request: Request, visit: Visit = Here, leaf: int = 1) -> Response:
    return await _page(request, visit, leaf=leaf)


@router.post("/me/check-ins/search")
async def search(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """What is looked for is sent in the form, so that no address bar or history keeps it."""
    return await _page(request, visit, leaf=leaf_in(form.get("leaf", "")), q=form.get("q", "").strip())


async def _page(request: Request, visit: Visit, *, leaf: int, q: str = "") -> Response:
    book, names = await visit.notebook(), word_names()
    found = [one for one in my_check_ins(book) if _holds(one, plain(q).split(), names)]
    shown, leaves = leaf_of(found, leaf)
    return page(
        request,
        "check_ins.html",
        page="me",
        check_ins=shown,
        leaves=leaves,
        q=q,
        words=names,
        partner=partner_name(book),
    )
