"""A forgotten passphrase: what the pages and the docs say of it is what happens."""

import html
import io
import re
import zipfile
from pathlib import Path

import httpx
import pytest

from omoiyari.vault import parse_code
from tests.conftest import PASSPHRASES, Clock
from tests.web.visitors import PIN, Street, Visitor

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "forgotten-passphrase.md"
FRESH = "nine loud geese fly south"


def words(answer: httpx.Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.fixture
async def told(street: Street) -> list[str]:
    """What is said of it: before one signs up, where one signs in, and in the docs."""
    pages = [words(await street.visitor().get(path)) for path in ("/sign-up", "/sign-in")]
    return [*pages, " ".join(HOW_TO.read_text("utf-8").replace("**", "").split())]


async def forgetful(street: Street) -> tuple[Visitor, Visitor]:
    """Aiko, whose phone is remembered, and Ben, with something shared; her passphrase is gone from her head."""
    aiko, ben = await street.couple()
    await aiko.set_pin()
    await aiko.write("only for me")
    await aiko.write("what we two shared", share=True)
    await aiko.post("/leave")
    return aiko, ben


async def test_it_is_said_that_the_pin_still_opens_and_it_does_for_reading_writing_and_the_file(
    street: Street, told: list[str]
) -> None:
    for text in told:
        assert "still opens" in text
        assert "read, write and take everything with you in one file" in text
    aiko, _ben = await forgetful(street)
    assert (await aiko.post("/unlock", {"_pin": PIN})).headers["location"] == "/today"
    assert "only for me" in (await aiko.get("/journal")).text
    await aiko.write("written without the passphrase")
    file = await aiko.post("/me/data/export", {"pin": PIN})
    assert file.headers["content-type"] == "application/zip"
    held = zipfile.ZipFile(io.BytesIO(file.content)).read("notebook.txt").decode()
    assert "only for me" in held
    assert "written without the passphrase" in held


async def test_it_is_said_that_the_pin_sets_no_new_passphrase_and_it_does_not(
    street: Street, told: list[str]
) -> None:
    for text in told:
        assert "cannot set a new passphrase" in text
        assert "choose a new passphrase under Me" not in text
    aiko, _ben = await forgetful(street)
    await aiko.post("/unlock", {"_pin": PIN})
    for path, form in (
        ("/me/passphrase", {"fresh": FRESH}),
        ("/me/passphrase", {"fresh": FRESH, "pin": PIN, "passphrase": PIN}),
        ("/me/recovery", {"pin": PIN}),
        ("/me/data/erase", {"pin": PIN, "sure": "yes"}),
    ):
        assert (await aiko.post(path, form)).status_code == 401, path
    assert (await street.visitor().post("/sign-in", {"name": "Aiko", "passphrase": FRESH})).status_code == 401


async def test_it_is_said_that_a_recovery_code_opens_and_asks_for_a_new_passphrase_and_it_does(
    street: Street, told: list[str]
) -> None:
    for text in told:
        assert "recovery code" in text
        assert "asks for a new passphrase" in text
    aiko = await street.visitor("Aiko").sign_up()
    await aiko.write("only for me")
    page = await aiko.post("/me/recovery", {"passphrase": PASSPHRASES["Aiko"]})
    found = re.search(r'class="copyable"[^>]*>([^<]+)<', page.text)
    assert found is not None
    code = parse_code(found[1])
    new = street.visitor("Aiko")
    assert "New passphrase" in words(await new.get("/recover"))
    assert (
        await new.post("/recover", {"name": "Aiko", "code": code, "passphrase": FRESH})
    ).status_code == 303
    assert "only for me" in (await new.get("/journal")).text
    again = {"name": "Aiko", "code": code, "passphrase": "another set of words here"}
    assert (await street.visitor().post("/recover", again)).status_code == 401, "it works once"


async def test_it_is_said_how_to_begin_anew_and_that_the_partner_chooses_and_so_it_goes(
    street: Street, told: list[str]
) -> None:
    for text in told:
        assert "under another name" in text
        assert "only if your partner chooses" in text
    _aiko, ben = await forgetful(street)
    anew = street.visitor("Aiko the second")
    form = {"name": "Aiko", "passphrase": FRESH, "understood": "yes", "adult": "yes"}
    assert (await anew.post("/sign-up", form)).status_code == 422, "the old name is taken"
    assert (await anew.post("/sign-up", {**form, "name": "Aiko the second"})).status_code == 303
    await ben.post("/unlink")
    assert (await anew.post(await ben.invite())).status_code == 303
    for one in (ben, anew, ben):
        await one.get("/today")
    assert "what we two shared" not in (await anew.get("/together")).text
    older = re.search(r'name="bond" value="([0-9a-f]{32})"', (await ben.get("/link")).text)
    assert older is not None
    await ben.post("/link/bring-back", {"bond": older[1]})
    await anew.post("/leave")
    await anew.post("/sign-in", {"name": "Aiko the second", "passphrase": FRESH})
    assert "what we two shared" in (await anew.get("/together")).text
    assert "only for me" not in (await anew.get("/journal")).text


async def test_a_phone_that_is_used_is_remembered_for_another_year(street: Street, clock: Clock) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    clock.go(days=1)
    opened = await aiko.post("/unlock", {"_pin": PIN})
    renewed = [c for c in opened.headers.get_list("set-cookie") if c.startswith("__Host-phone=")]
    assert len(renewed) == 1
    assert "Max-Age=31536000" in renewed[0]
    clock.go(days=1)
    assert (await aiko.post("/unlock", {"_pin": PIN})).status_code == 303
    assert "A new phone signed in" not in (await aiko.get("/me")).text
