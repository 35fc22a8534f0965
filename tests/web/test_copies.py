"""Whether this house is copied at night is told to those who live in it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from omoiyari.store import backup
from tests.web.visitors import Street

NOBODY = "Nobody makes copies of this house yet"
THERE = "The newest sealed copy of this house is of"
LATE = "Newer ones should be there"


def copied(street: Street, to: Path, *, days_ago: int) -> None:
    """The house keeps its copies there, the last of them so many days old."""
    folder = street.house.cellar.folder
    backup.new_backup_key(folder)
    key = backup.backup_key(folder)
    assert key is not None
    backup.make_backup(folder, to, key, street.clock() - timedelta(days=days_ago))
    street.app.state.house = replace(street.house, backups=to)


async def test_a_house_without_copies_says_so_before_its_computer_breaks(
    street: Street, tmp_path: Path
) -> None:
    street.app.state.house = replace(street.house, backups=tmp_path / "copies")
    aiko = await street.visitor("Aiko").sign_up()
    for path in ("/me", "/me/data"):
        assert NOBODY in (await aiko.get(path)).text


async def test_a_fresh_copy_is_told_beside_my_data_and_troubles_me_nowhere_else(
    street: Street, tmp_path: Path
) -> None:
    copied(street, tmp_path / "copies", days_ago=1)
    aiko = await street.visitor("Aiko").sign_up()
    assert THERE in (await aiko.get("/me/data")).text
    assert "copy of this house" not in (await aiko.get("/me")).text


async def test_copies_that_stopped_are_noticed_after_two_nights(street: Street, tmp_path: Path) -> None:
    copied(street, tmp_path / "copies", days_ago=3)
    aiko = await street.visitor("Aiko").sign_up()
    for path in ("/me", "/me/data"):
        assert LATE in (await aiko.get(path)).text
    refused = await aiko.post("/me/data/erase", {"passphrase": "not this one"})
    assert refused.status_code == 422
    assert LATE in refused.text


async def test_a_house_that_keeps_no_copies_does_not_speak_of_them(street: Street) -> None:
    aiko = await street.visitor("Aiko").sign_up()
    for path in ("/me", "/me/data"):
        assert "of this house" not in (await aiko.get(path)).text
