"""Questions of somebody's own at the web door: for me or for both, in the day's rotation and in exercises."""

import re
from html import unescape

import pytest

from omoiyari.library import Topic, prompts, questions
from omoiyari.practice.evening import YES, open_topics, said_yes
from tests.conftest import PASSPHRASES
from tests.web.evenings import notebook_of
from tests.web.practising import play
from tests.web.visitors import Street, Visitor

RAIN, HERON = "What did the rain tell you today?", "Where would the heron stand tonight?"


async def add(one: Visitor, text: str, whom: str = "me") -> str:
    """Add a question; hands back its id."""
    answer = await one.post("/practise/questions", {"text": text, "for": whom})
    assert answer.headers["location"] == "/practise/questions"
    html = (await one.get("/practise/questions")).text.split(text)[1]
    return re.findall(r"/practise/questions/([0-9a-f]{32})/remove", html)[0]


async def days_go_by(street: Street, days: int, *people: Visitor) -> None:
    street.clock.go(hours=24 * days)
    for one in people:
        await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})


async def today(one: Visitor) -> str:
    """The question of the day, as today's page shows it after a check-in and every reveal that waits."""
    await one.check_in()
    while look := re.search(r"/round/[0-9a-f]{32}/look", html := (await one.get("/today")).text):
        await one.post(look[0])
    return html.split("A question for today")[1].split("</section>")[0]


