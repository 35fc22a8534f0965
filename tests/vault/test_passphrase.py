"""What is asked of a passphrase and a PIN, and the keys they give."""

import pytest
from argon2.low_level import Type, hash_secret_raw
from hypothesis import given, settings
from hypothesis import strategies as st

from omoiyari.vault import (
    PassphraseKnown,
    PassphraseTooLong,
    PassphraseTooShort,
    PinTriedFirst,
    PinWrongForm,
    check_new_pin,
    check_passphrase,
    check_pin,
    derive,
    key_from_passphrase,
    key_from_pin,
    new_secret,
    passphrase,
)
from omoiyari.vault.passphrase import _blocklist, normal

FULL_MEMORY_KIB = 131_072
SALT = bytes(range(16))


@pytest.mark.parametrize(
    "good",
    [
        "seven quiet herons wade",
        "正しい馬電池ホッチキスとても長い合言葉",
        "no capitals no digits no signs",
        "f7!kQ9zV-2mLp%xT",
        "a b c d e f g h i",
        "x" * 500 + "yzabcdefg" * 50,
    ],
)
def test_fifteen_characters_of_any_kind_are_welcome(good: str) -> None:
    check_passphrase(good, "Aiko")


@pytest.mark.parametrize("length", [0, 1, 14])
def test_fewer_than_15_characters_are_too_short(length: int) -> None:
    with pytest.raises(PassphraseTooShort):
        check_passphrase("seven quiet herons"[:length])


def test_15_characters_are_enough_and_1024_not_too_many() -> None:
    check_passphrase("seven quiet her")
    longest = "seven quiet herons wade. " * 41
    check_passphrase(longest[:1024])
    with pytest.raises(PassphraseTooLong):
        check_passphrase(longest[:1025])


@pytest.mark.parametrize(
    "known",
    [
        "aaaaaaaaaaaaaaaaaaaa",
        "abababababababababab",
        "12341234123412341234",
        "abcdefghabcdefghabcdefgh",
        "abcdefghabcdefghabc",
        "................",
        "a b c d e f g h",
        "Aiko Aiko Aiko Aiko",
        "omoiyari omoiyari",
        "Omoiyari-Aiko-Omoiyari",
        "omoiyari password",
        "Aiko Omoiyari football Aiko",
    ],
)
def test_what_is_tried_first_is_refused(known: str) -> None:
    with pytest.raises(PassphraseKnown):
        check_passphrase(known, "Aiko")


def test_every_line_of_the_list_is_refused_however_it_is_spaced_and_capitalised() -> None:
    long_ones = [bare for bare in _blocklist() if len(bare) >= 15]
    assert len(long_ones) >= 20
    for bare in long_ones:
        with pytest.raises(PassphraseKnown):
            check_passphrase(" ".join(bare).upper())


def test_the_list_has_no_notes_and_no_empty_line_in_it() -> None:
    assert not any("#" in line for line in _blocklist())
    assert "" in _blocklist() or all(_blocklist())


def test_a_name_alone_is_no_passphrase_but_a_name_among_other_words_is() -> None:
    with pytest.raises(PassphraseKnown):
        check_passphrase("Bartholomew Bartholomew", "Bartholomew")
    check_passphrase("Bartholomew wades with herons", "Bartholomew")
    check_passphrase("seven quiet herons wade", "")
    check_passphrase("seven quiet herons wade", "!?")


def test_nine_different_letters_said_again_are_not_a_short_piece() -> None:
    check_passphrase("abcdefghi" * 2)
    check_passphrase("abcdeabcdeabcdf")
    with pytest.raises(PassphraseKnown):
        check_passphrase("abcdeabcdeabcde")


def test_four_kinds_of_letter_are_too_few_and_five_will_do() -> None:
    with pytest.raises(PassphraseKnown):
        check_passphrase("aabcdacbddcabbcda")
    check_passphrase("aabcdacbddceabbcda")


