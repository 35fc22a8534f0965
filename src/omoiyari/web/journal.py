"""The journal: my own pages, sharing item by item, and what both write under an entry."""

from collections.abc import Sequence
from datetime import timedelta
from operator import attrgetter

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.couple import Audience, LinkEnded, Notebook, NotTogether, Record, RecordId, sealed_for
from omoiyari.journal import (
    CUE_FIELDS,
    Entry,
    Form,
    all_entries,
    all_words,
    entry,
    entry_body,
    mark_of,
    must_hold_pen,
    own_tags,
    parse_text,
    pen_holder,
    private_entries,
    search,
    thread,
)
from omoiyari.store import drafts, log
from omoiyari.store.errors import NotThere
from omoiyari.store.visit import bring_home
from omoiyari.web.drafts import forget_draft, form_values, sent_anew
from omoiyari.web.finding import Found, find
from omoiyari.web.forms import comes_back, fields
from omoiyari.web.heed import delete_heeded, heed, held_out
from omoiyari.web.leaves import leaf_in, leaf_of
from omoiyari.web.pages import Context, page
from omoiyari.web.partner import partner_name
from omoiyari.web.visit import Here, Visit, is_sitting
from omoiyari.words import is_number

router = APIRouter()
Sent = Depends(fields)

OUTBOX = timedelta(minutes=10)


def _record_id(text: str) -> RecordId:
    """An id that a form brings along, so that the same form sent twice is kept once. Raises NotThere."""
    if len(text) != 32 or not all(ch in "0123456789abcdef" for ch in text):
        raise NotThere
    return RecordId(text)


def _must_take_more(book: Notebook, record: Record) -> None:
    """Raises LinkEnded for what was shared in another link than today's."""
    if book.is_parted(record):
        raise LinkEnded


def _shared(book: Notebook, entry_id: str) -> Record:
    record = book.latest.get(RecordId(entry_id))
    if record is None or record.kind != "entry" or record.audience is not Audience.OURS or record.held_until:
        raise NotThere
    return record


@router.get("/journal")
async def journal(request: Request, visit: Visit = Here, leaf: int = 1) -> Response:
    book = await visit.notebook()
    return _journal_page(request, visit, book, private_entries(book), leaf=leaf)


