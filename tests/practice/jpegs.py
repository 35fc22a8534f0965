"""Small JPEGs made by hand: real segments around a scan that no test has to decode."""

NOTE = b"GPS 48.1 N 11.5 E, taken on Monday"


def segment(mark: int, body: bytes) -> bytes:
    return bytes((0xFF, mark)) + (len(body) + 2).to_bytes(2) + body


def size(width: int, height: int) -> bytes:
    return segment(0xC0, bytes((8,)) + height.to_bytes(2) + width.to_bytes(2) + b"\x01\x01\x11\x00")


def jpeg(
    *more: bytes, width: int = 8, height: int = 8, scan: bytes = b"\x12\xff\x00\x34\xff\xd0\x56"
) -> bytes:
    """A picture with these segments before its scan."""
    tables = segment(0xDB, bytes(65))
    picture = (
        b"".join(more) + tables + size(width, height) + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + scan
    )
    return b"\xff\xd8" + picture + b"\xff\xd9"
