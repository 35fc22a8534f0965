"""What I kept of the exercises: found again, opened, deleted. And tomorrow's question of a door that was taken."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, Notebook, PersonId, RecordId
from omoiyari.library import disclosures, exercises
from omoiyari.practice import tomorrow
from omoiyari.practice.clearing import own_records
from omoiyari.practice.kept import HeldRun, find_run, runs
from omoiyari.practice.run import What
from omoiyari.store import log
from omoiyari.store.errors import NotThere
from omoiyari.web.acts import append, event_draft
from omoiyari.web.clearing import clear_up
from omoiyari.web.forms import fields
from omoiyari.web.leaves import leaf_of
from omoiyari.web.pages import page
from omoiyari.web.partner import partner_name
from omoiyari.web.visit import Here, Visit

router = APIRouter()
Sent = Depends(fields)


@dataclass(frozen=True, slots=True)
class Keepsake:
    """Something that stayed: a run, whose page opens it, or an answer from the listening trainer, with its words."""

    id: RecordId
    title: str
    at: datetime
    audience: Audience
    run: bool = True
    words: str = ""


def _stays(held: HeldRun, me: PersonId) -> bool:
    run = held.run
    return run.is_over and run.lasts and me in run.joined and any(said.fields for said in run.said)


def keepsakes(book: Notebook, now: datetime) -> list[Keepsake]:
    """All that the reader can still open, the newest first."""
    found = [
        Keepsake(h.id, h.run.exercise.title, h.run.since or h.record.at, h.record.audience)
        for h in runs(book, now)
        if _stays(h, book.reader)
    ]
    spoke = {one.id: one.who for one in disclosures()}
    for record in book.of_kind("trained"):
        who = spoke.get(str(record.body["of"]), "")
        found.append(Keepsake(record.id, who, record.at, record.audience, False, str(record.body["text"])))
    return sorted(found, key=lambda keepsake: keepsake.at, reverse=True)


@router.get("/practise/kept")
async def kept_page(request: Request, visit: Visit = Here, leaf: int = 1) -> Response:
    book = await clear_up(visit)
    shown, leaves = leaf_of(keepsakes(book, visit.now), leaf)
    partner = partner_name(book)
    return page(request, "kept.html", page="practise", keepsakes=shown, leaves=leaves, partner=partner)


@router.post("/practise/kept/{id}/delete")
async def delete(id: str, visit: Visit = Here) -> Response:
    """Delete an answer of mine; or a run, for both who did it: the other's words go at their next visit."""
    book = await visit.notebook()
    record = book.latest.get(RecordId(id))
    if record is not None and record.kind == "trained" and record.owner == visit.person:
        await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)
        return RedirectResponse("/practise/kept", 303)
    held = find_run(book, id, visit.now)
    if held is None or not _stays(held, visit.person):
        raise NotThere
    if book.is_parted(held.record):
        for own in own_records(book, held.id):  # of an earlier link: what is the other's stays with them
            await log.redact(visit.house.cellar, visit.keys, own.id, visit.now)
        return RedirectResponse("/practise/kept", 303)
    told = event_draft(visit, held.id, What.DELETE, held.run.move, {}, held.record.audience, held.record.bond)
    await append(visit, told)
    await clear_up(visit)
    if held.record.audience is Audience.OURS:
        visit.tell_partner(book, "run", held.id)
    return RedirectResponse("/practise/kept", 303)


@router.post("/practise/kept/{id}/helped")
async def helped(id: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Whether yesterday's door helped; to pass is an answer too, and it is not asked again."""
    record, told = await visit.own(id, "run"), visit.keyed_id(id, tomorrow.KIND)
    exercise = exercises().get(str(record.body["exercise"]))
    of_a_door = exercise is not None and exercise.interaction == tomorrow.INTERACTION
    if not of_a_door or form.get("helped") not in tomorrow.ANSWERS:
        raise NotThere
    if told not in (await visit.notebook()).latest:
        await visit.keep(tomorrow.KIND, {"run": record.id, "helped": form["helped"]}, id=told)
    return RedirectResponse("/practise", 303)
