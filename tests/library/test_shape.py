"""A table takes the shape of its class exactly, and what does not fit is said."""

import json
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.library import Ask, Feeling, Mood, Prompt, Setting, Topic
from omoiyari.library.model.prompts import PromptSet
from omoiyari.library.shape import Page, take, take_all

WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc"]), min_size=1
).filter(str.strip)
IDS = st.from_regex(r"[a-z]{1,8}(-[a-z]{1,4})?", fullmatch=True)
SIDES = st.floats(-1, 1)


def page(text: str) -> Page:
    return Page("some.toml", text, tomllib.loads(text))


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Button:
    label: Annotated[str, "Write the label."]
    size: Annotated[Size, "Write the size."] = Size.SMALL
    holes: Annotated[tuple[int, ...], "Write the holes."] = ()
    weight: Annotated[float, "Write the weight."] = 0.5
    shiny: Annotated[bool, "Write if it shines."] = False


@given(IDS, IDS, WORDS, SIDES, SIDES)
def test_what_is_written_is_what_is_read(
    id: str, family: str, gloss: str, pleasantness: float, energy: float
) -> None:
    text = f"id = {json.dumps(id)}\nfamily = {json.dumps(family)}\ngloss = {json.dumps(gloss)}\n"
    text += f"pleasantness = {pleasantness!r}\nenergy = {energy!r}\n"
    assert take(page(text), Feeling, tomllib.loads(text)) == Feeling(id, family, gloss, pleasantness, energy)


@given(
    st.dictionaries(IDS, WORDS, min_size=1),
    st.sampled_from(list(Topic)),
    st.integers(1, 3),
    st.sampled_from(list(Mood)),
)
def test_each_line_of_a_set_becomes_a_prompt_with_its_tags(
    lines: dict[str, str], topic: Topic, closeness: int, mood: Mood
) -> None:
    table = {"topic": str(topic), "closeness": closeness, "mood": str(mood), "prompts": lines}
    found = take(page(""), PromptSet, table)
    assert found is not None
    prompts = list(found.each())
    assert {prompt.id: prompt.text for prompt in prompts} == lines
    assert {(one.topic, one.closeness, one.mood, one.setting) for one in prompts} == {
        (topic, closeness, mood, Setting.ANYWHERE)
    }
    assert all(isinstance(prompt, Prompt) for prompt in prompts)


def test_what_may_be_left_out_takes_its_default() -> None:
    assert take(page(""), Button, {"label": "Go"}) == Button("Go")


def test_a_whole_number_is_a_number_where_one_is_asked_for() -> None:
    found = take(page(""), Button, {"label": "Go", "weight": 2})
    assert found is not None
    assert (found.weight, type(found.weight)) == (2.0, float)


@pytest.mark.parametrize(
    ("key", "value", "wrong"),
    [
        ("label", 7, "'label' is not text in quotes"),
        ("label", "   ", "'label' is empty"),
        ("size", "huge", "size = 'huge' is unknown"),
        ("size", ["small"], "size = '['small']' is unknown"),
        ("holes", 4, "'holes' is not a list"),
        ("holes", [1, "two"], "'holes' is not a whole number"),
        ("holes", [True], "'holes' is not a whole number"),
        ("weight", "heavy", "'weight' is not a number"),
        ("weight", True, "'weight' is not a number"),
        ("shiny", "yes", "'shiny' is not true or false"),
        ("shiny", 1, "'shiny' is not true or false"),
        ("colour", "red", "'colour' means nothing here"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_made(key: str, value: object, wrong: str) -> None:
    here = page("")
    assert take(here, Button, {"label": "Go", key: value}) is None
    assert [problem.wrong for problem in here.problems] == [wrong]


def test_every_wrong_key_is_said_at_once() -> None:
    here = page("")
    assert take(here, Button, {"size": "huge", "weight": "heavy"}) is None
    assert len(here.problems) == 3


def test_a_choice_lists_what_can_be_chosen() -> None:
    here = page("")
    take(here, Button, {"label": "Go", "size": "huge"})
    assert here.problems[0].write == "Write the size. One of: small, large."


def test_a_table_with_a_problem_is_left_out_and_its_neighbours_stay() -> None:
    text = '[[asks]]\nid = "a"\nmissed = "all"\ntext = "What?"\n[[asks]]\nid = "b"\nmissed = "all"\n'
    here = page(text)
    assert [(where, ask.id) for where, ask in take_all(here, Ask, "asks")] == [(("asks", 0), "a")]
    assert [(problem.line, problem.wrong) for problem in here.problems] == [(5, "'text' is missing")]


def test_a_problem_reads_as_one_sentence_for_authors() -> None:
    here = page("size = 'huge'\n")
    take(here, Button, {"label": "Go", "size": "huge"}, ())
    assert str(here.problems[0]) == (
        "some.toml, line 1: size = 'huge' is unknown. Write the size. One of: small, large."
    )
