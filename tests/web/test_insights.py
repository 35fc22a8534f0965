"""Insights are about their reader alone, with their doubt, and say so when they cannot tell."""

import asyncio
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from omoiyari.cli.demo_life import live
from omoiyari.cli.demo_seed import PASSPHRASES, seed
from omoiyari.measures import FeltUnderstood, NotEnoughYet, Point, Result
from omoiyari.practice.simulated import LIFE, Hidden, twelve_weeks
from omoiyari.store.cellar import Cellar
from omoiyari.web.charts import chart
from omoiyari.web.patterns import PATTERNS, Whole, tell, tell_whole
from omoiyari.web.plainly import PLAIN
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


def wholes_of(running: Running, name: str) -> str:
    """All five patterns with their numbers, one page after the other."""
    return "".join(page_of(running, name, f"/insights/{pattern}") for pattern in PATTERNS)


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
    assert html.count("How was this worked out?") == html.count('class="own-words said"')
    wholes = [page_of(lived, "Aiko", f"/insights/{pattern}") for pattern in PATTERNS]
    assert all("between" in whole for whole in wholes)
    assert all(whole.count("How was this worked out?") == 1 for whole in wholes)


def test_a_pattern_that_is_none_of_the_five_is_not_there(lived: Running) -> None:
    assert "There is nothing here" in page_of(lived, "Aiko", "/insights/horoscope")


def test_each_chart_has_a_drawing_and_a_table_without_a_script(lived: Running) -> None:
    html = wholes_of(lived, "Aiko")
    drawings = html.count("<svg viewBox")
    assert drawings == html.count("<time-chart") == html.count("The last four weeks</caption>") == 3
    assert html.count("Before that, week by week</caption>") == 3
    assert page_of(lived, "Aiko", "/insights").count("<svg viewBox") == 2


def test_the_tables_reach_back_to_the_first_day() -> None:
    start_day = date(2026, 3, 2)
    points = tuple(Point(start_day + timedelta(days=i), 0.0, -1.0, 1.0) for i in range(84))
    drawn = chart(points, -1, 1)
    assert len(drawn.lately) == 28
    assert [point.day for point in drawn.before] == [start_day + timedelta(days=6 + 7 * i) for i in range(8)]


def test_a_long_line_is_drawn_with_fewer_points_and_still_ends_today() -> None:
    points = tuple(Point(date(2025, 1, 1) + timedelta(days=i), i / 1000, -1.0, 1.0) for i in range(730))
    drawn = chart(points, -1, 1)
    assert drawn.line.count(",") < 320
    assert drawn.line.rpartition("L")[2].startswith("320.0,")


def test_everything_that_is_measured_is_shown_within_five_series(lived: Running) -> None:
    html = wholes_of(lived, "Aiko")
    for name in (
        "How stirred my days were",
        "My mood, a day after theirs",
        "Has it turned?",
        "Has it held steady?",
        "My first weeks and my last",
        "On days that were good for them",
        "On days that were hard for them",
        "Calm or stirred, on all days",
        "How far off, on the grid",
        "Closer than guessing my own mood",
        "More often than guessing their most usual kind",
        "How far sureness missed",
        "When I was this sure, how often was I right?",
        "After talks: how well I thought I read them",
        "Talk by talk: safe to speak?",
        "Week by week: safer?",
    ):
        assert name in html
    assert html.count('class="own-words said"') == 5


def test_each_series_says_what_to_do_with_it_or_nothing(lived: Running) -> None:
    html = page_of(lived, "Aiko", "/insights")
    cards = re.findall(r'<section class="card[^"]*" id="(\w+)">(.*?)</section>', html, re.S)
    assert [id for id, _ in cards] == ["felt", "closeness", "forces", "sureness", "mood"]
    for id, card in cards:
        assert re.search(r'<p class="hint">(Nothing to do|Try)', card), id


def test_every_method_has_plain_words_before_its_name(lived: Running) -> None:
    html = wholes_of(lived, "Aiko")
    for method in PLAIN:
        assert method in html
    assert "one person in twenty" in html


def test_the_caption_says_of_which_line_the_band_is_about(lived: Running) -> None:
    html = page_of(lived, "Aiko", "/insights")
    assert "The true level lies in the band 95 times in 100." in html
    assert "it lies in the band" not in html


def test_a_number_that_cannot_be_had_yet_says_what_is_missing() -> None:
    few = twelve_weeks(5, days=26, world=replace(LIFE, missed=0.0)).noticed()[0]
    closeness = tell_whole(replace(few, mine=few.mine[:10]), "closeness")
    lines = {line.name: line.found for detail in closeness.details for line in detail.lines}
    assert isinstance(lines["Closer than guessing my own mood"], NotEnoughYet)
    assert isinstance(lines["How far off"], Result)


