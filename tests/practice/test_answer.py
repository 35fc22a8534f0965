"""Answers and reveals: read from a form once, told in words."""

import re
from collections.abc import Iterator
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.library import Missed, asks, feelings
from omoiyari.practice import (
    Also,
    Answer,
    AnswerError,
    Feeling,
    Reveal,
    fields_of,
    one_question,
    parse_answer,
    parse_aside,
    parse_place,
    reveal,
)

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


@given(FEELINGS, FEELINGS, st.sampled_from(["", "ashamed"]))
def test_there_is_always_one_question_to_ask_aloud(guess: Feeling, truth: Feeling, under: str) -> None:
    found = reveal(Answer(truth, guess), Answer(truth, None, under))
    assert found is not None
    before: list[Reveal] = []
    cards = []
    for _ in range(10):
        card = one_question(found, asks(), before)
        assert card is not None
        assert "?" in card.text
        cards.append(card.id)
        before.append(found)
    assert all(one != other for one, other in pairwise(cards))
    assert cards[9] != cards[0], "the tenth time is another question than the first"


def on_the_wheel() -> list[Feeling]:
    """Each word where it lies, to the nearest step of the grid."""
    return [
        Feeling(round(f.pleasantness * 3) / 3, round(f.energy * 3) / 3, f.id, f.family)
        for f in feelings().feelings
    ]


def test_every_card_comes_up_for_somebody() -> None:
    """Half of them never could while each guess on the wrong side was "all"."""
    shown = set()
    for guess, truth in product(on_the_wheel(), repeat=2):
        found = reveal(Answer(truth, guess), Answer(truth, None))
        assert found is not None
        if all(found.families):
            card = one_question(found, asks())
            assert card is not None
            assert (card.guessed, card.was) == found.families, "the two families' own card comes first"
            shown.add(card.id)
    for missed in Missed:
        found = next(one for one in every_kind() if one.missed is missed)
        cards = [one_question(found, asks(), [found] * times) for times in range(40)]
        shown |= {card.id for card in cards if card is not None}
    assert shown == {ask.id for ask in asks()}


def every_kind() -> Iterator[Reveal]:
    here = Feeling(0.0, 0.0, "calm", "calm")
    for missed in Missed:
        truth = Feeling(0.0, 0.0, "happy", "joy") if missed in (Missed.FAMILY, Missed.ALL) else here
        yield Reveal(here, truth, "", missed, ())


def test_the_card_of_an_old_round_does_not_change_with_the_rounds_after_it() -> None:
    kinds = list(every_kind()) * 4
    first = [one_question(found, asks(), kinds[:at]) for at, found in enumerate(kinds)]
    longer = kinds + kinds
    assert [one_question(found, asks(), longer[:at]) for at, found in enumerate(kinds)] == first


# --- what may be added ------------------------------------------------------------------------------

MORE = {
    "underneath": "ashamed",
    "guess_underneath": " ashamed ",
    "also_1": "hopeful",
    "also_1_strength": "3",
    "also_2": "wobbly",
    "also_2_strength": "very much",
    "cue_voice": "yes",
    "cue_own": "the keys on the table",
    "sure": "5",
    "line": "for me",
    "order": "guess",
}


def test_more_words_have_a_strength_and_both_layers_are_met_or_not() -> None:
    answer = parse_answer({**FORM, **MORE}, FAMILIES, guess=True)
    assert answer.also == (Also("hopeful", 3), Also("wobbly", 2))
    assert (answer.underneath, answer.guess_underneath) == ("ashamed", "ashamed")
    found = reveal(answer, Answer(feeling("happy", 0.6, 0.3), None, underneath="Ashamed"))
    assert found is not None
    assert "underneath" in found.met


def test_what_i_went_by_is_kept_beside_and_not_in_the_answer() -> None:
    aside = parse_aside({**FORM, **MORE, "cue_smell": "yes"})
    assert (aside["cues"], aside["cue_own"]) == (["voice"], "the keys on the table")
    assert "keys" not in str(parse_answer({**FORM, **MORE}, FAMILIES, guess=True).to_body())


@pytest.mark.parametrize("more", [{}, MORE, {"self_own": "wobbly jelly", "guess_own": "flat"}])
def test_an_answer_can_be_taken_up_again_as_the_form_it_came_from(more: dict[str, str]) -> None:
    form = {**FORM, **more}
    answer, aside = parse_answer(form, FAMILIES, guess=True), parse_aside(form)
    filled = fields_of(answer, aside, FAMILIES)
    assert parse_answer(filled, FAMILIES, guess=True) == answer
    assert parse_aside(filled) == aside


def test_an_answer_of_an_older_version_reads_on() -> None:
    body = {"self": {"x": 0.1, "y": 0.1, "word": "happy", "family": "joy"}, "guess": None, "underneath": ""}
    assert Answer.from_body(body) == Answer(Feeling(0.1, 0.1, "happy", "joy"), None)
