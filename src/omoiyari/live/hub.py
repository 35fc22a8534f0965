"""The event hub, in memory: a topic and an id to every open page of a person, never text.

A stream holds no key; the page fetches again under its own rights.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

from omoiyari.couple import PersonId

KEPT_EVENTS = 64
QUEUE = 64
STREAMS = 32  # open pages of one person


@dataclass(frozen=True, slots=True)
class Event:
    """Something changed: which part of the page, and what. `number` counts one person's events."""

    number: int
    topic: str
    id: str


@dataclass(eq=False)
class _Stream:
    person: PersonId
    session: str
    place: str
    queue: "asyncio.Queue[Event | None]" = field(default_factory=lambda: asyncio.Queue(QUEUE))

    def put(self, event: Event | None) -> None:
        """A page that reads too slowly is closed; it fetches everything when it comes back."""
        if self.queue.full():
            self.queue.get_nowait()
            event = None
        self.queue.put_nowait(event)


class Hub:
    """Publishes to people, one stream a page, with catch-up by number after a gap."""

    def __init__(self) -> None:
        self._streams: dict[_Stream, None] = {}  # the oldest first
        # each person's own events and count: nobody can read the other's acts off a gap in their own
        self._kept: dict[PersonId, deque[Event]] = {}
        self._newest: dict[PersonId, int] = {}
        self._meeting: dict[str, frozenset[PersonId]] = {}

    def publish(self, people: Iterable[PersonId], topic: str, about: str = "") -> None:
        """Tell every open page of these people."""
        for person in set(people):
            self._newest[person] = self._newest.get(person, 0) + 1
            event = Event(self._newest[person], topic, about)
            self._kept.setdefault(person, deque(maxlen=KEPT_EVENTS)).append(event)
            for stream in self._of(person):
                stream.put(event)

    def close(self, person: PersonId, session: str | None = None) -> None:
        """End a person's streams: all, or those of one session."""
        for stream in self._of(person):
            if session is None or stream.session == session:
                stream.put(None)

    def close_all(self) -> None:
        """End every stream; the server stops."""
        for stream in self._streams:
            stream.put(None)

    def _of(self, person: PersonId) -> list[_Stream]:
        return [stream for stream in self._streams if stream.person == person]

    def is_open(self, person: PersonId, place: str | None = None) -> bool:
        """Whether a person has a page open: any, or the one of this place."""
        return any(place in (None, stream.place) for stream in self._of(person))

    def together(self, place: str, people: Iterable[PersonId]) -> None:
        """From now on these people hear when the other's page of this place opens or closes."""
        self._meeting[place] = frozenset(people)

    def apart(self, place: str) -> None:
        """From now on nobody hears who has the page of this place open."""
        self._meeting.pop(place, None)

    def part(self, two: Iterable[PersonId]) -> None:
        """From now on these two hear nothing of each other's pages, wherever they met."""
        parted = frozenset(two)
        self._meeting = {place: here for place, here in self._meeting.items() if here != parted}

    def _tell_of(self, stream: _Stream) -> None:
        """Tell whoever is there that a page opened or closed, unless the person has another of the same place."""
        same = [one for one in self._of(stream.person) if one.place == stream.place and one is not stream]
        if stream.place in self._meeting and not same:
            self.publish(self._meeting[stream.place] - {stream.person}, "run", stream.place)

    @property
    def open_streams(self) -> int:
        """How many streams are open."""
        return len(self._streams)

    def since(self, person: PersonId, number: int) -> list[Event]:
        """What a page missed after `number`; what is no longer kept is told as one `all` event."""
        newest = self._newest.get(person, 0)
        missed = [event for event in self._kept.get(person, ()) if event.number > number]
        if number > newest or len(missed) < newest - number:
            return [Event(newest, "all", "")]
        return missed

    async def listen(
        self, person: PersonId, session: str, last: int | None, heartbeat: float, place: str = ""
    ) -> AsyncIterator[Event | None]:
        """Events as they come; None every `heartbeat` seconds of silence. Ends when the stream is closed.

        `place` names the page where it matters who is there. A person's oldest stream makes room for the newest
        where more than `STREAMS` are open.
        """
        for oldest in self._of(person)[: -(STREAMS - 1)]:
            oldest.put(None)
            del self._streams[oldest]
        stream = _Stream(person, session, place)
        self._streams[stream] = None
        self._tell_of(stream)
        try:
            for event in self.since(person, last) if last is not None else ():
                yield event
            while True:
                try:
                    event_or_end = await asyncio.wait_for(stream.queue.get(), heartbeat)
                except TimeoutError:
                    yield None
                    continue
                if event_or_end is None:
                    return
                yield event_or_end
        finally:
            self._streams.pop(stream, None)
            self._tell_of(stream)
            if not any(one.place == stream.place for one in self._streams):
                self.apart(stream.place)
