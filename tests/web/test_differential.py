"""What Ben can fetch is byte for byte the same, whatever Aiko does that is not on the short list."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import httpx
import pyotp
import pytest

from omoiyari.couple.seen import SHARED_KINDS
from omoiyari.post import office
from omoiyari.web.app import _lock_idle, _Outbox
from tests.conftest import PASSPHRASES, Clock
from tests.web.evenings import both_answer, both_look, next_evening, sign_in, today, words
from tests.web.matrix import ROUTES
from tests.web.practising import begin, play
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
#: What has a page of its own, as other pages link to it.
OPENED = re.compile(r"/(?:entry|round|practise/run)/[0-9a-f]{32}")


async def everything(street: Street, ben: Visitor) -> dict[str, object]:
    """All that Ben can fetch: every page, his part of each shared thing, his events, his export.

    No header is left out. The pages are asked for unpacked: packed, their length would vary with his own random ids.
    """
    seen: dict[str, object] = {}
    asked = [*PAGES, "/journal?leaf=2", "/journal/new?form=pen"]
    for path in asked:
        answer = await ben.get(path, **{"Accept-Encoding": "identity"})
        seen[path] = (
            answer.status_code,
            sorted(answer.headers.multi_items()),
            OWN_RANDOM_ID.sub(b"", answer.content),
        )
        asked += sorted(set(OPENED.findall(answer.text)) - set(asked))
    export = await ben.post("/me/data/export", {"passphrase": PASSPHRASES[ben.name]})
    assert export.status_code == 200
    seen["export"] = (sorted(export.headers.multi_items()), export.content, unpacked(export.content))
    person = (await street.house.cellar.notebook.ask(_people))[list(PASSPHRASES).index(ben.name)]
    seen["events"] = [street.house.hub.since(person, number) for number in range(4)]
    seen["newest"] = street.house.hub._newest.get(person)
    return seen


def unpacked(export: bytes) -> dict[str, bytes]:
    """The files of an export, by their names."""
    with zipfile.ZipFile(io.BytesIO(export)) as archive:
        return {name: archive.read(name) for name in sorted(archive.namelist())}


def _people(file: Any) -> list[Any]:
    return [row[0] for row in file.execute("SELECT id FROM people ORDER BY rowid")]


def _rounds(file: Any) -> list[Any]:
    found: list[Any] = file.execute("SELECT DISTINCT round FROM records WHERE round IS NOT NULL").fetchall()
    return found


async def _export_of(ben: Visitor) -> list[bytes]:
    """Ben's export, file by file, with the ids left out."""
    export = await ben.post("/me/data/export", {"passphrase": PASSPHRASES["Ben"]})
    return [re.sub(rb"[0-9a-f]{32}", b"", content) for content in unpacked(export.content).values()]


def _bare(route: str) -> str:
    return re.sub(r"{\w+}", "{}", route)


#: Every route that may change something.
CHANGING = sorted({_bare(line.route) for line in ROUTES if line.method != "GET"})


def _route_of(path: str) -> str:
    """The route that a form is sent to: of those that fit, the one that leaves least open."""
    fits = [route for route in CHANGING if re.fullmatch(route.replace("{}", "[^/]+"), path)]
    return min(fits, key=lambda route: route.count("{}"))


