"""Answers and reveals: read from a form once, told in words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.library import Missed, asks
from omoiyari.practice import Answer, AnswerError, Feeling, one_question, parse_answer, parse_place, reveal

FAMILIES = {"worried": "fear", "content": "calm", "lonely": "sadness", "happy": "joy"}
FORM = {"self_place": "-2,1", "self_word": "worried", "guess_place": "2,-1", "guess_word": "content"}


def feeling(word: str, x: float, y: float) -> Feeling:
    return Feeling(x, y, word, FAMILIES.get(word, ""))


@given(st.integers(-3, 3), st.integers(-3, 3))
def test_every_place_on_the_grid_is_read(x: int, y: int) -> None:
    assert parse_place(f"{x},{y}") == (pytest.approx(x / 3, abs=1e-3), pytest.approx(y / 3, abs=1e-3))


@given(st.text(max_size=12))
def test_any_other_text_is_refused_with_one_sentence(text: str) -> None:
    """Or it happens to be a place on the grid, spaces and all."""
    place = re.fullmatch(r"\s*[+-]?\d+\s*,\s*[+-]?\d+\s*", text)
    if place is None:
        with pytest.raises(AnswerError):
            parse_place(text)


def test_an_answer_holds_a_feeling_and_a_guess() -> None:
    answer = parse_answer(FORM, FAMILIES, guess=True)
    assert (answer.own.word, answer.own.family) == ("worried", "fear")
    assert answer.guess is not None
    assert answer.guess.family == "calm"


def test_somebody_on_their_own_makes_no_guess() -> None:
    assert parse_answer(FORM, FAMILIES, guess=False).guess is None


def test_a_word_of_ones_own_goes_before_the_wheel() -> None:
    answer = parse_answer({**FORM, "self_own": " wobbly  jelly "}, FAMILIES, guess=True)
    assert (answer.own.word, answer.own.family) == ("wobbly jelly", "")


@pytest.mark.parametrize("missing", sorted(FORM))
def test_a_missing_tap_is_refused(missing: str) -> None:
    with pytest.raises(AnswerError):
        parse_answer({**FORM, missing: ""}, FAMILIES, guess=True)


def test_what_is_kept_reads_back_the_same() -> None:
    answer = parse_answer({**FORM, "underneath": "ashamed"}, FAMILIES, guess=True)
    assert Answer.from_body(answer.to_body()) == answer


def mine(word: str, x: float, y: float) -> Answer:
    return Answer(feeling("happy", 0.6, 0.3), feeling(word, x, y))


def test_the_very_word_is_met() -> None:
    found = reveal(mine("worried", -0.6, 0.3), Answer(feeling("worried", -0.6, 0.3), None))
    assert found is not None
    assert found.met[0] == "word"
    assert found.missed is Missed.NOTHING


def test_another_family_on_the_same_side_is_a_missed_family() -> None:
    found = reveal(mine("lonely", -0.6, -0.3), Answer(feeling("worried", -0.6, 0.1), None))
    assert found is not None
    assert found.missed is Missed.FAMILY


def test_the_wrong_side_altogether_is_called_another_evening() -> None:
    found = reveal(mine("content", 0.7, -0.3), Answer(feeling("worried", -0.6, 0.6), None))
    assert found is not None
    assert found.missed is Missed.ALL
    assert found.met == ()


def test_what_lay_underneath_is_asked_about_when_the_rest_was_met() -> None:
    found = reveal(
        mine("worried", -0.6, 0.3), Answer(feeling("worried", -0.6, 0.3), None, underneath="ashamed")
    )
    assert found is not None
    assert found.missed is Missed.UNDERNEATH


def test_without_a_guess_there_is_nothing_to_reveal_about_it() -> None:
    assert (
        reveal(Answer(feeling("happy", 0.6, 0.3), None), Answer(feeling("worried", -0.6, 0.3), None)) is None
    )


COORDINATES = st.floats(-1, 1, allow_nan=False)
FEELINGS = st.builds(
    lambda w, x, y: feeling(w, x, y), st.sampled_from([*FAMILIES, "own word"]), COORDINATES, COORDINATES
)


@given(FEELINGS, FEELINGS, st.sampled_from(["", "ashamed"]), st.integers(0, 500))
def test_there_is_always_one_question_to_ask_aloud(
    guess: Feeling, truth: Feeling, under: str, turn: int
) -> None:
    found = reveal(Answer(truth, guess), Answer(truth, None, under))
    assert found is not None
    card = one_question(found, asks(), turn)
    assert card is not None
    assert "?" in card.text
