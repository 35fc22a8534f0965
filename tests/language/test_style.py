"""Small words, and meanings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.language import similarity, style_match

AIKO = (
    "I was thinking that we could go to the sea, because it is so warm and you have been at the desk for days. "
    * 4
)
BEN = (
    "Sea. Good. Warm weather. Bring towels, sandwiches, sunscreen. Traffic terrible Saturdays. Leave early. "
    * 6
)
TEXTS = st.text(alphabet="the and I you of not a b c ", max_size=400)


def test_the_same_text_matches_itself_wholly() -> None:
    assert style_match(AIKO, AIKO).value == pytest.approx(1)


def test_unlike_styles_match_less() -> None:
    value = style_match(AIKO, BEN).value
    assert value is not None
    assert value < 0.5


def test_too_few_words_give_no_value() -> None:
    assert style_match("I love you", AIKO).value is None


@given(TEXTS, TEXTS)
def test_a_match_is_symmetric_and_a_share(first: str, second: str) -> None:
    there, back = style_match(first, second), style_match(second, first)
    assert there.value == back.value
    assert all(0 <= part <= 1 for part in there.by_kind.values())


def test_curly_and_straight_apostrophes_are_one() -> None:
    assert style_match(AIKO + "I don’t", AIKO + "I don't").value == pytest.approx(1)


def test_a_paraphrase_is_nearer_than_another_subject() -> None:
    said = "So the meeting ran over and you were left to clean up on your own."
    heard = "They kept talking too long and nobody helped you tidy afterwards."
    other = "The train to Leeds leaves from platform nine."
    assert similarity(said, heard) > similarity(said, other) + 0.2


def test_similarity_is_symmetric_and_whole_with_itself() -> None:
    assert similarity("I'm sad", "you left") == pytest.approx(similarity("you left", "I'm sad"))
    assert similarity("I'm sad", "I'm sad") == pytest.approx(1, abs=1e-4)


def test_nothing_is_like_nothing() -> None:
    assert similarity("", "I'm sad") == 0
    assert similarity("", "") == 0
