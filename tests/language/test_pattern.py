"""Severity over time: a pattern may weigh more than its gravest day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from omoiyari.language import Kept, Level, Safety, Signal, severity_over_time

DAY = date(2026, 3, 1)


def kept(
    after: int, *names: str, level: Level = Level.ELEVATED, speaker: str = "Aiko", dismissed: bool = False
) -> Kept:
    signals = tuple(Signal(name, level, 1.0, "rule", 0, 1) for name in names)
    return Kept(
        DAY + timedelta(days=after), speaker, Safety(level if names else Level.NONE, signals, True), dismissed
    )


def test_nothing_kept_is_no_pattern() -> None:
    assert severity_over_time([]) == ()
    assert severity_over_time([kept(0), kept(3)]) == ()


def test_one_sign_keeps_its_own_level() -> None:
    assert severity_over_time([kept(0, "COERCIVE_CONTROL")])[0].level == Level.ELEVATED


def test_control_on_three_days_rises_to_high() -> None:
    found = severity_over_time([kept(day, "COERCIVE_CONTROL") for day in (0, 4, 9)])
    assert found[0].level == Level.HIGH
    assert len(found[0].days) == 3


def test_two_kinds_of_control_on_two_days_rise_to_high() -> None:
    assert severity_over_time([kept(0, "COERCIVE_CONTROL"), kept(5, "STALKING_TECH")])[0].level == Level.HIGH


def test_signs_a_month_apart_are_no_pattern() -> None:
    assert (
        severity_over_time([kept(day, "COERCIVE_CONTROL") for day in (0, 40, 80)])[0].level == Level.ELEVATED
    )


def test_each_speaker_s_words_are_their_own() -> None:
    ours = [kept(0, "SI_PASSIVE"), kept(1, "SI_PASSIVE", speaker="Ben"), kept(2, "SI_PASSIVE")]
    assert {found.speaker: found.level for found in severity_over_time(ours)} == {
        "Aiko": Level.ELEVATED,
        "Ben": Level.ELEVATED,
    }


def test_what_was_dismissed_no_longer_counts_unless_it_was_imminent() -> None:
    assert severity_over_time([kept(0, "COERCIVE_CONTROL", dismissed=True)]) == ()
    grave = kept(0, "IPV_STRANGULATION", level=Level.IMMINENT, dismissed=True)
    assert severity_over_time([grave])[0].level == Level.IMMINENT


SIGNS = st.builds(
    kept,
    st.integers(0, 60),
    st.sampled_from(["COERCIVE_CONTROL", "STALKING_TECH", "SI_PASSIVE", "CHILD_ABUSE"]),
    level=st.sampled_from([Level.ELEVATED, Level.HIGH, Level.IMMINENT]),
    speaker=st.sampled_from(["Aiko", "Ben"]),
)


@given(st.lists(SIGNS, max_size=12))
def test_order_never_matters(signs: list[Kept]) -> None:
    assert severity_over_time(signs) == severity_over_time(signs[::-1])


@given(st.lists(SIGNS, min_size=1, max_size=12))
def test_a_pattern_is_never_below_its_gravest_sign_nor_two_steps_above(signs: list[Kept]) -> None:
    for found in severity_over_time(signs):
        last = max(sign.day for sign in signs)
        near = [s.safety.level for s in signs if s.speaker == found.speaker and (last - s.day).days < 28]
        assert max(near) <= found.level <= max(near) + 1
