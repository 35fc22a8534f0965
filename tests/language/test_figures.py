"""Figures of speech: read by what is meant, and a cover for nothing that stands beside them."""

import pytest

from omoiyari.language import Level, read
from omoiyari.language.content import read_toml
from omoiyari.language.figures import figures, meant

EXAMPLES = [one["example"] for one in read_toml("figures.toml")["figure"]]


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_figure_of_speech_is_said_plainly_and_raises_nothing(text: str) -> None:
    assert meant(text) != text
    assert read(text, setting="opening").safety.level == Level.NONE


def test_each_figure_has_its_own_example() -> None:
    assert [
        figure.said.search(text) is not None for figure, text in zip(figures(), EXAMPLES, strict=True)
    ] == ([True] * len(EXAMPLES))


@pytest.mark.parametrize(
    "text",
    [
        "I could kill myself for being such a burden.",
        "I want to kill myself for forgetting how to live.",
        "I could kill myself for losing the receipt. The pills are counted and tonight I will take them.",
        "I nearly died of embarrassment, and then he put his hands round my neck.",
    ],
)
def test_what_is_meant_in_earnest_is_heard_beside_it_or_in_its_place(text: str) -> None:
    assert read(text, setting="opening").safety.level > Level.NONE


def test_other_texts_stay_as_they_are() -> None:
    text = "Shall we go? I could kill for a coffee, and the dog is dying to see you."
    assert meant(text) == text
