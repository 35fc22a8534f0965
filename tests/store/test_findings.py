"""What was worked out once is worked out anew only when the notebook, its language or its reader is another."""

from dataclasses import replace
from functools import partial

import pytest

from omoiyari.couple import Audience, BondId
from omoiyari.store import bonds, findings, log
from omoiyari.store.cellar import Cellar
from omoiyari.store.erase import erase
from omoiyari.store.findings import Asked
from omoiyari.store.keys import OpenKeys
from omoiyari.store.visit import open_notebook
from omoiyari.vault import new_key
from tests.conftest import Clock, Someone
from tests.store.test_log import draft

ENTRIES = frozenset({"entry"})


class Counting:
    """Counts how often it is worked out how much a notebook holds."""

    def __init__(self, cellar: Cellar) -> None:
        self.cellar, self.times = cellar, 0

    async def __call__(self, keys: OpenKeys, besides: str = "en Europe/Berlin") -> str:
        age = self.cellar.findings.age
        book = await open_notebook(self.cellar, keys)

        def work() -> str:
            self.times += 1
            return f"a heron, {len(book.records)} times"

        return self.cellar.findings.once(keys, book, age, Asked("insights", ENTRIES, besides), work)


@pytest.fixture
def count(cellar: Cellar) -> Counting:
    return Counting(cellar)


def held(cellar: Cellar) -> bytes:
    return b"".join(one.sealed for kept in cellar.findings._kept.values() for one in kept.values())


async def test_a_second_look_works_out_nothing_anew(aiko: Someone, count: Counting) -> None:
    assert await count(aiko.keys) == await count(aiko.keys)
    assert count.times == 1


async def test_a_new_page_a_send_and_an_unlink_each_ask_for_it_anew(
    cellar: Cellar, aiko: Someone, bond: BondId, clock: Clock, count: Counting
) -> None:
    await count(aiko.keys)
    held_back = draft(clock, "words", Audience.OURS, bond=bond, held_until=clock())
    await log.append(cellar, aiko.keys, held_back)
    await count(aiko.keys)
    await log.release(cellar, aiko.keys, held_back.id)
    await count(aiko.keys)
    await bonds.unlink(cellar, aiko.person)
    await count(aiko.keys)
    assert count.times == 4


async def test_what_it_is_not_made_of_asks_for_nothing_anew(
    cellar: Cellar, aiko: Someone, clock: Clock, count: Counting
) -> None:
    await count(aiko.keys)
    await log.append(cellar, aiko.keys, replace(draft(clock, "words"), kind="promise"))
    await count(aiko.keys)
    assert count.times == 1


async def test_it_has_aged_once_what_it_was_made_of_changed_and_never_before_it_was_worked_out(
    cellar: Cellar, aiko: Someone, clock: Clock, count: Counting
) -> None:
    async def has_aged() -> bool:
        book = await open_notebook(cellar, aiko.keys)
        return cellar.findings.has_aged(aiko.keys, book, Asked("insights", ENTRIES, "en Europe/Berlin"))

    assert not await has_aged()
    await count(aiko.keys)
    assert not await has_aged()
    await log.append(cellar, aiko.keys, draft(clock, "words"))
    assert await has_aged()
    await count(aiko.keys)
    assert not await has_aged()


async def test_what_is_being_worked_out_already_has_not_aged(
    cellar: Cellar, aiko: Someone, clock: Clock, count: Counting
) -> None:
    """So a page that is asked for twice has it worked out once."""
    await count(aiko.keys)
    await log.append(cellar, aiko.keys, draft(clock, "words"))
    age, book = cellar.findings.age, await open_notebook(cellar, aiko.keys)
    asked = Asked("insights", ENTRIES, "en Europe/Berlin")
    meanwhile = partial(cellar.findings.has_aged, aiko.keys, book, asked)
    assert meanwhile()
    assert cellar.findings.once(aiko.keys, book, age, asked, meanwhile) is False
    assert not meanwhile()


async def test_after_a_deletion_it_can_be_told_anew_and_nothing_was_told_in_another_language(
    cellar: Cellar, aiko: Someone, clock: Clock, count: Counting
) -> None:
    entry = draft(clock, "words")
    await log.append(cellar, aiko.keys, entry)
    await count(aiko.keys)
    await log.redact(cellar, aiko.keys, entry.id, clock())
    book = await open_notebook(cellar, aiko.keys)
    for besides, aged in (("en Europe/Berlin", True), ("cy Europe/Berlin", False)):
        assert cellar.findings.has_aged(aiko.keys, book, Asked("insights", ENTRIES, besides)) is aged


async def test_an_earlier_language_is_still_known_when_one_comes_back_to_it(
    aiko: Someone, count: Counting
) -> None:
    for besides in ("en UTC", "cy UTC", "en UTC"):
        await count(aiko.keys, besides)
    assert count.times == 2


async def test_another_reader_and_another_language_have_their_own(
    aiko: Someone, ben: Someone, count: Counting
) -> None:
    for keys, besides in (
        (aiko.keys, "en Asia/Tokyo"),
        (ben.keys, "en Asia/Tokyo"),
        (aiko.keys, "cy Asia/Tokyo"),
    ):
        for _ in range(2):
            await count(keys, besides)
    assert count.times == 3


async def test_it_lies_in_memory_under_its_readers_seal(
    cellar: Cellar, aiko: Someone, count: Counting
) -> None:
    await count(aiko.keys)
    assert held(cellar)
    assert b"heron" not in held(cellar)
    assert "Berlin" not in repr(cellar.findings)  # a zone tells where somebody is


async def test_while_the_safety_area_is_open_nothing_is_kept(
    cellar: Cellar, aiko: Someone, count: Counting
) -> None:
    await count(replace(aiko.keys, safety=new_key()))
    assert not held(cellar)


@pytest.mark.parametrize("how", ["redact", "erase"])
async def test_when_somebody_deletes_something_nothing_that_was_made_of_it_stays(
    cellar: Cellar, aiko: Someone, ben: Someone, bond: BondId, clock: Clock, count: Counting, how: str
) -> None:
    entry = draft(clock, "words", Audience.OURS, bond=bond)
    await log.append(cellar, aiko.keys, entry)
    await count(ben.keys)
    if how == "redact":
        await log.redact(cellar, aiko.keys, entry.id, clock())
    else:
        await erase(cellar, aiko.person)
    assert not held(cellar)


async def test_the_oldest_goes_where_there_is_no_more_room(
    cellar: Cellar, aiko: Someone, ben: Someone, count: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "MOST_READERS", 1)
    for someone in (aiko, ben):
        await count(someone.keys)
    assert list(cellar.findings._kept) == [ben.person]


async def test_what_was_opened_before_somebody_deleted_something_is_told_and_not_kept(
    cellar: Cellar, aiko: Someone, clock: Clock
) -> None:
    entry = draft(clock, "words")
    await log.append(cellar, aiko.keys, entry)
    age, book = cellar.findings.age, await open_notebook(cellar, aiko.keys)
    await log.redact(cellar, aiko.keys, entry.id, clock())
    assert cellar.findings.once(aiko.keys, book, age, Asked("words", ENTRIES), lambda: "words") == "words"
    assert not held(cellar)
