"""The say-do ledger: mine to write, the other's to say whether it felt kept, and nothing counts."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Phone
from tests.web.evenings import notebook_of
from tests.web.visitors import Street, Visitor


async def promised(street: Street) -> tuple[Visitor, Visitor, str]:
    """Aiko promised Ben a walk; the promise's id."""
    aiko, ben = await street.couple()
    await aiko.post("/promises", {"text": "a walk after supper", "by": "2026-03-06"})
    found = re.search(r"/promises/([0-9a-f]{32})/felt", (await ben.get("/promises")).text)
    assert found is not None
    return aiko, ben, found[1]


@pytest.mark.browser
def test_a_promise_is_on_the_other_phone_and_the_receiver_says_whether_it_felt_kept(
    couple: tuple[Phone, Phone],
) -> None:
    aiko, ben = couple
    ben.go("/promises")
    page = aiko.go("/promises")
    page.get_by_label("I’ll").fill("put my phone in the drawer on Friday")
    page.get_by_label("By").fill("2026-03-06")
    page.get_by_role("button", name="Promise it").click()
    expect(ben.page.get_by_text("put my phone in the drawer on Friday")).to_be_visible()
    ben.page.get_by_role("button", name="Not yet").click()
    expect(aiko.page.get_by_text("Not yet. Talk about what got in the way.")).to_be_visible()
    ben.page.get_by_role("button", name="Yes").click()
    expect(aiko.page.get_by_text("It felt kept.")).to_be_visible()
    expect(ben.page.get_by_role("button", name="Not yet")).to_have_count(0)
    for phone in couple:
        assert re.search(r"\d+ (kept|of|promises)|%", phone.page.locator("main").inner_text()) is None


async def test_only_the_receiver_says_whether_it_felt_kept(street: Street) -> None:
    aiko, ben, id = await promised(street)
    assert (await aiko.post(f"/promises/{id}/felt", {"felt": "yes"})).status_code == 404
    assert (await ben.post(f"/promises/{id}/felt", {"felt": "partly"})).status_code == 303
    assert "It felt kept in part." in (await aiko.get("/promises")).text


async def test_only_its_author_lets_a_promise_go(street: Street) -> None:
    aiko, ben, id = await promised(street)
    assert (await ben.post(f"/promises/{id}/let-go")).status_code == 404
    assert (await aiko.post(f"/promises/{id}/let-go")).status_code == 303
    for one in (aiko, ben):
        assert "a walk after supper" not in (await one.get("/promises")).text


async def test_what_is_still_open_comes_first_by_its_day(street: Street) -> None:
    aiko, ben, kept = await promised(street)
    await ben.post(f"/promises/{kept}/felt", {"felt": "yes"})
    for text, by in (("later thing", "2026-03-20"), ("sooner thing", "2026-03-10")):
        await ben.post("/promises", {"text": text, "by": by})
    page = (await aiko.get("/promises")).text
    places = [page.index(text) for text in ("sooner thing", "later thing", "a walk after supper")]
    assert places == sorted(places)


async def test_a_promise_without_a_day_comes_back_filled(street: Street) -> None:
    aiko, _ = await street.couple()
    answer = await aiko.post("/promises", {"text": "a quiet hour", "by": "soon"})
    assert answer.status_code == 422
    assert "Choose the day by which you want to have done it." in answer.text
    assert 'value="a quiet hour"' in answer.text


async def test_of_an_ended_link_a_promise_stands_as_it_is_and_only_its_author_lets_it_go(
    street: Street,
) -> None:
    aiko, ben, kept = await promised(street)
    await ben.post(f"/promises/{kept}/felt", {"felt": "yes"})
    await aiko.post("/promises", {"text": "a quiet hour", "by": "2026-03-07"})
    found = re.search(r"/promises/([0-9a-f]{32})/felt", (await ben.get("/promises")).text)
    assert found is not None
    await aiko.post("/unlink")
    for relinked in (False, True):
        if relinked:
            await ben.post(await aiko.invite())
        his = (await ben.get("/promises")).text
        for text in ("a walk after supper", "It felt kept.", "a quiet hour"):
            assert text in his
        assert re.search(r"/promises/[0-9a-f]{32}/", his) is None, "nothing to tap"
        late = await ben.post(f"/promises/{found[1]}/felt", {"felt": "yes"})
        assert late.status_code == 422
        assert "This was shared in a link that has ended" in late.text
        assert f"/promises/{found[1]}/let-go" in (await aiko.get("/promises")).text


async def test_the_same_page_sent_twice_promises_once_and_a_fresh_page_may_say_the_same(
    street: Street,
) -> None:
    aiko, _ = await street.couple()
    sent = {"text": "a walk after supper", "by": "2026-03-06"}
    for id in (await aiko.id_in("/promises"), await aiko.id_in("/promises")):
        for _ in range(2):
            assert (await aiko.post("/promises", {**sent, "id": id})).status_code == 303
    assert len(list((await notebook_of(street, "Ben")).of_kind("promise"))) == 2


async def test_a_page_left_open_says_that_the_link_of_a_promise_has_ended(street: Street) -> None:
    aiko, ben, kept = await promised(street)
    await ben.post(f"/promises/{kept}/felt", {"felt": "yes"})
    await aiko.post("/unlink")
    late = await ben.post(f"/promises/{kept}/take-back")
    assert late.status_code == 422
    assert "This was shared in a link that has ended" in late.text


async def test_letting_go_of_a_promise_of_an_ended_link_wakes_no_new_partner(street: Street) -> None:
    aiko, _, id = await promised(street)
    await aiko.post("/unlink")
    chidi = await street.visitor("Chidi").sign_up()
    await chidi.post(await aiko.invite())
    for one in (aiko, chidi):
        await one.get("/today")
    before = dict(street.house.hub._newest)
    assert (await aiko.post(f"/promises/{id}/let-go")).status_code == 303
    assert street.house.hub._newest == before
