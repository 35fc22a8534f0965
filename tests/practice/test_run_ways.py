"""Each interaction has its one rule: what locks, until when, and what leads back."""

from datetime import timedelta

import pytest

from omoiyari.library import People, exercises, interactions
from omoiyari.practice.parts import Kind, Lock
from omoiyari.practice.run import (
    AnotherWay,
    Event,
    LooksLikeAFix,
    NotOffered,
    NotYet,
    NotYourTurn,
    OneMoreOnly,
    Run,
    SomethingMissing,
    TooMany,
    What,
    step,
)
from omoiyari.practice.sharing import gaps, luck, sentences, shown
from omoiyari.practice.trainer import Landed, Rated, rated_answers
from omoiyari.practice.ways import WAYS, Look
from tests.practice.playing import AIKO, BEN, START, at_page, filled, joined, play


def done(run: Run, person: str, now: object, **fields: str) -> Run:
    """One person finishes the page with these fields, and what else it asks for."""
    return step(run, Event(person, What.DONE, run.move, {**filled(run), **fields}), now)  # type: ignore[arg-type]


def by_interaction(id: str) -> str:
    return next(exercise.id for exercise in exercises().values() if exercise.interaction == id)


def test_every_interaction_of_the_library_is_named_and_each_names_its_rule() -> None:
    assert set(WAYS) == set(interactions())
    assert all(way.rule for way in WAYS.values())


LOCKED = [
    id
    for id in WAYS
    if exercises()[by_interaction(id)].people is People.TWO
    and any(
        part.lock is Lock.ROUND
        for scene in joined(exercises()[by_interaction(id)]).scenes
        for part in scene.parts
    )
]


@pytest.mark.parametrize("id", LOCKED)
def test_what_the_interaction_locks_until_both_are_in_is_sealed_in_a_round(id: str) -> None:
    said = interactions()[id].locks
    run = joined(exercises()[by_interaction(id)])
    locked = [part for scene in run.scenes for part in scene.parts if part.lock in (Lock.ROUND, Lock.SECRET)]
    assert locked, said
    assert all(part.lock.audience.value == "round" for part in locked if part.lock)


@pytest.mark.parametrize("id", [id for id, way in WAYS.items() if way.look in (Look.FLOOR, Look.BELLS)])
def test_the_floor_is_one_persons_while_the_other_only_listens(id: str) -> None:
    run, now = joined(exercises()[by_interaction(id)]), START
    while not run.is_over and (len(run.actors) != 1 or not run.scene.by_clock):
        run, now = play(run, now, until=run.at + 1)
    if run.is_over:
        return
    listener = ({AIKO, BEN} - run.actors).pop()
    with pytest.raises(NotYourTurn):
        step(run, Event(listener, What.DONE, run.move), now)


@pytest.mark.parametrize(
    "id", ["onlooker-writing", "held-send", "three-kind-lines", "held-moment", "phones-down"]
)
def test_a_page_that_holds_cannot_be_left_before_its_time(id: str) -> None:
    run = joined(exercises()[by_interaction(id)])
    now = START
    while not run.scene.holds:
        run, now = play(run, now, until=run.at + 1)
    with pytest.raises(NotYet):
        done(run, min(run.actors), now)
    assert play(run, now + timedelta(seconds=run.scene.seconds))[0].is_done


@pytest.mark.parametrize("id", ["mirror", "held-gaze", "shared-breath"])
def test_one_touch_of_either_ends_a_silence_for_both(id: str) -> None:
    run, now = joined(exercises()[by_interaction(id)]), START
    while not run.scene.either:
        run, now = play(run, now, until=run.at + 1)
    for person in (AIKO, BEN):
        ended = step(run, Event(person, What.DONE, run.move), now)
        assert ended.is_over or not ended.scene.either


@pytest.mark.parametrize(
    ("id", "page", "fields", "back"),
    [
        ("understood-gate", 2, {"felt": "3"}, 1),
        ("say-back", 2, {"so": "no"}, 0),
        ("say-back", 2, {"so": "close"}, 0),
        ("say-back", 5, {"so": "close"}, 3),
        ("dream-catcher", 2, {"caught": "no"}, 1),
        ("yes-first", 2, {"heard": "not_yet"}, 1),
        ("return-time", 3, {"ready": "again", "minutes": "40"}, 1),
    ],
)
def test_the_page_goes_back_until_the_owner_says_yes(
    id: str, page: int, fields: dict[str, str], back: int
) -> None:
    run, now = at_page(by_interaction(id), page)
    again = done(run, min(run.actors), now, **fields)
    assert again.at == back
    assert bool(again.led_back) == (id != "return-time"), "and says why; a longer break is no surprise"
    assert not run.led_back