async def test_the_question_of_the_day_is_the_same_for_both_and_another_tomorrow(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    assert "A question for today" not in (await aiko.get("/today")).text
    first = await today(aiko)
    assert await today(ben) == first
    assert "To ask aloud, if you like. Nothing is written down." in first
    await days_go_by(street, 1, aiko)
    assert await today(aiko) != first


async def test_one_for_me_comes_tomorrow_for_me_alone_and_not_again_for_120_days(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    await add(aiko, RAIN)
    assert RAIN not in await today(aiko)
    await days_go_by(street, 1, aiko, ben)
    assert RAIN not in await today(ben)
    mine = await today(aiko)
    assert RAIN in mine
    assert "One of your own." in mine
    for _ in range(7):
        await days_go_by(street, 17, aiko)
        assert RAIN not in await today(aiko)
    await days_go_by(street, 1, aiko)
    assert RAIN in await today(aiko)


async def test_one_for_both_comes_to_both_and_says_who_added_it(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    await add(aiko, HERON, "both")
    assert HERON in (await ben.get("/practise/questions")).text
    await days_go_by(street, 1, aiko, ben)
    html = await today(ben)
    assert HERON in html
    assert "One that Aiko added." in html


async def test_ben_finds_nothing_of_what_aiko_keeps_for_herself(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    before = (await ben.get("/practise/questions")).text
    id = await add(aiko, RAIN)
    assert (await ben.get("/practise/questions")).text == before
    for what in ("share", "remove"):
        assert (await ben.post(f"/practise/questions/{id}/{what}")).status_code == 404


@pytest.mark.parametrize("way", ["added", "shared"])
async def test_the_day_of_one_for_both_does_not_tell_how_many_aiko_keeps_for_herself(
    street: Street, linked: tuple[Visitor, Visitor], way: str
) -> None:
    aiko, ben = linked
    for number in range(3):
        await add(aiko, f"What of cup {number}?")
    id = await add(aiko, HERON, "both" if way == "added" else "me")
    await aiko.post(f"/practise/questions/{id}/share")
    await days_go_by(street, 1, ben)
    assert HERON in await today(ben), "tomorrow, as if there were no other"


async def test_a_private_one_is_shared_by_a_button_of_its_own_once(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    id = await add(aiko, RAIN)
    for _ in range(2):
        assert (await aiko.post(f"/practise/questions/{id}/share")).status_code == 303
    html = (await ben.get("/practise/questions")).text
    assert html.count(RAIN) == 1
    assert "Aiko added it." in html
    assert f"{id}/remove" not in html


async def test_what_is_removed_is_gone_for_both_and_from_the_days(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    before = [(await one.get("/practise/questions")).text for one in linked]
    id = await add(aiko, HERON, "both")
    assert (await ben.post(f"/practise/questions/{id}/remove")).status_code == 404
    assert (await aiko.post(f"/practise/questions/{id}/remove")).status_code == 303
    assert [(await one.get("/practise/questions")).text for one in linked] == before
    await days_go_by(street, 1, aiko, ben)
    assert HERON not in await today(aiko)
    assert (await aiko.post(f"/practise/questions/{id}/remove")).status_code == 404


async def test_an_exercise_asks_one_of_ours_first_and_a_private_one_never(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    await add(aiko, RAIN)
    id = await add(ben, HERON, "both")
    path = (await aiko.post("/practise/morning-question")).headers["location"]
    await ben.post(path, {"what": "join"})
    for one in (aiko, ben):
        html = (await one.get(path)).text
        assert HERON in html
        assert RAIN not in html
    await play(street, path, aiko, ben)
    again = (await ben.post("/practise/morning-question")).headers["location"]
    assert HERON not in (await ben.get(again)).text
    assert 'the-question">' in (await ben.get(again)).text
    third = (await aiko.post("/practise/morning-question")).headers["location"]
    await ben.post(f"/practise/questions/{id}/remove")
    assert "the-question" in (await aiko.get(third)).text


async def test_a_question_that_was_taken_out_leaves_a_kind_line_in_an_open_exercise(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    id = await add(aiko, HERON, "both")
    path = (await aiko.post("/practise/morning-question")).headers["location"]
    assert HERON in (await aiko.get(path)).text
    await aiko.post(f"/practise/questions/{id}/remove")
    html = (await aiko.get(path)).text
    assert HERON not in html
    assert "This question was taken out again. Ask one that comes to mind." in html


async def test_alone_an_exercise_asks_what_i_kept_for_myself_and_remembers_it_when_it_is_cleared(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, _ = linked
    await add(aiko, RAIN)
    path = (await aiko.post("/practise/made-to-measure")).headers["location"]
    await play(street, path, aiko)
    await aiko.post(f"{path}/after", {"now": "4"})
    await days_go_by(street, 2, aiko)
    await aiko.get("/practise")
    again = (await aiko.post("/practise/made-to-measure")).headers["location"]
    for _ in range(2):
        assert RAIN not in (await aiko.get(again)).text
        await aiko.post(again, {"what": "done", "move": "0"})


@pytest.mark.parametrize(
    ("text", "said"), [(" ", "There is nothing"), ("why " * 60, "A short question is easier to answer.")]
)
async def test_nothing_and_too_much_come_back_with_a_sentence(
    linked: tuple[Visitor, Visitor], text: str, said: str
) -> None:
    aiko, _ = linked
    answer = await aiko.post("/practise/questions", {"text": text, "for": "both"})
    assert answer.status_code == 422
    assert said in answer.text or "empty" in answer.text
    assert "None yet" in (await aiko.get("/practise/questions")).text


async def test_on_ones_own_there_is_no_button_for_both(street: Street) -> None:
    chidi = await street.visitor("Chidi").sign_up()
    html = (await chidi.get("/practise/questions")).text
    assert "Questions of my own" in html
    assert "Add it for both" not in html
    assert (await chidi.post("/practise/questions", {"text": RAIN, "for": "both"})).status_code == 422
    await add(chidi, RAIN)
    assert "Add it for both" not in (await chidi.get("/practise/questions")).text


async def test_after_the_two_have_parted_each_keeps_their_own(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    await add(aiko, HERON, "both")
    await add(ben, RAIN, "both")
    assert (await ben.post("/unlink")).status_code == 303
    html = (await aiko.get("/practise/questions")).text
    assert HERON in html
    assert RAIN not in html


async def test_before_one_screen_what_one_keeps_is_closed(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    await add(aiko, RAIN)
    await aiko.post("/sit")
    assert RAIN not in (await aiko.get("/practise/questions")).text


async def test_behind_a_closed_door_nothing_is_asked(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    await today(aiko)
    await aiko.post("/me/capacity", {"door": "closed", "hours": "12"})
    assert "A question for today" not in (await aiko.get("/today")).text


# --- by tags ----------------------------------------------------------------------------------------------


async def many_evenings(street: Street, aiko: Visitor, ben: Visitor, evenings: int) -> None:
    """So many evenings on which both check in, ending on a morning after."""
    for _ in range(evenings):
        for one in (aiko, ben):
            await one.check_in()
        await days_go_by(street, 1, aiko, ben)


def topic_asked(html: str) -> set[Topic]:
    """The topics of the library's questions that stand on a page."""
    text = unescape(html)
    return {prompt.topic for prompt in (*prompts(), *questions()) if prompt.text in text}


async def test_behind_a_half_open_door_it_is_a_light_one_and_the_others_page_stays_as_it_is(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    light = {prompt.text for prompt in prompts() if prompt.is_light}
    await many_evenings(street, aiko, ben, 8)
    while (before := unescape(await today(ben))) and "A lighter one" not in before:
        await many_evenings(street, aiko, ben, 1)
    await aiko.post("/me/capacity", {"door": "half", "hours": "12"})
    hers = unescape(await today(aiko))
    shown = [text for text in light if text in hers]
    assert len(shown) == 1
    assert "A lighter one" not in hers
    assert shown[0] in before, "it lay folded beside the one for both"
    assert unescape(await today(ben)) == before


async def test_a_topic_is_kept_by_its_ticks_and_taken_back_without_a_trace(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    his = [(await ben.get(path)).text for path in ("/practise/questions", "/together")]
    await aiko.post("/practise/questions/topics", {"sex": "yes", "grief": "yes"})
    await aiko.post("/practise/questions/topics", {"sex": "yes"})
    html = (await aiko.get("/practise/questions")).text
    assert re.findall(r'name="(\w+)" value="yes" checked', html) == ["sex"]
    assert [(await ben.get(path)).text for path in ("/practise/questions", "/together")] == his
    assert (
        said_yes(await notebook_of(street, "Ben"), (await notebook_of(street, "Aiko")).reader) == frozenset()
    )


async def test_what_both_have_said_yes_to_is_open_until_one_takes_it_back(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked

    async def opened() -> list[frozenset[Topic]]:
        return [open_topics(await notebook_of(street, name)) for name in ("Aiko", "Ben")]

    await aiko.post("/practise/questions/topics", {"sex": "yes", "parenting": "yes"})
    assert await opened() == [frozenset(), frozenset()]
    await ben.post("/practise/questions/topics", {"sex": "yes", "grief": "yes"})
    assert await opened() == [{Topic.SEX}, {Topic.SEX}]
    before = [(await ben.get(path)).text for path in ("/practise/questions", "/together")]
    await aiko.post("/practise/questions/topics")
    assert await opened() == [frozenset(), frozenset()]
    assert [(await ben.get(path)).text for path in ("/practise/questions", "/together")] == before
    hers = (await notebook_of(street, "Aiko")).reader
    assert not [
        r for r in (await notebook_of(street, "Ben")).records if r.owner == hers and r.kind in (YES, "gone")
    ]
    await aiko.post("/practise/questions/topics", {"sex": "yes"})
    assert await opened() == [{Topic.SEX}, {Topic.SEX}], "and open again by a new yes"


async def test_the_file_does_not_tell_which_topic_a_yes_is_for(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    for topic in ("sex", "grief"):
        await aiko.post("/practise/questions/topics", {topic: "yes"})
    rounds = {r.round for r in (await notebook_of(street, "Aiko")).of_kind(YES)}
    assert len(rounds) == 1, "grief alone is left"
    await ben.post("/practise/questions/topics", {"grief": "yes"})
    assert {r.round for r in (await notebook_of(street, "Ben")).of_kind(YES)} == rounds
    assert not any("grief" in str(round_) for round_ in rounds)


async def test_on_ones_own_a_yes_of_ones_own_is_enough(street: Street) -> None:
    chidi = await street.visitor("Chidi").sign_up()
    html = (await chidi.get("/practise/questions")).text
    assert "come up only once you have said yes" in html
    await chidi.post("/practise/questions/topics", {"parenting": "yes", "money": "yes"})
    assert open_topics(await notebook_of(street, "Chidi")) == {Topic.PARENTING}


@pytest.mark.sweep
async def test_a_long_evening_is_offered_after_thirty_evenings_of_both(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    await many_evenings(street, aiko, ben, 29)
    assert "For a long evening" not in (await aiko.get("/practise/questions")).text
    await many_evenings(street, aiko, ben, 1)
    hers, his = [(await one.get("/practise/questions")).text for one in (aiko, ben)]
    assert "One a week, deeper than the others and the same for both." in hers
    assert topic_asked(hers) == topic_asked(his)
    assert len(topic_asked(hers)) == 1
