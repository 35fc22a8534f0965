"""The rulers that measure our sentences measure rightly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.library import prose

TEXTS = st.lists(
    st.sampled_from(["the", "quiet", "heron", "wades", "while", "two", "kettles", "sing"]), min_size=2
).map(" ".join)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1),
        ("table", 2),
        ("made", 1),
        ("jumped", 1),
        ("wanted", 2),
        ("kettle", 2),
        ("the", 1),
        ("be", 1),
    ],
)
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert prose.syllables(word) == count


def test_short_words_read_younger_than_long_ones() -> None:
    young = prose.reading_age("The cat sat on the mat. It was warm.")
    old = prose.reading_age(
        "Notwithstanding considerable methodological heterogeneity, associations persisted."
    )
    assert young < 8 < 18 < old


def test_a_sentence_ends_where_one_breathes() -> None:
    assert prose.sentences("One. Two! Three? Four… Five: six; seven") == 7


@given(TEXTS)
def test_a_text_is_wholly_like_itself(text: str) -> None:
    heard = prose.sound(text)
    assert prose.same_words(heard, heard) == 1
    assert prose.same_sound(heard, heard) == pytest.approx(1)


@given(TEXTS, TEXTS)
def test_likeness_goes_both_ways_and_stays_between_none_and_all(one: str, other: str) -> None:
    here, there = prose.sound(one), prose.sound(other)
    assert prose.same_words(here, there) == prose.same_words(there, here)
    assert 0 <= prose.same_words(here, there) <= 1
    assert 0 <= prose.same_sound(here, there) <= 1 + 1e-9


def test_a_twin_in_other_clothes_is_found() -> None:
    twins = ["What made you laugh today?", "What made you laugh today, my dear?", "Where is the salt?"]
    (found,) = prose.too_alike(twins, most_words=0.5, most_sound=0.7)
    assert {found.one, found.other} == set(twins[:2])
