"""What is noted of conflicts: the same topic again, when somebody from outside is worth a thought, and when not."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from omoiyari.couple import Audience, Bond, BondId, BondState, Notebook, PersonId, Record, RecordId
from omoiyari.language import Level, Safety
from omoiyari.library import contraindications, exercises
from omoiyari.measures import NotEnoughYet, Result
from omoiyari.practice import outside
from omoiyari.practice.conflicts import conflicts, recovery
from omoiyari.practice.loops import Loop, loops, to_try
from omoiyari.practice.outside import Reason
from omoiyari.practice.signs import sign_body
from omoiyari.practice.suggest import tonight

AIKO, BEN = PersonId("a" * 32), PersonId("b" * 32)
BOND = Bond(BondId("c" * 32), AIKO, BEN, BondState.TOGETHER)
NOW = datetime(2026, 6, 1, 20, tzinfo=UTC)


def note(kind: str, ago: float, **body: Any) -> Record:
    """Something of Aiko's, so many days ago."""
    at = NOW - timedelta(days=ago)
    return Record(RecordId(""), 1, 0, AIKO, Audience.MINE, None, None, None, kind, at, body)


def fought(
    ago: float, topic: str = "money", heat: int | None = 5, ended: str = "unfinished", **more: Any
) -> Record:
    """One conflict. `lasted`: so many hours until all was right again; `word`: her own word for it."""
    began, lasted = NOW - timedelta(days=ago), more.get("lasted")
    return note(
        "conflict",
        ago,
        began=began.isoformat(),
        topic="" if "word" in more else topic,
        word=more.get("word", ""),
        heat=heat,
        ended=ended,
        afraid=more.get("afraid", False),
        right="" if lasted is None else (began + timedelta(hours=lasted)).isoformat(),
    )


def book(*notes: Record, together: bool = True) -> Notebook:
    ordered = sorted(notes, key=lambda r: r.at)
    numbered = tuple(r._replace(id=RecordId(f"{n:032x}"), seq=n) for n, r in enumerate(ordered))
    return Notebook(AIKO, numbered, (BOND,) if together else ())


def felt(*values: int, ago: Sequence[float] = (1, 8, 15, 22), **more: Any) -> list[Record]:
    return [note("felt", day, value=value, **more) for day, value in zip(ago, values, strict=False)]


def minding(*taps: int, last: float = 1) -> list[Record]:
    """One tap a week, the oldest first; the last so many days ago."""
    return [note("enough", last + 7 * n, minding=tap) for n, tap in enumerate(reversed(taps))]


def practised(*ago: float) -> list[Record]:
    return [note("practised", day, exercise="soft-start", minutes=8) for day in ago]


def sign(ago: int, level: Level, *, dismissed: bool = False) -> Record:
    day = (NOW - timedelta(days=ago)).date()
    body = sign_body("x", day, Safety(level, (), checked=True))
    return note("sign", ago, **{**body, "dismissed": dismissed})


# --- how long they take -------------------------------------------------------------------------------


def test_recovery_is_told_from_five_conflicts_in_eight_weeks() -> None:
    lasted = (2, 8, 20, 30, 50)
    four = [fought(60 - n, lasted=hours) for n, hours in enumerate(lasted[:4])]
    few = recovery(conflicts(book(*four)), NOW)
    assert isinstance(few, NotEnoughYet)
    assert few.need == 5
    short = recovery(conflicts(book(*(fought(30 - n, lasted=h) for n, h in enumerate(lasted)))), NOW)
    assert isinstance(short, NotEnoughYet)
    assert (short.have, short.need) == (4, 8)
    found = recovery(conflicts(book(*(fought(60 - n, lasted=h) for n, h in enumerate(lasted)))), NOW)
    assert isinstance(found, Result)
    assert found.value == 20


def test_an_open_conflict_is_no_recovery() -> None:
    noted = [*(fought(60 - n, lasted=4) for n in range(2)), *(fought(50 - n) for n in range(4))]
    found = recovery(conflicts(book(*noted)), NOW)
    assert isinstance(found, Result)
    assert found.value > 24 * 28


# --- the same topic again -----------------------------------------------------------------------------


def found_loops(*notes: Record) -> tuple[Loop, ...]:
    return loops(conflicts(book(*notes)), NOW)


def test_a_topic_that_came_back_unfinished_three_times_is_told_with_its_dates() -> None:
    (loop,) = found_loops(fought(80, heat=2), fought(40, heat=3), fought(5, heat=4), fought(3, "chores"))
    assert [one.began for one in loop.times] == [NOW - timedelta(days=ago) for ago in (80, 40, 5)]
    assert (loop.unfinished, loop.hot, loop.is_hotter_each_time) == (3, 1, True)


