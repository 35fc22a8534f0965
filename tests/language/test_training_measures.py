"""The figures that the model card rests on, on cases worked out by hand or simulated."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.measure import auc, expected_calibration_error, f1, platt, quiet, sigmoid, thresholds


def test_f1_of_a_case_by_hand() -> None:
    true = np.array([[1, 0], [1, 0], [0, 0], [0, 1]])
    found = np.array([[1, 0], [0, 0], [1, 0], [0, 1]], bool)
    assert f1(found, true) == pytest.approx([0.5, 1.0])


def test_auc_of_a_case_by_hand_with_a_tie() -> None:
    assert auc(np.array([0.1, 0.4, 0.4, 0.8]), np.array([0, 0, 1, 1])) == pytest.approx(0.875)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=40))
def test_auc_turned_round_is_its_complement(pairs: list[tuple[float, bool]]) -> None:
    p, y = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
    if y.any() and not y.all():
        assert auc(p, y) + auc(-p, y) == pytest.approx(1)


def simulated(n: int = 6000) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(3)
    truth = chance.normal(-1, 1.5, (n, 2))
    return truth * 2 + 1, (chance.random((n, 2)) < sigmoid(truth)).astype(float)


def test_platt_finds_the_slope_and_offset_that_were_put_in() -> None:
    logits, true = simulated()
    slope, offset = platt(logits, true, prior=0.0)
    assert slope == pytest.approx([0.5, 0.5], abs=0.05)
    assert offset == pytest.approx([-0.5, -0.5], abs=0.1)


def test_calibration_lowers_the_calibration_error() -> None:
    logits, true = simulated()
    slope, offset = platt(logits, true)
    before = expected_calibration_error(sigmoid(logits), true)
    after = expected_calibration_error(sigmoid(slope * logits + offset), true)
    assert after < 0.03 < before


def test_a_label_with_no_cases_keeps_the_usual_threshold() -> None:
    assert thresholds(np.zeros((50, 1)), np.zeros((50, 1)), usual=0.4) == pytest.approx([0.4])


def test_a_threshold_lies_between_the_cases_and_the_rest() -> None:
    p = np.concatenate([np.full(500, 0.2), np.full(500, 0.8)])[:, None]
    true = (p > 0.5).astype(float)
    assert 0.2 < thresholds(p, true)[0] < 0.8


def test_silence_is_kept_for_messages_that_carry_nothing() -> None:
    chance = np.random.default_rng(4)
    p, true = chance.random((400, 5)), np.zeros((400, 5))
    true[:100, 0] = 1
    raised = quiet(p, true, np.full(5, 0.3), most=0.1)
    assert (p[100:] >= raised).any(1).mean() <= 0.1
    assert (raised >= 0.3).all()


def test_what_is_quiet_already_is_left_alone() -> None:
    assert quiet(np.zeros((9, 2)), np.zeros((9, 2)), np.array([0.2, 0.4]), most=0.1) == pytest.approx(
        [0.2, 0.4]
    )
