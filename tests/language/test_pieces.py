"""The small steps before the network: normal letters, sentences, clauses, runs of words, windows."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.language.encoder import CONTEXT, WINDOW, families, network
from omoiyari.language.labels import EMOTIONS, GROUPS, HELPING, HURTING, MOVES, SEVERITIES, SIGNALS
from omoiyari.language.looking import look
from omoiyari.language.normalise import normalise
from omoiyari.language.phrasing import phrasing, runs, together
from omoiyari.language.reading import abroad
from omoiyari.language.sentences import sentences
from omoiyari.language.spans import carrying

# Normal letters


@given(st.text(max_size=200))
def test_every_normal_letter_knows_where_it_was_written(text: str) -> None:
    normal = normalise(text)
    assert len(normal.text) == len(normal.origin)
    assert list(normal.origin) == sorted(normal.origin)
    assert all(0 <= place < len(text) for place in normal.origin)


def test_plain_letters_are_left_alone() -> None:
    assert normalise("I'm fine - really...").text == "I'm fine - really..."


def test_curly_quotes_become_straight_and_invisible_letters_go() -> None:
    assert normalise("don’t\u200b \u202ego\u202c“now”").text == 'don\'t go"now"'


def test_emoji_become_their_names_and_point_back_at_themselves() -> None:
    normal = normalise("ok 👍")
    assert "thumbs up" in normal.text
    start = normal.text.index("thumbs")
    assert normal.written(start, start + len("thumbs up")) == (3, 4)


def test_hearts_mean_what_people_mean() -> None:
    assert "red heart" in normalise("❤️").text
    assert "broken heart" in normalise("💔").text


def test_skin_tones_say_nothing() -> None:
    assert normalise("👍🏿").text == normalise("👍").text


# Sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("no marks at all", ["no marks at all"]),
        ("first line\nsecond line", ["first line", "second line"]),
        ("Meet Dr. Amadi at 3.30 p.m. tomorrow.", ["Meet Dr. Amadi at 3.30 p.m. tomorrow."]),
        ("What?! No... why?", ["What?!", "No...", "why?"]),
        ("he said “stop.” I did.", ["he said “stop.”", "I did."]),
        ("我很难过。你呢?", ["我很难过。", "你呢?"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences_are_found_as_people_type_them(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(alphabet='ab .!?\n’"', max_size=120))
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


# Clauses


def shares_at(text: str, word: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One token per word, one label, that speaks at `word`."""
    places, at = [], 0
    for token in text.split():
        at = text.index(token, at)
        places.append((at, at + len(token)))
        at += len(token)
    shares = np.array([[1.0 if text[a:b] == word else 0.0] for a, b in places], np.float32)
    return shares, np.array([a for a, _ in places]), np.array([b for _, b in places])


def test_the_clause_around_the_loudest_word_carries_the_move() -> None:
    text = "I'm sorry I was late but you could have called"
    ((start, end),) = carrying(*shares_at(text, "called"), text)
    assert text[start:end] == "but you could have called"
    ((start, end),) = carrying(*shares_at(text, "late"), text)
    assert text[start:end] == "I'm sorry I was late"


def test_a_sentence_without_edges_is_one_clause() -> None:
    text = "you never listen to me"
    assert carrying(*shares_at(text, "never"), text) == ((0, len(text)),)


# Turns of phrase


def test_runs_are_of_words_and_of_letters_within_words() -> None:
    seen = runs("Could we talk?")
    assert {"could", "could we", "could we talk", "talk ?"} <= set(seen.words)
    assert {" co", "coul", "lk "} <= set(seen.letters)
    assert "d w" not in seen.letters


def test_capitals_make_no_other_runs() -> None:
    assert runs("COULD WE Talk?") == runs("could we talk?")


def test_a_message_s_runs_are_those_of_its_sentences() -> None:
    whole = together([runs("I was late."), runs("I was wrong.")])
    assert whole.words["i was"] == 2
    assert whole.words == Counter(runs("I was late.").words) + Counter(runs("I was wrong.").words)


