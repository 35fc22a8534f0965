"""The help page is one whole page: every country's lines are in it, and nobody is told which one is opened."""

import html
import re

from omoiyari.library import helplines, helplines_for
from tests.web.visitors import Street


async def test_every_line_of_every_country_stands_on_the_one_page(street: Street) -> None:
    page = html.unescape((await street.visitor().get("/help")).text)
    folds = re.findall(r'<details class="fold" name="country">.*?</details>', page, re.S)
    lines = helplines()
    countries = {line.country for line in lines} - {"INT", "EU"}
    assert len(folds) == len(countries) + 1, "and one for the rest of the European Union"
    for country in countries:
        own = [line for line in helplines_for(lines, country) if line.country != "INT"]
        assert any(all(line.name in fold for line in own) for fold in folds), country
    for line in lines:
        assert line.name in page
    assert "checked on" in page or all(not line.is_verified for line in lines)


async def test_a_country_that_is_asked_for_stands_open_and_no_form_asks(street: Street) -> None:
    page = (await street.visitor().get("/help?country=GB")).text
    opened = re.findall(r'<details class="fold" open name="country">.*?</summary>', page, re.S)
    assert len(opened) == 1
    assert "United Kingdom" in opened[0]
    assert "<select" not in page
    assert ' open name="country"' not in (await street.visitor().get("/help?country=XX")).text
