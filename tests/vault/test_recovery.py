"""A recovery code survives being written down and typed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.vault import CodeMistyped, derive, in_groups, key_from_code, new_code, parse_code
from omoiyari.vault.recovery import _ALPHABET, _check_character, _encode

codes = st.integers(0, 2**128 - 1).map(lambda number: _encode(number) + _check_character(number))


@given(codes)
def test_a_code_has_27_characters_without_i_l_o_u_in_its_body(code: str) -> None:
    assert len(code) == 27
    assert not set(code[:26]) & set("ILOU")
    assert parse_code(code) == code


@given(codes)
def test_case_spaces_and_hyphens_do_not_matter(code: str) -> None:
    assert parse_code(in_groups(code).lower()) == code
    assert parse_code("-".join(code)) == code


@given(codes)
def test_look_alike_letters_are_read_as_digits(code: str) -> None:
    body = code[:26].replace("0", "O").replace("1", "l")
    assert parse_code(body + code[26]) == code
    assert parse_code(code[:26].replace("1", "I") + code[26]) == code


@given(codes, st.integers(0, 25), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_character_is_noticed(code: str, at: int, letter: str) -> None:
    typed = code[:at] + letter + code[at + 1 :]
    if typed == code:
        assert parse_code(typed) == code
    else:
        with pytest.raises(CodeMistyped):
            parse_code(typed)


@given(codes, st.integers(0, 24))
def test_two_swapped_neighbours_are_noticed(code: str, at: int) -> None:
    typed = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if typed != code:
        with pytest.raises(CodeMistyped):
            parse_code(typed)


@given(st.text(max_size=40))
def test_any_other_text_is_a_typing_mistake(text: str) -> None:
    try:
        code = parse_code(text)
    except CodeMistyped:
        return
    assert len(code) == 27


@pytest.mark.parametrize("text", ["", "0" * 26, "0" * 28, "U" * 27, "0" * 25 + "U0", "0" * 26 + "1"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(CodeMistyped):
        parse_code(text)


def test_the_code_of_zero_is_all_zeros() -> None:
    assert parse_code("0" * 27) == "0" * 27


def test_the_letters_count_from_the_left_as_in_crockfords_base_32() -> None:
    assert _encode(1) == "0" * 25 + "1"
    assert _encode(32) == "0" * 24 + "10"
    assert _encode(31) == "0" * 25 + "Z"
    assert _encode(2**128 - 1) == "7" + "Z" * 25
    assert [_check_character(n) for n in (0, 31, 32, 33, 34, 35, 36, 37, 38)] == list("0Z*~$=U01")
    assert _ALPHABET == "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_fresh_codes_differ_and_reach_all_128_bits() -> None:
    made = {new_code() for _ in range(300)}
    assert len(made) == 300
    assert {code[0] for code in made} == set("01234567")
    for code in made:
        assert parse_code(code) == code


def test_a_code_is_shown_in_groups_of_five() -> None:
    assert in_groups("0123456789ABCDEFGHJKMNPQRS7") == "01234 56789 ABCDE FGHJK MNPQR S7"


def test_two_codes_give_two_keys() -> None:
    one, other = new_code(), new_code()
    assert key_from_code(one) != key_from_code(other)
    assert key_from_code(one) == derive(one.encode(), "recovery")
