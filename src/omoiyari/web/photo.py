"""The picture of an exercise: sealed for the two, shown inside it alone, and deleted with it unless both keep it."""

from base64 import b64decode, b64encode

from fastapi import APIRouter, Depends
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, Notebook, Record, RecordId
from omoiyari.practice.kept import HeldRun, find_run, pictures
from omoiyari.practice.parts import Kind
from omoiyari.practice.photo import NoPicture, plain
from omoiyari.store import log
from omoiyari.store.errors import NotThere
from omoiyari.web.forms import FormError, fields
from omoiyari.web.visit import Here, Visit

router = APIRouter()
Sent = Depends(fields)


class CannotBeShown(FormError):
    """No picture that can be shown here."""

    sentence = NoPicture.sentence


def picture_of(book: Notebook, held: HeldRun) -> Record | None:
    """The picture that lies before the two, or None."""
    gone = held.run.lets_go or not held.run.keeps
    return None if gone else next(iter(pictures(book, held.id)), None)


@router.get("/practise/run/{id}/photo")
async def photo(id: str, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    held = find_run(book, id, visit.now)
    record = picture_of(book, held) if held is not None else None
    if record is None:
        raise NotThere
    return Response(b64decode(record.body["jpeg"]), media_type="image/jpeg")


@router.post("/practise/run/{id}/photo")
async def put_in(id: str, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Put a picture in, on the page that asks for one; or take mine out again."""
    book = await visit.notebook()
    held = find_run(book, id, visit.now)
    if held is None or held.run.is_over or held.record.audience is not Audience.OURS:
        raise NotThere
    fresh = None if form.get("out") == "yes" else _read(form, held, visit)
    for record in pictures(book, held.id):
        if record.owner == visit.person:
            await log.redact(visit.house.cellar, visit.keys, record.id, visit.now)
            visit._notebook = None
    if fresh is not None:
        await _keep(visit, held, fresh)
    if book.takes_more(held.record.bond):
        visit.tell_partner(book, "run", held.id)
    return RedirectResponse(f"/practise/run/{id}", 303)


def _read(form: dict[str, str], held: HeldRun, visit: Visit) -> bytes:
    """What was sent, without its notes. Raises CannotBeShown; NotThere where no picture is asked of this person."""
    asked = any(part.kind is Kind.PHOTO for part in held.run.scene.parts)
    if not asked or visit.person not in held.run.awaited:
        raise NotThere
    try:
        return plain(b64decode(form.get("jpeg", ""), validate=True))
    except (NoPicture, ValueError) as error:
        raise CannotBeShown from error


async def _keep(visit: Visit, held: HeldRun, jpeg: bytes) -> RecordId:
    body: dict[str, object] = {"run": held.id, "jpeg": b64encode(jpeg).decode()}
    return await visit.keep("run_photo", body, Audience.OURS, bond=held.record.bond)
