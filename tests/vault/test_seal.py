"""What is sealed for one place opens there and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.vault import About, Key, Opener, WrongKey, new_key, seal, unseal
from omoiyari.vault.seal import NONCE_BYTES

names = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20)
places = st.builds(About, names, names, names, st.integers(0, 10**6))
HERE = About("r1", "aiko", "mine", 1)


@given(st.binary(max_size=3000), places)
def test_what_was_sealed_opens_with_the_same_key_at_the_same_place(text: bytes, place: About) -> None:
    key = new_key()
    assert unseal(key, seal(key, text, place), place) == text


@given(places, places)
def test_no_two_places_open_each_other(one: About, other: About) -> None:
    key = new_key()
    sealed = seal(key, b"words", one)
    if one == other:
        assert unseal(key, sealed, other) == b"words"
    else:
        with pytest.raises(WrongKey):
            unseal(key, sealed, other)


@pytest.mark.parametrize(
    "elsewhere",
    [
        HERE._replace(record="r2"),
        HERE._replace(owner="ben"),
        HERE._replace(audience="ours"),
        HERE._replace(version=2),
        About("r1aiko", "", "mine", 1),
        About("r1", "aiko", "mine1", 0),
    ],
)
def test_a_row_moved_to_another_place_does_not_open(elsewhere: About) -> None:
    key = new_key()
    with pytest.raises(WrongKey):
        unseal(key, seal(key, b"words", HERE), elsewhere)


@given(st.binary(max_size=600))
def test_another_key_does_not_open_it(text: bytes) -> None:
    with pytest.raises(WrongKey):
        unseal(new_key(), seal(new_key(), text, HERE), HERE)


@given(st.binary(max_size=1200), st.data())
def test_one_changed_bit_is_noticed(text: bytes, data: st.DataObject) -> None:
    key = new_key()
    sealed = bytearray(seal(key, text, HERE))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(WrongKey):
        unseal(key, bytes(sealed), HERE)


@given(st.binary(max_size=1200), st.data())
def test_a_cut_seal_is_refused_wherever_it_is_cut(text: bytes, data: st.DataObject) -> None:
    key = new_key()
    sealed = seal(key, text, HERE)
    with pytest.raises(WrongKey):
        unseal(key, sealed[: data.draw(st.integers(0, len(sealed) - 1))], HERE)


def test_the_same_words_never_look_the_same_twice() -> None:
    key = new_key()
    seals = {seal(key, b"the same words", HERE) for _ in range(200)}
    assert len(seals) == 200
    assert len({sealed[:NONCE_BYTES] for sealed in seals}) == 200


def test_a_nonce_has_twelve_bytes_and_a_tag_sixteen() -> None:
    assert len(seal(new_key(), b"", HERE)) == 12 + 512 + 16


@given(st.binary(min_size=8, max_size=64))
def test_the_words_are_not_in_the_seal(text: bytes) -> None:
    assert text not in seal(new_key(), text, HERE)


@given(st.integers(0, 508), st.integers(0, 508))
def test_two_short_texts_have_seals_of_one_length(one: int, other: int) -> None:
    key = new_key()
    assert len(seal(key, bytes(one), HERE)) == len(seal(key, bytes(other), HERE))


def test_one_opener_opens_many() -> None:
    key = new_key()
    opener = Opener(key)
    for number in range(5):
        place = HERE._replace(version=number)
        assert opener.open(seal(key, b"%d" % number, place), place) == b"%d" % number


def test_where_a_record_stands_is_told_in_one_way_only() -> None:
    assert HERE.to_bytes() == b"r1\0aiko\0mine\0" + b"1"


def test_a_key_of_the_wrong_length_seals_nothing() -> None:
    with pytest.raises(ValueError):
        seal(Key(b"short"), b"words", HERE)
