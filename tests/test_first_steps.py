"""The first steps in README and docs can be typed as they stand, in the order in which they work."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs" / "start").glob("*.md")),
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_that_a_page_names_is_there(page: Path) -> None:
    named = set(re.findall(r"(?:^|`)make (\w+)", page.read_text("utf-8"), re.M))
    assert named <= set(re.findall(r"^(\w+):", MAKEFILE, re.M))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_that_names_a_command_says_where_it_lies(page: Path) -> None:
    text = page.read_text("utf-8")
    if re.search(r"`omoiyari \w", text):
        assert "`.venv/bin/omoiyari" in text or "(run-at-home.md)" in text, (
            "make run puts it there, and nowhere else"
        )


def test_setup_and_doctor_can_be_made() -> None:
    for command in ("setup", "doctor"):
        rule = re.search(rf"^{command}:.*\n(?:\t.*\n)+", MAKEFILE, re.M)
        assert rule is not None
        assert "tools/bootstrap.sh run" in rule[0]
        assert f".venv/bin/omoiyari {command}" in rule[0]


def test_the_readme_brings_it_to_both_phones_with_a_command_that_is_there_after_make_run() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "To bring it to both phones: `make setup`" in readme
    assert "`omoiyari setup`" not in readme


def test_on_the_first_evening_the_phones_reach_it_before_anybody_is_invited() -> None:
    steps = (ROOT / "docs" / "start" / "first-evening.md").read_text("utf-8")
    assert steps.index("`make setup`") < steps.index("make an invite")
    assert steps.index("reach.md") < steps.index("make an invite")
