"""Padding to buckets of 512 bytes, so that a size says little (safety requirement R24)."""

from omoiyari.vault.errors import WrongKey

BUCKET = 512
_LENGTH_BYTES = 4


def pad(text: bytes) -> bytes:
    """`text` with its length in front, filled with zeros to a multiple of 512 bytes."""
    framed = len(text).to_bytes(_LENGTH_BYTES, "big") + text
    return framed + bytes(-len(framed) % BUCKET)


def unpad(padded: bytes) -> bytes:
    """The text that was padded. Raises WrongKey where the length in front cannot be true."""
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    if length > len(padded) - _LENGTH_BYTES:
        raise WrongKey
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + length]
