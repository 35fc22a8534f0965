"""What the page of an exercise promises, it keeps: one drawn card, neighbour words, a dictionary handed on."""

import re
from html import unescape

from omoiyari.library import exercises, feelings
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
