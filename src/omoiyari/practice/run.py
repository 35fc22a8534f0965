"""An exercise in motion: (run, event, now) -> run. Pure; the same events in the same order give the same run.

An event that does not count changes nothing and says why. Either can stop at any time. A page that ends by the clock
ends for a sleeping phone as well, so a phone that was away finds itself where the other is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from omoiyari.couple import PersonId
from omoiyari.library import Exercise, Turn
from omoiyari.practice.parts import Kind, Lock, Part
from omoiyari.practice.steps import Scene, can_wait, scenes
from omoiyari.practice.ways import Way, way
from omoiyari.words import N_, is_number

MOST_MINUTES = 24 * 60
LONG = 10  # minutes: as long as a notebook may lie idle before it locks
LATE = 5  # minutes that a long exercise may run over


class What(StrEnum):
    """What somebody does."""

    JOIN = "join"
    LEAVE = "leave"
    DONE = "done"  # ready, passed on, or submitted: finished with this page
    RING = "ring"  # a bell, or a topic lifted
    ADD = "add"  # another slip into the jar, while it is shut
    STOP = "stop"
    KEEP = "keep"  # at its end: what was written shall stay
    LET_GO = "let_go"  # at its end: nothing of it shall stay
    DELETE = "delete"  # long after its end


_AT_THE_END = frozenset({What.KEEP, What.LET_GO})


class RunError(Exception):
    """An event that does not count."""

    sentence = ""


class Stranger(RunError):
    """Not one of the two."""

    sentence = N_("This is not here, or not yours.")


class Over(RunError):
    """The run has ended."""

    sentence = N_("This one has ended. Nothing was changed.")


class Stale(RunError):
    """The page is an older one."""

    sentence = N_("You are both a page further by now. Nothing was changed; here is where it stands.")


class NotYourTurn(RunError):
    """The floor is the other's."""

    sentence = N_("It is not your turn just now. Nothing was changed.")


class Already(RunError):
    """Done before."""

    sentence = N_("You have done this one already. Nothing was changed.")


class NotYet(RunError):
    """The time has not come."""

    sentence = N_("Not yet: this page stays until its time is over.")


class NobodyElse(RunError):
    """The other is not there yet."""

    sentence = N_("It begins when both of you are here.")


class SomethingMissing(RunError):
    """A part that is needed is empty."""

    sentence = N_("One part is still empty, and this exercise needs it.")


class NotMarked(RunError):
    """A sentence without a mark."""

    sentence = N_(
        "Every sentence wants its mark: rightly, partly, or not quite. What you have is still here."
    )


class TooMany(RunError):
    """More ticked than the hand holds."""

    sentence = N_("That is more than fits into the hand. Put some back.")


class NotOffered(RunError):
    """A value that is not among the options."""

    sentence = N_("Please choose one of what is offered.")


class AnotherWay(RunError):
    """A limit without an other way, an apology without a deed."""

    sentence = N_("That door opens when the part about what you can or will do has a line in it.")


class OneMoreOnly(RunError):
    """A second extension."""

    sentence = N_("One more time was the agreement. Now come back, or stop here kindly.")


class NoSlipNow(RunError):
    """No jar, or an open one."""

    sentence = N_("No slip goes in just now. Say it aloud; that is as good.")


class LooksLikeAFix(RunError):
    """A reply with a fix in it."""

    sentence = N_(
        "This sounds a little like a solution. Look once more; if you mean it so, send it as it is."
    )