def test_two_keyboards_that_write_the_same_letters_agree() -> None:
    composed, decomposed = "caf\u00e9 seven quiet", "cafe\u0301 seven quiet"
    assert normal(composed) == normal(decomposed)
    assert key_from_passphrase(composed, SALT) == key_from_passphrase(decomposed, SALT)
    assert normal("ﬁsh") == "fish"


def test_length_is_counted_as_it_is_compared() -> None:
    with pytest.raises(PassphraseTooShort):
        check_passphrase("e\u0301" * 7 + "abcdefg")


@given(st.text(max_size=60))
def test_no_passphrase_makes_it_stumble(text: str) -> None:
    try:
        check_passphrase(text, "Aiko")
    except (PassphraseTooShort, PassphraseKnown):
        return
    assert len(normal(text)) >= 15


def test_a_passphrase_gives_its_key_and_another_salt_another() -> None:
    assert key_from_passphrase("seven quiet herons", SALT) == key_from_passphrase("seven quiet herons", SALT)
    assert key_from_passphrase("seven quiet herons", SALT) != key_from_passphrase(
        "seven quiet herons", SALT[::-1]
    )
    assert key_from_passphrase("seven quiet herons", SALT) != key_from_passphrase("Seven quiet herons", SALT)


def test_the_full_cost_is_argon2id_with_128_mib_and_three_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "_MEMORY_KIB", FULL_MEMORY_KIB)
    slow = hash_secret_raw(
        b"seven quiet herons",
        SALT,
        time_cost=3,
        memory_cost=131_072,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    assert key_from_passphrase("seven quiet herons", SALT) == derive(slow, "passphrase")


@pytest.mark.parametrize("pin", ["1234", "0000", "123456789012"])
def test_a_pin_has_4_to_12_digits(pin: str) -> None:
    assert check_pin(pin) == pin


@pytest.mark.parametrize("pin", ["", "123", "1234567890123", "12a4", "12 4", "١٢٣٤", "-1234", "1²34"])
def test_anything_else_is_no_pin(pin: str) -> None:
    with pytest.raises(PinWrongForm):
        check_pin(pin)


@pytest.mark.parametrize(
    "pin",
    ["0000", "777777", "1234", "4321", "8901", "123456789012", "1212", "123123", "12121", "2580", "1122"],
)
def test_what_everybody_tries_first_is_not_taken_as_a_new_pin_but_still_opens(pin: str) -> None:
    with pytest.raises(PinTriedFirst):
        check_new_pin(pin)
    assert check_pin(pin) == pin


@pytest.mark.parametrize("pin", ["4071", "1235", "1357", "2233", "551907", "40714071"])
def test_other_digits_may_be_a_new_pin(pin: str) -> None:
    assert check_new_pin(pin) == pin


def test_a_new_pin_has_4_to_12_digits_too() -> None:
    with pytest.raises(PinWrongForm):
        check_new_pin("12a4")


@settings(max_examples=20, deadline=None)
@given(st.from_regex(r"\A[0-9]{4,12}\Z"))
def test_a_pin_opens_only_with_the_secret_of_its_phone(pin: str) -> None:
    phone, other = new_secret(), new_secret()
    assert key_from_pin(pin, phone, SALT) == key_from_pin(pin, phone, SALT)
    assert key_from_pin(pin, phone, SALT) != key_from_pin(pin, other, SALT)
    assert key_from_pin(pin, phone, SALT) != key_from_pin(pin + "0", phone, SALT)
    assert key_from_pin(pin, phone, SALT) != key_from_pin(pin, phone, bytes(16))


def test_a_pin_is_made_slow_before_it_meets_the_secret() -> None:
    slow = hash_secret_raw(
        b"4071",
        SALT,
        time_cost=3,
        memory_cost=passphrase._MEMORY_KIB,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    assert key_from_pin("4071", b"s" * 32, SALT) == derive(slow + b"s" * 32, "device")
