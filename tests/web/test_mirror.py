"""Blind spots: my picture and how I am seen, shown to me alone; what I said of the other is the other's to read."""

import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from tests.conftest import PASSPHRASES, Clock
from tests.web.practising import begin
from tests.web.visitors import Street, Visitor

ROWS = range(4)
PLAN, TEARS = "The plan on Monday.", "The joke when I cried."


def answers(own: str, expected: str, partner: str, example: str) -> dict[str, str]:
    """One step for each of the four, of me, as I expect it, and of the other."""
    told = {"self": own, "expected": expected, "partner": partner}
    return {f"{name}_{row}": steps[row] for name, steps in told.items() for row in ROWS} | {
        "example": example
    }


AIKOS = answers(own="0123", expected="0000", partner="4444", example=PLAN)
BENS = answers(own="1111", expected="2222", partner="4120", example=TEARS)


async def sends(one: Visitor, path: str, **fields: str) -> None:
    assert (await one.post(path, {"what": "done", "move": "0", **fields})).status_code == 303


async def seen_by(one: Visitor, path: str) -> str:
    html = (await one.get(path)).text
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


async def answered(linked: tuple[Visitor, Visitor]) -> str:
    aiko, ben = linked
    path = await begin("blind-spots", aiko, ben)
    await sends(aiko, path, **AIKOS)
    await sends(ben, path, **BENS)
    return path


async def test_nothing_of_it_is_on_the_others_page_before_both_are_in(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await begin("blind-spots", aiko, ben)
    await sends(aiko, path, **AIKOS)
    for one in linked:
        seen = await seen_by(one, path)
        assert "you see yourself much as" not in seen
        assert PLAN not in seen


async def test_each_reads_in_words_how_they_are_seen_and_by_whom(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    path = await answered(linked)
    seen = await seen_by(aiko, path)
    # her own 0 1 2 3 beside Ben's 4 1 2 0
    assert "In 2 of 4 you see yourself much as Ben does." in seen
    assert "You: hardly ever. Ben: nearly always. You thought it would be: hardly ever." in seen
    assert seen.count("Ben sees more of it than you do.") == 1
    assert seen.count("Ben sees less of it than you do.") == 1
    assert seen.count("You two see this much alike.") == 2
    assert "In 0 of 4 you see yourself much as Aiko does." in await seen_by(ben, path)


async def test_what_i_said_of_the_other_and_their_own_picture_are_not_shown_to_me(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await answered(linked)
    for one, mine, about_me in ((aiko, PLAN, TEARS), (ben, TEARS, PLAN)):
        seen = await seen_by(one, path)
        assert about_me in seen
        assert mine not in seen
    assert "You: now and then. Ben: now and then." in await seen_by(aiko, path)


async def test_it_stands_there_at_the_end_too_and_still_for_its_subject_alone(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await answered(linked)
    for one in linked:
        await one.post(path, {"what": "done", "move": "1", "true": f"{one.name} heard it."})
    for one, other in ((aiko, ben), (ben, aiko)):
        seen = await seen_by(one, path)
        assert "you see yourself much as" in seen
        assert f"{other.name} heard it." not in seen


async def test_neither_export_holds_the_others_own_picture_of_themself(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    await answered(linked)
    for one, own, foreign in ((aiko, "3", "1"), (ben, "1", "3")):
        told = await one.post("/me/data/export", {"passphrase": PASSPHRASES[one.name]})
        text = ZipFile(BytesIO(told.content)).read("notebook.json").decode().replace(" ", "")
        assert f'"self_3":"{own}"' in text
        assert f'"self_3":"{foreign}"' not in text


async def test_the_next_time_says_how_it_was_the_time_before(
    linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, ben = linked
    await answered(linked)
    clock.go(days=30)
    for one in linked:
        await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})
    path = await answered(linked)
    assert "Last time, on Monday 2 March, it was 2." in await seen_by(aiko, path)
    assert "Last time, on Monday 2 March, it was 0." in await seen_by(ben, path)


async def test_before_one_screen_for_two_it_stays_shut(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    path = await answered(linked)
    await aiko.post("/sit", {"sit": "yes"})
    seen = await seen_by(aiko, path)
    assert "for one pair of eyes" in seen
    assert TEARS not in seen


async def test_a_stranger_finds_nothing_of_it(street: Street, linked: tuple[Visitor, Visitor]) -> None:
    path = await answered(linked)
    chidi = await street.visitor("Chidi").sign_up()
    assert (await chidi.get(path)).status_code == 404


async def test_no_other_exercise_holds_this_mirror_up(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    path = await begin("morning-question", aiko, ben)
    assert "you see yourself much as" not in await seen_by(aiko, path)