Act = Callable[[Street, Visitor], Coroutine[Any, Any, object]]
ACTS: dict[str, Act] = {}
#: The routes that take a form in each act; the act itself shows that they do.
DOES: dict[str, set[str]] = {}
#: What has happened between the two before: without an open question, passing on it would prove nothing.
BEFORE: dict[str, Callable[[Street, Visitor, Visitor], Coroutine[Any, Any, object]]] = {}
#: What Ben may notice whenever it is done, and what of the design's short list he then sees.
NOTICED = {
    "/entry/{}/send": "entry",
    "/entry/{}/read": "read",
    "/entry/{}/reply": "reply",
    "/entry/{}/passage": "passage",
    "/said/{}/delete": "gone",
    "/round/{}/correct": "correction",
    "/need": "need",
    "/need/take-back": "need",
    "/me/capacity/take-back": "capacity",
    "/felt/ask": "ask",
    "/felt/told": "felt",
    "/promises": "promise",
    "/promises/{}/let-go": "promise",
    "/promises/{}/take-back": "kept",
    "/promises/{}/felt": "kept",
    "/practise/questions/{}/share": "question",
    "/practise/made/{}/share": "exercise",
    "/practise/run/{}/photo": "run_photo",
}
#: What one of two who are linked cannot do unseen, or not at all, and why.
NO_ACT = {
    "/sign-up": "it makes somebody new, who has no partner yet",
    "/demo": "it is there in the demo alone, whose two are made up",
    "/link/invite": "whoever is linked is refused",
    "/join/{}": "whoever is linked is refused; it links two, who both know",
    "/link/bring-back": "it opens what was shared in an older link to the partner of today, on purpose",
    "/unlink": "it ends the link for both",
    "/me/data/erase": "it ends the link for both, and takes along what was shared",
}


def act(sentence: str, *routes: str) -> Callable[[Act], Act]:
    def keep(work: Act) -> Act:
        ACTS[sentence], DOES[sentence] = work, set(routes)
        return work

    return keep


def posts(sentence: str, path: str, **form: str) -> None:
    async def work(street: Street, aiko: Visitor) -> object:
        answer = await aiko.post(path, form)
        assert answer.status_code in (200, 204, 303), answer.text
        return answer

    act(sentence, _route_of(path))(work)


@contextmanager
def _noting() -> Iterator[set[str]]:
    """The routes that take a form meanwhile, whoever sends it."""
    taken: set[str] = set()
    post = Visitor.post

    async def noted(
        self: Visitor, path: str, form: Mapping[str, str] | None = None, **headers: str
    ) -> httpx.Response:
        answer = await post(self, path, form, **headers)
        refused = answer.headers.get("location", "").startswith("/sign-in")
        if answer.status_code in (200, 204, 303) and not refused:
            taken.add(_route_of(path))
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Visitor, "post", noted)
        yield taken


async def _form_on(one: Visitor, page: str, form: str) -> str:
    """Where a form on a page leads; in `form`, {} stands for an id."""
    html = (await one.get(page)).text
    found = re.search(f'action="({form.replace("{}", "[0-9a-f]+")})"', html)
    assert found is not None, (form, html)
    return found[1]


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


@act("counts a small act", "/practise/{}", "/practise/run/{}")
async def _counts(street: Street, aiko: Visitor) -> None:
    path = (await aiko.post("/practise/small-acts")).headers["location"]
    noticed = {"what": "done", "move": "0", "way": "noticed", "act": "warmed the plate", "care": "touch"}
    assert (await aiko.post(path, noticed)).status_code == 303
    await aiko.get(path)


@act("puts help from outside aside", "/me/conflicts", "/me/outside/not-now")
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


@act("writes twenty pages for herself", "/journal")
async def _writes(street: Street, aiko: Visitor) -> None:
    for number in range(20):
        await aiko.write(f"words {number}", form="struggle")


@act("writes, changes and deletes a page of her own", "/journal", "/entry/{}", "/entry/{}/delete")
async def _deletes(street: Street, aiko: Visitor) -> None:
    id = await aiko.write("words")
    await aiko.post(f"/entry/{id}", {"form": "free", "text": "other words", "version": "1"})
    await aiko.post(f"/entry/{id}/delete")


@act("writes and deletes what silence means, for herself", "/me/meanings", "/me/meanings/delete")
async def _deletes_meanings(street: Street, aiko: Visitor) -> None:
    await aiko.post("/me/meanings", {"silence": "I am thinking"})
    assert (await aiko.post("/me/meanings/delete")).status_code == 303


@act("puts something into her outbox", "/journal", "/entry/{}/share")
async def _holds(street: Street, aiko: Visitor) -> None:
    await aiko.write("not yet", share=True, send=False)
    await aiko.post(f"/entry/{await aiko.write('words')}/share")
    outbox = _Outbox(street.house)
    for _ in range(2):
        await outbox.look()


