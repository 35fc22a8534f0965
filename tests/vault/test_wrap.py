"""A key kept under another opens for its holder and lock only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.vault import WrongKey, new_key, unwrap, wrap

names = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20)


@given(st.binary(max_size=100), names, names)
def test_what_was_wrapped_comes_back(secret: bytes, holder: str, lock: str) -> None:
    under = new_key()
    assert unwrap(wrap(secret, under, holder, lock), under, holder, lock) == secret


@given(names, names, names, names)
def test_a_wrap_given_to_another_holder_or_lock_does_not_open(
    holder: str, lock: str, other: str, door: str
) -> None:
    under = new_key()
    wrapped = wrap(b"key", under, holder, lock)
    if (holder, lock) == (other, door):
        assert unwrap(wrapped, under, other, door) == b"key"
    else:
        with pytest.raises(WrongKey):
            unwrap(wrapped, under, other, door)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(WrongKey):
        unwrap(wrap(b"key", new_key(), "aiko", "passphrase"), new_key(), "aiko", "passphrase")


@given(st.data())
def test_one_changed_bit_of_a_wrap_is_noticed(data: st.DataObject) -> None:
    under = new_key()
    wrapped = bytearray(wrap(b"key", under, "aiko", "passphrase"))
    wrapped[data.draw(st.integers(0, len(wrapped) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(WrongKey):
        unwrap(bytes(wrapped), under, "aiko", "passphrase")


@pytest.mark.parametrize("length", [0, 5, 11, 12, 27])
def test_a_cut_wrap_is_refused(length: int) -> None:
    under = new_key()
    with pytest.raises(WrongKey):
        unwrap(wrap(b"key", under, "aiko", "x")[:length], under, "aiko", "x")


def test_a_wrap_is_28_bytes_longer_than_its_secret_and_never_the_same_twice() -> None:
    under = new_key()
    wraps = {wrap(b"k" * 64, under, "aiko", "x") for _ in range(100)}
    assert len(wraps) == 100
    assert {len(wrapped) for wrapped in wraps} == {12 + 64 + 16}


def test_a_wrap_written_by_the_first_version_still_opens() -> None:
    under, nonce = bytes(range(32)), bytes(12)
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapped = nonce + AESGCM(under).encrypt(nonce, b"key", b"wrap\0aiko\0passphrase")
    assert unwrap(wrapped, under, "aiko", "passphrase") == b"key"  # type: ignore[arg-type]