@pytest.mark.parametrize(
    "notes",
    [
        pytest.param([fought(20), fought(3)], id="twice"),
        pytest.param([fought(n, heat=2, ended="mended", lasted=3) for n in (30, 20, 10, 5)], id="mended, and mild"),
        pytest.param([fought(n) for n in (300, 250, 5)], id="once in half a year"),
        pytest.param([fought(n) for n in (120, 100, 80)], id="at rest for eight weeks"),
        pytest.param([fought(9), fought(6, "work"), fought(3, "family")], id="each about something else"),
    ],
)  # fmt: skip
def test_what_does_not_come_back_or_goes_well_is_no_loop(notes: list[Record]) -> None:
    assert found_loops(*notes) == ()


def test_an_own_word_is_the_same_topic_however_it_is_written() -> None:
    (loop,) = found_loops(
        *(fought(n, word=word) for n, word in ((30, "The dog"), (20, "the  dog"), (9, "THE DOG")))
    )
    assert len(loop.times) == 3


def tried(notes: Sequence[Record], *more: Record, alone: bool = False, together: bool = True) -> str:
    held = book(*notes, *more, together=together)
    (loop,) = loops(conflicts(held), NOW)
    found = to_try(loop, held, exercises(), contraindications().values(), alone=alone)
    return found.id if found else ""


UNFINISHED = [fought(n, heat=1) for n in (30, 20, 9)]
HOT = [fought(n, ended="calmed") for n in (30, 20, 9)]


def test_what_is_left_unfinished_and_what_gets_hot_are_tried_in_another_way() -> None:
    assert tried(UNFINISHED) == "dream-under-it"
    assert tried(HOT) == "break-with-a-time"


def test_on_ones_own_or_under_fear_it_is_something_for_one() -> None:
    for solo in (tried(UNFINISHED, together=False), tried(HOT, alone=True)):
        assert exercises()[solo].people.value == "alone" if solo else True
    assert tried(UNFINISHED, together=False) == "kind-onlooker"


# --- somebody from outside ----------------------------------------------------------------------------

WEEKLY = (2, 9, 16)
CALLS = {
    "the same topic hot three times in six weeks": ([fought(n) for n in (40, 20, 1)], Reason.TOPIC),
    "an own word hot three times": ([fought(n, word="The Dog") for n in (30, 12, 2)], Reason.TOPIC),
    "hot and calmed, and hot again": ([fought(n, heat=4, ended="calmed") for n in (41, 30, 8)], Reason.TOPIC),
    "hot and mended each time": ([fought(n, heat=6, ended="mended", lasted=2) for n in (9, 6, 3)], Reason.TOPIC),
    "not understood for four weeks": (felt(2, 1, 2, 0), Reason.UNHEARD),
    "mostly not understood, with a better evening": (
        felt(1, 4, 1, 2, 0, 1, ago=(1, 3, 4, 8, 15, 22)), Reason.UNHEARD),
    "minding rises while practising": ([*minding(0, 1, 0, 2, 2, 3), *practised(*WEEKLY)], Reason.MINDING),
    "minding rises after months of practice": (
        [*minding(1, 1, 1, 1, 1, 1, 1, 3, 4, 3), *practised(*range(2, 60, 6))], Reason.MINDING),
    "a flag stands": ([sign(3, Level.ELEVATED)], Reason.AFRAID),
    "a grave flag stands": ([sign(12, Level.HIGH)], Reason.AFRAID),
    "a conflict was scary": ([fought(20, afraid=True)], Reason.AFRAID),
    "a mild and mended one was scary": (
        [fought(2, heat=1, ended="mended", lasted=1, afraid=True)], Reason.AFRAID),
    "never safe to say it": (felt(3, 4, 3, ago=(1, 6, 12), safe=1), Reason.AFRAID),
}  # fmt: skip


@pytest.mark.parametrize("case", CALLS)
def test_every_scripted_case_that_calls_for_help_is_found_for_its_reason(case: str) -> None:
    notes, reason = CALLS[case]
    assert outside.reasons(book(*notes), NOW, UTC) == (reason,)


