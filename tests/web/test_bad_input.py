"""Bad input: every form comes back filled with one clear sentence, and nothing is lost."""

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import FastAPI

from omoiyari.store.visit import open_notebook
from tests.conftest import PASSPHRASES
from tests.store.test_durability import room_for
from tests.web.matrix import ROUTES
from tests.web.visitors import ADDRESS, PIN, Street, Visitor

AIKO = PASSPHRASES["Aiko"]


class _Values(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.area = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "textarea":
            self.area = said["name"]
            self.values[self.area] = ""
        elif tag == "input" and said.get("type") not in ("checkbox", "radio"):
            self.values[said.get("name", "")] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data


def in_the_form(answer: httpx.Response) -> dict[str, str]:
    """What stands in the fields of a page."""
    parser = _Values()
    parser.feed(answer.text)
    return parser.values


def says(answer: httpx.Response, status: int, words: str) -> None:
    """One clear sentence, said once where it is seen first."""
    assert answer.status_code == status, answer.text
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.text))
    assert words in text, text


async def written(visitor: Visitor) -> list[str]:
    return re.findall(r'href="/entry/([0-9a-f]{32})"', (await visitor.get("/journal")).text)


# --- locks ----------------------------------------------------------------------------------------


async def test_a_wrong_passphrase(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    await aiko.post("/sign-out")
    answer = await aiko.post("/sign-in", {"name": "Aiko", "passphrase": "seven loud herons"})
    says(answer, 401, "That name and passphrase do not fit together.")
    assert in_the_form(answer)["name"] == "Aiko"
    assert "seven loud herons" not in answer.text
    assert (await aiko.post("/sign-in", {"name": "Aiko", "passphrase": AIKO})).status_code == 303


async def test_an_unknown_name_is_told_in_the_same_words(street: Street) -> None:
    await street.visitor("Aiko").sign_up()
    nobody = street.visitor()
    one = await nobody.post("/sign-in", {"name": "Aiko", "passphrase": "wrong wrong wrong"})
    other = await nobody.post("/sign-in", {"name": "Nobody", "passphrase": "wrong wrong wrong"})
    assert one.content.replace(b"Aiko", b"Nobody") == other.content


async def test_a_wrong_pin_keeps_the_words_that_were_sent(street: Street) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    id = await aiko.id_in("/journal/new")
    street.clock.go(minutes=11)
    form = {"form": "free", "text": "Written slowly, over tea.", "id": id}
    locked = await aiko.post("/journal", form)
    assert locked.status_code == 423
    assert in_the_form(locked)["text"] == "Written slowly, over tea."
    wrong = await aiko.post("/journal", {**form, "_pin": "000000"})
    says(wrong, 401, "That PIN is not right.")
    assert in_the_form(wrong)["text"] == "Written slowly, over tea."
    right = await aiko.post("/journal", {**form, "_pin": PIN})
    assert right.headers["location"] == f"/entry/{id}"
    assert await written(aiko) == [id]


async def test_a_pin_of_letters_and_two_pins_that_differ(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    answer = await aiko.post("/me/pin", {"pin": "12ab", "again": "12ab", "passphrase": AIKO})
    says(answer, 422, "A PIN has 4 to 12 digits.")
    answer = await aiko.post("/me/pin", {"pin": "1234", "again": "1235", "passphrase": AIKO})
    says(answer, 422, "The two PINs differ.")
    answer = await aiko.post("/me/pin", {"pin": "1234", "again": "1234", "passphrase": AIKO})
    says(answer, 422, "one of the PINs that everybody tries first")


@pytest.mark.parametrize(
    ("passphrase", "words"),
    [
        ("short", "at least 15 characters"),
        ("x" * 2000, "longer than 1,024 characters"),
        ("aaaaaaaaaaaaaaaaaaaa", "Many people use that passphrase"),
    ],
)
async def test_a_weak_passphrase_leaves_the_name_in_the_form(
    street: Street, passphrase: str, words: str
) -> None:
    answer = await street.visitor().post(
        "/sign-up", {"name": "Aiko", "passphrase": passphrase, "understood": "yes", "adult": "yes"}
    )
    says(answer, 422, words)
    assert in_the_form(answer)["name"] == "Aiko"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
async def test_a_name_that_is_none(street: Street, name: str) -> None:
    form = {"name": name, "passphrase": AIKO, "understood": "yes", "adult": "yes"}
    says(await street.visitor().post("/sign-up", form), 422, "1 to 60 characters")


@pytest.mark.parametrize("path", ["/me/passphrase", "/me/recovery", "/me/data/export", "/me/safe/open"])
async def test_a_passphrase_that_is_asked_for_again_is_told_of_without_a_name(
    street: Street, path: str
) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    answer = await aiko.post(path, {"passphrase": "seven loud herons", "fresh": "nine loud geese fly south"})
    says(answer, 401, "That passphrase is not right.")


async def test_a_name_that_is_taken(street: Street) -> None:
    await street.visitor("Aiko").sign_up()
    form = {"name": "aiko", "passphrase": "another long passphrase", "understood": "yes", "adult": "yes"}
    answer = await street.visitor().post("/sign-up", form)
    says(answer, 422, "That name is taken here.")
    assert in_the_form(answer)["name"] == "aiko"


async def test_a_six_digit_code_for_a_broken_secret(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    for secret in ("", "not base 32!", "ü"):
        form = {"secret": secret, "code": "123456", "passphrase": AIKO}
        says(await aiko.post("/me/second-factor", form), 401, "That code is not right")


# --- the invite -----------------------------------------------------------------------------------


async def test_a_used_an_expired_and_a_made_up_invite(street: Street) -> None:
    aiko, _ = await street.couple()
    chidi = await street.visitor("Chidi").sign_up()
    await aiko.post("/unlink")
    old = await aiko.invite()
    for path in (old, "/join/" + "A" * 43, "/join/x", "/join/%00"):
        if path == old:
            street.clock.go(hours=24, seconds=1)
            await chidi.post("/sign-in", {"name": "Chidi", "passphrase": PASSPHRASES["Chidi"]})
        for answer in (await chidi.get(path), await chidi.post(path)):
            says(answer, 410, "This invite has been used or is older than 24 hours.")


async def test_an_invite_to_oneself(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    says(await aiko.post(await aiko.invite()), 422, "This is your own invite.")


async def test_a_third_person_on_a_full_couple(street: Street) -> None:
    aiko, ben = await street.visitor("Aiko").sign_up(), await street.visitor("Ben").sign_up()
    chidi = await street.visitor("Chidi").sign_up()
    path = await aiko.invite()
    await ben.post(path)
    says(await chidi.post(path), 410, "This invite has been used")
    says(await ben.post(await chidi.invite()), 422, "You are already linked with someone.")
    assert "Link with someone" not in (await ben.get("/together")).text


# --- texts ----------------------------------------------------------------------------------------


async def test_more_than_20000_characters_come_back_whole(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    long = "words " * 3400
    id = await aiko.id_in("/journal/new")
    answer = await aiko.post("/journal", {"form": "free", "text": long, "id": id, "tags": "us"})
    says(answer, 422, "longer than 20,000 characters")
    form = in_the_form(answer)
    assert form["text"].strip() == long.strip()
    assert (form["tags"], form["id"]) == ("us", id)
    assert await written(aiko) == []
    just = {"form": "free", "text": "x" * 20_000, "id": id}
    assert (await aiko.post("/journal", just)).status_code == 303


async def test_the_longest_text_is_kept_while_it_is_written_in_any_script(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    long = "\u3042" * 20_000
    assert (await aiko.post("/drafts/new-free", {"text": urlencode({"text": long})})).status_code == 204
    assert in_the_form(await aiko.get("/journal/new"))["text"].strip() == long


async def test_control_characters_are_taken_out_and_told(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    id = await aiko.id_in("/journal/new")
    answer = await aiko.post("/journal", {"form": "free", "text": "a\x00b\x07c\x9b\tkept\nline", "id": id})
    says(answer, 422, "invisible control characters")
    assert in_the_form(answer)["text"].replace("\r", "").lstrip("\n") == "abc\tkept\nline"
    assert await written(aiko) == []


@pytest.mark.parametrize("broken", [b"%ff%fe", b"%c3%28", b"%ed%a0%80", b"%f4%90%80%80"])
async def test_broken_utf_8_is_marked_and_told(street: Street, broken: bytes) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    content = b"form=free&id=" + b"a" * 32 + b"&text=good+words+" + broken
    headers = {"Origin": ADDRESS, "Content-Type": "application/x-www-form-urlencoded"}
    answer = await aiko.client.post("/journal", content=content, headers=headers)
    says(answer, 422, "Some characters in this text are broken.")
    assert in_the_form(answer)["text"].strip().startswith("good words \ufffd")
    assert await written(aiko) == []


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"text": ""}, "There is nothing written yet."),
        ({"text": " \n "}, "There is nothing written yet."),
        ({"form": "novel", "text": "words"}, "Choose what kind of entry this is."),
        ({"text": "words", "tags": ",".join(f"t{n}" for n in range(13))}, "at most twelve tags"),
        ({"text": "words", "tags": "x" * 41}, "at most twelve tags"),
        ({"form": "missed_cue", "cue": " "}, "There is nothing written yet."),
    ],
)
async def test_an_entry_that_is_none(street: Street, form: dict[str, str], words: str) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    answer = await aiko.post("/journal", {"form": "free", "id": "a" * 32, **form})
    says(answer, 422, words)
    if form.get("text", "").strip():
        assert in_the_form(answer)["text"].strip() == form["text"]


@pytest.mark.parametrize("id", ["", "x", "A" * 32, "g" * 32, "a" * 33, "../../etc/passwd"])
async def test_an_id_that_is_none_is_not_there(street: Street, id: str) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    assert (await aiko.post("/journal", {"form": "free", "text": "words", "id": id})).status_code == 404


async def test_words_that_look_like_html_are_words(street: Street) -> None:
    aiko, ben = await street.couple()
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}"
    id = await aiko.write(bad, share=True)
    for path in ("/together", f"/entry/{id}"):
        text = (await ben.get(path)).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "{{ 7*7 }}" in html.unescape(text)


async def test_a_form_sent_twice_is_kept_once(street: Street) -> None:
    aiko, ben = await street.couple()
    id = await aiko.id_in("/journal/new")
    form = {"form": "free", "text": "once", "id": id}
    assert [(await aiko.post("/journal", form)).status_code for _ in range(3)] == [303] * 3
    assert await written(aiko) == [id]
    shared = await ben.write("from Ben", share=True)
    reply = {"text": "an answer", "id": await aiko.id_in(f"/entry/{shared}")}
    for _ in range(3):
        assert (await aiko.post(f"/entry/{shared}/reply", reply)).status_code == 303
    assert (await ben.get(f"/entry/{shared}")).text.count("an answer") == 1


async def test_the_same_form_with_other_words_is_told_and_the_words_come_back(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    id = await aiko.write("first words")
    answer = await aiko.post("/journal", {"form": "free", "text": "second words", "id": id})
    says(answer, 409, "This was changed in another place meanwhile.")
    assert in_the_form(answer)["text"].strip() == "second words"


async def test_a_page_begun_on_two_phones_and_kept_on_one_is_kept_on_the_other_as_a_page_of_its_own(
    street: Street,
) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    first = await aiko.id_in("/journal/new")
    begun = {"form": "free", "text": "The heron", "id": first}
    await aiko.post("/drafts/new-free", {"text": urlencode(begun)})
    assert await aiko.id_in("/journal/new") == first
    assert (await aiko.post("/journal", begun)).status_code == 303
    more = {**begun, "text": "The heron stood still"}
    await aiko.post("/drafts/new-free", {"text": urlencode(more)})
    anew = await aiko.get("/journal/new")
    assert "The heron stood still" in anew.text
    assert in_the_form(anew)["id"] != first
    again = in_the_form(await aiko.post("/journal", more))
    assert (again["text"].strip(), again["id"] != first) == (more["text"], True)
    assert (await aiko.post("/journal", again)).headers["location"] == f"/entry/{again['id']}"
    assert set(await written(aiko)) == {first, again["id"]}


async def test_an_answer_and_a_note_with_other_words_are_taken_when_sent_again(street: Street) -> None:
    aiko, ben = await street.couple()
    await aiko.post("/me/safe/open", {"passphrase": AIKO})
    shared = await ben.write("from Ben", share=True)
    for page, where in ((f"/entry/{shared}", f"/entry/{shared}/reply"), ("/me/safe", "/me/safe")):
        id = await aiko.id_in(page)
        assert (await aiko.post(where, {"text": "the first words", "id": id})).status_code == 303
        stale = await aiko.post(where, {"text": "the second words", "id": id})
        says(stale, 409, "This was changed in another place meanwhile.")
        assert (await aiko.post(where, in_the_form(stale))).status_code == 303
        found = (await aiko.get(page)).text
        assert ("the first words" in found, "the second words" in found) == (True, True)


async def test_a_stale_version_comes_back_with_the_words(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    id = await aiko.write("first")
    edit = {"form": "free", "text": "from this phone", "version": "1"}
    assert (await aiko.post(f"/entry/{id}", edit)).status_code == 303
    assert (await aiko.post(f"/entry/{id}", edit)).status_code == 303, (
        "the same edit sent twice is no quarrel"
    )
    answer = await aiko.post(f"/entry/{id}", {**edit, "text": "from another phone"})
    says(answer, 409, "This was changed in another place meanwhile.")
    again = in_the_form(answer)
    assert again["text"].strip() == "from another phone"
    assert "from this phone" in (await aiko.get(f"/entry/{id}")).text
    for version in ("", "-1", "x", "9" * 30, "²"):
        stale = await aiko.post(f"/entry/{id}", {**edit, "version": version, "text": "odd"})
        assert stale.status_code == 409, version
    assert (await aiko.post(f"/entry/{id}", again)).status_code == 303, "sent again, it is taken"
    assert "from another phone" in (await aiko.get(f"/entry/{id}")).text


async def test_a_field_that_is_a_file_is_no_text(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    answer = await aiko.client.post(
        "/journal",
        files={"text": ("x.txt", b"words")},
        data={"form": "free", "id": "a" * 32},
        headers={"Origin": ADDRESS},
    )
    says(answer, 422, "There is nothing written yet.")


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "multipart/form-data", "x/y; boundary=1"]
)
async def test_a_body_that_is_no_form_changes_nothing(street: Street, content_type: str) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    headers = {"Origin": ADDRESS, "Content-Type": content_type}
    answer = await aiko.client.post("/journal", content=b'{"text": "words"}', headers=headers)
    assert 400 <= answer.status_code < 500
    assert await written(aiko) == []


@pytest.mark.parametrize("path", ["/check-in", "/felt", "/me/capacity", "/promises", "/need", "/me/meanings"])
async def test_a_form_with_nothing_in_it_is_told_and_changes_nothing(street: Street, path: str) -> None:
    aiko, _ = await street.couple()
    before = len((await _book(street, aiko)).records)
    answer = await aiko.post(path)
    assert answer.status_code in (404, 422)
    assert len((await _book(street, aiko)).records) == before


async def _book(street: Street, visitor: Visitor) -> object:
    from omoiyari.store import sessions
    from omoiyari.vault import from_text

    secret = from_text(visitor.client.cookies["__Host-session"])
    assert secret is not None
    session = await sessions.find(street.house.cellar, secret, street.clock())
    assert session is not None
    assert session.keys is not None
    return await open_notebook(street.house.cellar, session.keys)


# --- the machine ----------------------------------------------------------------------------------


async def test_a_clock_set_back_locks_and_loses_nothing(street: Street) -> None:
    aiko = await (await street.visitor("Aiko").sign_up()).set_pin()
    id = await aiko.write("before the clock moved")
    street.clock.go(hours=-2)
    form = {"form": "free", "text": "after it moved", "id": "b" * 32}
    locked = await aiko.post("/journal", form)
    assert locked.status_code == 423
    assert in_the_form(locked)["text"] == "after it moved"
    assert (await aiko.post("/journal", {**form, "_pin": PIN})).status_code == 303
    assert set(await written(aiko)) == {id, "b" * 32}


async def test_a_full_disk_is_a_page_with_the_words_still_in_the_form(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    form = {"form": "free", "text": "on a full disk", "id": "c" * 32}
    with room_for(0):
        answer = await aiko.post("/journal", form)
        assert (await aiko.get("/journal")).status_code == 200
        assert (await aiko.get("/help")).status_code == 200
        assert (await aiko.get("/kitchen")).status_code == 200
    says(answer, 507, "Nothing was half kept.")
    assert in_the_form(answer)["text"].strip() == "on a full disk"
    assert await written(aiko) == []
    assert (await aiko.post("/journal", form)).status_code == 303
    assert await written(aiko) == ["c" * 32]


async def test_a_long_or_odd_address_is_not_there(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    for path in ("/entry/" + "a" * 3000, "/entry/%00", "/entry/%ff", "/entry/%F0%9F%AB%A0"):
        assert (await aiko.get(path)).status_code == 404, path


async def test_odd_cookies_are_nobody(street: Street) -> None:
    for value in ("x", "A" * 43, "%00", "=" * 50, "é" * 5):
        anybody = street.visitor()
        headers = {"Cookie": f"__Host-session={value}; __Host-phone={value}.{value}.{value}; zone={value}"}
        answer = await anybody.client.get("/today", headers={k: v.encode() for k, v in headers.items()})
        assert answer.headers["location"].startswith("/sign-in")


# --- more than a form holds ---------------------------------------------------------------------------


async def test_a_text_of_more_than_a_megabyte_comes_back_whole(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    text = "tea " * 300_000
    form = {"form": "free", "text": text, "id": await aiko.id_in("/journal/new")}
    answer = await aiko.post("/journal", form)
    says(answer, 422, "20,000")
    assert in_the_form(answer)["text"].strip() == text.strip()
    assert await written(aiko) == []


async def test_a_name_of_more_than_a_megabyte_is_told_what_a_name_is(street: Street) -> None:
    form = {"name": "a" * 1_200_000, "passphrase": AIKO, "understood": "yes", "adult": "yes"}
    says(await street.visitor().post("/sign-up", form), 422, "1 to 60 characters")


@pytest.mark.parametrize("count", [1_001, 50_000])
async def test_more_than_a_thousand_fields_are_refused_in_one_sentence_that_blames_nobody(
    street: Street, count: int
) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    id = await aiko.id_in("/journal/new")
    form = {"form": "free", "text": "words", "id": id, **{f"f{n}": "1" for n in range(count)}}
    answer = await aiko.post("/journal", form)
    says(answer, 413, "more than can be sent at once")
    assert "our side" not in answer.text
    assert await written(aiko) == []


async def test_a_thousand_fields_are_read(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    id = await aiko.id_in("/journal/new")
    form = {"form": "free", "text": "words", "id": id, **{f"f{n}": "1" for n in range(997)}}
    assert (await aiko.post("/journal", form)).status_code == 303


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x"])
async def test_what_is_no_form_at_all_is_told_so(street: Street, kind: str) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    headers = {"Origin": ADDRESS, "Content-Type": kind}
    answer = await aiko.client.post("/journal", content=b"--y no form", headers=headers)
    says(answer, 422, "This form could not be read.")


async def test_a_thousand_and_one_parts_are_too_many_however_they_are_sent(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    parts = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n' % n for n in range(1_001)
    )
    headers = {"Origin": ADDRESS, "Content-Type": "multipart/form-data; boundary=x"}
    says(
        await aiko.client.post("/journal", content=parts + b"--x--\r\n", headers=headers),
        413,
        "more than can be sent at once",
    )


# --- what stands behind a question mark ---------------------------------------------------------------

ODD = ["abc", "", "-1", "1.5", "9" * 30, "9" * 5_000, "\u0661", "<script>", "%00"]


def asked_for(app: FastAPI) -> list[tuple[str, str]]:
    """Every page, by its path, with every name that it takes behind the question mark."""
    found = []
    for line in ROUTES:
        if line.method == "GET" and "{" not in line.path:
            endpoint = next(
                route for route in every_route(app) if route.path == line.route and "GET" in route.methods
            )
            found += [(line.path, field.name) for field in endpoint.dependant.query_params]
    return found


def every_route(app: FastAPI) -> Iterator[Any]:
    waiting: list[Any] = list(app.routes)
    while waiting:
        route = waiting.pop()
        waiting += getattr(getattr(route, "original_router", None), "routes", [])
        if hasattr(route, "dependant"):
            yield route


async def test_whatever_stands_behind_a_question_mark_the_answer_is_a_page_of_ours(street: Street) -> None:
    aiko, anybody = await street.visitor("Aiko").sign_up(), street.visitor()
    asked = asked_for(street.app)
    assert {("/journal", "leaf"), ("/together", "leaf"), ("/help", "country")} <= set(asked)
    for path, name in asked:
        if path == "/events" or path == "/locked":
            continue  # a stream never ends, and that page locks
        for odd in ODD:
            for who in (aiko, anybody):
                answer = await who.client.get(path, params={name: odd})
                assert answer.status_code in (200, 303, 404), (path, name, odd, answer.text[:200])
                if answer.status_code != 303:
                    assert answer.headers["content-type"].startswith("text/html"), (path, name, odd)
                    assert "Leave" in answer.text or path == "/kitchen"
                    assert "<script>" not in answer.text


async def test_a_leaf_that_is_none_is_not_there(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    for path in ("/journal?leaf=abc", "/together?leaf=x"):
        says(await aiko.get(path), 404, "There is nothing here")
    for leaf in ("9" * 5_000, "abc", "\u0661", "-1", ""):
        assert (await aiko.post("/journal/search", {"q": "x", "leaf": leaf})).status_code == 200
