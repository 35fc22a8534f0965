"""A notebook: what is newest, what stood before it, and what can still be added to."""

from omoiyari.couple import BondId, BondState, Notebook, RecordId
from tests.couple.test_couple import AIKO, bond, record


def test_the_versions_of_a_record_stand_in_their_order_whatever_the_order_of_the_file() -> None:
    rows = (record(1, version=3), record(2, version=1), record(3, "other"), record(4, version=2))
    assert [r.version for r in Notebook(AIKO, rows).versions(RecordId("r"))] == [1, 2, 3]


def test_only_what_was_shared_in_a_bond_that_holds_today_can_be_added_to() -> None:
    older, today = bond(BondState.ENDED, name="older"), bond(BondState.TOGETHER, name="today")
    book = Notebook(AIKO, (), (older, today))
    assert book.takes_more(BondId("today"))
    assert not book.takes_more(BondId("older"))
    assert not book.takes_more(None)
    for bonds in ((older,), (bond(BondState.WAITING, None, "today"),), ()):
        assert not any(
            Notebook(AIKO, (), bonds).takes_more(id) for id in (BondId("older"), BondId("today"), None)
        )
