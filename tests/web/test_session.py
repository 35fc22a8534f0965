"""What a browser keeps: cookies that scripts cannot read, and after a sign-out nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Playwright

from omoiyari.store.log import new_record_id
from tests.conftest import PASSPHRASES
from tests.web.conftest import ARGUMENTS, CHROMIUM, PHONE, Phone, Running
from tests.web.visitors import Street, Visitor

WORDS = "Kanarienvogel im Browser"


async def test_the_cookies_are_bound_to_the_host_and_closed_to_scripts(street: Street) -> None:
    aiko = street.visitor("Aiko")
    form = {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"], "understood": "yes", "adult": "yes"}
    told = (await aiko.post("/sign-up", form)).headers.get_list("set-cookie")
    assert len(told) == 2
    for cookie in told:
        assert cookie.startswith(("__Host-session=", "__Host-phone="))
        assert all(sign in cookie for sign in ("HttpOnly", "Secure", "Path=/", "SameSite=lax"))
        assert "Domain" not in cookie
    session = next(cookie for cookie in told if "session" in cookie)
    assert "Max-Age" not in session
    assert "expires" not in session.lower()


async def test_signing_out_clears_what_the_browser_keeps_and_ends_the_session(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    stolen = dict(aiko.client.cookies)
    answer = await aiko.post("/sign-out")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert any("__Host-session=" in c and "Max-Age=0" in c for c in answer.headers.get_list("set-cookie"))
    thief = street.visitor()
    thief.client.cookies.update(stolen)
    assert (await thief.get("/today")).headers["location"].startswith("/sign-in")


async def test_forgetting_the_phone_takes_its_cookie_too(street: Street) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    answer = await aiko.post("/sign-out", {"forget": "yes"})
    assert any("__Host-phone=" in c and "Max-Age=0" in c for c in answer.headers.get_list("set-cookie"))
    assert (await aiko.get("/locked")).headers["location"] == "/sign-in"


async def test_a_new_phone_is_told_inside_the_private_area(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    assert "A new phone signed in" not in (await aiko.get("/me")).text
    other = street.visitor("Aiko")
    await other.post("/sign-in", {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"]})
    assert "A new phone signed in" in (await aiko.get("/me")).text
    assert "A new phone signed in" not in (await aiko.get("/today")).text


async def test_an_unlink_ends_both_streams(street: Street) -> None:
    import asyncio

    aiko, ben = await street.couple()
    streams = [asyncio.create_task(one.get("/events")) for one in (aiko, ben)]
    for _ in range(500):
        await asyncio.sleep(0.01)
        if street.house.hub.open_streams == 2:
            break
    await ben.post("/unlink")
    for answer in await asyncio.wait_for(asyncio.gather(*streams), 5):
        assert answer.status_code == 200
    assert street.house.hub.open_streams == 0


async def test_a_second_tap_on_unlink_finds_it_done(linked: tuple[Visitor, Visitor]) -> None:
    aiko, ben = linked
    for one in (ben, ben, aiko):
        assert (await one.post("/unlink")).headers["location"] == "/together"


async def test_what_waited_in_the_outbox_at_an_unlink_is_mine_again_at_my_next_page(street: Street) -> None:
    aiko, ben = await street.couple()
    await aiko.post(
        "/journal", {"form": "free", "text": "half a thought", "id": new_record_id(), "share": "yes"}
    )
    assert "Send now" in (await aiko.get("/together")).text
    await ben.post("/unlink")
    together = (await aiko.get("/together")).text
    assert "Send now" not in together
    assert "half a thought" not in together
    assert "half a thought" in (await aiko.get("/journal")).text


@pytest.mark.parametrize(
    "onward", ["//evil.test", "https://evil.test", "/\\evil.test", "javascript:alert(1)", ""]
)
async def test_after_signing_in_nobody_is_sent_elsewhere(street: Street, onward: str) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    form = {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"], "next": onward}
    assert (await aiko.post("/sign-in", form)).headers["location"] == "/today"


@pytest.mark.browser
def test_after_a_sign_out_the_browsers_own_folder_holds_no_private_word(
    server: Running,
    playwright_: Playwright,
    tmp_path_factory: pytest.TempPathFactory,
    phone: Callable[[str], Phone],
) -> None:
    profile = tmp_path_factory.mktemp("profile")
    context = playwright_.chromium.launch_persistent_context(
        str(profile), executable_path=CHROMIUM, args=ARGUMENTS, viewport=PHONE
    )
    aiko = Phone("Aiko", context.pages[0], context, server.address)
    aiko.sign_up()
    page = aiko.go("/journal/new?form=struggle")
    page.get_by_label("In your words").fill(WORDS)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text(WORDS).wait_for()
    aiko.go("/journal")
    aiko.go("/me").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    context.close()
    kept = [path for path in profile.rglob("*") if path.is_file()]
    assert len(kept) > 20
    for word in (WORDS, PASSPHRASES["Aiko"]):
        for said in (word.encode(), word.encode("utf-16-le")):
            assert [str(path) for path in kept if said in path.read_bytes()] == []
