"""The ground under all rooms: what is a number."""

import pytest

from omoiyari.words import is_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", False),
        ("0", True),
        ("7", True),
        ("007", True),
        ("65535", True),
        ("65536", True),
        ("999999999", True),
        ("1000000000", False),
        ("5" * 5_000, False),
        ("²", False),
        ("٣", False),
        ("-1", False),
        ("+1", False),
        (" 1", False),
        ("1\n", False),
        ("1_0", False),
        ("1.0", False),
        ("x", False),
    ],
)
def test_a_number_is_up_to_nine_plain_digits(text: str, number: bool) -> None:
    assert is_number(text) is number


@pytest.mark.parametrize(
    ("text", "within"),
    [("0", False), ("1", True), ("007", True), ("65535", True), ("65536", False), ("-1", False), ("", False)],
)
def test_a_number_can_have_bounds(text: str, within: bool) -> None:
    assert is_number(text, 1, 65535) is within