def test_said_back_both_yeses_stand_at_the_end() -> None:
    run, now = joined(exercises()["say-it-back"]), START
    for page in (2, 5):
        run, now = play(run, now, until=page)
        run = done(run, min(run.actors), now, so="close")
        run, now = play(run, now, until=page + 1)
    assert run.is_done
    assert run.backs == 2
    assert [(line.owner, line.text) for line in shown(run, AIKO)] == [(BEN, "Yes"), (AIKO, "Yes")]


def test_four_is_understood_enough_for_the_apology_to_open() -> None:
    run, now = at_page("felt-first", 2)
    assert done(run, AIKO, now, felt="4").at == 3


def test_a_break_can_be_made_longer_once_and_lasts_as_long_as_was_named() -> None:
    run, now = at_page("break-with-a-time", 3)
    run = done(run, BEN, now, ready="again", minutes="60")
    assert run.ends_at == now + timedelta(hours=1)
    run, now = play(run, now, until=3)
    with pytest.raises(OneMoreOnly):
        done(run, BEN, now, ready="again", minutes="20")


@pytest.mark.parametrize(
    ("id", "page", "fields"),
    [
        ("limit-builder", 3, {"share": "send"}),
        ("limit-review", 2, {"share": "send", "instead": ""}),
        ("apology-check", 3, {"copy": "say"}),
    ],
)
def test_sending_stays_locked_while_the_other_way_is_empty(
    id: str, page: int, fields: dict[str, str]
) -> None:
    run = joined(exercises()[by_interaction(id)])
    for _ in range(page):
        blank = {part.name: "" for part in run.scene.parts if not part.needed}
        run = done(run, AIKO, START, **blank)
    with pytest.raises(AnotherWay):
        done(run, AIKO, START, **fields)


@pytest.mark.parametrize(
    ("id", "part"),
    [
        ("thanks-and-echo", "gave"),
        ("i-and-you-builder", "over_there"),
        ("four-part-message", "no_is_fine"),
        ("two-columns", "caught"),
        ("agenda-of-four", "thanks"),
    ],
)
def test_the_part_that_makes_the_exercise_what_it_is_cannot_be_left_out(id: str, part: str) -> None:
    run = joined(exercises()[by_interaction(id)])
    with pytest.raises(SomethingMissing):
        done(run, AIKO, START, **{part: " "})


def test_a_reply_with_a_fix_rests_until_its_author_means_it() -> None:
    run, now = at_page("one-soft-thing", 1)
    with pytest.raises(LooksLikeAFix):
        done(run, BEN, now, _fix="yes")
    assert done(run, BEN, now, _fix="yes", as_it_is="yes").at == 2


def test_good_news_waits_with_advice_until_both_questions_are_asked() -> None:
    run, now = at_page("good-news", 1)
    with pytest.raises(SomethingMissing):
        done(run, BEN, now, questions="")
    with pytest.raises(SomethingMissing):
        done(run, BEN, now, questions="first")
    assert done(run, BEN, now, questions="first\nsecond").at == 2


def test_a_date_ends_with_a_day_that_both_can_read() -> None:
    run, now = at_page("date-of-two-halves", 2)
    with pytest.raises(SomethingMissing):
        done(run, AIKO, now, day="")
    run = done(run, AIKO, now, day="Saturday at six", care="You the tickets")
    assert run.answers(2)[AIKO]["day"] == "Saturday at six"
    assert run.is_done


def test_two_agreed_halves_make_one_sentence() -> None:
    run, now = at_page("different-dialects", 1)
    run = done(run, BEN, now, agreed="I warm the car")
    assert not any(line.owner is None for line in shown(run, AIKO))
    run = done(run, AIKO, now, agreed="I write the card")
    for one in (AIKO, BEN):
        assert [line.text for line in shown(run, one)] == ["I write the card = I warm the car"]


def test_a_fresh_look_ends_with_what_both_keep_and_one_thing_to_try() -> None:
    run, now = at_page("fresh-look", 2)
    assert {part.name for part in run.scene.parts} == {"both_keep", "both_drop", "for_two_weeks"}
    with pytest.raises(SomethingMissing):
        done(run, AIKO, now, both_keep="Soup on Mondays", for_two_weeks="")
    run = done(run, AIKO, now, both_keep="Soup on Mondays", both_drop="", for_two_weeks="A walk at seven")
    assert "Soup on Mondays" in [line.text for line in shown(run, BEN)]


