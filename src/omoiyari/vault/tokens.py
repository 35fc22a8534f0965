"""What a cookie, a link or a sign-in name is known by in the file: a fingerprint, never itself."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from hashlib import blake2b

from omoiyari.vault.keys import KEY_BYTES, Secret


def fingerprint(secret: bytes, purpose: str) -> str:
    """32 hexadecimal characters that name `secret` for one purpose and do not give it away."""
    return blake2b(secret, digest_size=16, person=purpose.encode()[:16]).hexdigest()


def to_text(secret: Secret) -> str:
    """43 characters that fit into a cookie or a link."""
    return urlsafe_b64encode(secret).rstrip(b"=").decode()


def from_text(text: str) -> Secret | None:
    """The secret in a cookie or link; None for anything that cannot be one."""
    try:
        secret = urlsafe_b64decode(text.encode("ascii") + b"=")
    except (NotBase64, UnicodeEncodeError, ValueError):
        return None
    return Secret(secret) if len(secret) == KEY_BYTES else None
