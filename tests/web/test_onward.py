"""What an exercise hands on: a limit becomes a page, a sign hangs on the door, a sorry is read back."""

import re
from html import unescape

import pytest

from tests.conftest import Clock
from tests.web.practising import begin
from tests.web.visitors import Street, Visitor

LIMIT = "No calls after ten."
INSTEAD = "Gladly on Saturday, with coffee."


async def through(one: Visitor, id: str, *pages: dict[str, str]) -> tuple[str, str]:
    """Play an exercise alone; hands back its address and its last page."""
    path = await begin(id, one)
    for move, fields in enumerate(pages):
        answer = await one.post(path, {"what": "done", "move": str(move), **fields})
        assert answer.status_code == 303, answer.text
    return path, (await one.get(path)).text


async def limit(one: Visitor, share: str = "sleep") -> tuple[str, str]:
    return await through(
        one,
        "boundary-builder",
        {"limit": LIMIT},
        {"because": "Because my head is full by then."},
        {"instead": INSTEAD},
        {"when": "From tonight.", "share": share},
    )


def handed(html: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that hands something on."""
    form = next(f for f in html.split("<form")[1:] if f'action="{action}"' in f).split("</form>")[0]
    return {n: unescape(v) for n, v in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form, re.S)}


# --- a limit --------------------------------------------------------------------------------------


async def test_a_limit_becomes_a_page_of_mine_that_nobody_else_can_open(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    before = (await ben.get("/together")).text
    _, end = await limit(aiko)
    assert "Into the outbox" not in end
    kept = await aiko.post("/journal", {**handed(end, "/journal"), "share": "no"})
    page = (await aiko.get(kept.headers["location"])).text
    assert LIMIT in page
    assert INSTEAD in page
    assert "my limits" in page
    assert (await ben.get(kept.headers["location"])).status_code == 404
    assert (await ben.get("/together")).text == before


async def test_it_is_kept_once_however_often_it_is_pressed_and_the_end_then_leads_there(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    path, end = await limit(aiko)
    for _ in range(2):
        await aiko.post("/journal", {**handed(end, "/journal"), "share": "no"})
    assert (await aiko.get("/journal")).text.count('class="card entry mine"') == 1
    again = (await aiko.get(path)).text
    assert "It is a page of your journal now." in again
    assert "Keep it as a page of mine" not in again


async def test_meant_for_the_other_it_goes_through_the_outbox(
    street: Street, linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, ben = linked
    _, end = await limit(aiko, "send")
    assert "Into the outbox" in end
    form = {**handed(end, "/journal"), "share": "yes"}
    assert (await aiko.post("/journal", form)).headers["location"] == "/together"
    assert LIMIT not in (await ben.get("/together")).text
    assert (await aiko.post(f"/entry/{form['id']}/send")).status_code == 303
    assert LIMIT in (await ben.get("/together")).text


async def test_alone_there_is_nobody_to_send_it_to(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    _, end = await limit(aiko, "send")
    assert "Into the outbox" not in end
    assert "Keep it as a page of mine" in end


async def test_a_page_that_was_deleted_again_is_not_offered_a_second_time(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    path, end = await limit(aiko)
    form = handed(end, "/journal")
    await aiko.post("/journal", {**form, "share": "no"})
    await aiko.post(f"/entry/{form['id']}/delete")
    assert "Keep it as a page of mine" not in (await aiko.get(path)).text


async def test_a_half_written_page_is_left_alone_by_it(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    await aiko.post("/drafts/new-free", {"text": "text=The+heron+stood+still"})
    _, end = await limit(aiko)
    await aiko.post("/journal", {**handed(end, "/journal"), "share": "no"})
    assert "The heron stood still" in (await aiko.get("/journal/new")).text


async def test_a_second_look_begins_with_my_own_limits_and_stores_the_mended_one(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    await limit(aiko)
    fresh = "After nine I do not talk about money."
    path, end = await through(
        aiko,
        "boundary-look-again",
        {"which": LIMIT, "verdict": "tighten"},
        {"changed": "I sleep badly."},
        {"limit": fresh, "instead": INSTEAD, "share": "sleep"},
    )
    assert handed(end, "/journal")["text"] == f"{fresh}\n{INSTEAD}"
    path = (await aiko.post("/practise/boundary-look-again")).headers["location"]
    offered = re.findall(r'name="which" value="([^"]*)"', (await aiko.get(path)).text)
    assert [unescape(one) for one in offered] == [fresh]


async def test_a_limit_kept_as_a_page_is_offered_too_and_one_that_stays_stays(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    for text, tags in (("No calls after ten.\nI sleep then.", "my limits"), ("A walk.", "evening")):
        await aiko.post("/journal", {**await page_form(aiko), "text": text, "tags": tags})
    await through(
        aiko,
        "boundary-look-again",
        {"which": "No calls after ten.", "verdict": "stay"},
        {"changed": ""},
        {"share": "sleep"},
    )
    path = (await aiko.post("/practise/boundary-look-again")).headers["location"]
    page = (await aiko.get(path)).text
    assert re.findall(r'name="which" value="([^"]*)"', page) == ["No calls after ten."]
    assert "A walk." not in page
    his = (await ben.post("/practise/boundary-look-again")).headers["location"]
    assert "No calls" not in (await ben.get(his)).text


async def test_whoever_has_no_limit_yet_writes_one_and_a_changed_one_needs_its_words(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    path = (await aiko.post("/practise/boundary-look-again")).headers["location"]
    assert '<textarea class="input" id="f-which"' in (await aiko.get(path)).text
    for move, form in enumerate(({"which": "No calls.", "verdict": "loosen"}, {"changed": "x"})):
        assert (await aiko.post(path, {"what": "done", "move": str(move), **form})).status_code == 303
    last = {"what": "done", "move": "2", "share": "sleep"}
    answer = await aiko.post(path, last)
    assert (answer.status_code, "One part is still empty" in answer.text) == (409, True)
    assert (await aiko.post(path, {**last, "limit": "Calls till nine."})).status_code == 303


async def page_form(one: Visitor) -> dict[str, str]:
    return {"form": "free", "share": "no", "id": await one.id_in("/journal/new?form=free")}


# --- a sign ---------------------------------------------------------------------------------------


async def test_the_sign_is_hung_up_with_one_button_and_comes_off_by_itself(
    linked: tuple[Visitor, Visitor], clock: Clock
) -> None:
    aiko, ben = linked
    before = (await ben.get("/today")).text
    _, end = await through(aiko, "door-sign", {"door": "closed"})
    assert "My door is closed" in end
    form = {**handed(end, "/me/capacity"), "hours": "3"}
    assert (await aiko.post("/me/capacity", form)).headers["location"] == "/today"
    assert "Only you see it." in (await aiko.get("/today")).text
    assert (await ben.get("/today")).text == before
    clock.go(hours=4)
    aiko = await sign_in(aiko)
    assert "Yours stands as below" not in (await aiko.get("/today")).text


async def test_hung_out_for_both_the_other_sees_it(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    _, end = await through(aiko, "door-sign", {"door": "half"})
    assert "Let Ben see it" in end
    await aiko.post("/me/capacity", {**handed(end, "/me/capacity"), "hours": "3", "share": "yes"})
    assert "Aiko can take in a little just now" in (await ben.get("/today")).text


async def sign_in(one: Visitor) -> Visitor:
    from tests.conftest import PASSPHRASES

    await one.post("/sign-in", {"name": one.name, "passphrase": PASSPHRASES[one.name]})
    return one


# --- a sorry --------------------------------------------------------------------------------------


async def sorry(one: Visitor, like: str, copy: str = "rest") -> tuple[str, str, str]:
    """Draft an apology; hands back its address, its last page to fill in, and its end."""
    path = await begin("whole-apology", one)
    pages = [{"did": "I forgot to pick you up."}, {"like": like}, {"will": "I will set an alarm."}]
    for move, fields in enumerate(pages):
        await one.post(path, {"what": "done", "move": str(move), **fields})
    last = (await one.get(path)).text
    await one.post(path, {"what": "done", "move": "3", "copy": copy})
    return path, last, (await one.get(path)).text


async def test_a_sorry_that_hands_the_blame_back_is_told_so_before_it_is_copied(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, _ = linked
    _, last, end = await sorry(aiko, "I am sorry you feel that way.")
    for page in (last, end):
        assert "It sounds like sorry, but the blame goes back to the other." in page
        assert "Say sorry for what you did" in page
        assert "it may be wrong" in page


async def test_a_whole_sorry_hears_nothing_against_it(linked: tuple[Visitor, Visitor]) -> None:
    aiko, _ = linked
    _, last, _ = await sorry(aiko, "You stood there alone in the rain.")
    assert "Nothing in it hands the blame back." in last


async def test_it_is_read_for_its_writer_alone_and_not_before_the_last_page(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    path = await begin("whole-apology", aiko)
    await aiko.post(path, {"what": "done", "move": "0", "did": "I am sorry you feel that way."})
    assert "goes back to the other" not in (await aiko.get(path)).text
    assert (await ben.get(path)).status_code == 404


@pytest.mark.parametrize(("copy", "shown"), [("say", True), ("rest", False)])
async def test_the_whole_draft_stands_there_to_be_said_only_if_it_is_copied_out(
    linked: tuple[Visitor, Visitor], copy: str, shown: bool
) -> None:
    aiko, _ = linked
    _, _, end = await sorry(aiko, "You stood there.", copy)
    assert ("To be said, with a mouth" in end) is shown


async def test_without_an_installed_reader_the_draft_is_kept_and_nothing_is_said_of_it(
    linked: tuple[Visitor, Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    from omoiyari.web import hearing

    monkeypatch.setattr(hearing, "heard_in", lambda text, said: None)
    aiko, _ = linked
    _, last, _ = await sorry(aiko, "I am sorry you feel that way.")
    assert "What the app heard" not in last
    assert "Copy it out, to be said" in last
