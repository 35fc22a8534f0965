"""What somebody throws away among the exercises is gone from the file, and some stays only where it is asked for."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.conftest import PASSPHRASES, Clock
from tests.web.practising import begin, filled_form, play
from tests.web.visitors import Street, Visitor

WORDS = "the soup went cold"


async def back(one: Visitor) -> Visitor:
    """Signed in again after some hours."""
    await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})
    return one


async def notebook(one: Visitor) -> str:
    """All that somebody takes along in their file."""
    answer = await one.post("/me/data/export", {"passphrase": PASSPHRASES[one.name]})
    return ZipFile(BytesIO(answer.content)).read("notebook.json").decode()


async def hot_message(street: Street, aiko: Visitor, fate: str) -> str:
    path = await begin("five-seconds", aiko)
    await aiko.post(path, {"what": "done", "move": "0", "text": WORDS})
    street.clock.go(seconds=6)
    assert (await aiko.post(path, {"what": "done", "move": "2", "fate": fate})).status_code == 303
    return path


async def test_a_hot_message_that_is_let_go_is_gone_and_the_exercise_still_at_its_end(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, _ = linked
    path = await hot_message(street, aiko, "let_go")
    page = (await aiko.get(path)).text
    assert "To take along" in page
    assert WORDS not in page
    assert WORDS not in await notebook(aiko)


@pytest.mark.parametrize("fate", ["keep", "soften"])
async def test_one_that_is_kept_stays(street: Street, linked: tuple[Visitor, Visitor], fate: str) -> None:
    aiko, _ = linked
    await hot_message(street, aiko, fate)
    assert WORDS in await notebook(aiko)


@pytest.mark.parametrize("fate", ["keep", "soften"])
async def test_one_that_shall_be_softer_goes_along_to_the_rehearsal(
    street: Street, linked: tuple[Visitor, Visitor], fate: str
) -> None:
    aiko, ben = linked
    page = (await aiko.get(await hot_message(street, aiko, fate))).text
    there = f'action="/practise/rehearse" class="stack"><input type="hidden" name="text" value="{WORDS}">'
    assert (there in page) is (fate == "soften")
    rehearsed = await aiko.post("/practise/rehearse", {"text": WORDS})
    assert WORDS in rehearsed.text
    assert WORDS not in (await ben.get("/today")).text


@pytest.mark.parametrize("drawer", ["away", "shut", "open"])
async def test_a_defence_is_thrown_away_alone_and_only_where_its_author_says_so(
    linked: tuple[Visitor, Visitor], drawer: str
) -> None:
    aiko, ben = linked
    path = await begin("their-side-first", aiko, ben)
    for one in linked:
        await one.post(path, {"what": "done", "move": "0", "defence": f"{one.name} meant well."})
    for one in linked:
        await one.post(path, {"what": "done", "move": "1", "side": f"{WORDS}, says {one.name}"})
    for one in linked:
        await one.post(path, filled_form((await one.get(path)).text, "So it was.") or {})
    await aiko.post(path, {"what": "done", "move": "3", "drawer": drawer})
    await ben.post(path, {"what": "done", "move": "3", "drawer": "shut"})
    kept = await notebook(aiko)
    assert ("Aiko meant well." in kept) is (drawer != "away")
    assert f"{WORDS}, says Aiko" in kept
    assert "Ben meant well." in await notebook(ben)
    assert "To take along" in (await ben.get(path)).text


async def kind_hand(street: Street, aiko: Visitor) -> str:
    path = await begin("a-kind-hand", aiko)
    html = await play(street, path, aiko)
    assert "Unless you keep it, it is cleared away in two hours." in html
    assert "The soup went cold" in await notebook(aiko)
    return path


async def test_three_kind_lines_are_cleared_away_unless_they_are_kept(
    street: Street, linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, _ = linked
    lying, kept, gone = [await kind_hand(street, aiko) for _ in range(3)]
    assert (await aiko.post(kept, {"what": "keep"})).status_code == 303
    assert "It is kept." in (await aiko.get(kept)).text
    assert (await aiko.post(gone, {"what": "let_go"})).status_code == 303
    assert "Nothing of it is kept" in (await aiko.get(gone)).text
    clock.go(hours=3)
    await (await back(aiko)).get("/practise")
    assert (await notebook(aiko)).count("The soup went cold") == 3  # of the kept one
    assert "The soup went cold" in (await aiko.get(kept)).text
    assert "The soup went cold" not in (await aiko.get(lying)).text


@pytest.mark.parametrize("keepers", [0, 1, 2])
@pytest.mark.parametrize("back_first", [0, 1])
async def test_a_nonsense_story_stays_if_both_want_it(
    street: Street, linked: tuple[Visitor, Visitor], clock: Clock, keepers: int, back_first: int
) -> None:
    path = await begin("nonsense-story", *linked)
    await play(street, path, *linked)
    for one in linked[:keepers]:
        assert (await one.post(path, {"what": "keep"})).status_code == 303
    clock.go(hours=3)
    for who in (back_first, 1 - back_first, back_first):
        await (await back(linked[who])).get("/practise")
    for one in linked:
        assert ("The soup went cold" in await notebook(one)) is (keepers == 2)


async def test_a_story_that_one_lets_go_is_gone_for_both_once_each_has_come_by(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    path = await begin("nonsense-story", *linked)
    await play(street, path, *linked)
    assert (await linked[1].post(path, {"what": "let_go"})).status_code == 303
    for one in linked:
        assert "Nothing of it is kept" in (await one.get(path)).text
        assert "The soup went cold" not in await notebook(one)


async def test_after_a_parting_what_nobody_kept_is_cleared_away_all_the_same(
    street: Street, linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, ben = linked
    path = await begin("nonsense-story", aiko, ben)
    await play(street, path, *linked)
    await aiko.post("/unlink")
    clock.go(hours=3)
    for one in (ben, aiko):
        assert (await (await back(one)).get("/practise")).status_code == 200
        assert f"I am {one.name}. The soup" not in await notebook(one)


async def test_keeping_is_asked_of_nothing_that_stays_anyway_and_of_nothing_that_goes_on(
    street: Street, linked: tuple[Visitor, Visitor]
) -> None:
    aiko, _ = linked
    path = await begin("whole-apology", aiko)
    assert (await aiko.post(path, {"what": "keep"})).status_code == 409
    await play(street, path, aiko)
    assert (await aiko.post(path, {"what": "keep"})).status_code == 303
    path = await begin("missed-cue", aiko)
    assert 'value="let_go"' not in await play(street, path, aiko)
    assert (await aiko.post(path, {"what": "let_go"})).status_code == 409


async def test_stop_and_keep_nothing_takes_the_tap_before_along_for_both(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await begin("quiet-gaze", aiko)
    await ben.post(path, {"what": "join", "before": "4"})
    assert '"kind": "before"' in await notebook(ben)
    await aiko.post(path, {"what": "stop", "keep": "nothing"})
    await ben.get(path)
    await aiko.get(path)
    for one in linked:
        kept = await notebook(one)
        assert '"kind": "before"' not in kept, one.name
