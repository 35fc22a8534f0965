"""Setup and doctor: what three answers lead to, and what is said when something is wrong."""

import asyncio
import http.client
import os
import plistlib
import shutil
import ssl
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from omoiyari.cli.doctor import Home, How, backups, certificate, clock, disk, examine, files, https, rights
from omoiyari.cli.errors import CertificateUnreadable, SettingsBroken
from omoiyari.cli.folder import alone
from omoiyari.cli.serve import renew
from omoiyari.cli.service import _works, unit_text
from omoiyari.cli.settings import Reach, Settings, read_settings, write_settings
from omoiyari.store import backup
from omoiyari.store.cellar import Cellar
from omoiyari.store.errors import DiskTrouble
from omoiyari.vault.certificate import Certificates, make_authority, renew_leaf
from tests.cli.conftest import Serving, Terminal
from tests.cli.test_serve import sign_up
from tests.conftest import PASSPHRASES
from tests.store.test_durability import room_for

ALL = ("--runner", "Dana", "--no-boot")
NOW = datetime.now(UTC)


def settings_of(terminal: Terminal) -> dict[str, object]:
    return tomllib.loads((terminal.folder / "config.toml").read_text())


def test_three_answers_are_enough(terminal: Terminal) -> None:
    told = terminal.run("setup", typed="Dana\n1\nn\n")
    assert told.returncode == 0
    assert settings_of(terminal) == {
        "runner": "Dana",
        "reach": "tailscale",
        "host": "127.0.0.1",
        "port": 8470,
        "domain": "",
        "boot": False,
        "backups": "",
    }
    assert "tailscale serve --bg 8470" in told.stdout


def test_the_backup_passphrase_is_shown_once(terminal: Terminal) -> None:
    first = terminal.run("setup", *ALL, "--reach", "tailscale")
    second = terminal.run("setup", *ALL, "--reach", "tailscale")
    assert "backup passphrase" in first.stdout
    assert "backup passphrase" not in second.stdout
    assert (terminal.folder / "backup.key").stat().st_mode & 0o777 == 0o600


def test_a_reverse_proxy_gets_its_file(terminal: Terminal) -> None:
    told = terminal.run("setup", *ALL, "--reach", "caddy", "--domain", "us.example.org", "--port", "9001")
    assert told.returncode == 0
    caddyfile = (terminal.folder / "Caddyfile").read_text()
    assert caddyfile.startswith("us.example.org {")
    assert "reverse_proxy 127.0.0.1:9001" in caddyfile


def test_a_reverse_proxy_without_a_domain_is_refused(terminal: Terminal) -> None:
    told = terminal.run("setup", *ALL, "--reach", "caddy")
    assert told.returncode == 1
    assert told.stderr == (
        "A reverse proxy needs the domain that leads to this computer: give it with --domain.\n"
    )


def test_the_service_file_names_the_folder_and_this_program(terminal: Terminal) -> None:
    told = terminal.run("setup", "--runner", "Dana", "--boot", "--reach", "tailscale")
    assert told.returncode == 0
    unit = (terminal.home / ".config/systemd/user/omoiyari.service").read_text()
    assert f'Environment="OMOIYARI_DATA={terminal.folder}"' in unit
    assert "-m omoiyari serve" in unit
    assert "UMask=0077" in unit
    assert "%%" in unit_text(Path("/a%b"))


def step(folder: Path, script: str) -> list[str]:
    """A program that stands for systemctl."""
    program = folder / "step"
    program.write_text(script)
    program.chmod(0o700)
    return [str(program)]


def test_a_step_that_cannot_run_or_does_not_end_did_not_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("omoiyari.cli.service.PATIENCE", 0.2)
    assert _works(step(tmp_path, "#!/bin/sh\nexit 0\n"))
    assert not _works(step(tmp_path, "#!/bin/sh\nexec sleep 30\n"))
    assert not _works(step(tmp_path, "no program at all"))


