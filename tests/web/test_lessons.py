"""What a lesson, a myth and a claim stand on: nothing from memory is shown as if it had been looked up."""

from collections.abc import Iterable

import pytest

from omoiyari.library import Source, claims, lessons, myths
from tests.web.visitors import Street

FROM_MEMORY = "(from memory, not yet looked up)"
SOURCES = {
    **{f"/learn/{lesson.id}": lesson.evidence.sources for lesson in lessons().values()},
    "/learn/myths": [source for myth in myths() for source in myth.evidence.sources],
    "/learn/claims": [source for claim in claims() for source in claim.sources],
}


@pytest.fixture
async def pages(street: Street) -> dict[str, str]:
    aiko = await street.visitor("Aiko").sign_up()
    return {path: (await aiko.get(path)).text for path in SOURCES}


def unread(sources: Iterable[Source]) -> int:
    return sum(not source.checked for source in sources)


async def test_a_source_that_nobody_has_read_says_so_wherever_it_stands(pages: dict[str, str]) -> None:
    assert {path: page.count(FROM_MEMORY) for path, page in pages.items()} == {
        path: unread(sources) for path, sources in SOURCES.items()
    }
    assert sum(map(unread, SOURCES.values())) > 0


async def test_every_finding_names_who_and_when(pages: dict[str, str]) -> None:
    for path, sources in SOURCES.items():
        assert sources, path
        for source in sources:
            assert f"{source.who}, {source.year}".replace("&", "&amp;") in pages[path]