@dataclass(frozen=True, slots=True)
class Event:
    """One act of one person. `move` is the page they saw; `fields` what they filled in."""

    person: PersonId
    what: What
    move: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What one person filled in on one page. Parts that may not be read here are not in it."""

    scene: int
    person: PersonId
    move: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ring:
    """A bell: on which page, by whom, how many seconds in."""

    scene: int
    person: PersonId
    seconds: int


@dataclass(frozen=True, slots=True)
class Run:
    """Where an exercise stands. `people`: who begins comes first. `scenes`: all its pages.
    `move` counts page turns, `since` is the last one.
    `came`: when each first joined.

    `stopped` is who stopped it; `keeps` is false where they wished that nothing be kept.
    `kept_by`: who said at its end that it shall stay; `lets_go`: somebody said that it shall not.
    """

    exercise: Exercise
    people: tuple[PersonId, ...]
    scenes: tuple[Scene, ...]
    joined: frozenset[PersonId] = frozenset()
    came: Mapping[PersonId, datetime] = field(default_factory=dict)
    here: frozenset[PersonId] = frozenset()
    at: int = 0
    move: int = 0
    since: datetime | None = None
    ready: frozenset[PersonId] = frozenset()
    said: tuple[Said, ...] = ()
    rings: tuple[Ring, ...] = ()
    seconds: int = 0  # of a page whose length was named, 0 for the scene's own
    backs: int = 0
    stopped: PersonId | None = None
    keeps: bool = True
    kept_by: frozenset[PersonId] = frozenset()
    lets_go: bool = False

    @property
    def way(self) -> Way:
        """How it is played."""
        return way(self.exercise.interaction)

    @property
    def is_done(self) -> bool:
        """Played to its end."""
        return self.at >= len(self.scenes)

    @property
    def is_over(self) -> bool:
        """Ended or stopped."""
        return self.is_done or self.stopped is not None

    @property
    def asked_stays(self) -> bool:
        """Whether what its people are asked about at the end stays: all have said so."""
        return self.keeps and not self.lets_go and self.kept_by >= set(self.people)

    @property
    def lasts(self) -> bool:
        """Whether its words stay: where the exercise keeps any, and all have said so where they are asked."""
        asked = self.exercise.asks_to_keep and self.is_done
        return self.keeps and bool(self.exercise.kept) and (not asked or self.asked_stays)

    @property
    def has_begun(self) -> bool:
        """Everybody needed is here, or the exercise can wait for them."""
        return bool(self.joined) and (len(self.joined) == len(self.people) or can_wait(self.exercise))

    @property
    def both_are_in(self) -> bool:
        """Two people have joined, and it goes on."""
        return len(self.joined) == 2 and not self.is_over

    @property
    def scene(self) -> Scene:
        """The page it stands on. Raises IndexError once it is done."""
        return self.scenes[self.at]

    @property
    def actors(self) -> frozenset[PersonId]:
        """Who has something to do on this page."""
        if self.is_over:
            return frozenset()
        turn = self.scene.turn
        if turn is Turn.FIRST:
            return frozenset(self.people[:1])
        return frozenset(self.people[-1:]) if turn is Turn.SECOND else frozenset(self.people)

    @property
    def led_back(self) -> str:
        """Why the page before led back to this one; empty where it did not."""
        back = self.way.back
        last = self.said[-1].fields if self.said else {}
        return back.because if back is not None and last.get(back.part) in back.values else ""

    @property
    def awaited(self) -> frozenset[PersonId]:
        """Who has not finished with this page."""
        return self.actors - self.ready

    @property
    def ends_at(self) -> datetime | None:
        """When this page ends or may be left; None at one's own pace. A time for writing runs once both are there."""
        if self.is_over or self.since is None or not self.has_begun:
            return None
        if self.scene.written:
            everybody = len(self.joined) == len(self.people)
            start = max(self.since, *self.came.values())
            return start + timedelta(seconds=self.scene.seconds) if everybody else None
        if self.scene.waits_for_day:
            return self.since + timedelta(days=self._days())
        seconds = self.seconds if self.seconds and self.scene.by_clock else self.scene.seconds
        return self.since + timedelta(seconds=seconds) if seconds else None

    def _days(self) -> int:
        """The later of the days that were named."""
        return max((int(said.fields.get("opens", "0")) for said in self.said), default=0)

    def may_add(self, person: PersonId, now: datetime) -> bool:
        """Whether another slip of theirs goes into the jar: once their first is in, until the day that both named."""
        if not self.way.jar or self.is_over:
            return False
        shut = self.scene.waits_for_day and self.ends_at is not None and now < self.ends_at
        return person in self.joined and (shut or (self.at == 0 and person in self.ready))

    def answers(self, scene: int) -> dict[PersonId, Mapping[str, str]]:
        """What each has said on a page, as far as it may be read; where it was played twice, the last."""
        return {said.person: said.fields for said in self.said if said.scene == scene}

    def alive_until(self, person: PersonId) -> datetime | None:
        """Until when an open page of a long exercise counts as being there: its own length, and five minutes.

        None for a short one, and where it has not begun or is over.
        """
        if self.exercise.minutes < LONG or not self.has_begun or self.is_over or person not in self.came:
            return None
        began = self.came[person] if can_wait(self.exercise) else max(self.came.values())
        return began + timedelta(minutes=self.exercise.minutes + LATE)

    def is_locked_for(self, person: PersonId) -> bool:
        """Whether somebody else has the floor."""
        return not self.is_over and person not in self.actors


def without_own(run: Run) -> Run:
    """The run without what either sealed for themself alone: what may stand before two."""
    return replace(run, said=tuple(replace(said, fields=_for_both(run, said)) for said in run.said))


