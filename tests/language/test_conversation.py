"""Tension: what raises it, what calms it, and how often a warning would be right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.language import NoTurns, Turn, precision_at, tension

QUARREL = [
    Turn("Aiko", "You forgot the school run again. You never think of anybody but yourself."),
    Turn("Ben", "Oh here we go. You always nag, it's pathetic."),
    Turn("Aiko", "You're a selfish idiot and I'm sick of you."),
    Turn("Ben", "Whatever. Shut up, I'm done."),
]
MENDED = [
    QUARREL[0],
    Turn("Ben", "You're right, I forgot and that's on me. I'm so sorry."),
    Turn("Aiko", "Thank you for saying that. I was worried sick."),
    Turn("Ben", "I'm here, I love you. What would help tomorrow?"),
]
PLAIN = [Turn("Aiko", "Shall we have soup tonight?"), Turn("Ben", "Good idea, thanks. I'll get bread.")]


def test_a_quarrel_gets_hotter_and_a_mended_one_cools() -> None:
    hot, mended = tension(QUARREL), tension(MENDED)
    assert hot[-1].p > hot[0].p
    assert mended[-1].p < mended[0].p
    assert hot[-1].hot
    assert not mended[-1].hot


def test_plain_talk_stays_cool() -> None:
    assert all(step.p < 0.4 for step in tension(PLAIN))


def test_a_forecast_looks_only_back() -> None:
    assert tension(QUARREL)[:2] == tension(QUARREL[:2])


def test_a_forecast_says_whose_turn_and_why() -> None:
    step = tension(QUARREL)[2]
    assert step.speaker == "Aiko"
    assert set(step.raising) & {"criticise", "contempt"}
    assert set(tension(MENDED)[1].calming) & {"own", "repair"}


def test_a_talk_without_turns_is_refused() -> None:
    with pytest.raises(NoTurns):
        tension([])


def test_empty_turns_and_turns_in_other_languages_are_borne() -> None:
    assert len(tension([Turn("Aiko", ""), Turn("Ben", "Dw i'n drist"), Turn("Aiko", "👍")])) == 3


def test_a_rare_trouble_makes_most_warnings_wrong() -> None:
    assert precision_at(0.01, 0.6, 0.3) == pytest.approx(0.0198, abs=1e-4)
    assert precision_at(0.5, 0.6, 0.3) == pytest.approx(2 / 3)
    assert precision_at(0.2, 0.0, 0.0) == 0.0


UNIT = st.floats(0.01, 1)


@given(UNIT, UNIT, UNIT)
def test_precision_is_a_share_and_grows_with_the_base_rate(base: float, found: float, alarms: float) -> None:
    assert 0 <= precision_at(base / 2, found, alarms) <= precision_at(base, found, alarms) <= 1
