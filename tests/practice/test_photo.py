"""A picture goes in without what a camera wrote into it; what is no picture does not go in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.practice.photo import MOST_BYTES, MOST_SIDE, NoPicture, plain
from tests.practice.jpegs import NOTE, jpeg, segment, size


@pytest.mark.parametrize("mark", [*range(0xE0, 0xF0), 0xFE])
def test_notes_of_cameras_and_programs_are_taken_out(mark: int) -> None:
    assert plain(jpeg(segment(mark, NOTE))) == jpeg()


def test_notes_between_two_scans_and_behind_the_end_are_taken_out_too() -> None:
    second = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x78"
    told = jpeg(scan=b"\x12" + segment(0xE1, NOTE) + second) + NOTE
    assert plain(told) == jpeg(scan=b"\x12" + second)


def test_a_plain_picture_stays_as_it_is() -> None:
    assert plain(jpeg()) == jpeg()
    assert plain(plain(jpeg(segment(0xE1, NOTE)))) == jpeg()


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"GIF89a",
        b"<svg onload=alert(1)>",
        jpeg()[:-2],
        jpeg()[:40],
        b"\xff\xd8\xff\xd9",
        jpeg().replace(size(8, 8), b""),
        jpeg(width=MOST_SIDE + 1),
        jpeg(height=0),
        jpeg(scan=bytes(MOST_BYTES)),
    ],
    ids=lambda bad: f"{len(bad)} bytes",
)
def test_what_is_no_picture_or_too_large_is_refused(bad: bytes) -> None:
    with pytest.raises(NoPicture):
        plain(bad)


@given(st.binary(max_size=400), st.integers(0, 90))
def test_no_bytes_whatever_break_it_or_leave_a_note_in(noise: bytes, at: int) -> None:
    whole = jpeg(segment(0xE1, NOTE))
    for told in (b"\xff\xd8" + noise, whole[:at] + noise + whole[at:]):
        try:
            found = plain(told)
        except NoPicture:
            continue
        assert found == plain(found)