def _for_both(run: Run, said: Said) -> dict[str, str]:
    own = {name for part in run.scenes[said.scene].parts if part.lock is Lock.MINE for name in part.names}
    return {name: text for name, text in said.fields.items() if name not in own}


def begin(exercise: Exercise, people: tuple[PersonId, ...]) -> Run:
    """A run that nobody has joined. `people` is one for an exercise alone, else two, who begins first."""
    return Run(exercise, people, scenes(exercise))


# --- the clock --------------------------------------------------------------------------------------


def by_clock(run: Run, now: datetime) -> Run:
    """The run after every page whose time is over has ended by itself."""
    while not run.is_over and run.scene.by_clock and (ends := run.ends_at) is not None and now >= ends:
        run = _turned(run, ends, 1)
    return run


def _turned(run: Run, now: datetime, pages: int) -> Run:
    return replace(run, at=run.at + pages, move=run.move + 1, since=now, ready=frozenset())


# --- events -----------------------------------------------------------------------------------------


def step(run: Run, event: Event, now: datetime) -> Run:
    """The run after an event. Raises a RunError, and nothing has changed, where the event does not count."""
    run = by_clock(run, now)
    if event.person not in run.people:
        raise Stranger
    if run.is_over and not _may_follow_the_end(run, event):
        raise Over
    return _ACTS[event.what](run, event, now)


def _may_follow_the_end(run: Run, event: Event) -> bool:
    if event.what is What.DELETE:
        return run.keeps
    return run.is_done and run.stopped is None and event.what in _AT_THE_END


def replay(run: Run, events: Iterable[tuple[Event, datetime]], now: datetime) -> Run:
    """The run after many events; those that do not count are passed over."""
    for event, at in events:
        try:
            run = step(run, event, at)
        except RunError:
            continue
    return by_clock(run, now)


def _join(run: Run, event: Event, now: datetime) -> Run:
    if event.person in run.here:
        raise Already
    begun = run.has_begun
    came = {event.person: now, **run.came}  # the first time counts
    run = replace(run, joined=run.joined | {event.person}, here=run.here | {event.person}, came=came)
    return replace(run, since=now) if run.has_begun and not begun else run


def _leave(run: Run, event: Event, now: datetime) -> Run:
    """A phone that goes: the run stays where it is, and can be joined again."""
    if event.person not in run.here:
        raise Already
    return replace(run, here=run.here - {event.person})


def _stop(run: Run, event: Event, now: datetime) -> Run:
    return replace(run, stopped=event.person, keeps=event.fields.get("keep") != "nothing")


def _add(run: Run, event: Event, now: datetime) -> Run:
    """One more slip among one's own; whose words are sealed, or deleted, adds none that can be read here."""
    if not run.may_add(event.person, now):
        raise NoSlipNow
    slip, told = event.fields.get("slips", "").strip(), run.answers(0)[event.person]
    if not slip and not event.fields.get("_checked"):
        raise SomethingMissing
    slips = "\n".join(filter(None, (told.get("slips", ""), slip)))
    return replace(run, said=(*run.said, Said(0, event.person, run.move, {**told, "slips": slips})))


def _keep(run: Run, event: Event, now: datetime) -> Run:
    _must_ask_to_keep(run, event)
    return replace(run, kept_by=run.kept_by | {event.person})


def _let_go(run: Run, event: Event, now: datetime) -> Run:
    _must_ask_to_keep(run, event)
    if run.exercise.asks_to_keep:
        return replace(run, stopped=event.person, keeps=False)
    return replace(run, lets_go=True)


def _delete(run: Run, event: Event, now: datetime) -> Run:
    _must_be_at_its_end(run, event)
    return replace(run, stopped=event.person, keeps=False)


def _must_be_at_its_end(run: Run, event: Event) -> None:
    """What the log holds was sent at the end, though it plays no longer that far once somebody's part is deleted."""
    if not run.is_over and not event.fields.get("_checked"):
        raise NotYet


def _must_ask_to_keep(run: Run, event: Event) -> None:
    _must_be_at_its_end(run, event)
    if not any(kept.asked for kept in run.exercise.kept):
        raise NotOffered


def _ring(run: Run, event: Event, now: datetime) -> Run:
    _must_be_on_page(run, event)
    if run.is_locked_for(event.person) is run.way.lifted:
        raise NotYourTurn  # the listener rings the bell; only the speaker lifts what is locked
    assert run.since is not None
    ring = Ring(run.at, event.person, int((now - run.since).total_seconds()))
    return replace(run, rings=(*run.rings, ring))


def _must_be_on_page(run: Run, event: Event) -> None:
    if event.person not in run.joined or not run.has_begun:
        raise NobodyElse
    if event.move != run.move:
        raise Stale