def test_a_page_about_nothing_says_nothing_out_loud() -> None:
    nobody = Hidden(bias=0.0, truth_force=0.0, assumed_similarity=0.0, oversure=-0.18, overestimation=0.0)
    world = replace(LIFE, rise=0.0, hard_week=None)
    seen = twelve_weeks(1, aiko=nobody, ben=nobody, world=world).noticed()[0]
    words = " ".join(f"{one.sentence} {one.doubt}" for one in tell(seen))
    assert tell_whole(seen, "felt").claims == 18
    assert words.count("cannot tell") == 5


def told_of(felt: Iterable[int]) -> Whole:
    """What Aiko is told of feeling understood, with these taps day by day among twelve weeks of a life."""
    taps = tuple(FeltUnderstood(date(2026, 3, 2) + timedelta(days=i), tap) for i, tap in enumerate(felt))
    return tell_whole(replace(twelve_weeks(1).noticed()[0], felt=taps), "felt")


def test_a_turn_is_told_with_its_day_and_its_doubt() -> None:
    lower, higher = (
        told_of([5, 4, 5, 6, 5] * 9 + [3, 2, 3, 2, 3] * 9),
        told_of([2, 1, 3, 2] * 9 + [5, 4, 5, 6] * 9),
    )
    assert re.fullmatch(
        r"It has been lower since about 1[5-8] April \(between 1\d April and \d\d April\)\.",
        lower.insight.doubt,
    )
    assert lower.insight.doubt == lower.details[0].sentence
    assert higher.insight.doubt.startswith("It has been higher since about")


@pytest.mark.parametrize("taps", [[6, 6, 6, 5] * 6, [0, 0, 1, 0] * 6])
def test_no_level_is_said_to_lie_beyond_what_can_be_tapped(taps: list[int]) -> None:
    now, average = (line.found for line in told_of(taps).lines[:2])
    for found in (now, average):
        assert isinstance(found, Result)
        assert 0 <= found.interval[0] < found.interval[1] <= 6


def test_a_steady_stretch_offers_another_way_and_is_no_failing() -> None:
    flat = told_of([3, 2, 4, 3, 2, 4, 3] * 20).insight
    assert flat.doubt == "It has held steady lately."
    assert flat.try_this.startswith("Try another exercise with the same aim")
    assert "no failing" in flat.try_this


def test_a_steady_stretch_of_mostly_feeling_understood_may_stay_as_it_is() -> None:
    good = told_of([5, 6, 5, 4, 5, 6, 5] * 20).insight
    assert good.doubt == "It has held steady lately."
    assert good.try_this.startswith("Nothing to do")


def test_a_mood_that_follows_and_guesses_that_come_closer_are_said_in_words() -> None:
    seen = twelve_weeks(2, days=112, world=replace(LIFE, missed=0.0)).noticed()[0]
    theirs, half = seen.theirs, date(2026, 3, 2) + timedelta(days=56)
    mine = (
        seen.mine[0],
        *(m._replace(pleasantness=t.pleasantness) for m, t in zip(seen.mine[1:], theirs, strict=False)),
    )
    true = {moment.day: moment for moment in theirs}
    near = [g if g.day < half else g._replace(pleasantness=true[g.day].pleasantness) for g in seen.guesses]
    seen = replace(seen, mine=mine, guesses=tuple(near))
    words = [detail.sentence for pattern in PATTERNS for detail in tell_whole(seen, pattern).details]
    assert "Your guesses come closer than in your first weeks." in words
    assert any(one.startswith("Your mood tends to follow theirs of the day before") for one in words)


def test_nothing_on_it_is_about_the_partner_or_ranks_the_two(lived: Running) -> None:
    for name, other in (("Aiko", "Ben"), ("Ben", "Aiko")):
        for path in ("/insights", *(f"/insights/{pattern}" for pattern in PATTERNS)):
            html = page_of(lived, name, path)
            main = words_of(html[html.index("<main") : html.index("</main>")])
            assert other not in main, path
            assert not RANKING.search(main), path


def test_the_demo_says_on_every_page_that_it_is_one(lived: Running) -> None:
    for path in (
        "/",
        "/today",
        "/together",
        "/insights",
        "/insights/missed",
        "/me",
        "/help",
        "/kitchen",
        "/offline",
    ):
        assert "Aiko and Ben are made up" in page_of(lived, "Aiko", path)
