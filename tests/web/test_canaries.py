"""Canaries: words typed into every private field turn up nowhere but on their author's own pages."""

import logging
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from omoiyari.library import Exercise, People, Turn, exercises
from omoiyari.practice.parts import Kind, Lock
from omoiyari.practice.steps import scenes
from omoiyari.practice.ways import way
from omoiyari.store import backup
from omoiyari.web.run import ELSEWHERE
from tests.conftest import PASSPHRASES
from tests.web.evenings import sign_in
from tests.web.matrix import ROUTES
from tests.web.practising import begin, filled_form
from tests.web.test_differential import PAGES, everything, unpacked
from tests.web.visitors import Field, Street, Visitor, fields_of

pytestmark = pytest.mark.sweep

#: Fields that hold a choice, a number or an id of ours and no words of a person's own.
NO_WORDS = {
    "form",
    "share",
    "version",
    "id",
    "next",
    "order",
    "understood",
    "adult",
    "forget",
    "sure",
    "tell",
    "theme",
}
NO_WORDS |= {
    "door",
    "hours",
    "felt",
    "need",
    "mark",
    "by",
    "bond",
    "weekday",
    "time",
    "safety",
    "port",
    "country",
    "sex",
    "parenting",
    "grief",
}
NO_WORDS |= {
    "self_place",
    "self_word",
    "guess_place",
    "guess_word",
    "secret",
    "code",
    "pin",
    "again",
    "_pin",
    "self_family",
}
NO_WORDS |= {
    "language",
    "guess_family",
    "leaf",
    "bin",
    "of",
    "grade",
    "minutes",
    "mood",
    "place",
    "people",
    "capacity",
}
#: What suggestions leave out: ticks, kept as mine.
NO_WORDS |= {"touch", "eye-contact", "mirroring", "breath", "gaze", "being-copied"}
#: Buttons and a scale.
NO_WORDS |= {"item", "copy", "change", "before", "where", "close", "for", "first", "second"}
#: Taps around a check-in and a talk.
NO_WORDS |= {
    "also_1_strength",
    "also_2_strength",
    "met",
    "talked",
    "round",
    "rest",
    "anew",
    "read",
    "until",
    "earliest",
    "latest",
}
#: A tap after a talk, the weekly check, and what has changed.
NO_WORDS |= {
    "spoke",
    "numb",
    "short",
    "away",
    "drained",
    "steering",
    "minding",
    "whose",
    "weekly",
    "what",
    "day",
}
#: A conflict: taps and times.
NO_WORDS |= {"topic", "began", "heat", "ended", "afraid", "right", "about"}
NO_WORDS |= {"cue_voice", "cue_face", "cue_hands", "cue_quiet", "cue_pace", "safe", "deep", "satisfying"}
#: A guide for a talk: what it is about, what for, how, and when to come back; and a button.
NO_WORDS |= {"topic", "hope", "manner", "back", "keep"}
#: An exercise of one's own: minutes.
NO_WORDS |= {f"timer_{number}" for number in range(1, 7)}
#: Fields whose words are meant for both; the partner reads them, a stranger and the files do not.
SHARED = {("/entry/{}/reply", "text"), ("/entry/{}/passage", "text"), ("/round/{}/correct", "text")}
SHARED |= {("/promises", "text"), ("/promises/{}/felt", "felt")}

CUE = ("cue", "did", "why", "try")
SIGNS = ("silence", "tears", "laughter", "touch", "talking", "space")
FORMS = ("feeling", "appreciation", "struggle", "attunement", "free")


def canary(field: str) -> str:
    """A word that no page, file or log holds by chance."""
    return f"Kanarie{field.replace('_', '').replace('-', '').replace('/', '').title()}Vogel"


