"""Which question an evening asks: by tags, the same for both, and none again within 120 days."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.couple import Audience, Bond, BondId, BondState, Notebook, PersonId, Record, RecordId, RoundId
from omoiyari.library import Capacity, Mood, Prompt, Setting, Topic, prompts, questions
from omoiyari.practice.asked import EVERY, Own, first_free_day
from omoiyari.practice.evening import (
    YES,
    Evening,
    deal,
    evening_of,
    lighter,
    of_the_day,
    of_the_week,
    open_topics,
    said_yes,
)

AIKO, BEN = PersonId("aiko"), PersonId("ben")
US = Bond(BondId("us"), AIKO, BEN, BondState.TOGETHER)
PARTED = replace(US, state=BondState.ENDED)
MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 19, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
WAITING = frozenset(topic for topic in Topic if topic.waits_for_a_yes)
#: Where a tap on the grid has to lie for each weather.
TAPS = {
    Mood.ANY: (0.0, 0.5), Mood.TIRED: (0.0, -0.7), Mood.TENSE: (-0.7, 0.7),
    Mood.LOW: (-0.7, -0.7), Mood.FLAT: (0.0, 0.0), Mood.GLAD: (0.7, 0.3),
}  # fmt: skip

lots = st.text("abc", min_size=1, max_size=4)
days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
moods = st.sampled_from(list(Mood))
topics = st.frozensets(st.sampled_from(sorted(WAITING)))
evenings = st.builds(Evening, days, lots, st.integers(1, 3), moods, st.booleans(), topics=topics)


def record(
    kind: str, owner: PersonId, at: datetime, audience: Audience = Audience.OURS, **more: object
) -> Record:
    values = {"id": RecordId(f"{kind} {owner} {at} {more}"), "bond": US.id, "round": None, "body": {}, **more}
    if audience is Audience.MINE:
        values["bond"] = None
    return Record(
        version=1, seq=0, owner=owner, audience=audience, held_until=None, kind=kind, at=at, **values
    )  # type: ignore[arg-type]


def feels(mood: Mood) -> dict[str, object]:
    x, y = TAPS[mood]
    return {"self": {"x": x, "y": y, "word": "so", "family": ""}, "guess": None}


def round_of(days_ago: int, hers: Mood = Mood.ANY, his: Mood = Mood.ANY) -> Iterator[Record]:
    """An evening on which both answered."""
    at = NOW - timedelta(days=days_ago)
    closes = at.replace(hour=3) + timedelta(days=1)
    round_ = RoundId(f"round {days_ago}")
    yield record("round", AIKO, at, round=round_, body={"closes": closes.isoformat()})
    for who, mood in ((AIKO, hers), (BEN, his)):
        yield record("answer", who, at, Audience.ROUND, round=round_, body=feels(mood))


def yes(who: PersonId, topic: Topic, audience: Audience = Audience.ROUND) -> Record:
    return record(YES, who, NOW, audience, body={"topic": topic.value})


def book(*records: Record, reader: PersonId = AIKO, bonds: tuple[Bond, ...] = (US,)) -> Notebook:
    return Notebook(reader, records, bonds)


def together(evenings: int = 0, mood: Mood = Mood.ANY, *more: Record) -> Notebook:
    """Two who have both answered on so many evenings, yesterday in this mood."""
    rounds = [one for ago in range(2, evenings + 1) for one in round_of(ago)]
    return book(*rounds, *(round_of(1, mood, mood) if evenings else ()), *more)


@cache
def dealt(lot: str, *, parted: bool = False) -> tuple[Sequence[Prompt], ...]:
    return deal(Evening(MONDAY, lot, parted=parted), prompts())


def asked_on(evening: Evening, day: date, *mine: Own) -> Own | Prompt:
    found = of_the_day(replace(evening, day=day), dealt(evening.lot), mine)
    assert found is not None
    return found


def own(id: str, due: date = MONDAY) -> Own:
    return Own(RecordId(id), AIKO, f"What of {id}?", due, Audience.MINE, shared=False)


# --- none twice ------------------------------------------------------------------------------------------


@given(
    lots, days, st.lists(st.tuples(st.integers(1, 3), moods, st.booleans(), topics), min_size=1, max_size=9)
)
@pytest.mark.sweep
def test_none_comes_back_within_120_days_whatever_the_evenings_are_like(
    lot: str, first: date, states: list[tuple[int, Mood, bool, frozenset[Topic]]]
) -> None:
    seen: list[str] = []
    for n in range(EVERY):
        level, mood, apart, open_ = states[n % len(states)]
        evening = Evening(first + timedelta(days=n), lot, level, mood, apart, topics=open_)
        shown = {
            asked_on(evening, evening.day).id,
            light.id if (light := lighter(evening, dealt(lot))) else "",
        }
        seen += shown - {""}
    assert len(set(seen)) == len(seen)


def test_a_year_brings_more_than_three_hundred_different_ones() -> None:
    evening = Evening(MONDAY, "us", level=3)
    assert len({asked_on(evening, MONDAY + timedelta(days=n)).id for n in range(365)}) > 300


@given(evenings)
def test_two_people_always_have_one_and_a_lighter_one(evening: Evening) -> None:
    assert of_the_day(evening, dealt(evening.lot), ()) is not None
    light = lighter(evening, dealt(evening.lot))
    assert light is not None
    assert light.is_light


@given(evenings)
def test_all_that_is_asked_fits_the_evening(evening: Evening) -> None:
    found = asked_on(evening, evening.day)
    assert isinstance(found, Prompt)
    assert found.closeness <= evening.level
    assert not found.topic.waits_for_a_yes or found.topic in evening.topics
    assert (found.setting is not Setting.APART) or evening.apart
    if evening.mood in (Mood.LOW, Mood.TENSE, Mood.TIRED):
        assert found.mood in (Mood.ANY, evening.mood)
        assert found.capacity is not Capacity.FULL
    else:
        assert found.mood not in (Mood.LOW, Mood.TENSE)


# --- those of one's own -----------------------------------------------------------------------------------


@given(st.lists(st.text("abcdef", min_size=3, max_size=3), unique=True, max_size=30))
def test_each_own_one_comes_once_in_120_days_and_no_two_on_one_day(names: list[str]) -> None:
    mine: list[Own] = []
    for name in names:
        mine.append(own(name, first_free_day(mine, MONDAY)))
    evening = Evening(MONDAY, "us")
    seen = [asked_on(evening, MONDAY + timedelta(days=n + 1), *mine) for n in range(EVERY)]
    assert sorted(one.id for one in seen if isinstance(one, Own)) == sorted(names)


def test_where_two_fall_on_one_day_the_lot_takes_one() -> None:
    two, evening = (own("abc"), own("def")), Evening(MONDAY, "us")
    assert {asked_on(evening, MONDAY + timedelta(days=EVERY * n), *two).id for n in range(12)} == {
        "abc",
        "def",
    }
    assert asked_on(evening, MONDAY, *two) == asked_on(evening, MONDAY, *reversed(two))


def test_removing_one_changes_no_other_day() -> None:
    mine, evening = (
        [own(name, MONDAY + timedelta(days=3 * n)) for n, name in enumerate("abcdefgh")],
        Evening(MONDAY, ""),
    )
    for day in (MONDAY + timedelta(days=n) for n in range(30)):
        found = asked_on(evening, day, *mine)
        if found != mine[2]:
            assert asked_on(evening, day, *mine[:2], *mine[3:]) == found


def test_without_any_content_there_is_no_question() -> None:
    evening = Evening(MONDAY, "us")
    assert of_the_day(evening, deal(evening, ()), ()) is None
    assert lighter(evening, deal(evening, ())) is None


# --- what an evening is -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("evenings", "level"), [(0, 1), (6, 1), (7, 2), (29, 2), (30, 3)])
def test_questions_come_closer_the_more_evenings_both_have_answered(evenings: int, level: int) -> None:
    assert evening_of(together(evenings), NOW, BERLIN).level == level


def test_an_evening_that_one_of_them_missed_brings_nobody_closer() -> None:
    alone = [one for ago in range(1, 40) for one in round_of(ago) if (one.kind, one.owner) != ("answer", BEN)]
    assert evening_of(book(*alone), NOW, BERLIN).level == 1


@pytest.mark.parametrize("mood", list(Mood))
def test_yesterdays_weather_counts_once_both_have_told_it(mood: Mood) -> None:
    assert evening_of(together(1, mood), NOW, BERLIN).mood is mood
    assert evening_of(book(*round_of(3, mood, mood)), NOW, BERLIN).mood is Mood.ANY, "long over"


def test_the_harder_evening_of_the_two_counts() -> None:
    for hers, his in ((Mood.GLAD, Mood.LOW), (Mood.LOW, Mood.GLAD)):
        assert evening_of(book(*round_of(1, hers, his)), NOW, BERLIN).mood is Mood.LOW


def test_todays_answers_change_nothing_before_the_day_is_over() -> None:
    before = evening_of(together(6, Mood.GLAD), NOW, BERLIN)
    today = together(6, Mood.GLAD, *round_of(0, Mood.LOW, Mood.LOW))
    assert evening_of(today, NOW, BERLIN) == before
    tomorrow = evening_of(today, NOW + timedelta(days=1), BERLIN)
    assert (tomorrow.level, tomorrow.mood) == (2, Mood.LOW)


def test_after_midnight_it_is_still_this_evening() -> None:
    assert evening_of(book(), datetime(2026, 3, 3, 1, tzinfo=UTC), BERLIN).day == MONDAY


def test_two_whose_clocks_differ_are_apart() -> None:
    def told(his: str) -> Evening:
        hers = record("name", AIKO, NOW, body={"name": "Aiko", "zone": "Europe/Berlin"})
        return evening_of(
            book(hers, record("name", BEN, NOW, body={"name": "Ben", "zone": his})), NOW, BERLIN
        )

    assert [told(zone).apart for zone in ("Asia/Tokyo", "Europe/Vienna", "", "Nowhere/At_all")] == [
        True, False, False, False,
    ]  # fmt: skip


PRIVATE = [
    record("answer", AIKO, NOW, Audience.MINE, body=feels(Mood.LOW)),
    record("without", AIKO, NOW, Audience.MINE, body={"ids": [], "where": "apart"}),
    record("capacity", AIKO, NOW, Audience.MINE, body={"door": "half", "until": NOW.isoformat()}),
    yes(AIKO, Topic.SEX, Audience.MINE),
]


@given(st.sets(st.sampled_from(range(len(PRIVATE)))), st.integers(0, 40), moods)
def test_what_one_keeps_for_oneself_leaves_the_question_of_both_as_it_is(
    kept: set[int], evenings: int, mood: Mood
) -> None:
    ours = together(evenings, mood)
    hers = evening_of(replace(ours, records=(*ours.records, *(PRIVATE[n] for n in kept))), NOW, BERLIN)
    his = evening_of(replace(ours, reader=BEN), NOW, BERLIN)
    assert hers == his


def test_another_couple_is_asked_another() -> None:
    month = [MONDAY + timedelta(days=n) for n in range(30)]
    us, them = Evening(MONDAY, "us"), Evening(MONDAY, "them")
    assert [asked_on(us, day) for day in month] != [asked_on(them, day) for day in month]


def test_on_ones_own_it_goes_by_what_one_has_said() -> None:
    said = PRIVATE[:2] + [record("answer", AIKO, NOW - timedelta(days=n), Audience.MINE) for n in range(1, 7)]
    evening = evening_of(book(*sorted(said, key=lambda r: r.at), bonds=()), NOW, BERLIN)
    assert (evening.lot, evening.level, evening.mood, evening.apart) == (AIKO, 2, Mood.LOW, True)
    assert not evening.parted


def test_who_has_parted_is_asked_nothing_about_the_two() -> None:
    evening = evening_of(book(bonds=(PARTED,)), NOW, BERLIN)
    assert evening.parted
    for level in (1, 2, 3):
        year = (replace(evening, level=level, day=MONDAY + timedelta(days=n)) for n in range(365))
        found = [one for day in year if (one := of_the_day(day, dealt(AIKO, parted=True), ())) is not None]
        assert len(found) > 270, "nearly always"
        assert not any(isinstance(one, Prompt) and one.for_two for one in found)


# --- a yes of both --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "open_"),
    [
        ([], set()),
        ([yes(AIKO, Topic.SEX)], set()),
        ([yes(BEN, Topic.SEX)], set()),
        ([yes(AIKO, Topic.SEX), yes(BEN, Topic.GRIEF)], set()),
        ([yes(AIKO, Topic.SEX), yes(BEN, Topic.SEX)], {Topic.SEX}),
    ],
)
def test_a_topic_is_open_once_both_have_said_yes(said: list[Record], open_: set[Topic]) -> None:
    for reader in (AIKO, BEN):
        assert open_topics(book(*said, reader=reader)) == open_


def test_a_yes_said_alone_or_to_somebody_earlier_does_not_count_for_two() -> None:
    alone = yes(AIKO, Topic.SEX, Audience.MINE)
    earlier = yes(AIKO, Topic.SEX)._replace(bond=BondId("earlier"))
    assert said_yes(book(alone, earlier), AIKO) == frozenset()
    assert open_topics(book(alone, bonds=())) == {Topic.SEX}


# --- everything has its evening ---------------------------------------------------------------------------


def test_every_prompt_is_asked_under_some_notebook() -> None:
    yeses = [yes(who, topic) for who in (AIKO, BEN) for topic in sorted(WAITING)]
    far = [
        record("name", who, NOW, body={"name": "", "zone": zone})
        for who, zone in ((AIKO, "Europe/Berlin"), (BEN, "Asia/Tokyo"))
    ]
    books = [together(40, mood, *yeses, *more) for mood in Mood for more in ((), far)]
    kinds = [evening_of(one, NOW, BERLIN) for one in books]
    unseen = {prompt.id: prompt for prompt in prompts()}
    days_to_come = (MONDAY + timedelta(days=n) for n in range(EVERY * 40))
    while unseen and (day := next(days_to_come, None)):
        for kind in kinds:
            unseen.pop(str(asked_on(kind, day).id), None)
    assert list(unseen) == []


def test_every_question_is_asked_in_an_exercise_or_on_a_long_evening() -> None:
    deep = {question.id for question in questions() if question.closeness == 3}
    evening = Evening(MONDAY, "us", level=3, topics=WAITING)
    weeks = [replace(evening, day=MONDAY + timedelta(weeks=n)) for n in range(18 * 12)]
    found = {one.id for week in weeks if (one := of_the_week(week, questions())) is not None}
    assert found == deep
    assert not any(one.topic.waits_for_a_yes for one in questions() if one.closeness < 3)


@given(days, lots, topics)
def test_a_long_evening_has_one_question_a_week_and_none_comes_back_within_120_days(
    day: date, lot: str, open_: frozenset[Topic]
) -> None:
    evening = Evening(day, lot, level=3, topics=open_)
    seen = [of_the_week(replace(evening, day=day + timedelta(weeks=n)), questions()) for n in range(18)]
    assert len(set(seen)) == 18
    assert all(one is not None and (not one.topic.waits_for_a_yes or one.topic in open_) for one in seen)
    monday = replace(evening, day=day - timedelta(days=day.weekday()))
    assert of_the_week(monday, questions()) == seen[0]


def test_before_two_know_each_others_ways_no_long_evening_is_offered() -> None:
    assert of_the_week(Evening(MONDAY, "us", level=2, topics=WAITING), questions()) is None
