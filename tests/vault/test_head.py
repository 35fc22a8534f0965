"""A head says how many rows there are and which, whatever the order they came in."""

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from omoiyari.vault import Head, head_of, new_key, row_hash

numbers = st.integers(0, 2**256 - 1)
heads = st.builds(Head, st.integers(0, 2**64 - 1), numbers)


@given(heads)
def test_a_head_comes_back_from_its_40_bytes(head: Head) -> None:
    assert len(head.to_bytes()) == 40
    assert Head.from_bytes(head.to_bytes()) == head


def test_the_count_stands_in_front() -> None:
    assert Head(1, 2).to_bytes() == bytes(7) + b"\x01" + bytes(31) + b"\x02"


@given(st.lists(numbers, max_size=8), st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[int], random: object) -> None:
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = Head(), Head()
    for row in rows:
        one = one.plus(row)
    for row in mixed:
        other = other.plus(row)
    assert one == other
    assert one.count == len(rows)
    assert 0 <= one.digest < 2**256


@given(st.lists(numbers, max_size=5), st.lists(numbers, max_size=5))
def test_two_heads_together_are_the_head_of_all_their_rows(some: list[int], others: list[int]) -> None:
    def head(rows: list[int]) -> Head:
        return reduce(Head.plus, rows, Head())

    assert head(some).and_more(head(others)) == head(some + others)


@given(heads, numbers, numbers)
def test_a_changed_row_is_the_same_as_having_written_it_so(head: Head, before: int, after: int) -> None:
    assert head.plus(before).changed(before, after) == Head(head.count, head.digest % 2**256).plus(after)


@given(heads, numbers, numbers)
def test_a_change_keeps_the_count_and_the_range(head: Head, before: int, after: int) -> None:
    changed = head.changed(before, after)
    assert changed.count == head.count
    assert 0 <= changed.digest < 2**256


_rows = st.lists(st.tuples(st.text(max_size=8), st.integers(1, 9), st.booleans()), max_size=6)


@given(_rows)
def test_the_head_of_many_rows_is_that_of_each_after_the_other(rows: list[tuple[str, int, bool]]) -> None:
    key, one_by_one = new_key(), Head()
    for record, version, has_words in rows:
        one_by_one = one_by_one.plus(row_hash(key, record, version, has_words=has_words))
    assert head_of(key, rows) == one_by_one
    assert head_of(key, rows).count == len(rows)


def test_every_byte_of_the_digest_is_kept() -> None:
    head = Head(258, (1 << 255) + 1)
    assert head.to_bytes() == bytes(6) + b"\x01\x02" + b"\x80" + bytes(30) + b"\x01"
    assert Head.from_bytes(head.to_bytes()) == head


def test_an_empty_head_has_no_rows() -> None:
    assert Head() == Head(0, 0)


@given(
    st.text(max_size=20),
    st.integers(0, 50),
    st.booleans(),
    st.text(max_size=20),
    st.integers(0, 50),
    st.booleans(),
)
def test_two_rows_hash_alike_only_if_they_are_alike(
    one: str, version: int, words: bool, other: str, later: int, no_words: bool
) -> None:
    key = new_key()
    alike = (one, version, words) == (other, later, no_words)
    assert (
        row_hash(key, one, version, has_words=words) == row_hash(key, other, later, has_words=no_words)
    ) == alike


def test_without_the_key_a_hash_cannot_be_told() -> None:
    assert row_hash(new_key(), "r", 1, has_words=True) != row_hash(new_key(), "r", 1, has_words=True)
    from hashlib import blake2b

    key = new_key()
    known = blake2b(b"r\x001\x001", key=key, digest_size=32).digest()
    assert row_hash(key, "r", 1, has_words=True) == int.from_bytes(known, "big")
