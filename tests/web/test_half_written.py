"""Half-written words wait in every form that takes more than a tap, for their writer alone, until they are sent."""

import re
from urllib.parse import urlencode

import pytest

from tests.conftest import PASSPHRASES
from tests.web.evenings import both_look
from tests.web.visitors import Street, Visitor

WORDS = "something that I had only begun to say"
#: Where a form stands, what its half-written words are kept under, where they stand in it, and what sends it whole.
FORMS = {
    "/promises": ("promise", "text", {"by": "2026-03-06"}),
    "/me/meanings": ("meanings", "silence", {}),
    "/practise/questions": ("question", "text", {"for": "me"}),
    "/practise/made": ("made", "step_1", {"title": "Tea", "promise": "Calm", "minutes": "5", "for": "me"}),
    "/me/changes": ("change", "line", {"what": "job", "day": "2026-03-01"}),
    "/me/conflicts": ("conflict", "word", {"began": "2026-03-01T20:00"}),
}


async def begin(one: Visitor, slot: str, form: dict[str, str]) -> None:
    assert (await one.post(f"/drafts/{slot}", {"text": urlencode(form)})).status_code == 204


@pytest.mark.parametrize("path", FORMS)
async def test_what_was_half_written_stands_there_again_until_it_is_sent(street: Street, path: str) -> None:
    aiko, ben = await street.couple()
    slot, field, rest = FORMS[path]
    assert f'data-draft="{slot}"' in (await aiko.get(path)).text
    await begin(aiko, slot, {**rest, field: WORDS})
    assert WORDS in (await aiko.get(path)).text
    assert WORDS not in (await ben.get(path)).text
    sent = await aiko.post(path, {**rest, field: WORDS[:30]})
    assert sent.status_code == 303, sent.text
    assert WORDS not in (await aiko.get(path)).text


async def test_a_half_written_correction_waits_beside_its_reveal(street: Street) -> None:
    aiko, ben = await street.couple()
    path = await both_look(aiko, ben)
    found = re.search(r'data-draft="(correct-\w+)"', (await aiko.get(path)).text)
    assert found is not None
    await begin(aiko, found[1], {"mark": "partly", "text": WORDS})
    page = (await aiko.get(path)).text
    assert WORDS in page
    assert 'value="partly" checked' in page
    assert WORDS not in (await ben.get(path)).text
    await aiko.post(f"{path}/correct", {"mark": "right", "text": "It was Monday."})
    assert WORDS not in (await aiko.get(path)).text


@pytest.mark.parametrize("linked", [False, True])
async def test_a_half_written_line_of_a_check_in_waits_and_no_tap_does(street: Street, linked: bool) -> None:
    aiko = (await street.couple())[0] if linked else await street.visitor("Aiko").sign_up()
    assert 'data-draft="check-in-line"' in (await aiko.get("/check-in")).text
    await aiko.post("/drafts/check-in-line", {"text": WORDS})
    page = (await aiko.get("/check-in")).text
    assert WORDS in page
    assert " checked" not in page
    assert (await aiko.check_in(line=WORDS)).status_code == 303
    street.clock.go(hours=20)
    await aiko.post("/sign-in", {"name": "Aiko", "passphrase": PASSPHRASES["Aiko"]})
    assert WORDS not in (await aiko.get("/check-in")).text


async def test_before_one_screen_nobody_sees_what_the_other_had_begun(street: Street) -> None:
    aiko, ben = await street.couple()
    await aiko.set_pin()
    reveal = await both_look(aiko, ben)
    for slot in ("promise", f"correct-{reveal.removeprefix('/round/')}"):
        await begin(aiko, slot, {"text": WORDS})
    for path in ("/promises", reveal):
        assert WORDS in (await aiko.get(path)).text
    await aiko.post("/sit")
    for path in ("/promises", reveal):
        shown = await aiko.get(path)
        assert (shown.status_code, WORDS in shown.text) == (200, False)
