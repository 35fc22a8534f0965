"""What Ben can fetch is byte for byte the same, whatever Aiko does that is not on the short list."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest

from omoiyari.web.app import _lock_idle, _Outbox
from tests.conftest import PASSPHRASES, Clock
from tests.web.evenings import both_look, next_evening, sign_in, today, words
from tests.web.matrix import ROUTES
from tests.web.visitors import PIN, Street, Visitor, open_street

pytestmark = pytest.mark.sweep

OWN_RANDOM_ID = re.compile(rb'(?<=name="id" value=")[0-9a-f]{32}(?=")')
#: Which comes first in a check-in, and who is invented for the trainer, is drawn for each reader anew.
OWN_DICE = {"/check-in", "/practise/trainer"}
#: Drawn by the reader's own id and day; two couples draw differently.
SUGGESTED = re.compile(rb'<div id="suggestion">.*?(?=<a class="row-link")', re.S)
#: These hold fresh secrets at each visit (or never end), and nothing of the other.
FRESH = {"/me/second-factor", "/leave", "/locked", "/events"}
PAGES = sorted({line.path for line in ROUTES if line.method == "GET" and "{" not in line.path} - FRESH)


async def everything(street: Street, ben: Visitor) -> dict[str, object]:
    """All that Ben can fetch: every page, his part of each shared thing, his events, his export."""
    seen: dict[str, object] = {}
    listed = await ben.get("/together")
    entries = sorted(set(re.findall(r"/entry/[0-9a-f]{32}", listed.text)))
    rounds = sorted(set(re.findall(r"/round/[0-9a-f]{32}", (await ben.get("/today")).text)))
    for path in [*PAGES, *entries, *rounds, "/journal?leaf=2", "/journal/new?form=pen"]:
        answer = await ben.get(path)
        seen[path] = (
            answer.status_code,
            sorted(answer.headers.items()),
            OWN_RANDOM_ID.sub(b"", answer.content),
        )
        if answer.headers.get("content-length"):
            seen[path] = (answer.status_code, OWN_RANDOM_ID.sub(b"", answer.content))
    export = await ben.post("/me/data/export", {"passphrase": PASSPHRASES["Ben"]})
    assert export.status_code == 200
    seen["export"] = export.content
    person = (await street.house.cellar.notebook.ask(_people))[1]
    seen["events"] = [street.house.hub.since(person, number) for number in range(4)]
    seen["newest"] = street.house.hub._newest.get(person)
    return seen


def _people(file: Any) -> list[Any]:
    return [row[0] for row in file.execute("SELECT id FROM people ORDER BY rowid")]


def _rounds(file: Any) -> list[Any]:
    found: list[Any] = file.execute("SELECT DISTINCT round FROM records WHERE round IS NOT NULL").fetchall()
    return found


async def _export_of(ben: Visitor) -> list[bytes]:
    """Ben's export, file by file, with the ids left out."""
    export = await ben.post("/me/data/export", {"passphrase": PASSPHRASES["Ben"]})
    with zipfile.ZipFile(io.BytesIO(export.content)) as archive:
        return [re.sub(rb"[0-9a-f]{32}", b"", archive.read(name)) for name in sorted(archive.namelist())]


Act = Callable[[Street, Visitor], Coroutine[Any, Any, object]]
ACTS: dict[str, Act] = {}
#: What has happened between the two before: without an open question, passing on it would prove nothing.
BEFORE: dict[str, Callable[[Street, Visitor, Visitor], Coroutine[Any, Any, object]]] = {}


def act(sentence: str) -> Callable[[Act], Act]:
    def keep(work: Act) -> Act:
        ACTS[sentence] = work
        return work

    return keep


def posts(sentence: str, path: str, **form: str) -> None:
    async def work(street: Street, aiko: Visitor) -> object:
        answer = await aiko.post(path, form)
        assert answer.status_code in (200, 204, 303), answer.text
        return answer

    ACTS[sentence] = work


