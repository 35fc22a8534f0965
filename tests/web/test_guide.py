"""A guide for a tough talk at the door: shown, kept only by wish, for one alone, and never where it is not safe."""

import re

from omoiyari.couple import Audience
from tests.web.evenings import notebook_of, sign_in, words
from tests.web.practising import begin, play
from tests.web.visitors import Street, Visitor

Linked = tuple[Visitor, Visitor]
MONEY = {
    "topic": "money",
    "hope": "decide",
    "when": "the bills come",
    "feel": "uneasy",
    "theirs": "He thinks I count peas.",
    "back": "60",
}
DANGER = "He put his hands round my neck."


async def kept(aiko: Visitor, **more: str) -> str:
    """The address of a guide that she kept."""
    return (await aiko.post("/practise/guide", {**MONEY, "keep": "yes", **more})).headers["location"]


async def test_it_says_how_to_begin_what_to_ask_how_to_mend_when_to_stop_and_what_to_do_next_day(
    linked: Linked,
) -> None:
    page = words((await linked[0].post("/practise/guide", MONEY)).text)
    for piece in (
        "There is something about money on my mind. Is now a good time?",
        "When the bills come, I feel uneasy.",
        "How does this look from where you are?",
        "Your own guess He thinks I count peas.",
        "May I say it again?",
        "We come back in an hour, and whoever asked for the break begins.",
        "feels right in daylight",
        "tested by nobody",
    ):
        assert piece in page, piece


async def test_it_is_on_the_practise_page(linked: Linked) -> None:
    assert 'href="/practise/guide"' in (await linked[0].get("/practise")).text


async def test_nothing_is_kept_unless_i_say_so_and_then_for_me_alone(street: Street, linked: Linked) -> None:
    aiko, ben = linked
    await aiko.post("/practise/guide", MONEY)
    assert not list((await notebook_of(street, "Aiko")).of_kind("guide", "sign"))
    path = await kept(aiko)
    record = (await notebook_of(street, "Aiko")).last("guide")
    assert record is not None
    assert record.audience is Audience.MINE
    assert "When the bills come" in (await aiko.get(path)).text
    assert path in (await aiko.get("/practise/guide")).text
    assert (await ben.get(path)).status_code == 404
    assert (await ben.post(f"{path}/remove")).status_code == 404
    await aiko.post(f"{path}/remove")
    assert (await aiko.get(path)).status_code == 404
    assert not list((await notebook_of(street, "Aiko")).of_kind("guide", "sign")), "nor what was read in it"


async def test_without_a_topic_the_form_comes_back_filled(linked: Linked) -> None:
    answer = await linked[0].post("/practise/guide", {**MONEY, "topic": ""})
    assert answer.status_code == 422
    assert "Choose what it is about" in answer.text
    assert "uneasy</textarea>" in answer.text


async def test_words_of_danger_bring_the_help_page_and_no_guide_and_nothing_is_kept(
    street: Street, linked: Linked
) -> None:
    aiko, _ = linked
    for more in ({}, {"keep": "yes"}):
        html = (await aiko.post("/practise/guide", {**MONEY, "theirs": DANGER, **more})).text
        page = words(html)
        assert "To begin" not in page
        assert "Make my guide" not in page
        assert 'href="/help"' in html.split("<main")[1].split("</main>")[0]
    assert not list((await notebook_of(street, "Aiko")).of_kind("guide"))


async def test_while_a_flag_stands_no_talk_is_urged_and_what_was_kept_can_still_be_deleted(
    linked: Linked,
) -> None:
    aiko, ben = linked
    path = await kept(aiko)
    before = (await ben.get("/practise/guide")).content
    await aiko.write(DANGER)
    for page in (words((await aiko.get("/practise/guide")).text), words((await aiko.get(path)).text)):
        assert "Not every day is one for a hard talk" in page
        assert "To begin" not in page
        assert "Make my guide" not in page
    assert "danger" not in words((await aiko.get("/practise/guide")).text).lower(), "nor is it said why"
    assert "To begin" not in words((await aiko.post("/practise/guide", MONEY)).text)
    assert (await aiko.post(f"{path}/remove")).status_code == 303
    assert (await ben.get("/practise/guide")).content == before


async def test_how_straight_it_begins_is_what_the_one_who_listens_has_set(
    street: Street, linked: Linked
) -> None:
    aiko, ben = linked
    assert 'value="soft" checked' in (await aiko.get("/practise/guide")).text
    path = await begin("how-we-are-set", aiko, ben)
    for one, straight in ((aiko, "4"), (ben, "0")):
        rows = {f"{name}_{row}": "2" for name in ("mine", "guess") for row in range(6)}
        form = {"what": "done", "move": "0", **rows, "mine_0": straight}
        assert (await one.post(path, form)).status_code == 303
    await play(street, path, aiko, ben)
    hers, his = (await aiko.get("/practise/guide")).text, (await ben.get("/practise/guide")).text
    assert 'value="plain" checked' in hers
    assert 'value="soft" checked' in his
    assert "Chosen by what you two set" in hers


async def test_after_the_talk_the_same_taps_as_on_today_are_there(street: Street, linked: Linked) -> None:
    aiko, _ = linked
    html = (await aiko.get(await kept(aiko))).text
    assert re.search(r'action="/felt".*?name="felt".*?name="spoke"', html, re.S)
    await aiko.post("/felt", {"felt": "5", "spoke": "6"})
    assert (await notebook_of(street, "Aiko")).last("felt") is not None


async def test_before_one_screen_it_asks_for_the_pin(linked: Linked) -> None:
    aiko, _ = linked
    await aiko.set_pin()
    await aiko.post("/sit")
    assert (await aiko.get("/practise/guide")).headers["location"] == "/locked?next=/practise/guide"
    assert "/practise/guide" not in (await aiko.get("/practise")).text


async def test_it_works_for_one_alone(street: Street) -> None:
    chidi = await street.visitor("Chidi").sign_up()
    assert "When the bills come, I feel uneasy." in words((await chidi.post("/practise/guide", MONEY)).text)


async def test_two_guides_are_laid_side_by_side_once_both_are_in_and_nothing_is_kept_of_them(
    street: Street, linked: Linked
) -> None:
    aiko, ben = linked
    assert 'href="/practise/two-guides"' in (await aiko.get(await kept(aiko))).text
    path = await begin("two-guides", aiko, ben)
    guides = {"hope": "To be heard.", "matter": "Her bills and mine.", "theirs": "You think I am careless."}
    await aiko.post(path, {"what": "done", "move": "0", **guides})
    assert "Her bills and mine." not in (await ben.get(path)).text
    await ben.post(path, {"what": "done", "move": "0", **guides, "matter": "The rent."})
    for one in linked:
        page = (await one.get(path)).text
        assert "Her bills and mine." in page
        assert "The rent." in page
    for one in linked:
        await one.post(path, {"what": "done", "move": "1", "right": "I am only tired."})
    assert "I am only tired." in (await aiko.get(path)).text
    street.clock.go(hours=3)
    for _ in range(2):
        await sign_in(aiko, ben)
        for one in linked:
            await one.get("/practise")
    assert "bills" not in repr([r.body for r in (await notebook_of(street, "Ben")).records])
