"""A size says little: all texts are filled up to buckets of 512 bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.vault import WrongKey
from omoiyari.vault.pad import BUCKET, pad, unpad


@given(st.binary(max_size=5000))
def test_what_was_padded_comes_back(text: bytes) -> None:
    assert unpad(pad(text)) == text


@given(st.binary(max_size=5000))
def test_a_padded_text_fills_whole_buckets_and_no_more_than_it_needs(text: bytes) -> None:
    padded = pad(text)
    assert len(padded) % 512 == 0
    assert 0 <= len(padded) - len(text) - 4 < 512


def test_a_bucket_has_512_bytes() -> None:
    assert BUCKET == 512
    assert len(pad(b"")) == len(pad(bytes(508))) == 512
    assert len(pad(bytes(509))) == 1024


def test_zeros_at_the_end_of_a_text_are_kept() -> None:
    assert unpad(pad(b"words\0\0\0")) == b"words\0\0\0"


def test_the_length_stands_in_front_in_four_bytes_and_zeros_follow() -> None:
    assert pad(b"ab") == b"\0\0\0\x02ab" + bytes(506)


@given(st.binary(max_size=600))
def test_bytes_that_never_were_padded_are_refused_or_cut_but_never_read_beyond(data: bytes) -> None:
    try:
        text = unpad(data)
    except WrongKey:
        assert int.from_bytes(data[:4], "big") > len(data) - 4
    else:
        assert data[4 : 4 + len(text)] == text


def test_a_length_that_fits_exactly_is_true_and_one_more_is_not() -> None:
    assert unpad(b"\0\0\0\x03abc") == b"abc"
    with pytest.raises(WrongKey):
        unpad(b"\0\0\0\x04abc")


def test_the_length_is_read_from_four_bytes() -> None:
    with pytest.raises(WrongKey):
        unpad(b"\x01\0\0\0abc")
    assert unpad(b"\0\0\0\0\xff") == b""
