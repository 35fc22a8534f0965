"""A notebook: what is newest, what stood before it, and what can still be added to."""

from omoiyari.couple import Audience, BondId, BondState, Notebook, RecordId
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


def test_only_what_was_shared_can_be_parted_and_only_by_its_own_link() -> None:
    today, older = bond(BondState.TOGETHER, name="today"), bond(BondState.ENDED, name="older")
    book = Notebook(AIKO, (), (older, today))
    shared = [record(1)._replace(audience=Audience.OURS, bond=one.id) for one in (today, older)]
    assert [book.is_parted(one) for one in shared] == [False, True]
    assert not book.is_parted(record(1)._replace(bond=older.id)), "mine alone"


def test_what_is_found_in_a_notebook_is_looked_for_once_and_each_finder_keeps_its_own() -> None:
    looked: list[str] = []

    def newest(book: Notebook) -> int:
        looked.append("newest")
        return max(r.version for r in book.records)

    def count(book: Notebook) -> int:
        looked.append("count")
        return len(book.records)

    book = Notebook(AIKO, (record(1, version=3), record(2)))
    assert [book.once(newest), book.once(count), book.once(newest), book.once(count)] == [3, 2, 3, 2]
    assert looked == ["newest", "count"]
    assert Notebook(AIKO, ()).once(count) == 0, "another notebook is looked through anew"
