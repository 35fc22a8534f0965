"""What training says in other words must still be the same message."""

import random

from hypothesis import given
from hypothesis import strategies as st
from training.variety import varied

SENTENCES = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyz'", min_size=1, max_size=12), min_size=1, max_size=20
).map(" ".join)


@given(SENTENCES, st.integers(0, 10_000))
def test_it_has_as_many_words_as_before(text: str, seed: int) -> None:
    assert len(varied(text, random.Random(seed)).split(" ")) == len(text.split(" "))


@given(st.integers(0, 10_000))
def test_a_word_with_a_slip_starts_as_it_did_and_is_hardly_longer_or_shorter(seed: int) -> None:
    words = ["yesterday", "evening", "nobody", "answered", "although", "several", "neighbours", "telephoned"]
    slipped = varied(" ".join(words), random.Random(seed)).split(" ")
    assert all(
        new[0] == old[0] and abs(len(new) - len(old)) <= 1 for new, old in zip(slipped, words, strict=True)
    )


def test_some_are_said_in_other_words() -> None:
    text = "my husband said that you are colour blind, which nobody believes"
    said = {varied(text, random.Random(seed)) for seed in range(200)}
    assert len(said) > 20
    assert text in said