def test_each_row_of_the_dictionary_is_corrected_by_itself_and_may_stand() -> None:
    run, now = at_page("what-silence-means", 1)
    rows = {"mended_silence": "I am counting to ten.", "help": "Wait."}
    run = done(run, AIKO, now, **{part.name: "" for part in run.scene.parts} | rows)
    assert run.answers(1)[AIKO]["mended_tears"] == ""
    run = done(run, BEN, now, **{part.name: "" for part in run.scene.parts})
    told = [line.text for line in shown(run, BEN)]
    assert "I am counting to ten." in told


def test_bells_are_rung_by_the_owner_alone_and_counted_from_the_start_of_the_page() -> None:
    run = joined(exercises()["your-story-in-my-mouth"])
    rung = step(run, Event(BEN, What.RING, run.move), START + timedelta(seconds=40))
    assert [(ring.person, ring.seconds) for ring in rung.rings] == [(BEN, 40)]
    with pytest.raises(NotYourTurn):
        step(run, Event(AIKO, What.RING, run.move), START)


def test_only_the_one_who_speaks_can_lift_the_ban_on_advice() -> None:
    run = joined(exercises()["stress-talk"])
    with pytest.raises(NotYourTurn):
        step(run, Event(BEN, What.RING, run.move), START)
    assert step(run, Event(AIKO, What.RING, run.move), START).rings[0].person == AIKO


def test_the_jar_stays_shut_until_the_later_of_the_two_days() -> None:
    run = done(joined(exercises()["slip-jar"]), AIKO, START, opens="1")
    run = done(run, BEN, START, opens="7")
    assert run.ends_at == START + timedelta(days=7)
    with pytest.raises(NotYet):
        done(run, AIKO, START + timedelta(days=6))


def test_a_hand_of_cards_holds_five() -> None:
    run = joined(exercises()["values-cards"])
    six = "\n".join(key for key, _ in run.scene.parts[0].options[:6])
    with pytest.raises(TooMany):
        done(run, AIKO, START, five=six)


def test_what_is_not_offered_cannot_be_chosen() -> None:
    run = joined(exercises()["needs-cards"])
    with pytest.raises(NotOffered):
        done(run, AIKO, START, need="a pony")


def test_only_what_both_picked_is_shown() -> None:
    run = joined(exercises()["date-of-two-halves"])
    known, new = ([key for key, _ in part.options] for part in run.scene.parts)
    run = done(run, AIKO, START, known=f"{known[0]}\n{known[1]}", new=new[0])
    run = done(run, BEN, START, known=f"{known[1]}\n{known[2]}", new=new[1])
    assert [line.text for line in shown(run, AIKO)] == [known[1]]
    assert shown(run, AIKO) == shown(run, BEN)


def test_a_phrase_fits_that_one_can_say_and_the_other_can_hear() -> None:
    run = joined(exercises()["repair-phrases"])
    phrases = [key for key, _ in run.scene.parts[0].options]
    run = done(run, AIKO, START, say=phrases[0], hear=phrases[3])
    run = done(run, BEN, START, say=phrases[4], hear=phrases[0])
    assert [(line.owner, line.text) for line in shown(run, BEN)] == [(AIKO, phrases[0])]


def test_blind_spots_are_shown_to_the_one_they_are_about_and_to_nobody_else() -> None:
    run = joined(exercises()["blind-spots"])
    run = done(run, AIKO, START, self_0="0", partner_0="4", example="The plan on Monday.")
    run = done(run, BEN, START, self_0="1", partner_0="3", example="The chart on Friday.")
    assert next((gap.own, gap.partner, gap.width) for gap in gaps(run, AIKO)) == (0, 3, 3)
    assert "The plan on Monday." not in [line.text for line in shown(run, AIKO)]
    assert "The chart on Friday." not in [line.text for line in shown(run, BEN)]
    assert not any(part.name == "self" and part.lock is not Lock.MINE for part in run.scenes[0].parts)


def test_a_gap_knows_what_was_expected_and_one_step_is_no_gap() -> None:
    run = joined(exercises()["blind-spots"])
    run = done(run, AIKO, START, self_0="1", self_1="4", expected_0="3")
    assert gaps(run, AIKO) == ()  # Ben has not answered
    run = done(run, BEN, START, partner_0="2", partner_1="0")
    first, second = gaps(run, AIKO)[:2]
    assert (first.expected, first.agrees) == (3, True)
    assert (second.width, second.agrees) == (-4, False)


def test_the_sliders_come_with_the_widest_difference_last() -> None:
    run = joined(exercises()["how-we-are-set"])
    run = done(run, AIKO, START, mine_0="0", mine_1="2")
    run = done(run, BEN, START, guess_0="4", guess_1="2")
    widest, even = (option.rstrip(".") for option, _ in run.scenes[0].parts[0].options[:2])
    first, second = widest.split(" / ")
    told = [line.text for line in shown(run, AIKO)]
    assert told[-2:] == [f"●···· {first}", f"····● {second}"]
    assert told.count(f"··●·· {even}") == 2
    near = done(joined(exercises()["how-we-are-set"]), AIKO, START, mine_0="1")
    near = done(near, BEN, START, guess_0="3")
    assert [line.text for line in shown(near, AIKO)][-2:] == [f"·●··· ({first})", f"···●· ({second})"]