def _done(run: Run, event: Event, now: datetime) -> Run:
    _must_be_on_page(run, event)
    scene = run.scene
    if scene.either and scene.by_clock:
        return _past_silence(run, now)
    if event.person not in run.actors:
        raise NotYourTurn
    if event.person in run.ready:
        raise Already
    held = scene.holds or scene.waits_for_day
    if held and run.ends_at is not None and now < run.ends_at:
        raise NotYet
    _must_be_filled(run, event)
    said = Said(run.at, event.person, run.move, dict(event.fields))
    run = replace(run, said=(*run.said, said), ready=run.ready | {event.person})
    return run if run.awaited else _onward(run, now)


def _past_silence(run: Run, now: datetime) -> Run:
    """One touch of either ends the silence for both, with all that is left of it."""
    pages = 0
    while run.at + pages < len(run.scenes) and run.scenes[run.at + pages].either:
        pages += 1
    return _turned(run, now, pages)


def _onward(run: Run, now: datetime) -> Run:
    back = run.way.back
    last = run.said[-1].fields
    minutes = last.get("minutes", "")
    run = replace(run, seconds=int(minutes) * 60 if minutes.isdigit() else run.seconds)
    if back is not None and last.get(back.part) in back.values and run.at >= back.pages:
        return replace(_turned(run, now, -back.pages), backs=run.backs + 1)
    return _turned(run, now, 1)


# --- what has to be filled in -----------------------------------------------------------------------


def _must_be_filled(run: Run, event: Event) -> None:
    """Raises the RunError that says what the page still asks for. Parts of the log that cannot be read here, because
    they are the other's or sealed, were checked when they were sent."""
    if event.fields.get("_checked"):
        return
    for part in run.scene.parts:
        _must_fit(part, event.fields)
    _must_open(run, event)


_MARKS = frozenset({"right", "partly", "not"})


def _must_fit(part: Part, fields: Mapping[str, str]) -> None:
    if part.kind is Kind.MARKS:
        if not {mark for name, mark in fields.items() if name.startswith(f"{part.name}_")} <= _MARKS:
            raise NotMarked
        return
    value = fields.get(part.name, "").strip()
    if part.kind is Kind.TICKS:
        ticked = [tick for tick in value.split("\n") if tick]
        if part.most and len(ticked) > part.most:
            raise TooMany
        if len(ticked) < part.least:
            raise SomethingMissing
    if part.kind is Kind.ROWS:
        rows = [fields.get(f"{part.name}_{row}", "") for row in range(len(part.options))]
        if not all(rows):
            raise SomethingMissing
        if not set(rows) <= set("01234"):
            raise NotOffered
        return
    if part.needed and not value:
        raise SomethingMissing
    if value and not _is_offered(part, value):
        raise NotOffered


def _is_offered(part: Part, value: str) -> bool:
    if part.kind is Kind.SCALE:
        return value in set("0123456")
    if part.kind is Kind.TEN:
        return is_number(value, most=10)
    if part.kind is Kind.MINUTES:
        return is_number(value, 1, MOST_MINUTES)
    if part.kind in (Kind.PICK, Kind.TAP) and part.options:
        return value in {key for key, _ in part.options}
    return part.kind is not Kind.TICKS or set(value.split("\n")) <= {key for key, _ in part.options}


def _must_open(run: Run, event: Event) -> None:
    """The locks that hang on what was filled in."""
    way_, fields = run.way, event.fields
    last = run.at + 1 == len(run.scenes)
    for pick, value, asked in way_.asks if last else ():
        if value in _told(run, event, pick) and not any(_told(run, event, asked)):
            raise AnotherWay if pick in fields else SomethingMissing
    back = way_.back
    if back is not None and fields.get(back.part) in back.values and run.backs >= back.times:
        raise OneMoreOnly
    if back is not None and back.times == 1 and fields.get(back.part) in back.values:
        _must_fit(Part("minutes", Kind.MINUTES), fields)
    if way_.unfixed and fields.get("_fix") == "yes" and fields.get("as_it_is") != "yes":
        raise LooksLikeAFix


def _told(run: Run, event: Event, name: str) -> list[str]:
    """What this person filled in under a name, on this page and on those before."""
    earlier = [said.fields.get(name, "") for said in run.said if said.person == event.person]
    return [text.strip() for text in [*earlier, event.fields.get(name, "")]]


_ACTS = {
    What.JOIN: _join,
    What.LEAVE: _leave,
    What.DONE: _done,
    What.RING: _ring,
    What.ADD: _add,
    What.STOP: _stop,
    What.KEEP: _keep,
    What.LET_GO: _let_go,
    What.DELETE: _delete,
}