HARMLESS = {
    "nothing at all": [],
    "three different topics got hot": [fought(1), fought(5, "work"), fought(9, "family")],
    "the same topic hot twice": [fought(30), fought(2)],
    "the same topic hot three times in half a year": [fought(n) for n in (100, 50, 2)],
    "the same topic four times, never hot": [fought(n, heat=3) for n in (30, 20, 10, 1)],
    "the same topic, heat never tapped": [fought(n, heat=None) for n in (30, 20, 10, 1)],
    "one bad week": felt(0, 0, 1, ago=(1, 2, 4)),
    "three low weeks": felt(1, 1, 1),
    "a low week, a good one, two low ones": felt(1, 5, 1, 1),
    "low weeks long ago": felt(1, 1, 1, 1, ago=(60, 67, 74, 81)),
    "middling weeks": felt(3, 3, 3, 3),
    "minding rises, nothing is practised": minding(0, 1, 0, 2, 2, 3),
    "minding stays high": [*minding(3, 3, 3, 3, 3, 3), *practised(*WEEKLY)],
    "minding rises from never to seldom": [*minding(0, 0, 0, 1, 1, 1), *practised(*WEEKLY)],
    "minding rises within five weeks only": [*minding(0, 1, 2, 3, 3), *practised(*WEEKLY)],
    "minding fell": [*minding(3, 3, 3, 0, 1, 0), *practised(*WEEKLY)],
    "minding was high in spring": [*minding(0, 1, 0, 3, 3, 3, last=40), *practised(41, 48, 55)],
    "words without danger": [sign(1, Level.NONE)],
    "an old flag": [sign(60, Level.HIGH)],
    "a flag that was not meant that way": [sign(2, Level.ELEVATED, dismissed=True)],
    "a scary conflict long ago": [fought(80, afraid=True)],
    "hard to say it once": felt(3, 4, 4, ago=(6, 12, 20), safe=4) + felt(3, ago=(1,), safe=0),
}  # fmt: skip


@pytest.mark.parametrize("case", HARMLESS)
def test_no_harmless_scripted_case_brings_anything(case: str) -> None:
    held = book(*HARMLESS[case])
    assert outside.reasons(held, NOW, UTC) == ()
    assert outside.shown(held, NOW, UTC) == ()


@pytest.mark.parametrize("case", CALLS)
def test_where_there_is_fear_nothing_is_said_that_would_lead_to_help_for_two(case: str) -> None:
    notes, _ = CALLS[case]
    assert outside.reasons(book(*notes, fought(4, "plans", afraid=True)), NOW, UTC) == (Reason.AFRAID,)


def test_several_reasons_are_told_together() -> None:
    held = book(*(fought(n) for n in (9, 6, 3)), *felt(1, 1, 1, 1))
    assert outside.reasons(held, NOW, UTC) == (Reason.TOPIC, Reason.UNHEARD)


def rests(ago: float, *reasons: Reason) -> Record:
    return note("outside_rests", ago, reasons=[reason.value for reason in reasons])


def test_not_now_rests_it_for_three_months_whatever_comes_up() -> None:
    topic, unheard = [fought(n) for n in (9, 6, 3)], felt(1, 1, 1, 1)
    assert outside.shown(book(*topic, *unheard, rests(89, Reason.TOPIC)), NOW, UTC) == ()
    assert outside.shown(book(*topic, rests(90, Reason.TOPIC)), NOW, UTC) == (Reason.TOPIC,)


def test_only_a_fear_that_came_since_is_not_rested_by_it() -> None:
    scary = fought(1, afraid=True)
    assert outside.shown(book(scary, rests(30, Reason.TOPIC)), NOW, UTC) == (Reason.AFRAID,)
    assert outside.shown(book(scary, rests(0.5, Reason.AFRAID)), NOW, UTC) == ()


@pytest.mark.parametrize("later", [[fought(1, afraid=True)], felt(1, 0, 1, ago=(1, 2, 3), safe=1)])
def test_a_new_fear_is_told_also_where_an_older_one_was_put_aside(later: list[Record]) -> None:
    held = book(fought(20, afraid=True), rests(19, Reason.AFRAID), *later)
    assert outside.shown(held, NOW, UTC) == (Reason.AFRAID,)


def test_what_is_noted_of_the_same_conflict_later_is_no_new_fear() -> None:
    scary = fought(20, afraid=True)
    held = book(scary, rests(19, Reason.AFRAID))
    again = held.records[0]._replace(version=2, seq=9, body={**scary.body, "ended": "calmed"})
    assert outside.shown(Notebook(AIKO, (*held.records, again), (BOND,)), NOW, UTC) == ()


def test_noted_fear_leaves_only_what_is_for_one_among_the_suggestions() -> None:
    assert not tonight(book(fought(1)), NOW, UTC, b"key").flag
    assert tonight(book(fought(1, afraid=True)), NOW, UTC, b"key").flag
    assert tonight(book(*felt(1, 0, 1, ago=(1, 2, 3), safe=1)), NOW, UTC, b"key").flag
