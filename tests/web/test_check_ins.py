"""What somebody answered stays theirs to read: alone, unmatched, changed before the other's answer, or beside it."""

import asyncio
import re
from datetime import UTC

import pytest

from omoiyari.couple import Audience
from omoiyari.practice import Answer, parse_answer
from omoiyari.practice.noticed import cue_stories
from tests.web.evenings import both_answer, both_look, next_evening, notebook_of, sign_in, words
from tests.web.visitors import Street, Visitor

ALONE = {"order": "self", "self_place": "1,1", "self_word": "worried"}


# --- alone ------------------------------------------------------------------------------------------


async def test_a_line_for_me_is_kept_by_somebody_on_their_own(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    await aiko.post("/check-in", {**ALONE, "line": "the bus driver waved"})
    found = words((await aiko.get("/me/check-ins")).text)
    assert "worried" in found
    assert "the bus driver waved" in found
    aside = (await notebook_of(street, "Aiko")).last("aside")
    assert aside is not None
    assert aside.audience is Audience.MINE


async def test_on_my_own_todays_answer_can_be_changed_and_there_is_one(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    await aiko.post("/check-in", {**ALONE, "line": "as before"})
    form = (await aiko.get("/check-in?change=yes")).text
    assert re.search(r'name="line"[^>]* value="as before"', form)
    await aiko.post("/check-in", {**ALONE, "self_word": "happy", "line": "after all", "change": "yes"})
    found = words((await aiko.get("/me/check-ins")).text)
    assert ("happy" in found, "worried" in found, "as before" in found) == (True, False, False)


async def test_on_my_own_a_check_in_sent_twice_is_one(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    sent = await asyncio.gather(*[aiko.post("/check-in", ALONE) for _ in range(3)])
    assert {answer.headers["location"] for answer in sent} == {"/today"}
    book = await notebook_of(street, "Aiko")
    assert [len(list(book.of_kind(kind))) for kind in ("answer", "aside")] == [1, 1]


async def test_what_both_have_seen_stays_when_one_checks_in_alone_the_same_day(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    await both_look(aiko, ben)
    await ben.post("/unlink")
    await aiko.post("/check-in", {**ALONE, "self_word": "happy"})
    book = await notebook_of(street, "Aiko")
    hers = [record.audience for record in book.of_kind("answer") if record.owner == book.reader]
    assert hers == [Audience.ROUND, Audience.MINE]


# --- an answer nobody matched -----------------------------------------------------------------------


async def test_what_nobody_matched_is_shown_to_its_author_kindly_and_found_again(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    more = {"line": "Monday again", "underneath": "tender", "also_1": "hopeful", "also_1_strength": "1"}
    round_ = (await aiko.check_in(**more)).headers["location"]
    assert words((await ben.get(round_)).text).startswith(" A round waits for you")
    await next_evening(street, aiko, ben)
    hers = words((await aiko.get(round_)).text)
    for said in (
        "This one stays yours",
        "worried",
        "tender",
        "hopeful (a little)",
        "Nobody else has seen this",
    ):
        assert said in hers
    his = words((await ben.get(round_)).text)
    assert "This round has closed" in his
    assert "worried" not in his
    for path in ("/journal", "/me"):
        assert 'href="/me/check-ins"' in (await aiko.get(path)).text
    listed = words((await aiko.get("/me/check-ins")).text)
    assert "Monday again" in listed
    assert "No other answer stands beside it, so it is yours alone." in listed
    for looked_for in ("MONDAY", "wórried", "tender", "hopeful monday"):
        assert "Monday again" in words((await aiko.post("/me/check-ins/search", {"q": looked_for})).text)
    assert "Nothing found" in words((await aiko.post("/me/check-ins/search", {"q": "cheerful"})).text)
    assert 'href="/me/check-ins?leaf=1"' in (await aiko.post("/journal/search", {"q": "monday"})).text


async def test_a_phone_and_a_laptop_that_open_together_the_next_morning_are_both_let_in(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, _ = linked
    await aiko.check_in()
    street.clock.go(days=1)
    both = aiko, street.visitor("Aiko")
    await asyncio.gather(*(sign_in(one) for one in both))
    answers = await asyncio.gather(*(one.get("/today") for one in both))
    assert [answer.status_code for answer in answers] == [200, 200]
    book = await notebook_of(street, "Aiko")
    assert [(r.version, r.audience) for r in book.of_kind("answer")] == [(2, Audience.MINE)]
    assert book.missing == 0


async def test_a_round_i_missed_says_the_same_whether_or_not_the_other_answered(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    round_ = (await aiko.check_in()).headers["location"]
    await next_evening(street, ben)  # and not Aiko: her answer lies there still
    before = (await ben.get(round_)).content
    await aiko.post("/sign-in", {"name": "Aiko", "passphrase": "seven quiet herons wade"})
    assert (await ben.get(round_)).content == before


# --- changed before the other's is in ---------------------------------------------------------------


async def test_until_the_other_has_answered_mine_can_be_changed_and_the_old_words_are_gone(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    round_ = (await aiko.check_in(own="worried", line="first", sure="2")).headers["location"]
    waiting = (await ben.get("/today")).content
    form = (await aiko.get("/check-in?change=yes")).text
    assert re.search(r'name="self_word" value="worried" checked', form)
    assert re.search(r'name="sure" value="2" checked', form)
    again = await aiko.check_in(own="happy", line="second", change="yes")
    assert again.headers["location"] == round_
    assert (await ben.get("/today")).content == waiting, "nobody is told"
    await ben.check_in(own="content")
    await ben.post(f"{round_}/look")
    his = words((await ben.get(round_)).text)
    assert ("happy" in his, "worried" in his) == (True, False)
    export = await ben.post("/me/data/export", {"passphrase": "green kettle sings at dawn"})
    assert b"worried" not in export.content
    listed = words((await aiko.get("/me/check-ins")).text)
    assert ("second" in listed, "first" in listed) == (True, False)


async def test_once_the_other_has_answered_nothing_can_be_changed(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    round_ = await both_answer(aiko, ben)
    assert (await aiko.get("/check-in?change=yes")).headers["location"] == round_
    await aiko.check_in(own="happy", change="yes")
    await ben.post(f"{round_}/look")
    assert "worried" in words((await ben.get(round_)).text)


@pytest.mark.parametrize("first", [0, 1])
async def test_a_change_and_the_others_answer_in_the_same_instant_never_change_what_was_seen(
    linked: tuple[Visitor, Visitor], first: int
) -> None:
    aiko, ben = linked
    round_ = (await aiko.check_in(own="worried")).headers["location"]
    both = [aiko.check_in(own="happy", change="yes"), ben.check_in(own="content")]
    await asyncio.gather(*(both if first == 0 else both[::-1]))
    await ben.post(f"{round_}/look")
    seen = words((await ben.get(round_)).text)
    await aiko.check_in(own="proud", change="yes")
    assert words((await ben.get(round_)).text) == seen
    assert ("worried" in seen) != ("happy" in seen)


# --- both layers, and what a guess went by ------------------------------------------------------------


async def test_the_reveal_tells_both_layers_and_further_words_in_words(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    await aiko.check_in(underneath="lonely", also_1="hopeful", also_1_strength="3")
    round_ = (await ben.check_in(guess_underneath="lonely")).headers["location"]
    for one in linked:
        await one.post(f"{round_}/look")
    his = words((await ben.get(round_)).text)
    for said in (
        "and underneath: lonely",
        "and underneath, you thought: lonely",
        "And you felt what lay underneath.",
    ):
        assert said in his
    assert "and also: hopeful (very)" in his
    assert "and underneath, Ben thought: lonely" in words((await aiko.get(round_)).text)


async def test_what_i_went_by_is_told_to_me_after_the_reveal_as_a_story(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    by_voice = {"cue_voice": "yes", "cue_own": "the keys"}
    await aiko.check_in(own="worried")
    first = (await ben.check_in(guess="nervous", **by_voice)).headers["location"]
    assert "You went by" not in words((await ben.get(first)).text), "not before he looks"
    await ben.post(f"{first}/look")
    assert "You went by their voice, the keys, and it led you there." in words((await ben.get(first)).text)
    await aiko.post(f"{first}/look")
    assert "went by" not in words((await aiko.get(first)).text)
    await next_evening(street, aiko, ben)
    await aiko.check_in(own="worried")
    second = (await ben.check_in(guess="content", cue_voice="yes", cue_pace="yes")).headers["location"]
    await ben.post(f"{second}/look")
    told = words((await ben.get(second)).text)
    assert "You went by their voice, their pace." in told
    assert "The last time you went by their voice, on 2 March, you met the feeling." in told
    assert "The last time" not in words((await ben.get(first)).text), "an old round's story does not change"
    await ben.post("/sit")
    assert "went by" not in words((await ben.get(second)).text), "not before one screen"
    stories = cue_stories(await notebook_of(street, "Ben"), UTC)
    assert [(story.cues, story.own, story.met) for story in stories] == [
        (("voice",), "the keys", True),
        (("voice", "pace"), "", False),
    ]


# --- a correction, said anew --------------------------------------------------------------------------


async def test_a_correction_can_be_said_anew_and_both_see_that_it_was(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    round_ = await both_look(aiko, ben)
    await aiko.post(f"{round_}/correct", {"mark": "not", "text": "a slip of the thumb"})
    assert "Change what I said" in words((await aiko.get(round_)).text)
    await aiko.post(f"{round_}/correct", {"mark": "right", "text": "You had it."})
    for one in linked:
        told = words((await one.get(round_)).text)
        assert "You had it." in told
        assert told.count("Changed since.") == 1
        assert "a slip of the thumb" not in told


VERDICTS = ("You had", "close by", "you missed", "another day than you thought")


async def test_what_the_other_says_of_a_guess_takes_the_place_of_what_the_grid_says(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    round_ = await both_look(aiko, ben)
    before = words((await ben.get(round_)).text)
    assert any(verdict in before for verdict in VERDICTS)
    await aiko.post(f"{round_}/correct", {"mark": "not", "text": "It was about Monday."})
    told = words((await ben.get(round_)).text)
    assert "Aiko says: Not quite, and thank you for guessing. It was about Monday." in told
    assert not any(verdict in told for verdict in VERDICTS)


async def test_where_it_lay_is_told_in_the_words_that_were_tapped(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    round_ = await both_look(aiko, ben, self_place="-3,1", guess_place="0,-2")
    told = words((await aiko.get(round_)).text)
    assert "very unpleasant, a little stirred" in told
    assert "neither good nor bad, calm" in told


async def test_a_correction_without_its_tap_comes_back_filled_with_a_sentence_of_its_own(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    round_ = await both_look(aiko, ben)
    answer = await aiko.post(f"{round_}/correct", {"text": "It was about Monday."})
    assert answer.status_code == 422
    assert "Tap one of the three first" in words(answer.text)
    assert "It was about Monday." in answer.text
    assert "grid" not in words(answer.text)


async def test_an_old_rounds_question_stays_when_new_rounds_come(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    rounds, cards = [], []
    for _ in range(4):
        rounds.append(await both_look(aiko, ben))
        page = (await aiko.get(rounds[-1])).text
        found = re.search(r"One question, to ask aloud.*?own-words\">(.*?)</p>", page, re.S)
        assert found is not None
        cards.append(found[1])
        for round_, card in zip(rounds, cards, strict=True):
            assert card in (await aiko.get(round_)).text
        await next_evening(street, aiko, ben)
    assert len(set(cards)) == 4, "each time another one"


def test_the_form_and_what_is_kept_agree() -> None:
    form = {"self_place": "1,1", "self_word": "worried", "also_1": "x" * 90}
    kept = Answer.from_body(parse_answer(form, {"worried": "fear"}, guess=False).to_body())
    assert len(kept.also[0].word) == 40
