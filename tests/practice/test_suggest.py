"""One suggestion, why this one, and when none is better. The order of a fair trial, and when it may say more."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.library import (
    Better,
    Capacity,
    Grade,
    Mood,
    People,
    Place,
    contraindications,
    disclosures,
    exercises,
    reasons_against,
)
from omoiyari.practice.dose import Dose, Practised, dose
from omoiyari.practice.suggest import (
    CLOSED,
    NIGHT_OFF,
    NOT_SAFE,
    ON_DEMAND,
    RESTS,
    Suggestion,
    Tonight,
    _merits,
    is_solo_day,
    may_be_suggested,
    suggest,
)
from omoiyari.practice.trainer import Landed, landed, next_disclosure
from omoiyari.practice.trial import GOES, Finding, compare, order
from omoiyari.web.practise import MINUTES

KEY, BENS_KEY = b"a secret of Aiko's", b"a secret of Ben's"
DAY = date(2026, 3, 2)
TOGETHER = Tonight(KEY, DAY, minutes=40, together=True)


def a_fortnight() -> list[date]:
    return [DAY + timedelta(days=ahead) for ahead in range(14)]


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
evenings = st.builds(
    Tonight,
    key=st.binary(min_size=8, max_size=8),
    day=days,
    minutes=st.sampled_from([5, 10, 15, 40]),
    mood=st.sampled_from(Mood),
    capacity=st.sampled_from(Capacity),
    together=st.booleans(),
    where=st.sampled_from(Place),
    flag=st.booleans(),
    without=st.frozensets(st.sampled_from(["touch", "eye-contact", "being-copied", "breath"])),
)


def ask(tonight: Tonight) -> Suggestion:
    return suggest(exercises().values(), contraindications().values(), tonight)


@given(evenings)
def test_the_same_evening_always_gives_the_same_suggestion(tonight: Tonight) -> None:
    assert ask(tonight) == ask(tonight)
    assert ask(tonight).why


@given(evenings)
def test_a_standing_flag_never_lets_an_exercise_for_two_through(tonight: Tonight) -> None:
    found = ask(replace(tonight, flag=True)).exercise
    assert found is None or found.people is People.ALONE


@given(evenings)
def test_a_flag_and_a_solo_day_alike_keep_away_what_safety_speaks_against(tonight: Tonight) -> None:
    for evening in (replace(tonight, flag=True), tonight):
        found = ask(evening).exercise
        if found is not None and (evening.flag or is_solo_day(evening.key, evening.day)):
            assert NOT_SAFE not in reasons_against(found, contraindications().values())


def test_on_other_days_the_same_may_be_suggested() -> None:
    evening = replace(TOGETHER, day=next(d for d in a_fortnight() if not is_solo_day(KEY, d)))
    onlooker, reasons = exercises()["kind-onlooker"], contraindications().values()
    assert may_be_suggested(onlooker, evening, reasons)
    assert not may_be_suggested(onlooker, replace(evening, flag=True), reasons)


@given(evenings)
def test_what_somebody_goes_without_is_never_suggested(tonight: Tonight) -> None:
    found = ask(tonight).exercise
    assert found is None or not reasons_against(found, contraindications().values()) & tonight.without


@given(evenings)
def test_it_fits_the_minutes_and_the_strength_of_the_evening(tonight: Tonight) -> None:
    found = ask(tonight).exercise
    strength = list(Capacity)
    assert found is None or (
        found.minutes <= tonight.minutes
        and strength.index(found.capacity) <= strength.index(tonight.capacity)
    )


@given(evenings)
def test_it_can_be_done_where_the_two_are(tonight: Tonight) -> None:
    found = ask(tonight).exercise
    assert found is None or found.place in (tonight.where, Place.ANYWHERE) or tonight.where is Place.ANYWHERE


@pytest.mark.parametrize(("where", "never"), [(Place.SAME_ROOM, Place.APART), (Place.APART, Place.SAME_ROOM)])
def test_nothing_for_another_place_may_be_suggested_to_two_who_are_apart_or_in_one_room(
    where: Place, never: Place
) -> None:
    day = next(d for d in a_fortnight() if not is_solo_day(KEY, d))
    evening = replace(TOGETHER, day=day, minutes=60)
    fitting = {
        e.place for e in exercises().values() if may_be_suggested(e, replace(evening, where=where), ())
    }
    assert fitting == {where, Place.ANYWHERE}
    assert never in {e.place for e in exercises().values() if may_be_suggested(e, evening, ())}


@pytest.mark.parametrize("place", Place)
def test_what_can_be_done_anywhere_suits_everybody(place: Place) -> None:
    assert Place.ANYWHERE.suits(place)
    assert place.suits(place)
    assert place.suits(Place.ANYWHERE)
    assert not Place.SAME_ROOM.suits(Place.APART)


def test_about_two_days_in_seven_are_solo_for_everybody_from_the_first_day() -> None:
    for key in (KEY, BENS_KEY):
        solo = [is_solo_day(key, DAY + timedelta(days=day)) for day in range(2000)]
        assert 0.25 < sum(solo) / len(solo) < 0.32
        assert any(solo[:14])


def test_on_a_solo_day_a_flag_cannot_be_told_from_no_flag() -> None:
    for day in range(60):
        tonight = replace(TOGETHER, day=DAY + timedelta(days=day))
        if is_solo_day(KEY, tonight.day):
            assert ask(tonight) == ask(replace(tonight, flag=True))


def test_the_solo_days_of_the_two_are_drawn_apart() -> None:
    span = [DAY + timedelta(days=day) for day in range(1000)]
    both = sum(is_solo_day(KEY, day) and is_solo_day(BENS_KEY, day) for day in span)
    assert 40 < both < 130


def test_what_was_done_lately_does_not_come_back_at_once() -> None:
    first = ask(TOGETHER).exercise
    assert first is not None
    tomorrow = replace(
        TOGETHER, day=DAY + timedelta(days=1), history=(Practised(first.id, DAY, first.minutes),)
    )
    assert ask(tomorrow).exercise != first


def test_over_a_month_it_is_not_always_the_same() -> None:
    found = {ask(replace(TOGETHER, day=DAY + timedelta(days=day))).exercise for day in range(30)}
    assert len(found) >= 8


def helped(id: str, before: int, now: int, **more: bool) -> bool:
    """Whether two goes with these taps, some weeks ago, speak for the exercise."""
    done = tuple(Practised(id, DAY - timedelta(days=ago), 22, before, now, **more) for ago in (20, 40))
    return _merits(exercises()[id], replace(TOGETHER, history=done))["helped"] > 0


def test_what_did_good_is_more_likely_to_be_suggested_again() -> None:
    lighter = tuple(Practised("stress-talk", DAY - timedelta(days=ago), 22, 5, 1) for ago in (20, 40))
    evenings = [replace(TOGETHER, day=day) for day in a_fortnight()]
    before = sum(ask(evening).exercise == exercises()["stress-talk"] for evening in evenings)
    after = sum(
        ask(replace(evening, history=lighter)).exercise == exercises()["stress-talk"] for evening in evenings
    )
    assert after > before


@pytest.mark.parametrize("id", sorted(exercises()))
def test_a_rise_helped_only_where_more_is_better_and_a_fall_only_where_less_is(id: str) -> None:
    better = exercises()[id].better
    assert helped(id, 1, 6) is (better is Better.MORE)
    assert helped(id, 6, 1) is (better is Better.LESS)


def test_in_a_comparison_closeness_was_asked_and_more_of_it_is_better() -> None:
    assert helped("felt-first", 1, 6, close=True)
    assert not helped("felt-first", 6, 1, close=True)


@given(evenings)
def test_behind_the_partners_closed_door_nothing_for_two_is_suggested(tonight: Tonight) -> None:
    found = ask(replace(tonight, theirs_closed=True)).exercise
    assert found is None or found.people is People.ALONE


@given(evenings, st.lists(st.sampled_from(sorted(exercises())), max_size=40))
def test_only_what_was_tested_is_called_tested(tonight: Tonight, ids: list[str]) -> None:
    done = tuple(Practised(id, tonight.day - timedelta(days=30), 1, 3, 3) for id in ids)
    found = ask(replace(tonight, history=done, mood=Mood.ANY))
    tested = found.exercise is not None and found.exercise.evidence.grade in (Grade.A, Grade.B)
    assert tested or "better tested" not in found.why


@pytest.mark.sweep
def test_in_a_few_years_of_evenings_each_exercise_comes_up() -> None:
    """Where now and then there is as much time as the page offers, but for what only those find who look for it."""
    draw, found, done = random.Random(3), set(), list[Practised]()
    for day in (DAY + timedelta(days=ahead) for ahead in range(4 * 365)):
        minutes, mood = draw.choice([15, *map(int, MINUTES)]), draw.choice(list(Mood))
        evening = replace(TOGETHER, day=day, minutes=minutes, mood=mood, history=tuple(done[-90:]))
        exercise = ask(evening).exercise
        if exercise is not None:
            found.add(exercise)
            done += [Practised(exercise.id, day, exercise.minutes)] if draw.random() < 0.45 else []
    assert {e.id for e in exercises().values() if e.interaction not in ON_DEMAND and e not in found} == set()


def test_a_closed_door_a_night_off_and_a_full_week_are_left_in_peace() -> None:
    assert ask(replace(TOGETHER, closed=True)) == Suggestion(None, CLOSED)
    assert ask(replace(TOGETHER, history=(Practised("night-off", DAY, 1),))) == Suggestion(None, NIGHT_OFF)
    week = tuple(Practised("love-map", DAY - timedelta(days=ago), 10) for ago in range(1, 6))
    assert ask(replace(TOGETHER, history=week)) == Suggestion(None, RESTS[Dose.HIGH])


@pytest.mark.parametrize(
    ("ago", "minutes", "expected"),
    [
        ((0,), 5, Dose.ENOUGH_TODAY),
        ((1, 2), 10, Dose.LIGHT),
        ((1, 2, 3), 40, Dose.HIGH),
        ((8, 9), 90, Dose.LIGHT),
    ],
)
def test_the_dose_counts_days_and_minutes_of_one_week(
    ago: tuple[int, ...], minutes: int, expected: Dose
) -> None:
    assert dose([Practised("x", DAY - timedelta(days=n), minutes) for n in ago], DAY) is expected


# --- the fair trial -------------------------------------------------------------------------------------


@given(st.text(max_size=20), st.integers(1, 12))
def test_every_block_of_the_order_holds_both(seed: str, goes: int) -> None:
    drawn = order(seed, goes)
    assert all({drawn[at], drawn[at + 1]} == {0, 1} for at in range(0, 2 * goes, 2))
    assert drawn == order(seed, goes)


def taps(source: random.Random, middle: float) -> list[float]:
    return [min(6, max(0, round(source.gauss(middle, 1.2)))) for _ in range(GOES)]


def test_two_that_do_the_same_are_seldom_told_apart() -> None:
    source = random.Random(7)
    found = [compare(taps(source, 3.5), taps(source, 3.5)).finding for _ in range(600)]
    assert sum(one is not Finding.UNDECIDED for one in found) / 600 <= 0.12


def test_a_wide_difference_is_mostly_found_and_hardly_ever_the_wrong_way() -> None:
    source = random.Random(8)
    found = [compare(taps(source, 4.6), taps(source, 2.6)).finding for _ in range(400)]
    assert found.count(Finding.FIRST) / 400 >= 0.75
    assert found.count(Finding.SECOND) == 0


@given(st.lists(st.integers(0, 6), max_size=5), st.lists(st.integers(0, 6), max_size=12))
def test_below_six_goes_of_each_it_stays_undecided(few: list[int], other: list[int]) -> None:
    assert compare(few, other).finding is Finding.UNDECIDED


@given(*(st.lists(st.integers(0, 6), min_size=6, max_size=6) for _ in range(2)))
def test_changing_places_changes_the_finding_and_nothing_else(one: list[int], other: list[int]) -> None:
    a, b = compare(one, other), compare(other, one)
    assert a.p_first == pytest.approx(b.p_second)
    assert a.difference == pytest.approx(-b.difference)


# --- the trainer --------------------------------------------------------------------------------------------


def test_nobody_speaks_twice_before_everybody_has_spoken() -> None:
    heard: list[str] = []
    for _ in disclosures():
        heard.append(next_disclosure(disclosures(), heard, "seed").id)
    assert len(set(heard)) == len(disclosures())
    assert next_disclosure(disclosures(), heard, "seed")


def test_who_keeps_nothing_still_meets_everybody_once_before_anybody_twice() -> None:
    met, after = list[str](), ""
    for _ in disclosures():
        after = next_disclosure(disclosures(), (), "seed", after).id
        met.append(after)
    assert len(set(met)) == len(disclosures())
    assert next_disclosure(disclosures(), (), "seed", after).id == met[0]


def test_another_day_begins_with_somebody_else() -> None:
    first = {next_disclosure(disclosures(), (), "seed", day=day).id for day in range(30)}
    assert len(first) == 30


@pytest.mark.parametrize("word", [Landed.YES, Landed.PARTLY, Landed.NO])
def test_the_partners_own_word_wins_over_what_a_machine_counts(word: Landed) -> None:
    assert landed(3, 0, word) is word
    assert landed(0, 3, word) is word


def test_without_any_move_the_machine_says_that_it_cannot_tell() -> None:
    assert landed(0, 0) is Landed.UNKNOWN