def test_a_step_cannot_ask_at_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("omoiyari.cli.service.PATIENCE", 5)
    reader, writer = os.pipe()
    kept = os.dup(0)
    os.dup2(reader, 0)
    try:
        assert _works(step(tmp_path, "#!/bin/sh\nexec cat\n"))
    finally:
        os.dup2(kept, 0)
        for handle in (reader, writer, kept):
            os.close(handle)


def test_a_certificate_of_our_own_is_handed_out_and_trusted(
    terminal: Terminal, serving: Callable[..., Serving]
) -> None:
    told = terminal.run("setup", *ALL, "--reach", "certificate")
    assert told.returncode == 0
    assert "/trust" in told.stdout
    one = serving("serve", "--host", "127.0.0.1")
    assert one.line == f"Omoiyari is open at https://localhost:{one.port}/"
    context = ssl.create_default_context(cafile=terminal.folder / "tls" / "authority.crt")

    def get(path: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPSConnection("localhost", one.port, context=context, timeout=10)
        connection.request("GET", path)
        return connection.getresponse()

    page = get("/trust").read().decode()
    mark = next(line.strip() for line in told.stdout.splitlines() if line.count(":") == 31)
    assert mark in page
    own = ssl.PEM_cert_to_DER_cert((terminal.folder / "tls" / "authority.crt").read_text())
    assert get("/trust/home.crt").read() == own
    profile = plistlib.loads(get("/trust/home.mobileconfig").read())
    assert profile["PayloadContent"][0]["PayloadContent"] == own
    context = ssl.create_default_context()
    with pytest.raises(ssl.SSLCertVerificationError):
        get("/trust")


def test_without_a_certificate_of_our_own_there_is_no_such_page(standing: tuple[Serving, Terminal]) -> None:
    one, _ = standing
    answers = [
        one.get(path) for path in ("/trust", "/trust/home.crt", "/trust/home.mobileconfig", "/nowhere")
    ]
    assert {answer.status for answer in answers} == {404}
    assert len({answer.read() for answer in answers}) == 1


def test_a_certificate_that_cannot_be_used_is_refused(terminal: Terminal) -> None:
    told = terminal.run("serve", "--port", "0", "--cert", "none.crt", "--key", "none.key")
    assert told.returncode == 1
    assert "certificate and its key cannot be used" in told.stderr


# --- settings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("runner", ['Dana "D." \\ Ünal', "Dana 🏠", "Dana\x7f", "Dana\t\n\x00\x1b\x85\u2028"])
def test_settings_come_back_as_written(tmp_path: Path, runner: str) -> None:
    given = Settings(runner, Reach.CADDY, "127.0.0.1", 9000, "us.example.org", True, "/b")
    write_settings(tmp_path, given)
    assert read_settings(tmp_path) == given


def test_a_name_typed_in_another_encoding_leaves_settings_that_can_be_read(tmp_path: Path) -> None:
    write_settings(tmp_path, Settings(runner=os.fsdecode(b"Dana \xdcnal")))
    assert read_settings(tmp_path).runner == "Dana ?nal"


def test_setup_writes_broken_settings_anew_and_says_so(terminal: Terminal) -> None:
    terminal.folder.mkdir(mode=0o700)
    (terminal.folder / "config.toml").write_text(r'runner = "Dana \ud83c\udfe0"')
    told = terminal.run("setup", "--runner", "Dana 🏠", "--no-boot", "--reach", "tailscale")
    assert told.returncode == 0, told.stderr
    assert told.stderr == "The file config.toml could not be read, and is written anew.\n"
    assert read_settings(terminal.folder) == Settings("Dana 🏠", Reach.TAILSCALE)
    again = terminal.run("setup", *ALL, "--reach", "tailscale")
    assert (again.returncode, again.stderr) == (0, "")


@pytest.mark.parametrize(
    "text", ["port = 'x'", "port = 99999", "reach = 'boat'", "boot = 1", "port = true", "= no", "runner = 3"]
)
def test_broken_settings_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(SettingsBroken):
        read_settings(tmp_path)


def test_unknown_settings_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("colour = 'plum'\nport = 9000\n")
    assert read_settings(tmp_path) == Settings(port=9000)


# --- doctor ---------------------------------------------------------------------------------------


def test_doctor_says_what_is_wrong_and_how_to_mend_it(terminal: Terminal) -> None:
    told = terminal.run("doctor")
    assert told.returncode == 1
    assert "!!    No backups are made.\n      Begin with: omoiyari backup\n" in told.stdout


def test_doctor_is_content_while_all_is_well(terminal: Terminal, serving: Callable[..., Serving]) -> None:
    terminal.run("setup", *ALL, "--reach", "tailscale")
    serving("serve")
    assert terminal.run("backup").returncode == 0
    told = terminal.run("doctor")
    assert told.returncode == 0, told.stdout
    assert "Both files are whole and belong together." in told.stdout
    assert "Omoiyari is running." in told.stdout
    assert "hours old, and opens." in told.stdout


def test_doctor_finds_broken_settings(terminal: Terminal) -> None:
    terminal.folder.mkdir(mode=0o700)
    (terminal.folder / "config.toml").write_text("port = 'x'")
    assert terminal.run("doctor").returncode == 1


async def make_house(folder: Path) -> None:
    await (await Cellar.open(folder)).close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    asyncio.run(make_house(tmp_path))
    tmp_path.chmod(0o700)
    return Home(tmp_path, Settings(), datetime.now(UTC))


def test_a_whole_house_is_well(home: Home) -> None:
    assert {look(home).how for look in (files, rights, clock, disk, certificate)} == {How.WELL}
    assert sorted(path.name for path in home.folder.iterdir()) == ["keys.db", "notebook.db"]


def test_a_damaged_file_is_found(home: Home) -> None:
    notebook = home.folder / "notebook.db"
    content = bytearray(notebook.read_bytes())
    content[4096:12288] = os.urandom(8192)
    notebook.write_bytes(content)
    assert files(home).how is How.WRONG


def test_a_key_file_of_other_notebooks_is_found(home: Home, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    asyncio.run(make_house(other))
    sign_up(other)
    shutil.copy(other / "keys.db", home.folder / "keys.db")
    assert "belongs to other notebooks" in files(home).what


def test_a_missing_file_is_found(home: Home) -> None:
    (home.folder / "notebook.db").unlink()
    found = files(home)
    assert (found.how, "notebook.db is missing" in found.what) == (How.WRONG, True)


def test_an_open_folder_is_found(home: Home) -> None:
    home.folder.chmod(0o755)
    assert rights(home).mend == f"Close it with: chmod 700 {home.folder}"


@pytest.mark.parametrize("back", [timedelta(hours=2), timedelta(days=3650)])
def test_a_clock_behind_its_files_is_found(home: Home, back: timedelta) -> None:
    assert clock(Home(home.folder, home.settings, home.now - back)).how is How.WRONG


def test_an_old_or_broken_backup_is_found(home: Home) -> None:
    assert backups(home).what == "No backups are made."
    backup.new_backup_key(home.folder)
    assert backups(home).what == "No backup has been made yet."
    key = backup.backup_key(home.folder)
    assert key is not None
    made = backup.make_backup(home.folder, home.folder / "backups", key, home.now)
    assert backups(home).how is How.WELL
    later = Home(home.folder, home.settings, home.now + timedelta(days=3))
    assert backups(later).what == "The newest backup is 3 days old."
    made[1].path.write_bytes(made[1].path.read_bytes()[:-9])
    assert backups(home).what == "The newest backup does not open."


def test_a_certificate_about_to_end_is_found(home: Home) -> None:
    own = Home(home.folder, Settings(reach=Reach.CERTIFICATE), home.now)
    assert certificate(own).how is How.WRONG
    made = make_authority(home.folder / "tls", ["home.local"], home.now)
    assert certificate(own).what == "The server's certificate has ended."
    renew_leaf(made, ["home.local"], home.now)
    assert certificate(own).how is How.WELL
    late = Home(own.folder, own.settings, own.now + timedelta(days=3640))
    assert "authority ends soon" in certificate(late).what


def test_an_authority_whose_start_lies_ahead_is_found(home: Home) -> None:
    own, ahead = with_certificate(home), home.now + timedelta(days=2)
    renew_leaf(make_authority(home.folder / "tls", ["home.local"], ahead), ["home.local"], ahead)
    found = certificate(own)
    assert (found.how, found.what, found.mend) == (
        How.WRONG,
        "The home's certificate authority is not valid yet: the clock is wrong, or was when it was made.",
        "Set the clock; if it is right, move tls away, run setup again and install it anew on both phones.",
    )


def test_a_server_certificate_whose_start_lies_ahead_is_found(home: Home) -> None:
    own, ahead = with_certificate(home), home.now + timedelta(days=2)
    made = make_authority(home.folder / "tls", ["home.local"], home.now)
    renew_leaf(made, ["home.local"], ahead)
    found = certificate(own)
    assert (found.how, found.what, found.mend) == (
        How.WRONG,
        "The server's certificate is not valid yet: the clock is wrong, or was when it was made.",
        "Start again: it is signed anew.",
    )
    renew_leaf(made, ["home.local"], home.now)
    assert certificate(own).how is How.WELL


# --- what cannot be looked at ---------------------------------------------------------------------


def with_certificate(home: Home) -> Home:
    return Home(home.folder, Settings(reach=Reach.CERTIFICATE), home.now)


def unseen(home: Home) -> list[str]:
    """What could not be looked at; every other check has something to say."""
    findings = list(examine(home))
    assert len(findings) == 10
    found = [finding for finding in findings if finding.what.startswith("This could not be looked at: ")]
    assert {finding.how for finding in found} <= {How.WRONG}
    assert all(finding.mend.startswith("The computer says: ") for finding in found)
    return [finding.what.partition(": ")[2] for finding in found]


@pytest.mark.parametrize("text", ["", "garbled", "{}", "[]", '{"salt": "zz", "key": ""}', "\xff"])
def test_a_garbled_backup_key_leaves_the_other_checks(home: Home, text: str) -> None:
    (home.folder / "backup.key").write_text(text, "latin-1")
    assert unseen(home) == ["the backups, or their key in backup.key."]


def test_a_garbled_authority_leaves_the_other_checks(home: Home) -> None:
    renew(home.folder)
    (home.folder / "tls" / "authority.crt").write_text("garbled")
    with alone(home.folder):
        assert unseen(with_certificate(home)) == ["the certificates in the folder tls."]
        assert https(with_certificate(home)).what == "HTTPS does not answer as it should."


def test_a_missing_authority_leaves_the_other_checks_while_it_serves(home: Home) -> None:
    own = with_certificate(home)
    with alone(home.folder):
        assert unseen(own) == []
        assert https(own).what == "HTTPS does not answer as it should."
    assert "or is missing" in certificate(own).what


def test_doctor_tells_what_it_could_not_look_at_and_ends_with_one(terminal: Terminal) -> None:
    terminal.folder.mkdir(mode=0o700)
    (terminal.folder / "backup.key").write_text("{}")
    told = terminal.run("doctor")
    assert told.returncode == 1
    assert (
        "!!    This could not be looked at: the backups, or their key in backup.key.\n"
        "      The computer says: KeyError: 'salt'\n"
    ) in told.stdout


@pytest.mark.parametrize("room", [0, 400, 4096, 9000])
def test_on_a_full_disk_doctor_says_so_and_blames_no_backup(home: Home, room: int) -> None:
    backup.new_backup_key(home.folder)
    key = backup.backup_key(home.folder)
    assert key is not None
    backup.make_backup(home.folder, home.folder / "backups", key, home.now)
    with room_for(room):
        findings = list(examine(home))
    assert len(findings) == 10
    assert "The newest backup does not open." not in [finding.what for finding in findings]
    assert findings[8].how is How.WRONG
    assert any(FULL in finding.what for finding in findings)


# --- a certificate that cannot be read ------------------------------------------------------------


@pytest.mark.parametrize("name", ["authority.crt", "authority.key", "server.crt"])
def test_a_garbled_certificate_is_refused_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    renew(tmp_path)
    monkeypatch.setattr("omoiyari.vault.certificate.RENEW_DAYS", 10_000)
    (tmp_path / "tls" / name).write_text("garbled")
    with pytest.raises(CertificateUnreadable):
        renew(tmp_path)


def test_a_garbled_certificate_on_a_full_disk_is_refused_in_one_sentence(tmp_path: Path) -> None:
    own = Certificates(tmp_path / "tls")
    renew(tmp_path)
    own.authority.unlink()
    own.leaf.write_text("garbled")
    with room_for(0), pytest.raises(CertificateUnreadable):
        renew(tmp_path)


def test_serve_says_that_a_certificate_cannot_be_read(terminal: Terminal) -> None:
    terminal.folder.mkdir(mode=0o700)
    write_settings(terminal.folder, Settings(reach=Reach.CERTIFICATE))
    renew(terminal.folder)
    (terminal.folder / "tls" / "authority.crt").write_text("garbled")
    told = terminal.run("serve", "--port", "0")
    assert told.returncode == 1
    assert told.stderr == CertificateUnreadable.sentence + "\n"


# --- a full disk ----------------------------------------------------------------------------------

FULL = "The disk of this computer is full"


@pytest.mark.parametrize(
    "words",
    [
        ("setup", *ALL, "--reach", "tailscale"),
        ("setup", *ALL, "--reach", "caddy", "--domain", "us.example.org"),
        ("setup", *ALL, "--reach", "certificate"),
        ("setup", "--runner", "Dana", "--boot", "--reach", "tailscale"),
        ("backup",),
        ("export",),
    ],
    ids=lambda words: " ".join(words[:1] + words[4:6]),
)
def test_on_a_full_disk_a_command_says_so_and_leaves_no_half_file(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    terminal.folder.mkdir(mode=0o700)
    sign_up(terminal.folder)
    typed, refused, kept = f"Aiko\n{PASSPHRASES['Aiko']}\n\n", 0, dict[str, bytes]()
    for room in (0, 40, 150, 400, 900, 30_000, 10**7):
        with room_for(room):
            told = terminal.run(*words, typed=typed)
        if told.returncode == 0:
            break
        refused += 1
        assert (told.returncode, FULL in told.stderr) == (1, True), told.stderr
        files = [path for path in (*terminal.folder.rglob("*"), *terminal.home.rglob("*")) if path.is_file()]
        for path in (path for path in files if ".db" not in path.name and path.name != "serving.lock"):
            assert not path.name.endswith((".part", ".new")) or path.parent.name == "tls"
            assert path.stat().st_size > 0
            if path.name in ("config.toml", "backup.key"):
                assert kept.setdefault(path.name, path.read_bytes()) == path.read_bytes()
    assert refused
    assert told.returncode == 0


def test_on_a_full_disk_the_old_certificate_serves_as_long_as_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tls").mkdir()
    with room_for(0), pytest.raises(DiskTrouble):
        renew(tmp_path)
    tls = renew(tmp_path)
    before = tls.certificate.read_bytes(), tls.key.read_bytes()
    monkeypatch.setattr("omoiyari.vault.certificate.RENEW_DAYS", 10_000)
    for room in (0, 300):
        with room_for(room):
            assert renew(tmp_path) == tls
        assert (tls.certificate.read_bytes(), tls.key.read_bytes()) == before
    renew(tmp_path)
    assert tls.certificate.read_bytes() != before[0]
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(tls.certificate, tls.key)