PASSPHRASE = PASSPHRASES["Aiko"]
posts("writes of danger", "/journal", form="free", id="d" * 32, text="He put his hands round my neck.")
posts("keeps a half-written text", "/drafts/new-struggle", text="I do not know how to say")
posts("keeps a half-written answer", "/drafts/reply-x", text="no")
posts("sets her door for herself", "/me/capacity", door="closed", hours="12")
posts("writes what silence means, for herself", "/me/meanings", silence="I am thinking")
posts("felt understood, and does not tell", "/felt", felt="1", spoke="0")
posts("sees no clock but her own", "/me/zone")
posts("looks for a day among her check-ins", "/me/check-ins/search", q="worried")
posts("rates her week", "/week", safe="1", deep="2", satisfying="3")
posts("notes how her week was for her", "/me/enough", numb="4", drained="4", whose="4")
posts("wishes to be asked about her weeks", "/me/enough/weekly", weekly="yes")
posts("empties her weekly checks", "/me/enough/empty")
posts(
    "notes that something big has changed", "/me/changes", what="loss", day="2026-03-01", line="My brother."
)
posts(
    "notes that they fought",
    "/me/conflicts",
    word="His mother",
    began="2026-03-01T20:00",
    heat="6",
    afraid="yes",
)
posts("looks for what they fought about", "/me/conflicts/search", about="money")
posts("changes her passphrase", "/me/passphrase", passphrase=PASSPHRASE, fresh="nine loud geese fly south")
posts("sets a PIN", "/me/pin", passphrase=PASSPHRASE, pin=PIN, again=PIN)
posts("makes a recovery code", "/me/recovery", passphrase=PASSPHRASE)
posts("signs out everywhere else", "/me/everywhere")
posts("takes her data along", "/me/data/export", passphrase=PASSPHRASE)
posts("makes a calendar of her own", "/me/notices/calendar", weekday="2", time="20:00")
posts("says of an exercise: not this", "/practise/emotion-swap/not-this")
posts("compares two exercises", "/practise/trial", first="love-map", second="emotion-swap")
posts("adds a question for herself", "/practise/questions", text="What would I miss?", **{"for": "me"})
posts("says yes to a topic", "/practise/questions/topics", sex="yes", grief="yes")
posts(
    "makes an exercise for herself", "/practise/made",
    title="Tea", promise="Warm hands.", people="two", minutes="5", step_1="Boil water.", **{"for": "me"},
)  # fmt: skip
posts(
    "keeps a guide for a tough talk", "/practise/guide",
    topic="trust", hope="mend", when="it is late", feel="sad", theirs="It is long over.", keep="yes",
)  # fmt: skip
posts("says: not tonight", "/practise/not-tonight")
posts("lives apart, on most evenings", "/practise", where="apart", touch="yes")
posts("signs out", "/sign-out")
posts("leaves in a hurry", "/leave")
posts(
    "wants notices by mail", "/me/notices/mail",
    host="mail.test", port="587", safety="starttls", user="u", password="p", address="a@mail.test",
)  # fmt: skip


@act("counts a small act")
async def _counts(street: Street, aiko: Visitor) -> None:
    path = (await aiko.post("/practise/small-acts")).headers["location"]
    noticed = {"what": "done", "move": "0", "way": "noticed", "act": "warmed the plate", "care": "touch"}
    assert (await aiko.post(path, noticed)).status_code == 303
    await aiko.get(path)


@act("puts help from outside aside")
async def _rests_help(street: Street, aiko: Visitor) -> None:
    await aiko.post("/me/conflicts", {"topic": "money", "began": "2026-03-01T20:00", "afraid": "yes"})
    await aiko.post("/me/outside/not-now")


@act("reads every page")
async def _reads(street: Street, aiko: Visitor) -> None:
    for path in PAGES:
        await aiko.get(path)


