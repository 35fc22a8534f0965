"""What the page of an exercise promises, it keeps: one drawn card, neighbour words, a dictionary handed on."""

import re
from html import unescape

from omoiyari.library import exercises, feelings, questions
from tests.web.practising import begin, filled_form, play
from tests.web.visitors import Street, Visitor

THE_CARD = re.compile(r'the-question">([^<]*)')


async def test_one_card_is_drawn_at_the_door_the_same_for_both(linked: tuple[Visitor, Visitor]) -> None:
    path = await begin("emotion-walk", *linked)
    drawn = {unescape(THE_CARD.findall((await one.get(path)).text)[0]) for one in linked}
    assert len(drawn) == 1
    cards = exercises()["emotion-walk"].steps[0].prompts
    assert drawn <= set(cards)
    page = unescape((await linked[0].get(path)).text)
    assert sum(card in page for card in cards) == 1


async def test_a_word_is_held_against_its_own_neighbours(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    path = await begin("name-it", aiko)
    await aiko.post(path, {"what": "done", "move": "0", "family": "anger"})
    word = re.findall(r'name="word" value="([^"]+)"', (await aiko.get(path)).text)[0]
    assert feelings().feeling(word).family == "anger"
    await aiko.post(path, {"what": "done", "move": "1", "word": word})
    offered = re.findall(r'name="truest" value="([^"]+)"', (await aiko.get(path)).text)
    chosen = feelings().feeling(word)
    assert offered == [one.id for one in feelings().nearest(chosen.pleasantness, chosen.energy, 5)]
    assert word in offered


async def test_a_corrected_dictionary_can_be_kept_under_meanings_and_leaves_other_signs_alone(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    await aiko.post("/me/meanings", {"silence": "old", "space": "I recharge."})
    path = await begin("what-silence-means", aiko, ben)
    for one in linked:
        await one.post(path, filled_form((await one.get(path)).text, f"{one.name} says so.") or {})
    for one in linked:
        mended = {"mended_silence": f"{one.name} counts to ten.", "mended_jokes": "I am scared."}
        await one.post(path, {"what": "done", "move": "1", **mended})
    page = (await aiko.get(path)).text
    form = page.split('action="/me/meanings"')[1].split("</form>")[0]
    kept = {n: unescape(v) for n, v in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)}
    assert kept == {
        "silence": "Aiko counts to ten.",
        "tears": "Aiko says so.",
        "laughter": "I am scared.",
        "touch": "Aiko says so.",
        "talking": "",
        "space": "I recharge.",
    }
    assert (await aiko.post("/me/meanings", kept)).status_code == 303
    assert "Aiko counts to ten." in (await aiko.get("/me/meanings")).text
    assert "Aiko counts to ten." not in (await ben.get("/me/meanings")).text


async def through(one: Visitor, id: str, *pages: dict[str, str]) -> str:
    """Fill in the pages of an exercise alone; hands back its address."""
    path = await begin(id, one)
    for move, form in enumerate(pages):
        answer = await one.post(path, {"what": "done", "move": str(move), **form})
        assert answer.status_code == 303, answer.text
    return path


async def test_one_question_fits_what_was_tapped_and_is_swapped_until_it_does(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    steps = exercises()["made-to-measure"].steps
    taps = [{"pick": step.prompts[0]} for step in steps[:3]]
    path = await begin("made-to-measure", aiko)
    for move, form in enumerate(taps):
        assert "the-question" not in (await aiko.get(path)).text
        assert (await aiko.post(path, {"what": "done", "move": str(move), **form})).status_code == 303
    light = {one.text for one in questions() if one.closeness == 1}
    seen = []
    for move in range(3, 6):
        seen.append(unescape(THE_CARD.findall((await aiko.get(path)).text)[0]))
        assert (
            await aiko.post(path, {"what": "done", "move": str(move), "fits": "another"})
        ).status_code == 303
    assert len(set(seen)) == 3
    assert set(seen) <= light, "five minutes and half an eye"
    taken = THE_CARD.findall((await aiko.get(path)).text)
    assert (await aiko.post(path, {"what": "done", "move": "6", "fits": "yes"})).status_code == 303
    end = (await aiko.get(path)).text
    assert "To take along" in end
    assert THE_CARD.findall(end) == taken, "it can still be read when it is to be asked"


async def test_breathing_asks_for_nothing_and_ends_by_the_clock(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, _ = linked
    path = await begin("breathing-space", aiko)
    html = ""
    for _ in range(6):
        html = (await aiko.get(path)).text
        assert "<textarea" not in html
        if "<breath-shape" in html:
            break
        street.clock.go(seconds=20)
    assert "<breath-shape" in html
    street.clock.go(minutes=4)
    assert "<breath-shape" not in (await aiko.get(path)).text
    assert "How calm are you now?" in await play(street, path, aiko)


async def test_the_signpost_asks_for_no_word_and_nobody_else_finds_it(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    before = [(await ben.get(where)).text for where in ("/today", "/practise")]
    path = await begin("signpost", aiko)
    for _ in range(8):  # nothing is ticked and nothing written, to its very end
        html = (await aiko.get(path)).text
        if "To take along" in html:
            break
        form = {n: v for n, v in (filled_form(html, "") or {}).items() if n in ("what", "move")}
        assert (await aiko.post(path, form)).status_code == 303, html
    assert "To take along" in (await aiko.get(path)).text
    assert (await ben.get(path)).status_code == 404
    assert [(await ben.get(where)).text for where in ("/today", "/practise")] == before


async def test_two_columns_stand_beside_each_other_with_what_was_in_the_way(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    way = exercises()["got-it-missed-it"].steps[2].prompts[0]
    path = await through(
        aiko, "got-it-missed-it", {"caught": "The sigh."}, {"missed": "The pause."}, {"in_the_way": way}
    )
    page = unescape((await aiko.get(path)).text)
    assert all(told in page for told in ("The pause.", way))
    assert (await ben.get(path)).status_code == 404


async def test_thanks_name_the_deed_and_what_it_gave_and_come_back_as_an_echo(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await begin("specific-thanks", aiko, ben)
    thanks = {"deed": "You warmed the car.", "gave": "I was not cold for once."}
    assert (await ben.post(path, {"what": "done", "move": "0", **thanks})).status_code == 409
    assert (await aiko.post(path, {"what": "done", "move": "0", **thanks})).status_code == 303
    page = (await ben.get(path)).text
    assert all(told in page for told in thanks.values())
    assert (await aiko.post(path, {"what": "done", "move": "1", "echo": "x"})).status_code == 409
    assert (
        await ben.post(path, {"what": "done", "move": "1", "echo": "So it was the seat!"})
    ).status_code == 303
    assert "So it was the seat!" in (await aiko.get(path)).text


async def test_what_is_hard_to_say_is_heard_back_as_warm_or_hot_and_as_it_was_meant(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await begin("say-it-with-i", aiko, ben)
    form = {
        "part1": "When the door slams",
        "part2": "I jump",
        "over_there": "You had a day",
        "part3": "Softly?",
    }
    assert (await aiko.post(path, {"what": "done", "move": "0", **form, "over_there": ""})).status_code == 409
    assert (await aiko.post(path, {"what": "done", "move": "0", **form})).status_code == 303
    page = (await ben.get(path)).text
    assert all(told in page for told in form.values())
    for move in range(1, 4):
        html = (await ben.get(path)).text
        if 'name="warmth"' in html:
            sent = {"what": "done", "move": str(move), "warmth": "2", "meant": "Close it softly."}
            assert (await ben.post(path, sent)).status_code == 303
            break
        for one in linked:
            await one.post(path, filled_form((await one.get(path)).text, "x") or {})
    assert "Close it softly." in (await aiko.get(path)).text


def test_no_step_names_a_time_that_its_page_does_not_offer() -> None:
    assert not any("tomorrow" in step.text.lower() for step in exercises()["break-with-a-time"].steps)


def test_what_no_phone_can_lock_is_not_promised_as_locked() -> None:
    for id in ("questions-only", "good-news"):
        assert "locked" not in exercises()[id].essence


# --- for oneself alone --------------------------------------------------------------------------------------


async def game(aiko: Visitor, ben: Visitor, *, found: bool) -> str:
    """One round of three facts, in which both guess rightly or both wrongly; hands back its address."""
    path = await begin("two-truths-and-a-feeling", aiko, ben)
    facts = {"fact1": "A door.", "fact2": "A bus.", "fact3": "Rain.", "which": "2", "felt": "lonely"}
    guess = {"which": "2" if found else "1", "felt": "lonely"}
    for move, (one, form) in enumerate(
        [
            (aiko, facts),
            (ben, guess),
            (aiko, {"behind": "x"}),
            (ben, facts),
            (aiko, guess),
            (ben, {"behind": "y"}),
        ]
    ):
        assert (await one.post(path, {"what": "done", "move": str(move), **form})).status_code == 303
    return path


async def test_after_ten_guesses_it_is_told_what_luck_would_have_found(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    for number in range(9):
        path = await game(aiko, ben, found=number % 3 == 0)
    assert "After ten guesses" in (await aiko.get(path)).text
    path = await game(aiko, ben, found=True)
    page = (await aiko.get(path)).text
    assert "So far you found 4 of 10. Luck alone finds about one in three." in page
    assert "That cannot be told from luck." in page
    for _ in range(6):
        path = await game(aiko, ben, found=True)
    assert "more than luck alone would find" in (await aiko.get(path)).text
    await aiko.post("/sit")
    assert "You and luck" not in (await aiko.get(path)).text


async def test_words_that_were_found_are_told_as_words_and_never_counted(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    await aiko.check_in(own="worried")
    for word in ("let-down", "furious"):
        path = await begin("name-it", aiko)
        for move, form in enumerate(({"family": "anger"}, {"word": word}, {"truest": word}, {"text": "So."})):
            await aiko.post(path, {"what": "done", "move": str(move), **form})
    page = (await aiko.get(path)).text.split("Words you found lately")[1].split("</section>")[0]
    told = re.findall(r'own-words">([^<]*)', page)[0].split(", ")
    assert {"furious", "worried"} <= set(told)
    assert not re.search(r"\d", re.sub(r"<[^>]*>", "", page))
    assert "worried" not in (await ben.get("/practise/name-it")).text


async def test_who_listens_may_note_for_themself_that_they_cut_in(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    path = await begin("high-and-low", aiko, ben)
    hers = (await aiko.get(path)).text
    assert "I cut in" not in hers
    assert "I cut in" in (await ben.get(path)).text
    assert (await aiko.post(f"{path}/cut-in")).status_code == 404
    events = street.house.hub._newest.copy()
    assert (await ben.post(f"{path}/cut-in")).headers["location"] == path
    assert events == street.house.hub._newest
    assert (await aiko.get(path)).text == hers
    assert "Back to listening." in (await ben.get(path)).text
    await play(street, path, aiko, ben)
    assert "You noted that you cut in" in (await ben.get(path)).text
    assert "You noted" not in (await aiko.get(path)).text
