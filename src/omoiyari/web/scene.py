"""What the page of a run shows one of its people."""

from datetime import datetime

from omoiyari.couple import Notebook, PersonId
from omoiyari.library import Feeling, feelings, questions
from omoiyari.practice.asked import own_questions
from omoiyari.practice.fitted import INTERACTION
from omoiyari.practice.kept import HeldRun, is_invitation
from omoiyari.practice.parts import Kind
from omoiyari.practice.run import Run, without_own
from omoiyari.practice.sharing import luck, marked_by, shown
from omoiyari.practice.ways import Look
from omoiyari.web.acts import is_reply
from omoiyari.web.pages import Context
from omoiyari.web.partner import partner_name
from omoiyari.web.photo import picture_of
from omoiyari.web.speak import say
from omoiyari.web.taps import fitted, practised
from omoiyari.web.visit import Visit
from omoiyari.words import N_

#: Of their first prompts one is drawn, the same for both.
_DRAWS_A_CARD = frozenset({"map-questions", "walk-card"})
_WORDED = frozenset({Kind.LINE, Kind.TEXT, Kind.MARKS})


def slot_of(held: HeldRun) -> str:
    """Where the half-written words of one page of a run are kept, for their author alone."""
    return f"run-{held.id}-{held.run.move}"


def is_alive(run: Run, me: PersonId, now: datetime) -> bool:
    until = run.alive_until(me)
    return until is not None and now < until


def waits(held: HeldRun) -> bool:
    return not held.run.has_begun and not held.run.is_over


def _meets(book: Notebook, held: HeldRun) -> bool:
    """Whether each may know that the other is there: both take part, it goes on, and so does their link (R6)."""
    return held.run.both_are_in and book.takes_more(held.record.bond)


def meet(visit: Visit, book: Notebook, held: HeldRun) -> None:
    """While they meet in it, each hears when the other's page opens or closes; after its end, or that of their
    link, nobody does."""
    if _meets(book, held):
        visit.house.hub.together(held.id, held.run.people)
    elif held.run.is_over or book.is_parted(held.record):
        visit.house.hub.apart(held.id)


def _other_here(visit: Visit, book: Notebook, held: HeldRun, other: PersonId | None) -> bool:
    """Whether the other has this very page open, while they meet in it; nothing beyond (R6)."""
    if other is None or other not in held.run.here or not _meets(book, held):
        return False
    return visit.house.hub.is_open(other, held.id)


def run_context(visit: Visit, held: HeldRun, book: Notebook) -> Context:
    """What the page of a run shows one of its people."""
    run, me = without_own(held.run) if visit.sitting else held.run, visit.person
    other = next((person for person in run.people if person != me), None)
    names = {person: book.names.get(person, "") or partner_name(book) for person in run.people}
    both = len(run.joined) == len(run.people)
    picture = picture_of(book, held)
    return {
        "page": "practise",
        "id": held.id,
        "slot": slot_of(held),
        "run": run,
        "exercise": run.exercise,
        "me": me,
        "names": names,
        "partner": names.get(other, "") if other else partner_name(book),
        "alone": other is None,
        "other_here": _other_here(visit, book, held, other),
        "card": waits(held) and is_invitation(book, held.id, visit.now),
        "events": f"/events?run={held.id}" if me in run.joined and not run.is_over else "",
        "both_joined": both,
        "lines": shown(run, me) if run.has_begun and not _is_shut(run, visit.now) else [],
        "luck": luck(run),
        "rings": [ring for ring in run.rings if ring.scene == run.at or ring.scene == run.at - 1],
        "after": practised(book, held.id),
        "alive": is_alive(run, me, visit.now),
        "photo": picture,
        "asked_of": _asked_of(run, picture is not None),
        **(_scene_context(run, me, held.seed, visit.now) if not run.is_over else {}),
        "question": _asked_last(held, book) if run.is_over else _question(held, book, visit.now),
    }