@router.post("/journal/search")
async def search_journal(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Search all I can read. What is looked for is sent in the form, so that no address bar or history keeps it."""
    book = await visit.notebook()
    words, tag = form.get("q", "").strip(), form.get("tag", "")
    entries = search(book, words) if words else all_entries(book) if tag else private_entries(book)
    if tag:
        entries = tuple(r for r in entries if tag in r.body.get("tags", ()))
    found = () if tag else find(book, words, visit.now)
    leaf = leaf_in(form.get("leaf", ""))
    return _journal_page(request, visit, book, entries, found, leaf=leaf, q=words, tag=tag)


def _journal_page(
    request: Request,
    visit: Visit,
    book: Notebook,
    entries: Sequence[Record],
    found: Sequence[Found] = (),
    *,
    leaf: int,
    q: str = "",
    tag: str = "",
) -> Response:
    together: list[Record | Found] = sorted([*entries, *found], key=attrgetter("at"), reverse=True)
    shown, leaves = leaf_of(together, leaf)
    return page(
        request,
        "journal.html",
        page="me",
        entries=[one if isinstance(one, Found) else entry(one) for one in shown],
        leaves=leaves,
        q=q,
        tag=tag,
        tags=own_tags(book)[:24],
        missing=book.missing,
    )


@router.get("/journal/new")
async def new_entry(request: Request, visit: Visit = Here, form: str = "free", share: str = "") -> Response:
    book = await visit.notebook()
    start = {"form": form if form in set(Form) else "free", "id": log.new_record_id(), "share": share}
    values = await form_values(visit, f"new-{start['form']}", start)
    if values["id"] in book.latest:  # the half-written words outlived a page that was kept from another phone
        values["id"] = start["id"]
    return page(request, "write.html", **_write_context(book), values=values)


def _write_context(book: Notebook, record: Record | None = None) -> Context:
    return {
        "page": "together" if record is not None and record.audience.is_shared else "me",
        "partner": partner_name(book),
        "together": book.partner is not None,
        "record": record,
        "forms": [form.value for form in Form],
        "tags": own_tags(book)[:12],
    }


@router.post("/journal")
async def write_entry(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    book = await visit.notebook()
    comes_back(request, "write.html", **_write_context(book))
    body = entry_body(form)
    wanted = Audience.OURS if form.get("share") == "yes" or body["form"] == Form.PEN else Audience.MINE
    if wanted is Audience.OURS and book.partner is None:
        raise NotTogether
    audience, bond = sealed_for(wanted, book.bond)
    shared = audience is Audience.OURS
    held = visit.now + OUTBOX if shared else None
    kept = _record_id(form.get("id", ""))
    with sent_anew(request):
        await visit.keep("entry", body, audience, id=kept, bond=bond, held_until=held)
    await heed(visit, book, kept, all_words(body))
    if form.get("keep_draft") != "yes":  # a page that an exercise handed on was never a draft
        await forget_draft(visit, f"new-{body['form']}")
    visit.house.hub.publish([visit.person], "outbox" if shared else "journal")
    return RedirectResponse("/together" if shared else f"/entry/{form['id']}", 303)


@router.get("/entry/{entry_id}")
async def read_entry(request: Request, entry_id: str, visit: Visit = Here) -> Response:
    return await _entry_page(request, visit, entry_id)


def _is_out(written: Entry) -> bool:
    """Whether both can read it now; what waits in the outbox is still its author's own."""
    return written.audience.is_shared and written.held_until is None


async def _entry_page(request: Request, visit: Visit, entry_id: str) -> Response:
    book = await visit.notebook()
    written = thread(book, RecordId(entry_id))
    if written is None or (is_sitting(request) and not _is_out(written.entry)):
        raise NotThere
    context = await _entry_context(visit, book, entry_id)
    held = held_out(request, book, visit) if written.entry.audience is Audience.MINE else None
    return page(request, "entry.html", **context, held_out=held)


async def _entry_context(visit: Visit, book: Notebook, entry_id: str) -> Context:
    written = thread(book, RecordId(entry_id))
    shared = written is not None and written.entry.audience.is_shared
    slot = "" if visit.sitting else f"reply-{entry_id}"  # half-written words are for their author alone
    return {
        "page": "together" if shared else "me",
        "thread": written,
        "me": visit.person,
        "partner": partner_name(book),
        "together": book.partner is not None,
        "open": written is not None and book.takes_more(written.entry.bond),
        "pen": pen_holder(book, written) if written and written.entry.form is Form.PEN else None,
        "slot": slot,
        "draft": await drafts.read_draft(visit.house.cellar, visit.keys, slot) if slot else "",
        "reply_id": log.new_record_id(),
        "cue_fields": CUE_FIELDS,
    }


@router.get("/entry/{entry_id}/edit")
async def edit_page(request: Request, entry_id: str, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    record = await visit.own(entry_id, "entry")
    _must_take_more(book, record)
    start = {
        "form": record.body["form"],
        "text": record.body["text"],
        "tags": ", ".join(record.body.get("tags", ())),
        "version": str(record.version),
        **record.body.get("cue", {}),
    }
    values = await form_values(visit, f"edit-{entry_id}", start)
    return page(request, "write.html", **_write_context(book, record), values=values)


@router.post("/entry/{entry_id}")
async def save_edit(
    request: Request, entry_id: str, visit: Visit = Here, form: dict[str, str] = Sent
) -> Response:
    book = await visit.notebook()
    record = await visit.own(entry_id, "entry")
    comes_back(request, "write.html", **_write_context(book, record))
    _must_take_more(book, record)
    version = int(form["version"]) if is_number(form.get("version", "")) else 0
    await visit.keep(
        "entry",
        entry_body(form),
        record.audience,
        id=record.id,
        version=version + 1,
        bond=record.bond,
        held_until=record.held_until,
    )
    await heed(visit, book, record.id, all_words(entry_body(form)))
    await forget_draft(visit, f"edit-{entry_id}")
    _told(visit, book, record, "journal")
    return RedirectResponse(f"/entry/{entry_id}", 303)


def _told(visit: Visit, book: Notebook, record: Record, topic: str) -> None:
    """What the two of today share wakes both; what is mine, still held, or of an older link only my own pages."""
    of_today = book.bond is not None and record.bond == book.bond.id
    if of_today and record.audience is Audience.OURS and record.held_until is None:
        visit.tell_partner(book, topic, record.id)
    else:
        visit.house.hub.publish([visit.person], topic, record.id)


@router.post("/entry/{entry_id}/share")
async def share(entry_id: str, visit: Visit = Here) -> Response:
    """Put one private entry into the outbox: ten minutes to take it back."""
    book = await visit.notebook()
    record = await visit.own(entry_id, "entry")
    if book.partner is None or book.bond is None:
        raise NotTogether
    if record.audience is Audience.MINE:
        await visit.keep(
            "entry",
            dict(record.body),
            Audience.OURS,
            id=record.id,
            version=record.version + 1,
            bond=book.bond.id,
            held_until=visit.now + OUTBOX,
        )
        visit.house.hub.publish([visit.person], "outbox")
    return RedirectResponse("/together", 303)


@router.post("/entry/{entry_id}/send")
async def send_now(entry_id: str, visit: Visit = Here) -> Response:
    book = await visit.notebook()
    record = await visit.own(entry_id, "entry")
    if await log.release(visit.house.cellar, visit.keys, record.id) is not None:
        visit.tell_partner(book, "journal", record.id)
    return RedirectResponse("/together", 303)


@router.post("/entry/{entry_id}/take-back")
async def take_back(entry_id: str, visit: Visit = Here) -> Response:
    """Out of the outbox, back among my own pages."""
    record = await visit.own(entry_id, "entry")
    if record.held_until is not None:
        await bring_home(visit.house.cellar, visit.keys, record, visit.now)
    visit.house.hub.publish([visit.person], "outbox")
    return RedirectResponse(f"/entry/{entry_id}", 303)


@router.post("/entry/{entry_id}/delete")
async def delete(entry_id: str, visit: Visit = Here) -> Response:
    """Delete the words; of a shared entry a mark remains that something stood here."""
    book = await visit.notebook()
    record = await visit.own(entry_id, "entry")
    for slot in (f"edit-{record.id}", f"reply-{record.id}"):
        await forget_draft(visit, slot)
    await delete_heeded(visit, book, record)
    _told(visit, book, record, "journal")
    return RedirectResponse("/together" if record.audience.is_shared else "/journal", 303)


@router.post("/said/{id}/delete")
async def delete_said(id: str, visit: Visit = Here) -> Response:
    """Delete one's own answer or turn; a mark without its words stays where it stood."""
    book = await visit.notebook()
    record = book.latest.get(RecordId(id))
    if record is None or record.kind not in ("reply", "passage") or record.owner != visit.person:
        raise NotThere
    mark = log.Draft(
        kind="gone",
        body=mark_of(record),
        audience=record.audience,
        at=visit.now,
        id=record.id,
        version=record.version + 1,
        bond=record.bond,
    )
    await log.redact(visit.house.cellar, visit.keys, record.id, visit.now, then=mark)
    _told(visit, book, record, "journal")
    stands = thread(book, RecordId(record.body["of"])) is not None
    return RedirectResponse(f"/entry/{record.body['of']}" if stands else "/together", 303)


@router.post("/entry/{entry_id}/read")
async def acknowledge(entry_id: str, visit: Visit = Here) -> Response:
    """I read this, and I'm with you."""
    book = await visit.notebook()
    record = _shared(book, entry_id)
    _must_take_more(book, record)
    written = thread(book, record.id)
    if record.owner != visit.person and written is not None and visit.person not in written.read_by:
        await visit.keep("read", {"of": record.id}, Audience.OURS, bond=record.bond)
        visit.tell_partner(book, "journal", record.id)
    return RedirectResponse(f"/entry/{entry_id}", 303)


@router.post("/entry/{entry_id}/reply")
async def reply(
    request: Request, entry_id: str, visit: Visit = Here, form: dict[str, str] = Sent
) -> Response:
    return await _write_under(request, visit, entry_id, form, "reply")


@router.post("/entry/{entry_id}/passage")
async def passage(
    request: Request, entry_id: str, visit: Visit = Here, form: dict[str, str] = Sent
) -> Response:
    """One turn of an entry written together; the pen passes on with it."""
    return await _write_under(request, visit, entry_id, form, "passage")


async def _write_under(
    request: Request, visit: Visit, entry_id: str, form: dict[str, str], kind: str
) -> Response:
    book = await visit.notebook()
    record = _shared(book, entry_id)
    comes_back(request, "entry.html", **await _entry_context(visit, book, entry_id))
    _must_take_more(book, record)
    written = thread(book, record.id)
    if kind == "passage" and written is not None:
        must_hold_pen(book, written)
    body: dict[str, object] = {"of": record.id, "text": parse_text(form.get("text", ""))}
    id = _record_id(form.get("id", ""))
    with sent_anew(request):
        await visit.keep(kind, body, Audience.OURS, id=id, bond=record.bond)
    if not visit.sitting:  # what is half written was not shown there, so it is not what was sent
        await forget_draft(visit, f"reply-{entry_id}")
    visit.tell_partner(book, "journal", record.id)
    return RedirectResponse(f"/entry/{entry_id}", 303)
