"""Exercises at the web door: begun, joined, played by two, seen by nobody else, and cleared away."""

import asyncio
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from omoiyari.library import Act, Exercise, Mode, People, Place, exercises
from omoiyari.web.run import ELSEWHERE
from tests.conftest import PASSPHRASES, Clock
from tests.web.practising import begin, filled_form, play
from tests.web.reachable import out_of_reach
from tests.web.visitors import Street, Visitor

PLAYED = [e for e in exercises().values() if e.interaction not in ELSEWHERE]
GROUPS = [PLAYED[at::6] for at in range(6)]


async def _form(one: Visitor, path: str, words: str) -> dict[str, str]:
    return filled_form((await one.get(path)).text, words) or {"what": "done"}


@pytest.mark.sweep
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0].id)
async def test_every_exercise_can_be_played_at_the_door_without_scripts(
    street: Street, linked: tuple[Visitor, Visitor], group: list[Exercise]
) -> None:
    aiko, ben = linked
    for exercise in group:
        two = exercise.people is People.TWO
        path = await begin(exercise.id, aiko, ben if two else None)
        html = await play(street, path, aiko, ben)
        assert exercise.take_away.split("'")[0] in html.replace("&#39;", "'"), exercise.id
        guesses = any(step.act is Act.GUESS for step in exercise.steps)
        assert ('name="effort"' in html) == guesses, exercise.id
        assert all(question.replace("'", "&#39;") in html for question in exercise.after), exercise.id
        assert (
            await aiko.post(f"{path}/after", {"now": "5", "heard": "4", "effort": "6"})
        ).status_code == 303
        html = (await aiko.get(path)).text
        assert "/after" not in html, exercise.id
        assert ("The effort you saw: 6 of 6." in html) == guesses, exercise.id
        assert "To take along" in html, exercise.id


async def test_the_shelf_lies_in_boards_and_each_exercise_on_one_of_them(
    linked: tuple[Visitor, Visitor],
) -> None:
    html = (await linked[0].get("/practise")).text
    boards = dict(re.findall(r"<summary><span>(As two|Alone)(.*?)</summary>", html))
    assert set(boards) == {"As two", "Alone"}
    for id in exercises():
        assert html.count(f'<li><a href="/practise/{id}">') == 1, id
    told = [int(count) for count in re.findall(r"<summary><span>(?:As two|Alone),[^·]*· (\d+)<", html)]
    assert sum(told) == len(exercises())
    short = (await linked[0].get("/practise?minutes=5&people=alone")).text
    assert "Alone, in five minutes ·" not in short, "what was asked for lies open"


