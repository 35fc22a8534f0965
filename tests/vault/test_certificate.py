"""The home's own certificates: believed for this one computer, and for nothing else."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from omoiyari.vault import certificate as tls

NAMES = ["home.local", "home", "localhost", "192.168.1.20", "127.0.0.1"]
NOW = datetime.now(UTC)


@pytest.fixture
def files(tmp_path: Path) -> tls.Certificates:
    made = tls.make_authority(tmp_path / "tls", NAMES, NOW)
    tls.renew_leaf(made, NAMES, NOW)
    return made


def shake_hands(files: tls.Certificates, authority: Path, name: str) -> str | None:
    """A real handshake with a phone that trusts `authority` and asks for `name`."""
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(files.leaf, files.leaf_key)
    phone = ssl.create_default_context(cafile=authority)
    phone.verify_flags |= ssl.VERIFY_X509_STRICT
    here, there = socket.socketpair()

    def answer() -> None:
        try:
            server.wrap_socket(there, server_side=True).close()
        except OSError:
            there.close()

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        with phone.wrap_socket(here, server_hostname=name) as talk:
            return talk.version()
    finally:
        here.close()
        thread.join(5)


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_that_trusts_the_home_believes_each_of_its_names(files: tls.Certificates, name: str) -> None:
    assert shake_hands(files, files.authority, name) == "TLSv1.3"


def test_another_name_is_not_believed(files: tls.Certificates) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(files, files.authority, "bank.example.org")


def test_a_phone_that_trusts_another_home_does_not_believe_this_one(
    files: tls.Certificates, tmp_path: Path
) -> None:
    other = tls.make_authority(tmp_path / "other", NAMES, NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(files, other.authority, "home.local")


def test_the_home_cannot_speak_for_the_world_even_with_its_own_key(
    files: tls.Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tls, "_may_speak_for", lambda *_: True)
    assert tls.renew_leaf(files, ["bank.example.org", "198.51.100.7"], NOW)
    for name in ("bank.example.org", "198.51.100.7"):
        with pytest.raises(ssl.SSLCertVerificationError, match="subtree"):
            shake_hands(files, files.authority, name)


def test_names_outside_the_home_are_left_out(files: tls.Certificates) -> None:
    assert tls.renew_leaf(files, [*NAMES, "10.0.0.7", "bank.example.org", "198.51.100.7"], NOW)
    assert set(tls.names_of(files.leaf)) == {*NAMES, "10.0.0.7"}


def test_a_computer_that_moved_at_home_gets_a_new_certificate(files: tls.Certificates) -> None:
    assert not tls.renew_leaf(files, NAMES, NOW)
    assert tls.renew_leaf(files, [*NAMES, "192.168.1.77"], NOW)
    assert shake_hands(files, files.authority, "192.168.1.77")


def test_the_certificate_lasts_397_days_and_is_renewed_in_its_last_month(files: tls.Certificates) -> None:
    assert tls.days_left(files.leaf, NOW) == 396
    assert not tls.renew_leaf(files, NAMES, NOW + timedelta(days=366))
    assert tls.renew_leaf(files, NAMES, NOW + timedelta(days=368))
    assert tls.days_left(files.leaf, NOW + timedelta(days=368)) == 396


def test_a_certificate_that_was_signed_while_the_clock_ran_ahead_is_signed_anew(
    files: tls.Certificates,
) -> None:
    ahead = NOW + timedelta(days=100)
    assert tls.renew_leaf(files, [*NAMES, "192.168.1.77"], ahead)
    with pytest.raises(ssl.SSLCertVerificationError, match="not yet valid"):
        shake_hands(files, files.authority, "home.local")
    assert tls.renew_leaf(files, NAMES, NOW)
    assert shake_hands(files, files.authority, "home.local") == "TLSv1.3"


def test_a_certificate_begins_an_hour_before_it_is_made(files: tls.Certificates) -> None:
    for path in (files.authority, files.leaf):
        assert tls.begins(path) == NOW.replace(microsecond=0) - timedelta(hours=1)


def test_the_authority_lasts_ten_years_and_is_made_once(files: tls.Certificates) -> None:
    assert tls.days_left(files.authority, NOW) == 3649
    before = files.authority.read_bytes()
    assert tls.make_authority(files.folder, NAMES, NOW + timedelta(days=1)) == files
    assert files.authority.read_bytes() == before


def test_keys_and_certificates_are_for_their_owner_alone(files: tls.Certificates) -> None:
    for path in (files.authority_key, files.leaf_key, files.authority, files.leaf):
        assert path.stat().st_mode & 0o777 == 0o600
    assert files.folder.stat().st_mode & 0o777 == 0o700


def test_the_mark_is_that_of_the_certificate(files: tls.Certificates) -> None:
    import hashlib

    der = ssl.PEM_cert_to_DER_cert(files.authority.read_text())
    assert tls.mark_of(files.authority).replace(":", "").lower() == hashlib.sha256(der).hexdigest()


def test_what_is_missing_has_no_days_and_no_names(tmp_path: Path) -> None:
    assert tls.days_left(tmp_path / "none", NOW) == -1
    assert tls.names_of(tmp_path / "none") == []


def test_the_server_certificate_can_sign_nothing(files: tls.Certificates) -> None:
    leaf = x509.load_pem_x509_certificate(files.leaf.read_bytes())
    assert leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    assert leaf.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign is False


def test_a_certificate_that_names_nobody_has_no_names(files: tls.Certificates) -> None:
    assert tls.names_of(files.authority) == []
