"""The weekly check: only when asked for, once a week at most, and told in words to one person; no name for them."""

import re

from omoiyari.couple import Audience
from tests.web.evenings import next_evening, notebook_of, today, words
from tests.web.visitors import Street, Visitor

Linked = tuple[Visitor, Visitor]
HEAVY = dict.fromkeys(("numb", "short", "away", "drained", "steering", "minding", "whose"), "3")
LABELS = re.compile(r"burn(ed|t)?.?out|fatigue|symptom|score", re.I)


async def page(one: Visitor) -> str:
    return words((await one.get("/me/enough")).text)


async def live(street: Street, one: Visitor, *levels: int) -> None:
    """A week of taps of one height after another; it ends on the evening of the last."""
    for number, level in enumerate(levels):
        if number:
            await next_evening(street, one, days=7)
        taps = {name: str(level) for name in HEAVY}
        assert (await one.post("/me/enough", taps)).headers["location"] == "/me/enough"


async def test_it_is_on_today_only_for_whoever_wished_it_and_then_once_a_week(
    street: Street, linked: Linked
) -> None:
    aiko, _ = linked
    assert "My weekly taps" not in await today(aiko)
    await aiko.post("/me/enough/weekly", {"weekly": "yes"})
    assert "My weekly taps" in await today(aiko)
    await live(street, aiko, 1)
    assert "My weekly taps" not in await today(aiko)
    await next_evening(street, aiko, days=6)
    assert "My weekly taps" not in await today(aiko)
    await next_evening(street, aiko)
    assert "My weekly taps" in await today(aiko)
    await aiko.post("/me/enough/weekly", {"weekly": "no"})
    assert "My weekly taps" not in await today(aiko)


async def test_any_of_the_seven_may_be_skipped_but_not_all(street: Street, linked: Linked) -> None:
    aiko, _ = linked
    refused = await aiko.post("/me/enough", {"numb": "9"})
    assert refused.status_code == 422
    assert "Tap at least one of them" in refused.text
    await aiko.post("/me/enough", {"numb": "0", "whose": "4"})
    record = (await notebook_of(street, "Aiko")).last("enough")
    assert record is not None
    assert (record.audience, record.body) == (Audience.MINE, {"numb": 0, "whose": 4})


async def test_once_a_week_is_plenty(street: Street, linked: Linked) -> None:
    aiko, _ = linked
    for _ in range(2):
        await aiko.post("/me/enough", {"numb": "1"})
    assert len(list((await notebook_of(street, "Aiko")).of_kind("enough"))) == 1
    assert "Once a week is plenty." in await page(aiko)


async def test_before_there_is_enough_it_says_so(street: Street, linked: Linked) -> None:
    aiko, _ = linked
    await live(street, aiko, 1)
    told = await page(aiko)
    assert "Not enough yet to say anything honest: 1 of 3 weeks with taps." in told
    assert "Beside your earlier weeks, nothing can be said yet: 1 of 6 weeks with taps." in told


async def test_three_heavy_weeks_bring_the_lesson_light_suggestions_and_a_word_of_help(
    street: Street, linked: Linked
) -> None:
    aiko, _ = linked
    await live(street, aiko, 3, 3, 3)
    told = await page(aiko)
    assert "Several full weeks in a row" in told
    assert "Lately you tapped the three signs often." in told
    html = (await aiko.get("/me/enough")).text
    assert 'href="/learn/enough-for-today"' in html
    assert 'href="/help"' in html.split("<main")[1]
    assert not LABELS.search(told), LABELS.search(told)
    found = re.search(r"and takes about (\d+) minutes", words((await aiko.get("/practise")).text))
    assert found is not None
    assert int(found[1]) <= 5


async def test_a_rise_over_ones_own_weeks_is_told_as_a_change_and_no_more(
    street: Street, linked: Linked
) -> None:
    aiko, _ = linked
    await live(street, aiko, 0, 1, 0, 0, 2, 2, 2)
    told = await page(aiko)
    assert told.count("That is more than in your earlier weeks.") == 2
    assert "Lately you tapped the three signs now and then." in told


async def test_light_weeks_bring_nothing(street: Street, linked: Linked) -> None:
    aiko, _ = linked
    await live(street, aiko, 1, 0, 1, 1, 0, 1)
    told = await page(aiko)
    assert "Several full weeks" not in told
    assert told.count("we cannot tell") == 2


async def test_emptied_nothing_of_it_is_left(street: Street, linked: Linked) -> None:
    aiko, _ = linked
    await live(street, aiko, 3, 3, 3)
    await aiko.post("/me/enough/empty")
    assert "Several full weeks" not in await page(aiko)
    assert not list((await notebook_of(street, "Aiko")).of_kind("enough"))


async def test_once_emptied_the_same_day_can_be_tapped_again(street: Street, linked: Linked) -> None:
    aiko, _ = linked
    for level in ("3", "2", "1"):
        assert (await aiko.post("/me/enough", {"numb": level})).headers["location"] == "/me/enough"
        (kept,) = (await notebook_of(street, "Aiko")).of_kind("enough")
        assert kept.body == {"numb": int(level)}
        await aiko.post("/me/enough/empty")


async def test_heavy_weeks_of_hers_show_to_ben_nowhere(street: Street, linked: Linked) -> None:
    aiko, ben = linked
    await live(street, aiko, 3, 3)
    await next_evening(street, aiko, ben, days=7)
    before = [(await ben.get(path)).content for path in ("/together", "/practise", "/me", "/me/enough")]
    await aiko.post("/me/enough", HEAVY)
    assert [
        (await ben.get(path)).content for path in ("/together", "/practise", "/me", "/me/enough")
    ] == before


async def test_it_works_for_one_alone(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    await aiko.post("/me/enough/weekly", {"weekly": "yes"})
    assert "My weekly taps" in await today(aiko)
