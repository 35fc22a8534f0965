"""What a first visit to one page weighs, and that nothing vendored was changed by hand."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web import styleguide

STATIC = styleguide.WEB / "static"
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
SIGNS = [
    STATIC / name
    for name in ("paper.svg", "stroke.svg", "thread.svg", "holes.svg", "icons.svg", "drawings.svg")
]
STYLES = sorted((STATIC / "css").glob("*.css"))
REST = [STATIC / "icons" / "mark.svg", STATIC / "icons" / "mark-192.png", STATIC / "manifest.webmanifest"]


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def test_the_whole_shell_with_a_page_of_every_component_weighs_at_most_60_kb() -> None:
    page = packed(styleguide.render().encode())
    shell = sum(packed(path.read_bytes()) for path in [*SCRIPTS, *SIGNS, *STYLES, *REST])
    assert page + shell <= 60_000


def test_the_styles_weigh_at_most_14_kb() -> None:
    assert packed((STATIC / "css" / "omoiyari.css").read_bytes()) <= 14_000


@pytest.mark.parametrize(
    "template", sorted((styleguide.WEB / "templates").rglob("*.html")), ids=lambda path: path.name
)
def test_no_template_holds_inline_style_or_script(template: Path) -> None:
    text = re.sub(r"{#.*?#}", "", template.read_text(), flags=re.S)
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:|<script(?![^>]*\bsrc=)", text)


def test_no_page_or_style_asks_another_host() -> None:
    for path in [*STYLES, *SCRIPTS, *SIGNS]:
        assert not re.search(r"https?://(?!www\.w3\.org/)", path.read_text()), path.name


def test_the_service_worker_names_only_files_that_exist() -> None:
    named = re.findall(r'"([\w/.-]+\.\w+)"', (STATIC / "js" / "sw.js").read_text())
    assert named
    assert [name for name in named if not (STATIC / name).is_file()] == []


def test_every_sign_a_template_uses_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', "".join(path.read_text() for path in SIGNS)))
    used = set(re.findall(r'(?:icons|drawings)\.svg#([\w-]+)"', styleguide.render()))
    assert used - drawn == set()


def test_vendored_files_are_as_published() -> None:
    tool = Path(__file__).parents[2] / "tools" / "vendor.py"
    assert subprocess.run([sys.executable, tool, "--check"], check=False).returncode == 0
