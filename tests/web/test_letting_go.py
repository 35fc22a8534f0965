"""Once a page is sent, nothing of the person it was for is left in memory but what is sealed."""

import gc
from collections.abc import Iterator

import pytest

from omoiyari.couple import Notebook
from omoiyari.store.keys import OpenKeys
from omoiyari.web.pages import Knowing
from tests.web.evenings import both_look
from tests.web.pages import SIGNED_IN
from tests.web.visitors import Visitor


@pytest.fixture
def _no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def left() -> list[object]:
    """What was made for one page and is still there; what a template shares with all pages knows of nobody."""
    made = (one for one in gc.get_objects() if isinstance(one, (Notebook, OpenKeys, Knowing)))
    return [one for one in made if not isinstance(one, Knowing) or "who_reads" in one.parent]


@pytest.mark.usefixtures("_no_collector")
async def test_no_page_leaves_a_notebook_keys_or_what_its_template_knew(
    linked: tuple[Visitor, Visitor],
) -> None:
    aiko, ben = linked
    paths = [*SIGNED_IN, await both_look(aiko, ben)]
    before = len(left())
    for path in paths:
        assert (await aiko.get(path)).status_code in (200, 303, 404), path
        assert len(left()) == before, path