class Aviary:
    """Sends a form with a canary in each given field, and remembers them."""

    def __init__(self, aiko: Visitor) -> None:
        self.aiko, self.birds, self.covered = aiko, list[str](), set[tuple[str, str]]()

    async def send(self, path: str, *names: str, expect: tuple[int, ...] = (303,), **form: str) -> str:
        birds = {name: canary(f"{path.split('/')[1]}{form.get('form', '')}{name}") for name in names}
        answer = await self.aiko.post(path, {**form, **birds})
        assert answer.status_code in expect, (path, answer.status_code, answer.text)
        self.birds += birds.values()
        self.covered |= {(re.sub(r"[0-9a-f]{32}", "{}", path), name) for name in names}
        location: str = answer.headers.get("location", "")
        return location


async def fill_every_private_field(street: Street, aiko: Visitor) -> Aviary:
    """Aiko writes into all that is hers."""
    aviary = Aviary(aiko)
    passphrase = PASSPHRASES["Aiko"]
    for form in FORMS:
        await aviary.send(
            "/journal", "text", "tags", form=form, id=await aiko.id_in(f"/journal/new?form={form}")
        )
    await aviary.send(
        "/journal", *CUE, "tags", form="missed_cue", id=await aiko.id_in("/journal/new?form=missed_cue")
    )
    own = await aiko.write("to be changed")
    await aviary.send(f"/entry/{own}", "text", "tags", form="free", version="1")
    gone = await aiko.id_in("/journal/new")
    await aviary.send("/journal", "text", form="pen", id=gone)  # into the outbox, then taken back
    await aiko.post(f"/entry/{gone}/take-back")
    await aviary.send("/me/meanings", *SIGNS)
    await aviary.send("/me/safe/open", passphrase=passphrase)
    await aviary.send("/me/safe", "text", id=await aiko.id_in("/me/safe"))
    for slot in ("new-free", "new-struggle", f"edit-{own}", f"reply-{own}", "safe-note"):
        aviary.birds.append(canary(f"draft{slot[:10]}"))
        await aiko.post(f"/drafts/{slot}", {"text": aviary.birds[-1]})
    await aviary.send(
        "/check-in", "self_own", "guess_own", "underneath", "guess_underneath", "also_1", "also_2", "cue_own", "line",
        order="self", self_place="1,1", guess_place="1,1", sure="2",
    )  # fmt: skip
    await aviary.send("/me/passphrase", "fresh", passphrase=passphrase)
    await aviary.send("/me/passphrase", "passphrase", fresh="x" * 20, expect=(401,))
    await aviary.send("/sign-in", "name", "passphrase", expect=(401,))
    await aviary.send("/recover", "name", "passphrase", code="0" * 27, expect=(401,))
    await aviary.send(
        "/me/notices/mail", "user", "password",
        host="kanariehost.test", port="587", safety="starttls", address="kanarieaddress@kanariehost.test",
    )  # fmt: skip
    aviary.birds += ["kanariehost", "kanarieaddress"]
    aviary.covered |= {("/me/notices/mail", "host"), ("/me/notices/mail", "address")}
    await aviary.send("/me/check-ins/search", "q", expect=(200,))
    for path, name in (("/journal/search", "q"), ("/journal/search", "tag"), ("/practise/search", "q")):
        await aviary.send(path, name, expect=(200,))
    await aviary.send("/practise/questions", "text", expect=(303,), **{"for": "me"})
    await aviary.send("/me/conflicts", "word", began="2026-03-01T20:00", heat="5")
    await aviary.send("/me/changes", "line", what="move", day="2026-03-01")
    steps = [f"step_{number}" for number in range(1, 7)]
    await aviary.send(
        "/practise/made",
        "title",
        "promise",
        *steps,
        expect=(303,),
        people="alone",
        minutes="9",
        **{"for": "me"},
    )
    await aviary.send(
        "/practise/guide", "when", "feel", "wish", "theirs", topic="money", hope="heard", keep="yes"
    )
    await aviary.send("/practise/rehearse", "text", "context", expect=(200,))
    await aviary.send("/practise/trainer", "text", of="", expect=(200, 404, 422))
    return aviary


