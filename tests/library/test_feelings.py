"""The wheel has eight families and a word near every tap."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.library import Library, feelings

SIDE = st.floats(-1, 1)


def test_there_are_eight_families_of_eight(content: Library) -> None:
    names = [family.id for family in content.wheel.families]
    assert names == ["love", "joy", "calm", "interest", "sadness", "fear", "anger", "shame"]
    assert set(Counter(feeling.family for feeling in content.wheel.feelings).values()) == {8}


def test_a_family_lies_amid_its_words(content: Library) -> None:
    for family in content.wheel.families:
        words = content.wheel.of(family.id)
        assert abs(sum(word.pleasantness for word in words) / len(words) - family.pleasantness) < 0.25, (
            family.id
        )
        assert abs(sum(word.energy for word in words) / len(words) - family.energy) < 0.25, family.id


def test_pleasant_families_lie_to_the_right(content: Library) -> None:
    right = {feeling.family for feeling in content.wheel.feelings if feeling.pleasantness > 0}
    assert right == {"love", "joy", "calm", "interest"}


def test_every_corner_of_the_grid_has_words(content: Library) -> None:
    corners = Counter((one.pleasantness > 0, one.energy > 0) for one in content.wheel.feelings)
    assert min(corners.values()) >= 10


def test_no_two_words_lie_on_the_same_spot(content: Library) -> None:
    spots = Counter((one.family, one.pleasantness, one.energy) for one in content.wheel.feelings)
    assert max(spots.values()) == 1


@given(SIDE, SIDE)
def test_a_tap_anywhere_finds_six_words_nearest_first(pleasantness: float, energy: float) -> None:
    found = feelings().nearest(pleasantness, energy)
    away = [(one.pleasantness - pleasantness) ** 2 + (one.energy - energy) ** 2 for one in found]
    assert len(set(found)) == 6
    assert away == pytest.approx(sorted(away))


def test_a_tap_in_the_still_and_pleasant_corner_means_calm() -> None:
    assert "calm" in {feeling.id for feeling in feelings().nearest(0.6, -0.6)}


def test_a_word_is_found_by_its_id(content: Library) -> None:
    assert content.wheel.feeling("let-down").name == "let down"
    assert content.wheel.feeling("tender").name == "tender"
    assert content.wheel.family("fear").name == "Fear"
    with pytest.raises(KeyError):
        content.wheel.feeling("hangry")


def test_glosses_are_short_enough_for_a_phone(content: Library) -> None:
    assert all(len(feeling.gloss) <= 60 for feeling in content.wheel.feelings)
