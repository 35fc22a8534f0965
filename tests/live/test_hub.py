"""Events reach every open page of the right people, in order, and say nothing but where to look."""

import asyncio
from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from omoiyari.couple import PersonId
from omoiyari.live import Event, Hub
from omoiyari.live.hub import KEPT_EVENTS, QUEUE, STREAMS

AIKO, BEN = PersonId("aiko"), PersonId("ben")


async def hear(hub: Hub, person: PersonId, last: int | None = None, session: str = "s") -> list[Event | None]:
    """Everything that one page hears until its stream ends."""
    return [event async for event in hub.listen(person, session, last, 5)]


async def open_page(
    hub: Hub, person: PersonId, last: int | None = None, session: str = "s"
) -> "asyncio.Task[list[Event | None]]":
    before = hub.open_streams
    page = asyncio.create_task(hear(hub, person, last, session))
    while hub.open_streams == before:  # noqa: ASYNC110
        await asyncio.sleep(0)
    return page


def test_an_event_is_a_number_a_topic_and_an_id_and_has_no_place_for_words() -> None:
    assert [field.name for field in fields(Event)] == ["number", "topic", "id"]


async def test_every_page_of_a_person_hears_and_nobody_else() -> None:
    hub = Hub()
    pages = [await open_page(hub, who) for who in (AIKO, AIKO, BEN)]
    hub.publish([AIKO], "journal", "r1")
    hub.close_all()
    heard = [await page for page in pages]
    assert heard == [[Event(1, "journal", "r1")], [Event(1, "journal", "r1")], []]
    assert hub.open_streams == 0


async def test_both_hear_once_what_both_are_told() -> None:
    hub = Hub()
    one, other = await open_page(hub, AIKO), await open_page(hub, BEN)
    hub.publish([AIKO, BEN, AIKO], "round", "x")
    hub.close_all()
    assert await one == await other == [Event(1, "round", "x")]


async def test_after_a_gap_a_page_hears_what_it_missed() -> None:
    hub = Hub()
    for number in range(5):
        hub.publish([AIKO], "journal", str(number))
    page = await open_page(hub, AIKO, last=2)
    hub.publish([AIKO], "need")
    hub.close_all()
    assert [event.number for event in await page if event] == [3, 4, 5, 6]


def test_what_is_no_longer_kept_is_told_as_one_event_for_everything() -> None:
    hub = Hub()
    for _ in range(KEPT_EVENTS + 1):
        hub.publish([AIKO], "journal")
    assert hub.since(AIKO, 0) == [Event(KEPT_EVENTS + 1, "all", "")]
    assert len(hub.since(AIKO, 1)) == KEPT_EVENTS
    assert hub.since(AIKO, KEPT_EVENTS + 1) == []


def test_a_page_that_knows_more_than_a_restarted_server_asks_for_everything() -> None:
    assert Hub().since(AIKO, 7) == [Event(0, "all", "")]
    assert Hub().since(AIKO, 0) == []


@given(st.lists(st.sampled_from([AIKO, BEN]), max_size=200), st.integers(0, 100))
def test_nothing_of_the_others_acts_can_be_read_off_ones_own_events(acts: list[PersonId], last: int) -> None:
    alone, both = Hub(), Hub()
    for number, who in enumerate(acts):
        both.publish([who], "journal", str(number))
        if who == BEN:
            alone.publish([who], "journal", str(number))
    assert both.since(BEN, last) == alone.since(BEN, last)


async def test_a_session_that_ends_closes_its_pages_only() -> None:
    hub = Hub()
    phone, tablet = await open_page(hub, AIKO, session="phone"), await open_page(hub, AIKO, session="tablet")
    hub.close(AIKO, "phone")
    assert await phone == []
    assert hub.is_open(AIKO)
    hub.close(AIKO)
    assert await tablet == []
    assert not hub.is_open(AIKO)


async def test_a_page_says_where_it_is_open_if_it_wants_to() -> None:
    hub = Hub()

    async def stay(person: PersonId, place: str) -> None:
        async for _event in hub.listen(person, "s", None, 5, place):
            pass

    pages = [asyncio.create_task(stay(BEN, place)) for place in ("a run", "")]
    while hub.open_streams < 2:  # noqa: ASYNC110
        await asyncio.sleep(0)
    assert hub.is_open(BEN, "a run")
    assert not hub.is_open(BEN, "another run")
    assert not hub.is_open(AIKO, "a run")
    hub.close_all()
    await asyncio.gather(*pages)
    assert not hub.is_open(BEN, "a run")


async def test_a_page_that_reads_too_slowly_is_closed_and_holds_no_memory() -> None:
    hub = Hub()
    page = await open_page(hub, AIKO)
    for _ in range(QUEUE * 3):
        hub.publish([AIKO], "journal")
    heard = await asyncio.wait_for(page, 5)
    assert len(heard) < QUEUE
    assert hub.open_streams == 0


async def test_silence_is_a_heartbeat() -> None:
    hub = Hub()
    stream = hub.listen(AIKO, "s", None, 0.01)
    assert await anext(stream) is None
    hub.publish([AIKO], "need")
    assert await anext(stream) == Event(1, "need", "")
    await stream.aclose()  # type: ignore[attr-defined]
    assert hub.open_streams == 0


async def test_a_persons_oldest_stream_makes_room_and_nobody_elses_does() -> None:
    hub = Hub()
    other = hub.listen(BEN, "ben", None, 60)
    waiting = [asyncio.ensure_future(anext(other))]
    streams = [hub.listen(AIKO, f"page {n}", None, 60) for n in range(STREAMS + 5)]
    for stream in streams:
        waiting.append(asyncio.ensure_future(anext(stream)))
        await asyncio.sleep(0)
    await asyncio.sleep(0.01)
    assert hub.open_streams == STREAMS + 1
    assert [task.done() for task in waiting] == [False] + [True] * 5 + [False] * STREAMS
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_two_who_part_hear_nothing_of_each_others_pages_and_other_two_hear_as_before() -> None:
    hub, chidi, dana = Hub(), PersonId("chidi"), PersonId("dana")
    hub.together("a run", (AIKO, BEN))
    hub.together("another run", (BEN, AIKO))
    hub.together("their run", (chidi, dana))
    hub.part((BEN, AIKO))
    places = ((BEN, "a run"), (BEN, "another run"), (dana, "their run"))
    streams = [hub.listen(person, "s", None, 0.01, place) for person, place in places]
    for stream in streams:
        assert await anext(stream) is None
    assert hub.since(AIKO, 0) == []
    assert hub.since(chidi, 0) == [Event(1, "run", "their run")]
    for stream in streams:
        await stream.aclose()  # type: ignore[attr-defined]