def held_by(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def spellings(bird: str) -> set[bytes]:
    """A word as it is, in small letters, and in two wide encodings."""
    return {bird.encode(), bird.lower().encode(), bird.encode("utf-16-le"), bird.encode("utf-32-le")}


#: What is in each of them: where it is not, none needs to be looked for.
EVERY_BIRD = spellings("anarie")


def sightings(birds: list[str], *places: bytes) -> list[str]:
    heard = [place for place in places if any(said in place for said in EVERY_BIRD)]
    return [bird for bird in birds if any(said in place for said in spellings(bird) for place in heard)]


def logged(caplog: pytest.LogCaptureFixture) -> bytes:
    """All that the house has logged; the test's own client logs too."""
    lines = "\n".join(f"{r.getMessage()} {r.args} {r.exc_text}" for r in caplog.records).splitlines()
    return "\n".join(line for line in lines if not line.startswith("HTTP Request")).encode()


async def fetched_by(one: Visitor, street: Street) -> bytes:
    """All that somebody can fetch, their export unpacked."""
    return repr(await everything(street, one)).encode()


async def test_no_canary_is_in_any_file_log_page_event_or_export_of_anybody_else(
    street: Street, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    caplog.set_level(logging.DEBUG)
    aiko, ben = await street.couple()
    chidi = await street.visitor("Chidi").sign_up()
    aviary = await fill_every_private_field(street, aiko)
    assert len(set(aviary.birds)) >= 40
    files = held_by(tmp_path)
    assert b"SQLite format 3" in files
    assert sightings(aviary.birds, files) == []
    assert sightings(aviary.birds, logged(caplog)) == []
    for other in (ben, chidi):
        assert sightings(aviary.birds, await fetched_by(other, street)) == [], other.name
    await street.house.cellar.notebook.wipe()
    await street.house.cellar.keys.wipe()
    assert sightings(aviary.birds, held_by(tmp_path)) == []


async def test_no_canary_is_in_a_backup(street: Street, tmp_path: Path) -> None:
    aiko, _ = await street.couple()
    aviary = await fill_every_private_field(street, aiko)
    folder, copies = street.house.cellar.folder, tmp_path / "copies"
    backup.new_backup_key(folder)
    key = backup.backup_key(folder)
    assert key is not None
    made = backup.make_backup(folder, copies, key, street.clock())
    held = held_by(copies)
    assert len(made) == 2
    assert b"SQLite format 3" not in held
    assert sightings(aviary.birds, held) == []


async def test_aiko_herself_finds_every_canary_that_is_kept(street: Street) -> None:
    """The canaries do sing where they should: otherwise the silence elsewhere proves nothing."""
    aiko, _ = await street.couple()
    aviary = await fill_every_private_field(street, aiko)
    pages = [(await aiko.get(path)).content for path in [*PAGES, "/journal/new?form=struggle"]]
    for id in set(re.findall(rb"/entry/([0-9a-f]{32})", b"".join(pages))):
        for path in (f"/entry/{id.decode()}", f"/entry/{id.decode()}/edit"):
            pages.append((await aiko.get(path)).content)
    heard = sightings(aviary.birds, *pages)
    assert len(heard) >= 25


async def test_every_field_of_every_form_is_covered_or_holds_no_words(street: Street) -> None:
    aiko, ben = await street.couple()
    await aiko.set_pin()
    id = await aiko.write("for me")
    shared = await ben.write("from Ben", share=True)
    pen = await ben.write("Our first", share=True, form="pen")
    await ben.post("/promises", {"text": "tea", "by": "2026-03-09"})
    await aiko.post("/me/safe/open", {"passphrase": PASSPHRASES["Aiko"]})
    aviary = await fill_every_private_field(street, aiko)
    asked: set[Field] = set()
    anybody = street.visitor()
    asked |= set(fields_of("/check-in", (await aiko.get("/check-in?change=yes")).text))
    round = (await ben.check_in()).headers["location"]
    paths = [
        *PAGES,
        "/me/second-factor",
        round,
        *(f"/entry/{x}" for x in (id, shared, pen)),
        f"/entry/{id}/edit",
    ]
    paths += [f"/journal/new?form={form}" for form in (*FORMS, "missed_cue", "pen")]
    street_pages = [(who, path) for who in (anybody, aiko) for path in paths]
    for who, path in street_pages:
        asked |= set(fields_of(path, (await who.get(path)).text))
    found = {(re.sub(r"[0-9a-f]{32}", "{}", field.action.split("?")[0]), field.name) for field in asked}
    same_words = {
        ("/sign-up", "name"),
        ("/sign-up", "passphrase"),
    }  # the name is told; the passphrase is as on changing
    passphrases = {pair for pair in found if pair[1] in ("passphrase", "_passphrase")}
    words = {pair for pair in found if pair[1] not in NO_WORDS}
    left = sorted(words - aviary.covered - SHARED - same_words - passphrases)
    assert " ".join(f"{path}:{name}" for path, name in left) == ""


def test_every_form_that_is_sent_has_a_line_in_the_matrix() -> None:
    assert len([line for line in ROUTES if line.method == "POST"]) >= 40


# --- in the exercises -------------------------------------------------------------------------------

TYPED = "typed"


def private_words(exercise: Exercise) -> dict[str, Lock]:
    """The fields for words of one's own that the other may not read as soon as they are sent.

    Where only one of the two has the page, what is sealed opens with it.
    """
    return {
        part.name: part.lock
        for scene in scenes(exercise)
        for part in scene.parts
        if part.kind in (Kind.LINE, Kind.TEXT)
        if part.lock is Lock.MINE or (part.lock is Lock.ROUND and scene.turn not in (Turn.FIRST, Turn.SECOND))
    }


PRIVATE = [e for e in exercises().values() if e.interaction not in ELSEWHERE and private_words(e)]


@dataclass
class Flock:
    """The canaries of the exercises: Aiko's own, those sealed until Ben's answer is in, and those told to him.

    And where they were typed: in what she did alone, and in the runs of both.
    """

    own: list[str] = field(default_factory=list)
    sealed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)

    @property
    def hidden(self) -> list[str]:
        return self.own + self.sealed

    @property
    def all(self) -> list[str]:
        return self.hidden + self.told

    def take_in(self, said: dict[str, str], locks: dict[str, Lock]) -> None:
        """A canary that is only picked again, as a limit of one's own, is known already."""
        lists = {Lock.MINE: self.own, Lock.ROUND: self.sealed, Lock.OURS: self.told}
        for name, value in said.items():
            if value.startswith("Kanarie") and value not in self.all:
                lists[locks.get(name, Lock.OURS)].append(value)

    def open(self, since: int) -> None:
        """Both are in: what was sealed from there on, Ben may read."""
        self.told += self.sealed[since:]
        del self.sealed[since:]


def is_at_its_end(path: str, html: str) -> bool:
    return f'action="{path}/after"' in html or "To take along" in html


async def type_canaries(aiko: Visitor, path: str, html: str, of: str) -> dict[str, str]:
    """Aiko fills in the page of a run; hands back what is in each field: a canary where it takes words."""
    form = filled_form(html, TYPED) or {}
    birds = {name: canary(f"{of}{form['move']}{name}") for name, value in form.items() if value == TYPED}
    sent = bool(form) and (await aiko.post(path, {**form, **birds})).status_code == 303
    return {**form, **birds} if sent else {}


async def taken_along_by(one: Visitor) -> bytes:
    export = await one.post("/me/data/export", {"passphrase": PASSPHRASES[one.name]})
    return b"\0".join(unpacked(export.content).values())


async def practise_alone(street: Street, aiko: Visitor, exercise: Exercise, flock: Flock) -> None:
    path, locks = await begin(exercise.id, aiko), private_words(exercise)
    left = set(locks)
    flock.alone.append(path)
    while not is_at_its_end(path, html := (await aiko.get(path)).text):
        said = await type_canaries(aiko, path, html, exercise.id)
        flock.take_in(said, locks)
        left -= set(said)
        street.clock.go(minutes=0 if said else 1)
    assert left == set(), exercise.id


async def practise_together(
    street: Street, aiko: Visitor, ben: Visitor, exercise: Exercise, flock: Flock
) -> None:
    """As far as Aiko's last words that Ben may not read; on every page before he answers too, after her."""
    path, locks = await begin(exercise.id, aiko, ben), private_words(exercise)
    left, since = set(locks), len(flock.sealed)
    flock.runs.append(path)
    while left:
        said = await type_canaries(aiko, path, (await aiko.get(path)).text, exercise.id)
        flock.take_in(said, locks)
        left -= set(said)
        html = (await ben.get(path)).text
        assert sightings(flock.hidden, html.encode()) == [], path
        form = filled_form(html, "Ben was waiting.") if left else None
        is_his = form is not None and said.get("move", form["move"]) == form["move"]
        if is_his and flock.sealed[since:]:
            assert sightings(flock.hidden, await taken_along_by(ben)) == [], path
        if is_his and (await ben.post(path, form)).status_code == 303:
            flock.open(since)
        elif not said:
            street.clock.go(minutes=4)
    if way(exercise.interaction).jar:
        flock.sealed.append(canary("another-slip"))
        another = {"what": "add", "move": "0", "slips": flock.sealed[-1]}
        assert (await aiko.post(path, another)).status_code == 303


async def keep_an_answer_to_somebody_invented(aiko: Visitor, flock: Flock) -> None:
    spoke = re.search(r'name="of" value="([^"]+)"', (await aiko.get("/practise/trainer")).text)
    assert spoke is not None
    flock.own.append(canary("trainer"))
    answer = {"of": spoke[1], "text": flock.own[-1], "keep": "yes"}
    assert (await aiko.post("/practise/trainer", answer)).status_code == 303


async def leave_a_page_half_written(aiko: Visitor, flock: Flock) -> None:
    flock.own.append(canary("half"))
    path = await begin("kind-onlooker", aiko)
    flock.alone.append(path)
    slot = f"{path.removeprefix('/practise/').replace('/', '-')}-0"
    await aiko.post(f"/drafts/{slot}", {"text": urlencode({"text": flock.own[-1]})})


async def fill_every_exercise(street: Street, aiko: Visitor, ben: Visitor) -> Flock:
    """Aiko writes into all that is hers, or not yet Ben's, in the exercises."""
    flock = Flock()
    for exercise in PRIVATE:
        if exercise.people is People.ALONE:
            await practise_alone(street, aiko, exercise, flock)
    await keep_an_answer_to_somebody_invented(aiko, flock)
    await leave_a_page_half_written(aiko, flock)
    await sign_in(aiko, ben)
    for exercise in PRIVATE:
        if exercise.people is People.TWO:
            await practise_together(street, aiko, ben, exercise, flock)
    assert len(set(flock.all)) == len(flock.all) >= 60
    return flock


async def answer_everywhere(ben: Visitor, flock: Flock) -> None:
    """Ben answers on every page that still waits for him."""
    for path in flock.runs:
        form = filled_form((await ben.get(path)).text, "Ben was waiting.")
        assert form is None or (await ben.post(path, form)).status_code == 303


async def test_no_canary_of_an_exercise_is_anywhere_but_with_whoever_may_read_it(
    street: Street, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "omoiyari")
    aiko, ben = await street.couple()
    flock = await fill_every_exercise(street, aiko, ben)
    chidi = await street.visitor("Chidi").sign_up()
    for other, paths in ((ben, flock.alone), (chidi, flock.alone + flock.runs)):
        assert {(await other.get(path)).status_code for path in paths} == {404}, other.name
    assert sightings(flock.all, await fetched_by(chidi, street)) == []
    assert sightings(flock.hidden, await fetched_by(ben, street)) == []
    half_written = (await aiko.get(flock.alone[-1])).content
    assert sightings(flock.all, await taken_along_by(aiko), half_written) == flock.all, "they do sing"
    await answer_everywhere(ben, flock)
    heard = await taken_along_by(ben)
    assert sightings(flock.sealed, heard) == flock.sealed, "both are in"
    assert sightings(flock.own, heard) == []
    assert sightings(flock.all, held_by(tmp_path), logged(caplog)) == []
