"""The drawings on Insights in a real browser: uPlot's with its band, and our own where no script runs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.conftest import PHONE, Running
from tests.web.test_insights import lived as lived

pytestmark = pytest.mark.browser

#: How many of a canvas's points are thinly covered, as a band is, and how many are ink.
COUNTED = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let thin = 0, ink = 0;
  for (let i = 3; i < data.length; i += 4) {
    if (data[i] > 20 && data[i] < 90) thin += 1;
    if (data[i] > 200) ink += 1;
  }
  return [thin / (data.length / 4), ink];
}"""


@pytest.fixture
def opened(browser: Browser, lived: Running, request: pytest.FixtureRequest) -> Iterator[Page]:
    """What Aiko is told of her days, with or without scripts."""
    context: BrowserContext = browser.new_context(
        viewport=PHONE,
        locale="en-GB",
        java_script_enabled=request.param,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(f"{lived.address}/")
    page.get_by_role("button", name="I am Aiko").click()
    page.goto(f"{lived.address}/insights/mood")
    yield page
    context.close()


@pytest.mark.parametrize("opened", [True], indirect=True)
def test_the_canvas_shows_a_line_with_its_band(opened: Page) -> None:
    expect(opened.locator("time-chart")).to_have_count(2)
    for chart in opened.locator("time-chart").all():
        expect(chart.locator("canvas")).to_be_visible()
        opened.wait_for_timeout(300)
        assert chart.bounding_box()["width"] <= PHONE["width"]  # type: ignore[index]
        thin, ink = chart.locator("canvas").evaluate(COUNTED)
        assert thin > 0.03, "no band"
        assert ink > 300, "no line"


@pytest.mark.parametrize("opened", [False], indirect=True)
def test_without_a_script_there_is_a_drawing_and_a_table(opened: Page) -> None:
    expect(opened.locator("svg .band").first).to_be_visible()
    expect(opened.locator("canvas")).to_have_count(0)
    opened.locator("summary", has_text="The line, as a table").first.click()
    expect(opened.get_by_role("table", name="The last four weeks").first).to_be_visible()
    expect(opened.get_by_text("one person in twenty")).to_be_visible()
