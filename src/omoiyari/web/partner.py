"""What the other person is called on a page."""

from omoiyari.couple import Notebook
from omoiyari.web.speak import SOMEBODY, say


def partner_name(book: Notebook) -> str:
    """The partner's name, "your partner" until they told it, or an empty text on one's own."""
    if book.partner is None:
        return ""
    return book.names.get(book.partner) or say(SOMEBODY)
