"""A certificate authority for one home, and the server certificate that it signs.

The authority may only speak for private addresses and for the names of this one computer (name constraints,
RFC 5280, 2008), so that a phone that trusts it trusts it for nothing else.
"""

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
LEAF_DAYS = 397
RENEW_DAYS = 30
_SLACK = timedelta(hours=1)  # for a phone whose clock is behind
_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7")


@dataclass(frozen=True, slots=True)
class Certificates:
    """Where the authority and the server's certificate with its key lie."""

    folder: Path

    @property
    def authority(self) -> Path:
        """What phones install."""
        return self.folder / "authority.crt"

    @property
    def authority_key(self) -> Path:
        """Never leaves this computer."""
        return self.folder / "authority.key"

    @property
    def leaf(self) -> Path:
        """The server's certificate, followed by the authority."""
        return self.folder / "server.crt"

    @property
    def leaf_key(self) -> Path:
        """The server's key."""
        return self.folder / "server.key"


def make_authority(folder: Path, names: Sequence[str], now: datetime) -> Certificates:
    """Make the authority, unless it is there. `names` are host names and addresses that it may speak for."""
    files = Certificates(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if files.authority.exists() and files.authority_key.exists():
        return files
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(_title("Home server"), _title("Home server"), key, now, AUTHORITY_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_constraints(names), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
    authority = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    _write({files.authority_key: _key_bytes(key), files.authority: authority})
    return files


def renew_leaf(files: Certificates, names: Sequence[str], now: datetime) -> bool:
    """Sign a new server certificate when the old one ends within 30 days, is not valid yet (signed while the clock
    ran ahead) or lacks a name; True if it did.

    Names that the authority may not speak for are left out.
    """
    authority = _load(files.authority)
    wanted = [name for name in dict.fromkeys(names) if _may_speak_for(authority, name)]
    if _holds_for_long(files.leaf, now) and set(wanted) <= set(names_of(files.leaf)):
        return False
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(_title(wanted[0]), authority.subject, key, now, LEAF_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(
        x509.SubjectAlternativeName([_general(name) for name in wanted]), critical=False
    )
    builder = builder.add_extension(
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
    ).add_extension(_usage(signs_certificates=False), critical=True)
    builder = builder.add_extension(_signed_by(authority), critical=False)
    signer = load_pem_private_key(files.authority_key.read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    leaf = builder.sign(signer, hashes.SHA256()).public_bytes(Encoding.PEM)
    _write({files.leaf_key: _key_bytes(key), files.leaf: leaf + files.authority.read_bytes()})
    return True


def _holds_for_long(certificate: Path, now: datetime) -> bool:
    return days_left(certificate, now) >= RENEW_DAYS and begins(certificate) <= now


def begins(certificate: Path) -> datetime:
    """The moment from which a certificate is valid."""
    return _load(certificate).not_valid_before_utc


def days_left(certificate: Path, now: datetime) -> int:
    """Whole days until a certificate ends; below 0 once it has, or where there is none."""
    if not certificate.exists():
        return -1
    return (_load(certificate).not_valid_after_utc - now).days


def names_of(certificate: Path) -> list[str]:
    """The host names and addresses that a server certificate is for; none in one of the old kind, without any."""
    if not certificate.exists():
        return []
    try:
        wanted = _load(certificate).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [*wanted.get_values_for_type(x509.DNSName), *map(str, wanted.get_values_for_type(x509.IPAddress))]


def mark_of(certificate: Path) -> str:
    """The certificate's SHA-256 in pairs, to be compared by eye on both screens."""
    return _load(certificate).fingerprint(hashes.SHA256()).hex(":", 1).upper()


def _load(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _title(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words[:64])])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    start = now.astimezone(UTC) - _SLACK
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _general(name: str) -> x509.GeneralName:
    with contextlib.suppress(ValueError):
        return x509.IPAddress(ip_address(name))
    return x509.DNSName(name)


def _is_address(name: str) -> bool:
    return isinstance(_general(name), x509.IPAddress)


def _constraints(names: Sequence[str]) -> x509.NameConstraints:
    hosts: list[x509.GeneralName] = [x509.DNSName(name) for name in names if not _is_address(name)]
    single = [ip_network(name) for name in names if _is_address(name)]
    ranges: list[x509.GeneralName] = [x509.IPAddress(net) for net in [*map(ip_network, _PRIVATE), *single]]
    return x509.NameConstraints(permitted_subtrees=hosts + ranges, excluded_subtrees=None)


def _may_speak_for(authority: x509.Certificate, name: str) -> bool:
    allowed = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    return any(_covers(subtree.value, name) for subtree in allowed or ())


def _covers(allowed: object, name: str) -> bool:
    if isinstance(allowed, str):
        return not _is_address(name) and (name == allowed or name.endswith(f".{allowed}"))
    return _is_address(name) and ip_address(name) in ip_network(str(allowed))


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _signed_by(authority: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    own = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def _key_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(files: Mapping[Path, bytes]) -> None:
    """Write beside them and put all in place, so that no half file is read, and no key without its certificate."""
    fresh = {path: _beside(path, content) for path, content in files.items()}
    for path, written in fresh.items():
        written.replace(path)


def _beside(path: Path, content: bytes) -> Path:
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return fresh
