"""The fair trial at the web door: whose turn it is, what counts, what is said of it, and that nobody else is told."""

import re
from datetime import timedelta

import pytest

from omoiyari.library import exercises
from omoiyari.practice.suggest import is_solo_day
from tests.conftest import PASSPHRASES, Clock
from tests.web.practising import play
from tests.web.visitors import Street, Visitor

PAIR = {"first": "breathing-space", "second": "boundary-builder"}
FOR_TWO = {"first": "love-map", "second": "specific-thanks"}
QUESTION = "How close do you feel to"


async def turn(one: Visitor) -> str:
    """The exercise whose turn it is."""
    found = re.search(r'href="/practise/([a-z-]+)"><span>Look at it', (await one.get("/practise/trial")).text)
    return found[1] if found is not None else ""


async def begin(one: Visitor, pair: dict[str, str] = PAIR) -> str:
    """Draw the order; hands back the comparison's id."""
    assert (await one.post("/practise/trial", pair)).headers["location"] == "/practise/trial"
    found = re.search(r"/practise/trial/([0-9a-f]{32})/end", (await one.get("/practise/trial")).text)
    assert found is not None
    return found[1]


async def go(street: Street, one: Visitor, id: str, before: str, now: str, close: str = "yes") -> None:
    """One exercise alone to its end, with both taps, some days later."""
    street.clock.go(hours=72)
    await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})
    path = (await one.post(f"/practise/{id}", {"before": before, "close": close})).headers["location"]
    await play(street, path, one)
    assert (await one.post(f"{path}/after", {"now": now, "close": close})).status_code == 303