def test_marks_that_nobody_ever_wrote_leave_only_the_setting() -> None:
    first, second = (phrasing().logits(runs(text), "reply") for text in ("", "¤"))
    assert first.shape == (len(MOVES) + len(SIGNALS) + len(SEVERITIES),)
    assert (first == second).all()
    assert (first != phrasing().logits(runs(""), "opening")).any()


def test_turns_of_phrase_have_no_say_in_emotions() -> None:
    seen = look("You always make me laugh.", "opening", "")
    assert seen is not None
    assert (seen.whole.phrases[: len(EMOTIONS)] == 0).all()


def test_danger_abroad_has_a_number_for_each_signal_and_severity() -> None:
    said = phrasing("tongues").logits(abroad("Er hat mich geschlagen.", "de"), "de")
    assert said.shape == (len(SIGNALS) + len(SEVERITIES),)


def test_marks_over_letters_fall_where_they_only_spell_and_stay_where_they_speak() -> None:
    assert abroad("así", "es") == abroad("asi", "es")
    assert abroad("जीना", "hi") != abroad("जन", "hi")


# Labels, families, windows


def test_every_emotion_has_one_group_and_every_move_one_side() -> None:
    assert sorted(label for labels in GROUPS.values() for label in labels) == sorted(EMOTIONS)
    assert len(set(HELPING) | set(HURTING)) == len(MOVES) == 26


def test_the_shipped_calibration_fits_the_labels() -> None:
    known = families()
    assert known["emotions"].labels == EMOTIONS
    assert known["moves"].labels == MOVES
    assert known["safety"].labels == SIGNALS + SEVERITIES
    assert known["groups"].labels == tuple(GROUPS)
    for family in known.values():
        for scale in (family.message, family.sentence):
            assert (scale.slope >= 0).all()
            assert ((scale.threshold > 0) & (scale.threshold <= scale.loud) & (scale.loud <= 1)).all()


@pytest.mark.parametrize("name", ["emotions", "groups"])
def test_feelings_have_one_scale_for_messages_and_sentences(name: str) -> None:
    family = families()[name]
    for part in ("slope", "offset", "threshold", "loud"):
        assert (getattr(family.message, part) == getattr(family.sentence, part)).all()


def test_a_long_text_is_seen_in_windows_that_end_with_sentences() -> None:
    text = "We walked by the river and then went home. " * 40
    views = network().views(text, "opening", "", sentences(text))
    assert len(views) > 2
    assert all(len(view.places) <= WINDOW for view in views)
    assert all(text[view.ends[-1] - 1] == "." for view in views)


def test_only_the_end_of_a_long_context_is_heard() -> None:
    tail = " ".join(f"word{n}" for n in range(CONTEXT))
    near, far = (
        look("That sounds hard.", "reply", f"{start} {tail}") for start in ("happy " * 50, "sad " * 50)
    )
    assert near is not None
    assert far is not None
    assert (near.whole.logits == far.whole.logits).all()


def test_the_context_is_heard_but_never_pointed_at() -> None:
    with_context = look("That sounds hard.", "reply", "My father died on Monday.")
    without = look("That sounds hard.", "reply", "")
    assert with_context is not None
    assert without is not None
    assert (with_context.whole.logits != without.whole.logits).any()
    assert all(0 <= start < end <= 17 for part in with_context.parts for start, end in part.spans)


def test_a_stretch_s_shares_add_up_to_its_logits() -> None:
    text = "You never listen to me."
    (view,) = network().views(text, "opening", "", sentences(text))
    everywhere = np.ones(len(view.places), bool)
    some = everywhere.copy()
    some[0] = False
    assert view.shares(some)[0] == pytest.approx(0)
    assert np.isfinite(view.shares(everywhere)).all()


def test_a_meaning_is_a_unit_vector() -> None:
    (view,) = network().views("hello there", "opening", "", ())
    assert float(view.meaning @ view.meaning) == pytest.approx(1, abs=1e-3)