@act("takes something back from her outbox", "/journal", "/entry/{}", "/entry/{}/take-back")
async def _takes_back(street: Street, aiko: Visitor) -> None:
    id = await aiko.write("better not", share=True, send=False)
    await aiko.post(f"/entry/{id}", {"form": "free", "text": "still better not", "version": "1"})
    await aiko.post(f"/entry/{id}/take-back")


@act("deletes something in her outbox", "/journal", "/entry/{}/delete")
async def _deletes_held(street: Street, aiko: Visitor) -> None:
    id = await aiko.write("better not", share=True, send=False)
    await aiko.post(f"/entry/{id}/delete")


@act(
    "writes in the area that locks first",
    "/me/safe/open", "/me/safe", "/me/safe/{}/delete", "/drafts/{}", "/lock/safety",
)  # fmt: skip
async def _hides(street: Street, aiko: Visitor) -> None:
    await aiko.post("/me/safe/open", {"passphrase": PASSPHRASE})
    for number in range(3):
        await aiko.post("/me/safe", {"text": f"hidden {number}", "id": await aiko.id_in("/me/safe")})
    await aiko.post(await _form_on(aiko, "/me/safe", "/me/safe/{}/delete"))
    await aiko.post("/drafts/safe-note", {"text": "half hidden"})
    await aiko.post("/lock/safety")


@act(
    "signs in on another phone with a second factor, and does without it again",
    "/me/second-factor", "/me/second-factor/off", "/sign-in", "/me/seen",
)  # fmt: skip
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
    await other.post("/me/second-factor/off", {"passphrase": PASSPHRASE})


@act(
    "signs another phone out, and forgets it",
    "/sign-in", "/me/sessions/{}/sign-out", "/me/devices/{}/sign-out",
)  # fmt: skip
async def _signs_out(street: Street, aiko: Visitor) -> None:
    known = await _phones(aiko)
    await sign_in(street.visitor("Aiko"))
    for path in sorted(await _phones(aiko) - known):
        await aiko.post(path)
    assert await _phones(aiko) == known


async def _phones(aiko: Visitor) -> set[str]:
    return set(re.findall(r"/me/(?:sessions|devices)/\w+/sign-out", (await aiko.get("/me/keys")).text))


@act("comes back by her recovery code", "/me/recovery", "/recover", "/me/recovery/off")
async def _recovers(street: Street, aiko: Visitor) -> None:
    made = await aiko.post("/me/recovery", {"passphrase": PASSPHRASE})
    code = re.search(r'class="copyable"[^>]*>([^<]+)<', made.text)
    assert code is not None
    other, fresh = street.visitor("Aiko"), {"passphrase": "nine loud geese fly south"}
    await other.post("/recover", {"name": "Aiko", "code": code[1], **fresh})
    await other.post("/me/recovery", fresh)
    await other.post("/me/recovery/off", fresh)


@act("lets her phone lock")
async def _locks(street: Street, aiko: Visitor) -> None:
    await aiko.get("/locked")
    await _lock_idle(street.house)


@act("sits down before the screen of two, and opens it again for herself", "/me/pin", "/sit", "/unlock")
async def _sits(street: Street, aiko: Visitor) -> None:
    await aiko.set_pin()
    await aiko.post("/sit")
    await aiko.get("/locked")
    await aiko.post("/unlock", {"_pin": PIN})


@act("says that it was not meant that way", "/journal", "/me/not-this/{}")
async def _not_meant(street: Street, aiko: Visitor) -> None:
    await aiko.write("He put his hands round my neck.")
    await aiko.post(await _form_on(aiko, "/today", "/me/not-this/{}"))


@act("looks for words, and rehearses some", "/journal/search", "/practise/search", "/practise/rehearse")
async def _looks_for_words(street: Street, aiko: Visitor) -> None:
    await aiko.post("/journal/search", {"q": "Ben"})
    await aiko.post("/practise/search", {"q": "tea"})
    await aiko.post("/practise/rehearse", {"text": "You never listen.", "context": "from Ben"})