def _is_shut(run: Run, now: datetime) -> bool:
    """Whether nobody may look into the jar yet: not even into one's own slips."""
    if not run.way.jar or run.is_over:
        return False
    return run.at == 0 or (run.ends_at is not None and now < run.ends_at)


def _asked_of(run: Run, picture: bool) -> list[tuple[str, str]]:
    """What its people are asked about at the end, and who would read it."""
    if not run.is_done or run.stopped is not None or not (picture or run.exercise.asks_to_keep):
        return []
    return [(kept.what, kept.audience.value) for kept in run.exercise.kept if kept.asked]


def _scene_context(run: Run, me: PersonId, seed: int, now: datetime) -> Context:
    scene = run.scene
    drawn = run.exercise.steps[0].text if run.exercise.interaction in _DRAWS_A_CARD else ""
    turning = {step.text: _turning(step.prompts, seed) for step in scene.steps if step.text != drawn}
    return {
        "scene": scene,
        "has_words": any(part.kind in _WORDED for part in scene.parts),
        "look": Look.FLOOR if run.way.look is Look.BELLS and scene.parts else run.way.look,
        "mine": me in run.actors,
        "done": me in run.ready,
        "actor": next(iter(run.actors), ""),
        "hints": {text: hints for text, hints in turning.items() if hints},
        "wheel": feelings(),
        "words": _words(run, me),
        "to_mark": marked_by(run, run.at, me),
        "ends_at": run.ends_at,
        "may_leave": scene.either or not (scene.holds or scene.waits_for_day),
        "another_slip": run.may_add(me, now),
        "is_reply": run.way.unfixed and is_reply(run),
        "next_is_mine": _next_is_mine(run, me),
    }


def _words(run: Run, me: PersonId) -> tuple[Feeling, ...]:
    """The words to choose from: of the family that was chosen, or the word that was chosen and its neighbours."""
    part = next((part for part in run.scene.parts if part.kind is Kind.WORD), None)
    told = {name: value for said in run.said if said.person == me for name, value in said.fields.items()}
    if part is None:
        return ()
    if not part.most:
        return feelings().of(told.get("family", ""))
    chosen = next((one for one in feelings().feelings if one.id == told.get("word")), None)
    return feelings().nearest(chosen.pleasantness, chosen.energy, part.most + 1) if chosen else ()


def _next_is_mine(run: Run, me: PersonId) -> bool:
    """Whether the page after this one is mine to act on."""
    if run.at + 1 >= len(run.scenes):
        return False
    turn = run.scenes[run.at + 1].turn.value
    return turn != ("second" if me == run.people[0] else "first")


def _turning(prompts: tuple[str, ...], seed: int) -> tuple[str, ...]:
    """Up to three beginnings, other ones the next time."""
    if not prompts:
        return ()
    first = seed % len(prompts)
    return (prompts[first:] + prompts[:first])[:3]


def _asked_last(held: HeldRun, book: Notebook) -> str:
    """The question that was carried away from the end of an exercise, to be asked aloud."""
    done = practised(book, held.id)
    if held.run.exercise.interaction != INTERACTION or done is None:
        return ""
    return _text_of(str(done.body.get("question", "")), book)


def _question(held: HeldRun, book: Notebook, now: datetime) -> str:
    """The question of exercises that draw one: from the library, or one of their own."""
    run, drawn = held.run, held.record.body.get("question", "")
    if run.exercise.interaction in _DRAWS_A_CARD:
        prompts = run.exercise.steps[0].prompts
        return prompts[held.seed % len(prompts)] if prompts else ""
    if run.exercise.interaction == INTERACTION:
        drawn = fitted(held, book, now) if run.at + 1 == len(run.scenes) else ""
    if not drawn:
        return ""
    return _text_of(drawn, book) or say(N_("This question was taken out again. Ask one that comes to mind."))


def _text_of(id: str, book: Notebook) -> str:
    """A question of the library, or one of their own; empty where it is there no more."""
    texts = {prompt.id: prompt.text for prompt in questions()} | {
        str(q.id): q.text for q in own_questions(book)
    }
    return texts.get(id, "")
