"""What the other person is called on a page, and who can read what is shared."""

from babel.lists import format_list

from omoiyari.couple import Audience, BondId, Notebook, PersonId, readers, sealed_for
from omoiyari.web.speak import SOMEBODY, say, speaking
from omoiyari.words import N_

#: The kind of a record that says: I let somebody read what was shared in an older link.
HANDED = "handed"

_YOU = N_("You")
_EARLIER = N_("an earlier partner")


def partner_name(book: Notebook) -> str:
    """The partner's name, "your partner" until they told it, or an empty text on one's own."""
    return called(book, book.partner) if book.partner is not None else ""


def called(book: Notebook, person: PersonId) -> str:
    """What somebody is called who wrote or read something, today or in an older link."""
    if person == book.reader:
        return say(_YOU)
    return book.names.get(person) or say(SOMEBODY if person == book.partner else _EARLIER)


def others_in(book: Notebook, bond: BondId) -> list[PersonId]:
    """Who besides the reader can read what is shared in a link, as far as the reader can know.

    In a link of one's own that is the other person, and whoever one handed the older pages to; where they were handed
    to oneself, it is those who wrote in it.
    """
    own = next((b for b in book.bonds if b.id == bond), None)
    if own is None:
        return list(dict.fromkeys(r.owner for r in book.records if r.bond == bond))
    to = [PersonId(r.body["to"]) for r in book.of_kind(HANDED) if r.body["bond"] == bond]
    return list(dict.fromkeys(person for person in (own.other(book.reader), *to) if person is not None))


def who_reads(book: Notebook, audience: str, bond: BondId | None = None) -> str:
    """The sentence beside a field, from the rule that will seal it; or beside a record of the link `bond`."""
    wanted = Audience(audience)
    if bond is None:
        wanted, bond = sealed_for(wanted, book.bond)
    names = [called(book, person) for person in others_in(book, bond)] if bond is not None else []
    return say(readers(wanted).sentence, partner=format_list(names, locale=speaking.get().locale))
