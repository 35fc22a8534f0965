"""A picture for an exercise: a plain JPEG, without what a camera writes into it (place, day, its own number)."""

from collections.abc import Iterator

from omoiyari.practice.run import RunError
from omoiyari.words import N_

MOST_BYTES = 300_000
MOST_SIDE = 2_048  # pixels; more would fill a phone's memory from a small file
_START, _SCAN, _END = 0xD8, 0xDA, 0xD9
_NOTES = frozenset({*range(0xE0, 0xF0), 0xFE})  # what programs and cameras write beside the picture
_SIZES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive
_ALONE = frozenset(range(0xD0, 0xD8))  # restart marks inside the picture's data


class NoPicture(RunError):
    """No JPEG of this size."""

    sentence = N_("This picture could not be read. Please choose another one.")


def plain(jpeg: bytes) -> bytes:
    """The same picture without any notes, and without what stands behind its end.

    Raises NoPicture for what is no JPEG, has more than `MOST_BYTES` or more than `MOST_SIDE` pixels a side.
    """
    if len(jpeg) > MOST_BYTES or jpeg[:2] != bytes((0xFF, _START)):
        raise NoPicture
    pieces = list(_pieces(jpeg))
    if not any(mark in _SIZES and _fits(piece) for mark, piece in pieces):
        raise NoPicture
    return jpeg[:2] + b"".join(piece for mark, piece in pieces if mark not in _NOTES)


def _pieces(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its mark, up to the end of the picture; a scan goes with its data."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        mark = jpeg[at + 1]
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if mark == _SCAN:
            end = _after_scan(jpeg, end)
        yield mark, jpeg[at:end]
        at = end
        if jpeg[at : at + 2] == bytes((0xFF, _END)):
            yield _END, jpeg[at : at + 2]
            return
    raise NoPicture


def _after_scan(jpeg: bytes, at: int) -> int:
    """Where the data of a scan ends: at the next mark that is none of its own."""
    while (at := jpeg.find(b"\xff", at)) != -1 and at + 1 < len(jpeg):
        if jpeg[at + 1] and jpeg[at + 1] not in _ALONE:
            return at
        at += 2
    raise NoPicture


def _fits(size: bytes) -> bool:
    height, width = int.from_bytes(size[5:7]), int.from_bytes(size[7:9])
    return 0 < height <= MOST_SIDE and 0 < width <= MOST_SIDE