@act("reads what Ben wrote")
async def _reads_his(street: Street, aiko: Visitor) -> None:
    for path in re.findall(r"/entry/[0-9a-f]{32}", (await aiko.get("/together")).text):
        await aiko.get(path)


@act("writes twenty pages for herself")
async def _writes(street: Street, aiko: Visitor) -> None:
    for number in range(20):
        await aiko.write(f"words {number}", form="struggle")


@act("writes, changes and deletes a page of her own")
async def _deletes(street: Street, aiko: Visitor) -> None:
    id = await aiko.write("words")
    await aiko.post(f"/entry/{id}", {"form": "free", "text": "other words", "version": "1"})
    await aiko.post(f"/entry/{id}/delete")


@act("writes and deletes what silence means, for herself")
async def _deletes_meanings(street: Street, aiko: Visitor) -> None:
    await aiko.post("/me/meanings", {"silence": "I am thinking"})
    assert (await aiko.post("/me/meanings/delete")).status_code == 303


@act("puts something into her outbox")
async def _holds(street: Street, aiko: Visitor) -> None:
    await aiko.write("not yet", share=True, send=False)
    outbox = _Outbox(street.house)
    for _ in range(2):
        await outbox.look()


@act("takes something back from her outbox")
async def _takes_back(street: Street, aiko: Visitor) -> None:
    id = await aiko.write("better not", share=True, send=False)
    await aiko.post(f"/entry/{id}", {"form": "free", "text": "still better not", "version": "1"})
    await aiko.post(f"/entry/{id}/take-back")


@act("deletes something in her outbox")
async def _deletes_held(street: Street, aiko: Visitor) -> None:
    id = await aiko.write("better not", share=True, send=False)
    await aiko.post(f"/entry/{id}/delete")


@act("writes in the area that locks first")
async def _hides(street: Street, aiko: Visitor) -> None:
    await aiko.post("/me/safe/open", {"passphrase": PASSPHRASE})
    for number in range(3):
        await aiko.post("/me/safe", {"text": f"hidden {number}", "id": await aiko.id_in("/me/safe")})
    await aiko.post("/drafts/safe-note", {"text": "half hidden"})
    await aiko.post("/lock/safety")


@act("signs in on another phone with a second factor")
async def _another_phone(street: Street, aiko: Visitor) -> None:
    page = await aiko.get("/me/second-factor")
    found = re.search(r'name="secret" value="(\w+)"', page.text)
    assert found is not None
    code = pyotp.TOTP(found[1]).at(street.clock())
    form = {"secret": found[1], "code": code, "passphrase": PASSPHRASE}
    assert (await aiko.post("/me/second-factor", form)).status_code == 303
    other = street.visitor("Aiko")
    signed = await other.post("/sign-in", {"name": "Aiko", "passphrase": PASSPHRASE, "code": code})
    assert signed.headers["location"] == "/today"
    await other.post("/me/seen")


@act("lets her phone lock")
async def _locks(street: Street, aiko: Visitor) -> None:
    await aiko.get("/locked")
    await _lock_idle(street.house)


# --- around a round and a question -------------------------------------------------------------------


async def _asked(street: Street, aiko: Visitor, ben: Visitor) -> None:
    """Both have looked, and Ben has asked whether she felt understood."""
    await both_look(aiko, ben)
    await ben.post("/felt/ask", {"read": "5"})
    assert "Ben would like to know." in await today(aiko)


async def _hers_is_in(street: Street, aiko: Visitor, ben: Visitor) -> None:
    """Her answer waits for his."""
    await aiko.check_in()


async def _hers_was_needed(street: Street, aiko: Visitor, ben: Visitor) -> None:
    """Yesterday she said what she needed."""
    await aiko.post("/need", {"need": "hug"})
    await next_evening(street, aiko, ben)
    assert "was it what you needed?" in await today(aiko)


async def _both_looked_an_hour_ago(street: Street, aiko: Visitor, ben: Visitor) -> None:
    await both_look(aiko, ben)
    street.clock.go(hours=1)
    await sign_in(aiko, ben)