@act(
    "changes, puts right and removes what she noted of a fight",
    "/me/conflicts", "/me/conflicts/{}", "/me/conflicts/{}/right", "/me/conflicts/{}/remove",
)  # fmt: skip
async def _after_a_fight(street: Street, aiko: Visitor) -> None:
    noted = {"topic": "money", "began": "2026-03-01T20:00"}
    await aiko.post("/me/conflicts", noted)
    right = await _form_on(aiko, "/me/conflicts", "/me/conflicts/{}/right")
    await aiko.post(right.removesuffix("/right"), {**noted, "heat": "6"})
    await aiko.post(right)
    await aiko.post(right.replace("/right", "/remove"))


@act(
    "removes all that she made for herself",
    "/me/changes", "/me/changes/{}/remove",
    "/practise/questions", "/practise/questions/{}/remove",
    "/practise/made", "/practise/made/{}/remove",
    "/practise/guide", "/practise/guide/{}/remove",
    "/practise/trial", "/practise/trial/{}/end", "/practise/trial/{}/empty",
    "/practise/{}/not-this", "/practise/{}/again",
)  # fmt: skip
async def _removes(street: Street, aiko: Visitor) -> None:
    made = {
        "/me/changes": {"what": "move", "day": "2026-03-01"},
        "/practise/questions": {"text": "What would I miss?", "for": "me"},
        "/practise/made": {
            "title": "Tea",
            "promise": "Warm.",
            "minutes": "5",
            "step_1": "Boil.",
            "for": "me",
        },
        "/practise/guide": {"topic": "money", "hope": "heard", "feel": "uneasy", "keep": "yes"},
    }
    for path, form in made.items():
        await aiko.post(path, form)
        await aiko.post(await _form_on(aiko, path, f"{path}/{{}}/remove"))
    await aiko.post("/practise/trial", {"first": "love-map", "second": "emotion-swap"})
    for last in ("end", "empty"):
        await aiko.post(await _form_on(aiko, "/practise/trial", f"/practise/trial/{{}}/{last}"))
    for word in ("not-this", "again"):
        await aiko.post(f"/practise/emotion-swap/{word}")


