"""What somebody sends in an exercise: read from its form, and sealed for whom each part of it is."""

from collections.abc import Iterable, Mapping

from omoiyari.couple import Audience, BondId, PersonId, RecordId, RoundId
from omoiyari.library import Act
from omoiyari.practice.kept import HeldRun, lock_round, run_answer_id
from omoiyari.practice.parts import Kind, Lock, Part
from omoiyari.practice.run import Event, Run, What
from omoiyari.practice.sharing import marked_by
from omoiyari.store import log
from omoiyari.store.errors import NotThere
from omoiyari.web.hearing import moves_in
from omoiyari.web.visit import Visit
from omoiyari.words import is_number

MAX_WORDS = 4_000


async def append(visit: Visit, *drafts: log.Draft) -> None:
    await log.append(visit.house.cellar, visit.keys, *drafts)
    visit._notebook = None


def event_draft(
    visit: Visit,
    run: RecordId,
    what: What,
    move: int,
    told: Mapping[str, str],
    audience: Audience,
    bond: BondId | None,
) -> log.Draft:
    body = {"run": run, "what": what.value, "move": move, "fields": dict(told)}
    return log.Draft("run_event", body, audience, visit.now, log.new_record_id(), bond=bond)


def drafts(visit: Visit, held: HeldRun, event: Event) -> Iterable[log.Draft]:
    """The act for both to see, and each sealed answer in the round that opens it."""
    record, run = held.record, held.run
    alone = record.audience is Audience.MINE
    locks = {name: part.lock for part in _parts(run, event) for name in part.names}
    told = {n: v for n, v in event.fields.items() if alone or locks.get(n, Lock.OURS) is Lock.OURS}
    yield event_draft(visit, held.id, event.what, event.move, told, record.audience, record.bond)
    for lock in () if alone else (Lock.MINE, Lock.ROUND, Lock.SECRET):
        sealed = {n: v for n, v in event.fields.items() if locks.get(n) is lock}
        if sealed:
            yield _answer_draft(visit, held, event, lock, sealed)


def _answer_draft(
    visit: Visit, held: HeldRun, event: Event, lock: Lock, sealed: Mapping[str, str]
) -> log.Draft:
    at = held.run.at
    body = {"run": held.id, "scene": at, "move": event.move, "fields": dict(sealed)}
    shared = lock.audience.is_shared
    round_: RoundId | None = lock_round(held.id, at, lock) if shared else None
    return log.Draft(
        "run_answer",
        body,
        lock.audience,
        visit.now,
        run_answer_id(held.id, event.move, visit.person, lock),
        bond=held.record.bond if shared else None,
        round=round_,
    )


def slip_drafts(visit: Visit, held: HeldRun, event: Event) -> Iterable[log.Draft]:
    """One more slip: that it fell for both to see, and its words in the round of the first."""
    fell = event_draft(visit, held.id, What.ADD, event.move, {}, held.record.audience, held.record.bond)
    body = {"run": held.id, "scene": 0, "move": event.move, "add": fell.id, "fields": dict(event.fields)}
    round_ = lock_round(held.id, 0, Lock.ROUND)
    id = log.new_record_id()
    yield fell
    yield log.Draft("run_answer", body, Audience.ROUND, visit.now, id, bond=held.record.bond, round=round_)


def _parts(run: Run, event: Event) -> tuple[Part, ...]:
    return run.scene.parts if event.what is What.DONE and not run.is_over else ()


def _filled(run: Run, form: Mapping[str, str], me: PersonId) -> dict[str, str]:
    """What the page's own parts say, and nothing else of the form."""
    found: dict[str, str] = {}
    for part in run.scene.parts:
        found |= _read_part(run, part, form, me)
    if form.get("as_it_is") == "yes":
        found["as_it_is"] = "yes"
    return found


def _read_part(run: Run, part: Part, form: Mapping[str, str], me: PersonId) -> dict[str, str]:
    if part.kind is Kind.PHOTO:
        return {}  # sent by itself
    if part.kind is Kind.TICKS:
        ticked = [key for row, (key, _) in enumerate(part.options) if form.get(f"{part.name}_{row}")]
        return {part.name: "\n".join(ticked)}
    if part.kind is Kind.MARKS:
        count = len(marked_by(run, run.at, me))
        names = [f"{kind}_{row}" for row in range(count) for kind in ("marks", "words")]
        return {name: form.get(name, "").strip()[:MAX_WORDS] for name in names}
    return {name: form.get(name, "").strip()[:MAX_WORDS] for name in part.names}


def is_reply(run: Run) -> bool:
    """A page whose words the other will say landed or not."""
    following = run.scenes[run.at + 1 : run.at + 2]
    return run.scene.act is Act.WRITE and any(scene.act is Act.CORRECT for scene in following)


def _sounds_like_a_fix(text: str) -> bool:
    """Whether the reading finds advice in a reply; False where no model is installed."""
    return "fix" in moves_in(text)


def _out_of_the_drawer(run: Run, me: PersonId) -> dict[str, str]:
    """The defence that its author takes out of the drawer, for both to read."""
    own = [said.fields["defence"] for said in run.said if said.person == me and "defence" in said.fields]
    return {"opened": own[-1]} if own else {}


def event_of(run: Run, me: PersonId, form: Mapping[str, str]) -> Event:
    """Raises NotThere for an act that does not exist."""
    what = form.get("what", "")
    if what not in set(What):
        raise NotThere
    move = int(form.get("move", "0")) if is_number(form.get("move", "0")) else -1
    if what == What.DONE and not run.is_over:
        told = _filled(run, form, me)
        if run.way.unfixed and is_reply(run) and _sounds_like_a_fix(told.get("text", "")):
            told["_fix"] = "yes"
        if told.get("drawer") == "open":
            told |= _out_of_the_drawer(run, me)
        return Event(me, What.DONE, move, told)
    if what == What.ADD:
        return Event(me, What.ADD, move, {"slips": form.get("slips", "").strip()[:MAX_WORDS]})
    told = {"keep": "nothing"} if form.get("keep") == "nothing" else {}
    return Event(me, What(what), move, told)