for sentence, path, form in (
    ("passes on his question", "/felt/pass", {}),
    ("mutes his questions", "/felt/mute", {}),
    ("answers his question for herself alone", "/felt", {"felt": "0"}),
):
    posts(sentence, path, **form)
    BEFORE[sentence] = _asked


@act("hears his questions again")
async def _unmutes(street: Street, aiko: Visitor) -> None:
    await aiko.post("/felt/mute")
    await aiko.post("/felt/unmute")
    assert "Ben would like to know." in await today(aiko)


@act("changes her answer before his is in")
async def _changes(street: Street, aiko: Visitor) -> None:
    await aiko.check_in(own="happy", change="yes", line="after all", sure="1")


@act("looks back on what she needed")
async def _looks_back(street: Street, aiko: Visitor) -> None:
    found = re.search(r'name="of" value="([0-9a-f]{32})"', (await aiko.get("/today")).text)
    assert found is not None
    assert (await aiko.post("/need/was", {"of": found[1], "met": "no"})).status_code == 303


@act("says that they have not talked yet")
async def _not_yet(street: Street, aiko: Visitor) -> None:
    found = re.search(r'name="round" value="([0-9a-f]{32})"', (await aiko.get("/today")).text)
    assert found is not None
    assert (await aiko.post("/talked", {"round": found[1], "talked": "not_yet"})).status_code == 303


@act("travels without a word")
async def _travels(street: Street, aiko: Visitor) -> None:
    aiko.client.cookies.set("zone", "Asia/Tokyo")
    await aiko.get("/today")


BEFORE |= {
    "hears his questions again": _asked,
    "changes her answer before his is in": _hers_is_in,
    "looks back on what she needed": _hers_was_needed,
    "says that they have not talked yet": _both_looked_an_hour_ago,
}


@dataclass
class Before:
    """A house as Ben last saw it: its files, both people's cookies, the hour, and all that he could fetch."""

    folder: Path
    cookies: dict[str, httpx.Cookies]
    moment: datetime
    seen: dict[str, object]


_befores: dict[object, Before] = {}


async def _before(tmp: pytest.TempPathFactory, clock: Clock, sentence: str) -> Before:
    """What comes before an act, lived through once for all the acts that begin alike."""
    prepare = BEFORE.get(sentence)
    if prepare not in _befores:
        street = await open_street(tmp.mktemp("before"), clock)
        aiko, ben = await street.couple()
        await ben.write("from Ben", share=True)
        await aiko.write("from Aiko", share=True)
        if prepare:
            await prepare(street, aiko, ben)
        await everything(street, ben)
        folder = street.house.cellar.folder
        await street.close()
        cookies = {one.name: one.client.cookies for one in (aiko, ben)}
        _befores[prepare] = Before(folder, cookies, clock(), {})
        again, _, ben = await _again(_befores[prepare], tmp.mktemp("steady"), clock)
        _befores[prepare].seen = await everything(again, ben)
        await again.close()
    return _befores[prepare]


async def _again(before: Before, folder: Path, clock: Clock) -> tuple[Street, Visitor, Visitor]:
    """The same house once more, in files of its own."""
    shutil.copytree(before.folder, folder, dirs_exist_ok=True)
    clock.moment = before.moment
    street = await open_street(folder, clock)
    aiko, ben = (street.visitor(name, before.cookies[name]) for name in ("Aiko", "Ben"))
    return street, aiko, ben


@pytest.mark.parametrize("sentence", [*BEFORE, *(sentence for sentence in ACTS if sentence not in BEFORE)])
async def test_ben_sees_no_difference_when_aiko(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock, sentence: str
) -> None:
    before = await _before(tmp_path_factory, clock, sentence)
    street, aiko, ben = await _again(before, tmp_path, clock)
    await ACTS[sentence](street, aiko)
    after = await everything(street, ben)
    assert [path for path in before.seen if before.seen[path] != after[path]] == []
    await street.close()


