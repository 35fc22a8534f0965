"""Insights are about their reader alone, with their doubt, and say so when they cannot tell."""

import asyncio
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from omoiyari.cli.demo_life import live
from omoiyari.cli.demo_seed import PASSPHRASES, seed
from omoiyari.store.cellar import Cellar
from tests.conftest import Clock
from tests.web.conftest import Running, start

RANKING = re.compile(r"\b(better|worse|more|less|higher|lower) than (Ben|Aiko|your partner|you)\b", re.I)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server on which Aiko and Ben have lived twelve weeks."""
    folder: Path = tmp_path_factory.mktemp("lived")
    clock = Clock()
    clock.moment = datetime(2026, 6, 1, 20, tzinfo=UTC)

    async def prepare() -> None:
        cellar = await Cellar.open(folder)
        aiko, ben = await seed(cellar)
        await live(cellar, aiko, ben, clock())
        await cellar.close()

    apart = threading.Thread(target=lambda: asyncio.run(prepare()))  # the browsers' loop runs in this one
    apart.start()
    apart.join()
    running, stop = start(folder, clock, demo=PASSPHRASES)
    yield running
    stop()


def page_of(running: Running, name: str, path: str) -> str:
    """A page as one of the two sees it."""
    address = running.address.replace("omoiyari.test", "127.0.0.1")
    with httpx.Client(base_url=address, headers={"Origin": address}, follow_redirects=True) as client:
        client.post("/demo", data={"name": name})
        return client.get(path).text


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_twelve_weeks_say_what_the_simulation_put_in(lived: Running) -> None:
    aiko, ben = (words_of(page_of(lived, name, "/insights")) for name in ("Aiko", "Ben"))
    assert "Your guesses lean towards your own mood." in ben
    assert "They follow how your partner really is." in aiko
    assert "That is more than luck." in aiko


def test_at_most_five_series_are_shown_and_each_explains_itself(lived: Running) -> None:
    html = page_of(lived, "Aiko", "/insights")
    assert 1 <= html.count('class="own-words said"') <= 5
    assert html.count("How was this worked out?") >= 4
    assert html.count("between") >= 4


def test_each_chart_has_a_drawing_and_a_table_without_a_script(lived: Running) -> None:
    html = page_of(lived, "Aiko", "/insights")
    assert (
        html.count("<svg viewBox") == html.count("<time-chart") == html.count("The last four weeks</caption>")
    )


def test_nothing_on_it_is_about_the_partner_or_ranks_the_two(lived: Running) -> None:
    for name, other in (("Aiko", "Ben"), ("Ben", "Aiko")):
        html = page_of(lived, name, "/insights")
        main = words_of(html[html.index("<main") : html.index("</main>")])
        assert other not in main
        assert not RANKING.search(main)


def test_the_demo_says_on_every_page_that_it_is_one(lived: Running) -> None:
    for path in ("/", "/today", "/together", "/insights", "/me", "/help"):
        assert "Aiko and Ben are made up" in page_of(lived, "Aiko", path)