def test_the_signs_that_differ_most_come_first() -> None:
    run = joined(exercises()["what-silence-means"])
    same = {
        f"{who}_{sign}": "the same" for who in ("mine", "guess") for sign in ("silence", "tears", "jokes")
    }
    run = done(run, AIKO, START, **same, mine_touch="come here", guess_touch="the same")
    run = done(run, BEN, START, **same, mine_touch="the same", guess_touch="leave me alone")
    assert shown(run, AIKO)[0].text == "come here"


def test_of_a_nonsense_story_only_the_last_line_is_seen_until_the_end() -> None:
    run = joined(exercises()["nonsense-story"])
    run = done(run, AIKO, START, text="The geese came. The mayor hid.")
    assert [line.text for line in shown(run, BEN)] == ["The mayor hid."]
    run, _ = play(run, START, until=4)
    assert shown(run, BEN)[0].text == "The geese came. The mayor hid."


def test_the_game_tells_how_often_luck_alone_finds_it() -> None:
    run = done(joined(exercises()["two-truths-and-a-feeling"]), AIKO, START, which="2")
    run = done(run, BEN, START, which="2")
    assert luck(run) == (1, 1)


def test_each_heading_of_the_week_is_shown_on_its_own_page() -> None:
    run = joined(exercises()["state-of-us"])
    for person in (AIKO, BEN):
        run = done(run, person, START, thanks="thanks", well="well", rubbed="rubbed", wish="wish")
    assert {line.text for line in shown(run, AIKO)} == {"thanks"}


def test_a_defence_is_never_shown_to_the_other() -> None:
    run, _ = at_page("their-side-first", 3)
    parts = {part.name: part.lock for scene in run.scenes for part in scene.parts}
    assert parts["defence"] is Lock.MINE


def test_a_picture_is_nothing_that_is_sent() -> None:
    run = joined(exercises()["photo-album"])
    assert [part.needed for part in run.scene.parts if part.kind is Kind.PHOTO] == [False]


def test_a_text_is_marked_sentence_by_sentence() -> None:
    assert sentences("I waited. It rained! Then?\nNobody came") == (
        "I waited.",
        "It rained!",
        "Then?",
        "Nobody came",
    )


def test_every_guess_is_followed_by_a_correction_of_the_one_it_is_about() -> None:
    for exercise in exercises().values():
        if WAYS[exercise.interaction].guesses:
            acts = [step_.act.value for step_ in exercise.steps]
            assert "correct" in acts[acts.index("guess") :] if "guess" in acts else "correct" in acts, (
                exercise.id
            )


def test_an_answer_is_mine_to_have_heard_once_the_other_has_rated_it_and_never_before() -> None:
    run = done(joined(exercises()["small-thing"]), AIKO, START, told="A long queue.")
    run = done(run, BEN, START, answer="Was it the slow till again?")
    assert rated_answers(run, BEN) == ()
    run = done(run, AIKO, START, landed="partly", facets="")
    heard = Rated("A long queue.", "Was it the slow till again?", Landed.PARTLY)
    assert rated_answers(run, BEN) == (heard,)
    assert rated_answers(run, AIKO) == ()


@pytest.mark.parametrize(
    ("id", "page", "field", "fits"),
    [("argue-their-side", 2, "fully", "10"), ("return-time", 0, "minutes", "40")],
)
def test_a_number_is_in_plain_digits(id: str, page: int, field: str, fits: str) -> None:
    run, now = at_page(by_interaction(id), page)
    who = min(run.actors)
    for wrong in ("²", "٣", "-1", "1.5", "1" * 5000):
        with pytest.raises(NotOffered):
            done(run, who, now, **{field: wrong})
    assert done(run, who, now, **{field: fits}).said[-1].fields[field] == fits


def test_whoever_answers_cannot_rate_it() -> None:
    run, now = at_page("small-thing", 2)
    with pytest.raises(NotYourTurn):
        done(run, BEN, now, landed="yes")


def test_a_tap_is_one_of_three_and_cannot_be_left_out() -> None:
    run, now = at_page("small-thing", 2)
    for wrong, error in (("", SomethingMissing), ("perfect", NotOffered)):
        with pytest.raises(error):
            done(run, AIKO, now, landed=wrong)
    assert done(run, AIKO, now, landed="no", for_next_time="").at == 3
