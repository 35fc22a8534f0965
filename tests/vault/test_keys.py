"""Random keys, derived keys, the keyring, and names for secrets."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.vault import (
    Keyring,
    Secret,
    derive,
    fingerprint,
    from_text,
    new_key,
    new_salt,
    new_secret,
    to_text,
)


def test_keys_and_secrets_have_32_random_bytes_and_salts_16() -> None:
    assert {len(new_key()) for _ in range(50)} == {len(new_secret()) for _ in range(50)} == {32}
    assert {len(new_salt()) for _ in range(50)} == {16}
    assert len({new_key() for _ in range(50)} | {new_secret() for _ in range(50)}) == 100
    assert len({new_salt() for _ in range(50)}) == 50


@given(st.binary(min_size=1, max_size=64), st.text(max_size=20), st.text(max_size=20))
def test_each_purpose_has_its_own_key_and_always_the_same(key: bytes, one: str, other: str) -> None:
    assert derive(key, one) == derive(key, one)
    assert (derive(key, one) == derive(key, other)) == (one == other)
    assert len(derive(key, one)) == 32


def test_a_derived_key_is_hkdf_sha256_and_stays_so() -> None:
    pseudo = hmac.new(bytes(32), bytes(32), hashlib.sha256).digest()
    expected = hmac.new(pseudo, b"omoiyari/head\x01", hashlib.sha256).digest()
    assert derive(bytes(32), "head") == expected


def test_a_keyring_comes_back_from_its_64_bytes() -> None:
    ring = Keyring.new()
    assert ring.mine != ring.safety
    assert ring.to_bytes() == ring.mine + ring.safety
    assert Keyring.from_bytes(ring.to_bytes()) == ring
    assert Keyring.new() != ring


@pytest.mark.parametrize("length", [0, 32, 63, 65, 128])
def test_a_keyring_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match=r"^a keyring has 64 bytes$"):
        Keyring.from_bytes(bytes(length))


@given(st.binary(min_size=32, max_size=32))
def test_a_secret_comes_back_from_its_text(secret: bytes) -> None:
    text = to_text(Secret(secret))
    assert len(text) == 43
    assert from_text(text) == secret
    assert "=" not in text
    assert "+" not in text
    assert "/" not in text


@given(st.text(max_size=60))
def test_no_text_makes_it_stumble(text: str) -> None:
    secret = from_text(text)
    assert secret is None or len(secret) == 32


@pytest.mark.parametrize("text", ["", "a", "abc", "A" * 42, "A" * 44, "ü" * 43, "\ud800", "!" * 43])
def test_what_cannot_be_a_secret_is_none(text: str) -> None:
    assert from_text(text) is None


@given(st.binary(max_size=100), st.binary(max_size=100))
def test_two_secrets_have_two_fingerprints(one: bytes, other: bytes) -> None:
    assert (fingerprint(one, "session") == fingerprint(other, "session")) == (one == other)


def test_a_fingerprint_has_32_hexadecimal_characters_and_its_own_for_each_purpose() -> None:
    found = {fingerprint(b"secret", purpose) for purpose in ("session", "invite", "draft", "sign-in name")}
    assert len(found) == 4
    for mark in found:
        assert len(mark) == 32
        assert set(mark) <= set("0123456789abcdef")
    assert (
        fingerprint(b"x", "session") == hashlib.blake2b(b"x", digest_size=16, person=b"session").hexdigest()
    )


def test_a_purpose_counts_to_its_sixteenth_byte() -> None:
    assert fingerprint(b"x", "p" * 16) == fingerprint(b"x", "p" * 17)
    assert fingerprint(b"x", "p" * 15 + "q") != fingerprint(b"x", "p" * 15 + "r")