async def test_the_pages_themselves_are_steady(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, clock: Clock
) -> None:
    before = await _before(tmp_path_factory, clock, "reads every page")
    street, _, ben = await _again(before, tmp_path, clock)
    assert await everything(street, ben) == before.seen
    assert await everything(street, ben) == before.seen
    await street.close()


async def test_before_the_reveal_joy_and_fear_look_the_same_to_ben(tmp_path: Path, clock: Clock) -> None:
    seen = []
    for word in ("happy", "worried"):
        folder = tmp_path / word
        folder.mkdir()
        street = await open_street(folder, clock)
        aiko, ben = await street.couple()
        for sent in range(2):  # once and once more: a second sending tells nobody anything
            more = {"underneath": "lonely", "line": "for me", "sure": "6"} if word == "worried" else {}
            assert (await aiko.check_in(word, word, **more)).status_code == 303, sent
        assert "A round waits for you" in await today(ben)
        person = (await street.house.cellar.notebook.ask(_people))[1]
        ((round_,),) = await street.house.cellar.notebook.ask(_rounds)
        asked = [*PAGES, f"/round/{round_}"]
        pages = [OWN_RANDOM_ID.sub(b"", (await ben.get(path)).content) for path in asked]
        assert "A round waits for you" in words((await ben.get(f"/round/{round_}")).text)
        waits = [SUGGESTED.sub(b"", re.sub(rb"[0-9a-f]{32}", b"", content)) for content in pages]
        waits += await _export_of(ben)
        events = [(event.number, event.topic) for event in street.house.hub.since(person, 0)]
        sizes = await street.house.cellar.notebook.ask(
            lambda file: file.execute("SELECT audience, length(sealed) FROM records ORDER BY seq").fetchall()
        )
        seen.append((waits, events, sizes))
        await street.close()
    first, second = seen
    names = [*PAGES, "/round", *(f"export {number}" for number in range(len(first[0]) - len(PAGES) - 1))]
    other = [path for path, one, two in zip(names, first[0], second[0], strict=True) if one != two]
    assert set(other) <= OWN_DICE
    assert first[1:] == second[1:]


async def test_keeping_a_reveal_for_tomorrow_and_having_seen_it_are_told_to_nobody(
    street: Street,
) -> None:
    aiko, ben = await street.couple()
    await aiko.check_in()
    round = (await ben.check_in()).headers["location"]
    await ben.get(round)
    before = await everything(street, ben)
    await aiko.post(f"{round}/later")
    assert before == await everything(street, ben)
    await aiko.post(f"{round}/look")
    assert "What was true" in words((await aiko.get(round)).text), "she has seen it"
    assert before == await everything(street, ben)
    await aiko.post("/felt", {"felt": "0"})
    assert before == await everything(street, ben)


async def test_how_well_she_thinks_she_reads_him_does_not_show_in_her_question(
    tmp_path: Path, clock: Clock
) -> None:
    seen = []
    for read in ("0", "6", ""):
        folder = tmp_path / f"read{read}"
        folder.mkdir()
        street = await open_street(folder, clock)
        aiko, ben = await street.couple()
        await both_look(aiko, ben)
        await aiko.post("/felt/ask", {"read": read})
        assert "Aiko would like to know." in await today(ben)
        seen.append(
            [words((await ben.get("/today")).text).split("One thing to try")[0], await _export_of(ben)]
        )
        await street.close()
    assert seen[0] == seen[1] == seen[2]


async def test_what_is_on_the_short_list_does_reach_ben(street: Street) -> None:
    """The differential sees something when there is something to see."""
    aiko, ben = await street.couple()
    before = await everything(street, ben)
    await aiko.post("/need", {"need": "hug"})
    after = await everything(street, ben)
    assert {path for path in before if before[path] != after[path]} >= {"/today", "events", "export"}