@act(
    "sends herself a note, and wants none any more",
    "/me/notices/mail", "/me/notices/mail/try", "/me/notices/mail/off",
    "/me/notices/calendar", "/me/notices/calendar/off",
)  # fmt: skip
async def _tries_a_note(street: Street, aiko: Visitor) -> None:
    mailbox = {"host": "mail.test", "port": "587", "safety": "starttls", "user": "u", "password": "p"}
    await aiko.post("/me/notices/mail", {**mailbox, "address": "a@mail.test"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "send", AsyncMock())
        await aiko.post("/me/notices/mail/try")
    await aiko.post("/me/notices/mail/off")
    await aiko.post("/me/notices/calendar", {"weekday": "2", "time": "20:00"})
    await aiko.post("/me/notices/calendar/off")


@act(
    "practises alone, and keeps, taps and deletes what came of it",
    "/practise/{}", "/practise/run/{}", "/practise/run/{}/after", "/practise/trainer",
    "/practise/kept/{}/delete", "/practise/kept/{}/helped",
)  # fmt: skip
async def _alone(street: Street, aiko: Visitor) -> None:
    for id in ("boundary-builder", "when-it-goes-wrong"):
        path = await begin(id, aiko)
        await play(street, path, aiko)
        await aiko.post(f"{path}/after", {"now": "5"})
    await aiko.post(f"/practise/kept/{path.removeprefix('/practise/run/')}/helped", {"helped": "no"})
    spoke = re.search(r'name="of" value="([^"]+)"', (await aiko.get("/practise/trainer")).text)
    assert spoke is not None
    for keep in ("", "yes"):
        await aiko.post("/practise/trainer", {"of": spoke[1], "text": "Tell me more.", "keep": keep})
    for path in set(re.findall(r"/practise/kept/\w{32}/delete", (await aiko.get("/practise/kept")).text)):
        await aiko.post(path)


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


@act("hears his questions again", "/felt/mute", "/felt/unmute")
async def _unmutes(street: Street, aiko: Visitor) -> None:
    await aiko.post("/felt/mute")
    await aiko.post("/felt/unmute")
    assert "Ben would like to know." in await today(aiko)


@act("changes her answer before his is in", "/check-in")
async def _changes(street: Street, aiko: Visitor) -> None:
    await aiko.check_in(own="happy", change="yes", line="after all", sure="1")


@act("looks back on what she needed", "/need/was")
async def _looks_back(street: Street, aiko: Visitor) -> None:
    found = re.search(r'name="of" value="([0-9a-f]{32})"', (await aiko.get("/today")).text)
    assert found is not None
    assert (await aiko.post("/need/was", {"of": found[1], "met": "no"})).status_code == 303


@act("says that they have not talked yet", "/talked")
async def _not_yet(street: Street, aiko: Visitor) -> None:
    found = re.search(r'name="round" value="([0-9a-f]{32})"', (await aiko.get("/today")).text)
    assert found is not None
    assert (await aiko.post("/talked", {"round": found[1], "talked": "not_yet"})).status_code == 303


@act("travels without a word")
async def _travels(street: Street, aiko: Visitor) -> None:
    aiko.client.cookies.set("zone", "Asia/Tokyo")
    await aiko.get("/today")


async def _both_answered(street: Street, aiko: Visitor, ben: Visitor) -> None:
    """A reveal lies there, and neither has looked."""
    await both_answer(aiko, ben)


@act("keeps a reveal for tomorrow, and then looks", "/round/{}/later", "/round/{}/look", "/felt")
async def _keeps_for_tomorrow(street: Street, aiko: Visitor) -> None:
    round_ = next(iter(OPENED.findall((await aiko.get("/today")).text)))
    await aiko.post(f"{round_}/later")
    await aiko.post(f"{round_}/look")
    assert "What was true" in words((await aiko.get(round_)).text), "she has seen it"
    await aiko.post("/felt", {"felt": "0"})


async def _practise_together(street: Street, aiko: Visitor, ben: Visitor) -> None:
    """Ben asks her in, and nobody came; one exercise they have done; in another he speaks and she listens."""
    await begin("love-map", ben)
    await play(street, await begin("morning-question", ben, aiko), ben, aiko)
    await begin("high-and-low", ben, aiko)


async def _run_with(aiko: Visitor, last: str) -> str:
    """The address under a run whose page leads there."""
    listed = [(await aiko.get(page)).text for page in ("/practise", "/practise/kept")]
    for run in OPENED.findall("".join(listed)):
        if f'{run}/{last}"' in (await aiko.get(run)).text:
            return f"{run}/{last}"
    raise AssertionError(f"no run leads to {last}")


@act("notes that she cut in while he spoke", "/practise/run/{}/cut-in", "/practise/run/{}/here")
async def _cuts_in(street: Street, aiko: Visitor) -> None:
    await aiko.post(await _run_with(aiko, "cut-in"))
    await aiko.post(await _run_with(aiko, "here"))


@act(
    "puts his invitation aside, and taps how she was after another",
    "/practise/run/{}/aside", "/practise/run/{}/after",
)  # fmt: skip
async def _sets_aside(street: Street, aiko: Visitor) -> None:
    await aiko.post(await _run_with(aiko, "aside"))
    await aiko.post(await _run_with(aiko, "after"), {"now": "1", "heard": "0"})


BEFORE |= {
    "keeps a reveal for tomorrow, and then looks": _both_answered,
    "notes that she cut in while he spoke": _practise_together,
    "puts his invitation aside, and taps how she was after another": _practise_together,
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
    with _noting() as taken:
        await ACTS[sentence](street, aiko)
    assert taken == DOES[sentence]
    after = await everything(street, ben)
    assert [path for path in before.seen if before.seen[path] != after[path]] == []
    await street.close()


def test_whatever_can_be_done_is_done_unseen_or_may_be_noticed_or_is_named_here_with_a_reason() -> None:
    unseen = set().union(*DOES.values())
    assert sorted([*unseen, *NOTICED, *NO_ACT]) == CHANGING


def test_what_may_be_noticed_is_on_the_short_list_of_the_design() -> None:
    assert set(NOTICED.values()) <= SHARED_KINDS


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
