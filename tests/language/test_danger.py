"""Danger: the rules above the model, and what must never set them off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.needles import kept, needles

from omoiyari.language import Level, read
from omoiyari.language.danger import NEEDLES, compiled, haystack, phrases, prepared, rules
from tests.language.test_safety_phrases import RULES

GRAVE = [
    "He held me by the neck last night, only for a second, and said I made him do it.",
    "i w4nt to k1ll mys3lf ton1ght",
    "I want to end\u200b my li\u200bfe and nobody\u200b would notice till Monday",
    "She said if I ever leave she will kill me and the kids.",
]
HARMLESS = [
    "Got choked out twice at jiu-jitsu tonight, tapped both times, and Ana drove me home smiling.",
    "I could kill myself for forgetting the milk again.",
    "He hit the ball so hard it cleared the fence. Great date.",
    "My dad died by suicide in 2011. Today is the anniversary and Max lit a candle with me.",
    "I'm dying to see you, this traffic is killing me.",
    "Dinner is at seven, shall I pick up bread?",
    "He rolled his eyes and said 'wow, genius' in front of our friends. It stung.",
]


@pytest.mark.parametrize("text", GRAVE)
def test_grave_words_are_never_missed_however_they_are_spelled(text: str) -> None:
    assert read(text, setting="opening").safety.level >= Level.HIGH


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_words_raise_nothing(text: str) -> None:
    assert read(text, setting="opening").safety.level == Level.NONE


def test_strangling_is_imminent_even_when_it_is_made_small() -> None:
    assert read(GRAVE[0], setting="opening").safety.level == Level.IMMINENT


def test_a_rule_s_signal_points_at_its_words_in_the_text_as_written() -> None:
    text = "So… I want to end\u200b my li\u200bfe, you know"
    signal = next(s for s in phrases(text) if s.name == "SI_ACTIVE")
    assert "li\u200bfe" in text[signal.start : signal.end]
    assert signal.by == "rule"


def test_danger_is_looked_for_in_the_languages_that_have_phrases() -> None:
    reading = read("Ele disse que se eu for embora me mata e depois se mata.", setting="opening")
    assert not reading.readable
    assert reading.safety.checked
    assert reading.safety.level == Level.IMMINENT


def test_danger_inside_a_long_entry_is_found() -> None:
    text = "We walked by the river and bought bread. " * 200 + GRAVE[0] + " Then we slept. " * 100
    assert read(text, setting="opening").safety.level == Level.IMMINENT


def test_a_line_of_another_language_inside_english_is_still_looked_at() -> None:
    text = "We had dinner and then he said it again, se eu for embora ele me mata, and I went to bed."
    assert read(text, setting="opening").safety.level >= Level.HIGH


@given(st.text(max_size=200), st.booleans())
def test_preparing_a_text_keeps_every_letter_s_place(text: str, plain: bool) -> None:
    normal = prepared(text, plain=plain)
    assert len(normal.text) == len(normal.origin)
    assert list(normal.origin) == sorted(normal.origin)
    assert all(0 <= place < len(text) for place in normal.origin)


@pytest.mark.sweep
def test_the_quick_look_never_hides_a_match() -> None:
    """Whatever a pattern matches among all the rules' own words must contain one of its needles."""
    texts = [prepared(text, plain=True).text for text in (*GRAVE, *HARMLESS)]
    texts += [prepared(rule["example"], plain=p).text for rule in RULES for p in (True, False)]
    for text in texts:
        tried = set(haystack().worth_trying(text))
        matching = {
            ((at, place), pattern)
            for at, rule in enumerate(rules())
            for place, pattern in enumerate(rule.any)
            if compiled(pattern).search(text)
        }
        assert matching <= tried


def test_needles_are_literals_that_every_match_must_have() -> None:
    assert needles(r"\bend(?:ing)? my life\b") == {" my life"}
    assert needles(r"(?:alpha|beta) ?x") == {"alpha", "beta"}
    assert needles(r"[ab]?\w+") == frozenset()


def test_the_needles_that_ship_are_those_of_the_rules() -> None:
    assert NEEDLES.read_text("utf-8") == kept(), "run `python -m tools.needles`"