async def test_two_are_picked_and_the_lot_says_which_comes_first(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    page = (await aiko.get("/practise/trial")).text
    assert "Draw the order" in page
    assert 'value="night-off"' not in page
    assert 'value="fair-trial"' not in page
    await begin(aiko)
    page = (await aiko.get("/practise/trial")).text
    assert await turn(aiko) in PAIR.values()
    assert "Today it is the turn of" in page
    assert "0 of 12 goes" in page
    assert "Undecided so far." in page
    assert "Draw the order" not in page


@pytest.mark.parametrize(
    "pair",
    [
        {"first": "love-map", "second": "love-map"},
        {"first": "love-map"},
        {"first": "love-map", "second": "no-such-thing"},
        {"first": "night-off", "second": "fair-trial"},
    ],
)
async def test_anything_but_two_different_ones_is_asked_for_again_with_a_sentence(
    linked: tuple[Visitor, Visitor], pair: dict[str, str]
) -> None:
    aiko, _ = linked
    answer = await aiko.post("/practise/trial", pair)
    assert answer.status_code == 422
    assert "Choose two different exercises." in answer.text
    assert await turn(aiko) == ""


async def test_while_one_is_going_a_second_draws_nothing(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    id = await begin(aiko)
    assert await begin(aiko, FOR_TWO) == id


async def test_whoever_is_on_their_own_compares_what_can_be_done_alone(street: Street) -> None:
    chidi = await street.visitor("Chidi").sign_up()
    assert 'value="love-map"' not in (await chidi.get("/practise/trial")).text
    assert (await chidi.post("/practise/trial", FOR_TWO)).status_code == 422
    await begin(chidi)
    await go(street, chidi, await turn(chidi), "2", "4")
    assert "1 of 12 goes" in (await chidi.get("/practise/trial")).text


async def test_today_and_practise_say_whose_turn_it_is(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    await begin(aiko)
    title = exercises()[await turn(aiko)].title
    await aiko.check_in()
    for path in ("/practise", "/today"):
        page = (await aiko.get(path)).text
        assert "In your comparison, today it is the turn of this one." in page
        assert title in page
    assert f'action="/practise/{await turn(aiko)}/not-this"' in page


async def test_picking_one_takes_an_earlier_not_this_back(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    for id in ("love-map", *PAIR.values()):
        await aiko.post(f"/practise/{id}/not-this")
    await begin(aiko)
    page = (await aiko.get("/practise")).text
    assert "In your comparison, today it is the turn of this one." in page
    assert page.count("Suggest it again") == 1
    await aiko.post(f"/practise/{await turn(aiko)}/not-this")
    assert "In your comparison" not in (await aiko.get("/practise")).text
    assert await turn(aiko)


async def test_a_go_asks_how_close_i_feel_before_and_after_and_passes_the_turn(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, _ = linked
    await begin(aiko)
    for done in range(1, 5):
        id = await turn(aiko)
        page = (await aiko.get(f"/practise/{id}")).text
        assert QUESTION in page
        assert exercises()[id].before not in page
        other = next(one for one in PAIR.values() if one != id)
        assert QUESTION not in (await aiko.get(f"/practise/{other}")).text
        await go(street, aiko, id, "2", "5" if id == PAIR["first"] else "2")
        page = (await aiko.get("/practise/trial")).text
        assert f"{done} of 12 goes" in page
        assert "Undecided so far." in page
    assert "+3.0" in page
    assert "Likely, eight times in ten, the true difference lies between" in page


async def test_after_twelve_goes_a_wide_difference_is_named_for_me_and_for_now(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, _ = linked
    await begin(aiko)
    for _ in range(12):
        id = await turn(aiko)
        await go(street, aiko, id, "1", "5" if id == PAIR["first"] else "1")
    page = (await aiko.get("/practise/trial")).text
    title = exercises()[PAIR["first"]].title
    assert f"“{title}” seems to bring you nearer: for you, for now." in page
    assert "All goes done" in page
    assert "Draw the order" in page
    assert "In your comparison" not in (await aiko.get("/practise")).text


@pytest.mark.sweep
async def test_after_twelve_goes_alike_it_says_that_it_cannot_tell(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, _ = linked
    await begin(aiko)
    for _ in range(12):
        await go(street, aiko, await turn(aiko), "2", "4")
    page = (await aiko.get("/practise/trial")).text
    assert "Undecided. Perhaps they are about as good for you; perhaps it was too few goes to see." in page
    assert "seems to bring you nearer" not in page


async def test_what_is_done_without_the_closeness_tap_or_out_of_turn_does_not_count(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, _ = linked
    await begin(aiko)
    id = await turn(aiko)
    await go(street, aiko, next(one for one in PAIR.values() if one != id), "2", "4")
    await go(street, aiko, id, "2", "4", close="no")
    await go(street, aiko, id, "", "4")
    await go(street, aiko, id, "2", "7")
    assert "0 of 12 goes" in (await aiko.get("/practise/trial")).text
    assert await turn(aiko) == id


async def test_it_can_be_ended_and_what_is_known_stays(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, _ = linked
    id = await begin(aiko)
    await go(street, aiko, await turn(aiko), "2", "4")
    assert (await aiko.post(f"/practise/trial/{id}/end")).headers["location"] == "/practise/trial"
    page = (await aiko.get("/practise/trial")).text
    assert "Ended" in page
    assert "+2.0" in page
    assert "Draw the order" in page
    assert "In your comparison" not in (await aiko.get("/practise")).text


async def test_it_can_be_emptied_at_any_time_and_nothing_of_it_is_left(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, _ = linked
    before = (await aiko.get("/practise/trial")).text
    id = await begin(aiko)
    await go(street, aiko, await turn(aiko), "2", "4")
    assert (await aiko.post(f"/practise/trial/{id}/empty")).headers["location"] == "/practise/trial"
    assert (await aiko.get("/practise/trial")).text == before
    assert (await aiko.post(f"/practise/trial/{id}/empty")).status_code == 404


async def test_ben_joins_in_as_always_and_is_not_told_of_the_comparison(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    await begin(aiko, FOR_TWO)
    id = await turn(aiko)
    path = (await aiko.post(f"/practise/{id}", {"before": "2", "close": "yes"})).headers["location"]
    page = (await ben.get(path)).text
    assert exercises()[id].before.split("'")[0] in page.replace("&#39;", "'")
    assert QUESTION not in page
    await ben.post(path, {"what": "join", "before": "1"})
    await play(street, path, aiko, ben)
    assert QUESTION in (await aiko.get(path)).text
    assert QUESTION not in (await ben.get(path)).text
    await aiko.post(f"{path}/after", {"now": "6", "close": "yes"})
    await ben.post(f"{path}/after", {"now": "0", "close": "yes"})
    assert "1 of 12 goes" in (await aiko.get("/practise/trial")).text
    assert "of 12 goes" not in (await ben.get("/practise/trial")).text


async def test_it_counts_too_where_ben_begins_and_aiko_joins(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, ben = linked
    await begin(aiko, FOR_TWO)
    path = (await ben.post(f"/practise/{await turn(aiko)}", {"before": "2"})).headers["location"]
    assert QUESTION in (await aiko.get(path)).text
    await aiko.post(path, {"what": "join", "before": "1", "close": "yes"})
    await play(street, path, aiko, ben)
    await aiko.post(f"{path}/after", {"now": "3", "close": "yes"})
    assert "1 of 12 goes" in (await aiko.get("/practise/trial")).text


@pytest.mark.solo_days
async def test_on_some_days_a_turn_for_two_is_not_suggested_and_the_page_still_knows_it(
    street: Street, linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, _ = linked
    await begin(aiko, FOR_TWO)
    told: list[bool] = []
    while len(set(told)) < 2 or len(told) < 14:
        clock.go(hours=24)
        await aiko.post("/sign-in", {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"]})
        told.append("In your comparison" in (await aiko.get("/practise")).text)
        assert await turn(aiko)
    days = [clock().date() - timedelta(days=ago) for ago in reversed(range(len(told)))]
    for known in await _all_that_the_file_says_openly(street):
        assert told != [not is_solo_day(known, day) for day in days], "the days can be computed from the file"


async def _all_that_the_file_says_openly(street: Street) -> list[bytes]:
    """Ids and other short values, as somebody with the database file would try them as a key."""
    ask = "SELECT id FROM people UNION SELECT id FROM bonds UNION SELECT ''"
    rows = await street.house.cellar.notebook.ask(lambda file: file.execute(ask).fetchall())
    return [str(row[0]).encode()[:64] for row in rows]


async def test_two_before_one_screen_are_told_nothing_of_it(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    await begin(aiko)
    id = await turn(aiko)
    await aiko.post("/sit")
    assert "In your comparison" not in (await aiko.get("/practise")).text
    assert QUESTION not in (await aiko.get(f"/practise/{id}")).text
    for path in ("/practise/trial", "/practise/trial?again"):
        page = (await aiko.get(path)).text
        assert exercises()[id].title not in page
        assert "of 12 goes" not in page


async def test_the_exercise_of_that_name_leads_to_the_page(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    assert 'href="/practise/trial"' in (await aiko.get("/practise/fair-trial")).text
    assert (await aiko.post("/practise/fair-trial")).headers["location"] == "/practise/trial"


async def test_no_word_on_the_page_presses(street: Street, linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    await begin(aiko)
    page = (await aiko.get("/practise/trial")).text.lower()
    main = page.split("<main")[1].split("</main")[0]
    assert not re.findall(r"\b(?:must|should|streak|missed|overdue|late|only \d+ left|keep going)\b", main)
