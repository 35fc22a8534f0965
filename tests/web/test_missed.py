"""The page of missed cues: my own, gathered over time, in words first, and on nobody else's page."""

import re
from html import unescape

from tests.conftest import PASSPHRASES, Clock
from tests.web.practising import begin
from tests.web.visitors import Street, Visitor

PAGE = "/insights/missed"
FIX = "I wanted to fix it."


async def notes(one: Visitor, cue: str, *, share: bool = False) -> str:
    """Write a missed cue into the journal; hands back its address."""
    id = await one.id_in("/journal/new?form=missed_cue")
    form = {
        "form": "missed_cue",
        "cue": cue,
        "did": "I talked on.",
        "why": "Tired.",
        "try": "Look up.",
        "id": id,
    }
    assert (await one.post("/journal", {**form, "share": "yes" if share else "no"})).status_code == 303
    return f"/entry/{id}"


async def practises(one: Visitor, cue: str, why: str = FIX) -> str:
    """Note one in the exercise; hands back its address."""
    path = await begin("missed-cue", one)
    pages = [
        {"text": cue},
        {"text": "I gave advice."},
        {"pick": why},
        {"text": "Perhaps about Monday?"},
        {"pick": "Ask about it tonight."},
    ]
    for move, fields in enumerate(pages):
        assert (await one.post(path, {"what": "done", "move": str(move), **fields})).status_code == 303
    return path


async def words(one: Visitor) -> str:
    html = (await one.get(PAGE)).text
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


async def test_before_the_first_note_it_is_kindly_empty(linked: tuple[Visitor, Visitor]) -> None:
    assert "A cue you noticed late is still a cue you noticed." in await words(linked[0])


async def test_below_five_it_says_so_and_shows_the_notes_without_a_pattern(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    for cue in ("They sighed.", "They said fine.", "They looked at the floor."):
        await practises(aiko, cue)
    told = await words(aiko)
    assert "Not enough yet to say anything honest: 3 of 5 missed cues." in told
    assert "They said fine." in told
    assert "What got in the way" not in told


async def test_from_five_on_it_says_which_how_often_since_when_and_what_id_try(
    linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, _ = linked
    for cue in ("They sighed.", "They said fine.", "A long pause."):
        await practises(aiko, cue)
    clock.go(days=70)
    await aiko.post("/sign-in", {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"]})
    for cue in ("A hand taken away.", "The kettle, loudly."):
        await notes(aiko, cue)
    told = await words(aiko)
    assert "Since 2 March you have noted 5." in told
    assert "2 of them in the last four weeks, 0 in the four before." in told
    assert f"{FIX} 3 times" in told
    assert "I’d try: Look up." in told
    assert "I’d try: Ask about it tonight." in told
    assert told.index("The kettle, loudly.") < told.index("They sighed.")


async def test_each_note_leads_to_where_it_stands(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    places = [await notes(aiko, "They sighed."), await practises(aiko, "A long pause.")]
    html = (await aiko.get(PAGE)).text
    for place in places:
        assert f'href="{place}"' in html
        assert (await aiko.get(place)).status_code == 200


async def test_nothing_of_it_is_on_any_page_of_the_partner_or_a_stranger(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    chidi = await street.visitor("Chidi").sign_up()
    before = [(await one.get(PAGE)).text for one in (ben, chidi)]
    for number in range(6):
        await practises(aiko, f"Heron number {number}.")
        await notes(aiko, f"Kettle number {number}.")
    assert [(await one.get(PAGE)).text for one in (ben, chidi)] == before


async def test_a_note_i_shared_is_still_gathered_for_me_and_not_for_the_other(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    place = await notes(aiko, "They sighed.", share=True)
    await aiko.post(f"{place}/send")
    assert "They sighed." in (await ben.get("/together")).text
    assert "They sighed." in await words(aiko)
    assert "They sighed." not in await words(ben)


async def test_a_note_that_was_deleted_is_counted_no_more(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    place = await notes(aiko, "They sighed.")
    await aiko.post(f"{place}/delete")
    assert "Nothing noted yet" in await words(aiko)


async def test_a_note_that_was_changed_is_counted_once_on_the_day_it_was_noted(
    linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, _ = linked
    place = await notes(aiko, "They sighed.")
    clock.go(days=1)
    await aiko.post("/sign-in", {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"]})
    await aiko.post(place, {"form": "missed_cue", "cue": "They sighed twice.", "version": "1"})
    told = await words(aiko)
    assert "Monday 2 March They sighed twice." in told
    assert "1 of 5" in told


async def test_an_exercise_that_was_not_finished_is_no_note(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    path = await begin("missed-cue", aiko)
    await aiko.post(path, {"what": "done", "move": "0", "text": "They sighed."})
    assert "Nothing noted yet" in await words(aiko)


async def test_it_is_reached_from_insights_and_from_my_pages(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    for path in ("/insights", "/journal"):
        assert f'href="{PAGE}"' in (await aiko.get(path)).text


async def test_long_lists_come_a_leaf_at_a_time(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    for number in range(22):
        await notes(aiko, f"Heron number {number}.")
    assert (await words(aiko)).count("Heron number") == 20
    assert (await aiko.get(f"{PAGE}?leaf=2")).text.count("Heron number") == 2
