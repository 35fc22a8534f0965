"""The soft knock: a neutral mail for somebody who has no page open, sent beside the request and never awaited."""

import asyncio

from omoiyari.couple import PersonId
from omoiyari.store.errors import StoreError
from omoiyari.web.house import House

#: What a note may be sent for: a shared page, or a round that waits.
WORTH_A_NOTE = frozenset({"journal", "round"})


def knock(house: House, person: PersonId, topic: str) -> None:
    """Start `tell_softly`, for a topic that is worth a note and a person who has no page open."""
    if topic not in WORTH_A_NOTE or house.hub.is_open(person):
        return
    errand = asyncio.get_running_loop().create_task(tell_softly(house, person))
    house.errands.add(errand)
    errand.add_done_callback(house.errands.discard)


async def tell_softly(house: House, person: PersonId) -> None:
    """Today's one note, if the person wants notes; what goes wrong is told to nobody but them."""
    try:
        await house.office.tell(person, house.now())
    except (StoreError, OSError):
        return
