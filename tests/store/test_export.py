"""Taking one's own data along: everything one could read, in a form that any program reads."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

from omoiyari.couple import Audience, BondId, Notebook
from omoiyari.store import log
from omoiyari.store.cellar import Cellar
from omoiyari.store.export import archive, as_text
from omoiyari.store.visit import open_notebook
from tests.conftest import Clock, Someone


async def keep(
    cellar: Cellar, who: Someone, now: Any, kind: str, body: dict[str, Any], **more: Any
) -> log.Draft:
    given = {"audience": Audience.MINE, **more}
    draft = log.Draft(kind=kind, body=body, at=now, id=log.new_record_id(), **given)
    await log.append(cellar, who.keys, draft)
    return draft


def entry(text: str) -> dict[str, Any]:
    return {"form": "free", "text": text, "tags": ["home", "Café"]}


def opened(book: Notebook) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(archive(book))) as file:
        assert file.namelist() == ["notebook.json", "notebook.txt", "READ-ME.txt"]
        assert file.testzip() is None
        whole: dict[str, Any] = json.loads(file.read("notebook.json"))
    return whole


async def test_all_that_was_written_is_in_it_word_for_word(
    cellar: Cellar, clock: Clock, aiko: Someone
) -> None:
    text = "Ich vermisse dich — 寂しい 🌧\n\nzweite Zeile"
    await keep(cellar, aiko, clock(), "entry", entry(text))
    whole = opened(await open_notebook(cellar, aiko.keys))
    (row,) = whole["records"]
    assert whole["format"] == "omoiyari-export/1"
    assert row["body"] == entry(text)
    assert (row["by"], row["audience"], row["version"]) == ("me", "mine", 1)
    assert row["at"] == clock().isoformat()


async def test_every_version_is_in_it_and_what_was_taken_back_is_not(
    cellar: Cellar, clock: Clock, aiko: Someone
) -> None:
    first = await keep(cellar, aiko, clock(), "entry", entry("one"))
    await keep(cellar, aiko, clock(), "entry", entry("secret-canary"))
    second = log.Draft("entry", entry("two"), Audience.MINE, clock(), first.id, 2)
    await log.append(cellar, aiko.keys, second)
    book = await open_notebook(cellar, aiko.keys)
    await log.redact(cellar, aiko.keys, book.records[1].id, clock())
    whole = opened(await open_notebook(cellar, aiko.keys))
    assert [(row["kind"], row["version"]) for row in whole["records"]] == [
        ("entry", 1),
        ("entry", 2),
        ("gone", 2),
    ]
    assert "secret-canary" not in json.dumps(whole)


async def test_what_the_other_shared_is_in_it_under_their_name_and_what_they_kept_is_not(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, bond: BondId
) -> None:
    shared = {"audience": Audience.OURS, "bond": bond}
    await keep(cellar, ben, clock(), "name", {"name": "Ben"}, **shared)
    await keep(cellar, ben, clock(), "entry", entry("for both"), **shared)
    await keep(cellar, ben, clock(), "entry", entry("only-ben-canary"))
    held = clock() + timedelta(minutes=10)
    await keep(cellar, ben, clock(), "entry", entry("not-sent-canary"), held_until=held, **shared)
    whole = opened(await open_notebook(cellar, aiko.keys))
    assert [(row["by"], row["link"]) for row in whole["records"]] == [("Ben", bond)] * 2
    assert "canary" not in json.dumps(whole)


async def test_what_waits_in_the_outbox_says_so(
    cellar: Cellar, clock: Clock, aiko: Someone, bond: BondId
) -> None:
    held = clock() + timedelta(minutes=10)
    await keep(cellar, aiko, clock(), "entry", entry("x"), audience=Audience.OURS, bond=bond, held_until=held)
    (row,) = opened(await open_notebook(cellar, aiko.keys))["records"]
    assert row["held_until"] == held.isoformat()


async def test_the_text_is_for_the_eye(cellar: Cellar, clock: Clock, aiko: Someone) -> None:
    cue = {"cue": "She sighed", "did": "I went on", "why": "", "try": "ask"}
    body = {"form": "missed_cue", "text": "", "cue": cue, "tags": []}
    await keep(cellar, aiko, clock(), "entry", body)
    assert as_text(await open_notebook(cellar, aiko.keys)) == (
        "2026-03-02T20:00  me  mine  entry\nform: missed_cue\ncue: She sighed\ndid: I went on\ntry: ask\n"
    )


async def test_an_empty_notebook_can_be_taken_along_too(cellar: Cellar, aiko: Someone) -> None:
    assert opened(await open_notebook(cellar, aiko.keys))["records"] == []


async def test_an_answer_outlives_the_entry_it_stood_under_until_its_author_deletes_it(
    cellar: Cellar, clock: Clock, aiko: Someone, ben: Someone, bond: BondId
) -> None:
    """Each keeps what is theirs: docs/how-to/export.md says so."""
    ours = {"audience": Audience.OURS, "bond": bond}
    first = await keep(cellar, aiko, clock(), "entry", entry("words of the entry"), **ours)
    answer = {"of": first.id, "text": "words of the answer"}
    second = await keep(cellar, ben, clock(), "reply", answer, **ours)
    await log.redact(cellar, aiko.keys, first.id, clock())
    for one in (aiko, ben):
        book = await open_notebook(cellar, one.keys)
        assert "words of the entry" not in as_text(book)
        assert "words of the answer" in as_text(book)
    await log.redact(cellar, ben.keys, second.id, clock())
    for one in (aiko, ben):
        assert "words of" not in as_text(await open_notebook(cellar, one.keys))