async def test_how_long_a_break_is_to_be_is_said_in_words(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    path = await begin("break-with-a-time", aiko, ben)
    await aiko.post(path, {**(await _form(aiko, path, "")), "minutes": "40"})
    assert '<dd class="own-words" dir="auto">forty minutes</dd>' in (await ben.get(path)).text


def test_what_only_a_mouse_or_an_eye_could_use_is_found() -> None:
    wrong = out_of_reach(
        '<h1>Tea</h1><input name="a"><button></button><div role="button">x</div><img src="b">'
    )
    assert [found.split(":")[0] for found in wrong] == [
        "no name", "pretends to be what it is not", "a picture without words", "no name",
    ]  # fmt: skip
    fine = '<h1>Tea</h1><label for="a">A</label><input id="a"><label>B<select></select></label><a href="/">Go</a>'
    assert out_of_reach(fine) == []


@pytest.mark.parametrize(
    "id", ["morning-question", "emotion-swap", "photo-album", "fear-and-hope", "love-map", "fresh-look"]
)
async def test_what_is_locked_until_both_are_in_is_on_no_page_of_the_other_before(
    street: Street, linked: tuple[Visitor, Visitor], id: str
) -> None:
    aiko, ben = linked
    path = await begin(id, aiko, ben)
    for one in {"emotion-swap": (aiko, ben), "photo-album": (aiko,)}.get(id, ()):
        await one.post(path, await _form(one, path, "We begin."))
    await aiko.post(path, await _form(aiko, path, "Aiko's secret heron."))
    assert "heron" not in (await ben.get(path)).text
    await ben.post(path, await _form(ben, path, "Ben's kettle."))
    assert "heron" in (await ben.get(path)).text
    assert "kettle" in (await aiko.get(path)).text


async def test_the_feeling_behind_a_fact_stays_shut_until_the_guess_is_in(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await begin("two-truths-and-a-feeling", aiko, ben)
    facts = {"fact1": "The door stuck.", "fact2": "It rained.", "fact3": "A bus came."}
    await aiko.post(path, {"what": "done", "move": "0", **facts, "which": "2", "felt": "lonely"})
    before = (await ben.get(path)).text
    assert "It rained." in before
    assert "Behind which one" not in before
    await ben.post(path, {"what": "done", "move": "1", "which": "2", "felt": "worried"})
    assert "Pure luck finds it one time in three" in (await ben.get(path)).text


async def test_the_effort_that_was_seen_stands_beside_what_was_found_for_its_reader_alone(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    path = await begin("two-truths-and-a-feeling", aiko, ben)
    await play(street, path, aiko, ben)
    before = (await ben.get(path)).text
    await aiko.post(f"{path}/after", {"now": "3", "heard": "2", "effort": "5"})
    html = (await aiko.get(path)).text
    assert "Pure luck finds it one time in three" in html
    assert "The effort you saw: 5 of 6. It counts at least as much as hitting the mark." in html
    assert (await ben.get(path)).text == before
    await aiko.post("/sit")
    assert "The effort you saw" not in (await aiko.get(path)).text


async def test_an_exercise_that_was_done_counts_without_a_tap_and_once(
    street: Street, linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, ben = linked
    path = await begin("love-map", aiko, ben)
    await play(street, path, aiko, ben)
    for one in linked:
        await one.get(path)
        assert "You have practised today." in (await one.get("/practise")).text
    await aiko.post(f"{path}/after", {"now": "5"})
    await aiko.post(f"{path}/after", {"now": "1"})
    kept = await exported(aiko)
    assert kept.count('"tapped": true') == 1
    assert '"now": 5' in kept
    clock.go(hours=24)
    await aiko.post("/sign-in", {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"]})
    assert "You have practised today." not in (await aiko.get("/practise")).text


async def test_one_that_was_stopped_does_not_count(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    path = await begin("love-map", aiko, ben)
    await ben.post(path, {"what": "stop", "keep": "it"})
    await aiko.get(path)
    assert "You have practised today." not in (await aiko.get("/practise")).text


async def test_the_second_question_afterwards_is_kept_too(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    path = await begin("felt-first", aiko, ben)
    html = await play(street, path, aiko, ben)
    assert "How understood do you feel?" in html.split("/after")[1]
    await aiko.post(f"{path}/after", {"second": "6"})
    assert '"second": 6' in await exported(aiko)


async def exported(one: Visitor) -> str:
    answer = await one.post("/me/data/export", {"passphrase": PASSPHRASES[one.name]})
    return ZipFile(BytesIO(answer.content)).read("notebook.json").decode()


async def test_whoever_taps_no_effort_is_shown_none(street: Street, linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    path = await begin("love-map", aiko, ben)
    await play(street, path, aiko, ben)
    await aiko.post(f"{path}/after", {"now": "3"})
    html = (await aiko.get(path)).text
    assert "The effort you saw" not in html
    assert "To take along" in html


async def test_a_stale_page_changes_nothing_and_says_so(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    path = await begin("three-minute-check-in", aiko, ben)
    assert (await aiko.post(path, {"what": "done", "move": "0"})).status_code == 303
    again = await aiko.post(path, {"what": "done", "move": "0"})
    assert again.status_code == 409
    assert "Nothing was changed" in again.text
    assert "You have the floor." in (await ben.get(path)).text


async def test_whoever_has_not_the_floor_cannot_take_it(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    path = await begin("three-minute-check-in", aiko, ben)
    page = (await ben.get(path)).text
    assert "Aiko is speaking." in page
    assert "Your turn in" in page
    assert (await ben.post(path, {"what": "done", "move": "0"})).status_code == 409


async def test_a_stranger_and_whoever_is_not_signed_in_find_nothing(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    path = await begin("three-minute-check-in", aiko, ben)
    chidi = await street.visitor("Chidi").sign_up()
    assert (await chidi.get(path)).status_code == 404
    assert (await chidi.post(path, {"what": "stop", "keep": "nothing"})).status_code == 404
    assert (await street.visitor().get(path)).status_code == 303
    assert "You have the floor." in (await aiko.get(path)).text


async def test_what_somebody_does_alone_is_nowhere_for_the_other(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    before = (await ben.get("/practise")).text, (await ben.get("/today")).text
    path = await begin("boundary-builder", aiko)
    await aiko.post(path, {"what": "done", "move": "0", "limit": "No calls after ten."})
    assert (await ben.get(path)).status_code == 404
    assert ((await ben.get("/practise")).text, (await ben.get("/today")).text) == before


@pytest.mark.parametrize("stopper", [0, 1])
async def test_after_stop_and_keep_nothing_no_word_of_it_is_left_in_the_files(
    street: Street, linked: tuple[Visitor, Visitor], stopper: int
) -> None:
    aiko, ben = linked
    path = await begin("emotion-swap", aiko, ben)
    for one in linked:
        await one.post(path, {"what": "done", "move": "0"})
    for one in linked:
        await one.post(path, {"what": "done", "move": "1", "side": f"{one.name} was waiting."})
    assert "Ben was waiting." in (await aiko.get(path)).text
    assert (await linked[stopper].post(path, {"what": "stop", "keep": "nothing"})).status_code == 303
    for one in (aiko, ben, aiko, ben):
        html = (await one.get(path)).text
        assert "Nothing of it is kept" in html
        assert "was waiting" not in html
    sealed = await _sealed_kinds(street)
    assert sealed <= 1  # at most the word that it was stopped, until its author's next visit


async def _sealed_kinds(street: Street) -> int:
    """How many rows of the run still hold words: all but tombstones and the two names."""
    from sqlalchemy import text

    async with street.house.cellar.notebook.read() as connection:
        rows = await connection.execute(
            text(
                "SELECT count(*) FROM records WHERE sealed IS NOT NULL AND audience IN ('ours', 'round')"
                " AND id NOT IN (SELECT id FROM records WHERE sealed IS NULL)"
            )
        )
        return int(rows.scalar() or 0) - 2


@pytest.mark.parametrize("first", [0, 1])
async def test_an_exercise_that_keeps_nothing_is_cleared_away_whoever_comes_by_first(
    street: Street, linked: tuple[Visitor, Visitor], clock: Clock, first: int
) -> None:
    aiko, ben = linked
    path = await begin("say-it-back", aiko, ben)
    await play(street, path, aiko, ben)
    clock.go(hours=3)
    for one in (linked[first], linked[1 - first], linked[first]):
        await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})
        assert (await one.get("/practise")).status_code == 200
    assert await _sealed_kinds(street) == 0


async def test_said_back_the_end_tells_that_there_was_a_yes_and_whether_it_took_another_round(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    path = await begin("say-it-back", aiko, ben)
    assert "A yes at the first go, both times." in await play(street, path, aiko, ben)
    path = await begin("say-it-back", aiko, ben)
    for move, one in enumerate((aiko, ben)):
        await one.post(path, {"what": "done", "move": str(move)})
    await aiko.post(path, {"what": "done", "move": "2", "so": "close"})
    for one in (aiko, ben):
        page = (await one.get(path)).text
        assert "Page 1 of" in page
        assert "Not a yes yet:" in page
    assert "It took one more round." in await play(street, path, aiko, ben)


async def test_a_partner_finds_the_card_and_may_let_it_lie(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    path = await begin("three-minute-check-in", aiko)
    assert path in (await ben.get("/today")).text
    assert path in (await ben.get("/practise")).text
    assert "It begins when both of you are here" in (await aiko.get(path)).text
    before = (await aiko.get(path)).text
    await ben.get(path)
    assert (await aiko.get(path)).text == before


async def test_a_form_that_is_missing_a_part_comes_back_filled(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    path = await begin("specific-thanks", aiko)
    answer = await aiko.post(path, {"what": "done", "move": "0", "deed": "You warmed the car.", "gave": ""})
    assert answer.status_code == 409
    assert "You warmed the car." in answer.text
    assert "One part is still empty" in answer.text


@pytest.mark.parametrize("id", ["emotion-swap", "their-side-first"])
async def test_a_correction_waits_until_every_sentence_has_its_mark(
    linked: tuple[Visitor, Visitor], id: str
) -> None:
    aiko, ben = linked
    path = await begin(id, aiko, ben)
    for one in linked:
        await one.post(path, await _form(one, path, "We begin."))
    for one in linked:
        await one.post(path, {"what": "done", "move": "1", "side": "I was waiting. It was cold."})
    half = {"what": "done", "move": "2", "marks_0": "partly", "words_0": "In the rain."}
    for form in ({"what": "done", "move": "2"}, half, {**half, "marks_1": "perfectly"}):
        answer = await aiko.post(path, form)
        assert answer.status_code == 409
        assert answer.text.count("Every sentence wants its mark") == 1
    assert 'value="In the rain."' in answer.text
    assert re.search(r'name="marks_0" value="partly"[^>]* checked', answer.text)
    assert (await aiko.post(path, {**half, "marks_1": "right"})).status_code == 303


async def test_two_presses_at_once_count_once(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    path = await begin("three-minute-check-in", aiko, ben)
    press = {"what": "done", "move": "0"}
    await asyncio.gather(aiko.post(path, press), aiko.post(path, press))
    assert "You have the floor." in (await ben.get(path)).text


async def test_what_i_go_without_is_kept_for_me_and_never_suggested(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    before = (await ben.get("/practise")).text
    assert (await aiko.post("/practise", {"touch": "yes", "eye-contact": "yes"})).status_code == 303
    assert 'name="touch" value="yes" checked' in (await aiko.get("/practise")).text
    assert (await ben.get("/practise")).text == before


async def test_the_trainer_keeps_nothing_unless_it_is_asked_to(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, _ = linked
    page = (await aiko.get("/practise/trainer")).text
    of = page.split('name="of" value="')[1].split('"')[0]
    answer = await aiko.post("/practise/trainer", {"of": of, "text": "That sounds lonely. What was it like?"})
    assert "One more way to put it" in answer.text
    assert "it may be wrong" in answer.text or "not installed" in answer.text
    assert "Listening trainer" in answer.text
    assert "lonely" not in await exported(aiko)
    kept = await aiko.post("/practise/trainer", {"of": of, "text": "That sounds lonely.", "keep": "yes"})
    assert kept.status_code == 303
    assert (await exported(aiko)).count('"kind": "practised"') == 1, "it counts once a day"
    assert "You have practised today." in (await aiko.get("/practise")).text


async def test_filters_narrow_the_library_and_say_so_where_nothing_is_left(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    short = (await aiko.get("/practise?minutes=5&people=alone")).text
    assert all(
        (f"/practise/{e.id}" in short) == (e.minutes <= 5 and e.people is People.ALONE)
        for e in exercises().values()
    )
    none_left = (await aiko.get("/practise?minutes=5&people=two&place=apart&grade=A")).text
    assert "Nothing with all of that" in none_left


def suggested(html: str) -> set[str]:
    """The exercises on cards of their own: what is suggested, and not merely on the shelf."""
    cards = html.split('<ul class="shelf">')[0]
    return {e.id for e in exercises().values() if f'href="/practise/{e.id}"' in cards}


async def test_apart_and_in_the_same_room_are_honoured_by_shelf_and_suggestion(
    linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, _ = linked
    for day in range(14):
        for place, away in ((Place.APART, Place.SAME_ROOM), (Place.SAME_ROOM, Place.APART)):
            html = (await aiko.get(f"/practise?place={place}&people=two&minutes=20")).text
            assert not any(f"/practise/{e.id}" in html for e in exercises().values() if e.place is away), day
            for id in suggested(html):
                assert exercises()[id].people is People.TWO
                assert exercises()[id].place.suits(place)
        clock.go(hours=24)
        await aiko.post("/sign-in", {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"]})


async def test_the_partners_closed_door_is_respected_while_it_is_shown(
    linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, ben = linked
    shelf = "/practise?people=two&minutes=45"
    while not suggested((await aiko.get(shelf)).text):  # on two days in seven there is nothing for two anyway
        clock.go(hours=24)
        for one in linked:
            await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})
    await ben.post("/me/capacity", {"door": "closed", "hours": "24"})
    assert suggested((await aiko.get(shelf)).text)
    await ben.post("/me/capacity", {"door": "closed", "hours": "24", "share": "yes"})
    assert not suggested((await aiko.get(shelf)).text)


async def test_a_long_evening_can_be_asked_for(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    page = (await aiko.get("/practise?minutes=45")).text
    assert '<option value="45" selected>45 minutes</option>' in page
    assert "/practise/emotion-walk" in page
    assert "/practise/emotion-walk" not in (await aiko.get("/practise?minutes=30")).text


async def test_where_we_mostly_are_is_kept_for_me_and_heeded_every_day(
    linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, ben = linked
    before = (await ben.get("/practise")).text
    assert (await aiko.post("/practise", {"where": "apart", "touch": "yes"})).status_code == 303
    html = (await aiko.get("/practise")).text
    assert html.count('name="where"') == 1
    assert '<option value="apart" selected>apart</option>' in html.split("Most evenings")[1]
    assert (await ben.get("/practise")).text == before
    for _ in range(14):
        found = suggested((await aiko.get("/practise")).text)
        assert all(exercises()[id].place is not Place.SAME_ROOM for id in found)
        clock.go(hours=24)
        await aiko.post("/sign-in", {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"]})
    await aiko.post("/practise", {"where": "on the moon"})
    assert '<option value="anywhere" selected>' in (await aiko.get("/practise")).text


async def test_the_words_that_are_looked_for_are_in_no_address(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    shelf = (await aiko.get("/practise")).text
    assert '<form method="post" action="/practise/search"' in shelf
    answer = await aiko.post("/practise/search", {"q": "Quarrel", "people": "two", "mood": "nonsense"})
    assert (answer.status_code, "location" in answer.headers) == (200, False)
    assert "/practise/emotion-swap" in answer.text
    assert 'value="Quarrel"' in answer.text
    assert "Nothing with all of that" in (await aiko.post("/practise/search", {"q": "zeppelin"})).text
    ignored = (await aiko.get("/practise?q=zeppelin")).text
    assert "zeppelin" not in ignored
    assert "Nothing with all of that" not in ignored


async def test_filters_without_words_lead_to_an_address_that_going_back_can_find(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    chosen = await aiko.post(
        "/practise/search", {"q": " ", "minutes": "5", "people": "alone", "grade": "best"}
    )
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/practise?minutes=5&people=alone")
    assert (await aiko.post("/practise/search")).headers["location"] == "/practise"


async def test_sorting_says_where_it_belongs_and_why_without_scripts(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    page = (await aiko.get("/learn/with-for-and-hands?item=scan-come&bin=sympathy")).text
    assert "Rather" in page
    assert "leaves the choice to you" in page


def test_no_exercise_done_in_ones_own_time_needs_the_other_to_begin() -> None:
    assert any(exercise.mode is Mode.ASYNC for exercise in PLAYED)
