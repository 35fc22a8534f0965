"""Fills in the page of a run as a person would, from its own form."""

from html.parser import HTMLParser

from tests.web.reachable import out_of_reach
from tests.web.visitors import Street, Visitor

GOES_ON = ("yes", "heard", "ready", "sleep", "rest", "shut", "5")


class _DoneForm(HTMLParser):
    """The fields of the form that finishes a page, each with the values it offers."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.kinds: dict[str, str] = {}
        self._open: dict[str, list[str]] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._open = {}
            self.forms.append(self._open)
        if self._open is None or not (said.get("name") or tag == "option"):
            return
        if tag in ("input", "textarea", "select", "button"):
            kind = said.get("type", "text") if tag == "input" else tag
            self.kinds[said["name"]] = kind
            self._open.setdefault(said["name"], []).append(said.get("value", ""))
            self._select = said["name"] if tag == "select" else ""
        elif tag == "option" and self._select:
            self._open[self._select].append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "select":
            self._select = ""


def filled_form(html: str, words: str) -> dict[str, str] | None:
    """The form that finishes this page, filled in with `words`; None where there is none for this person."""
    parser = _DoneForm()
    parser.feed(html)
    for form in parser.forms:
        if form.get("what") == ["done"]:
            return {
                name: _value(parser.kinds[name], values, words)
                for name, values in form.items()
                if parser.kinds[name] != "checkbox" or name.endswith("_0") or name.startswith("questions_")
            }
    return None


def _value(kind: str, values: list[str], words: str) -> str:
    if kind == "hidden":
        return values[0]
    offered = [value for value in values if value]
    if kind in ("radio", "checkbox", "select", "button") and offered:
        return next((value for value in offered if value in GOES_ON), offered[0])
    return words


async def play(street: Street, path: str, *people: Visitor, pages: int = 60) -> str:
    """Everybody fills in what is asked of them until the run ends; hands back the last page of the first.

    Each page on the way can be done with a keyboard alone and read by a screen reader.
    """
    for _ in range(pages):
        acted = False
        for one in people:
            html = (await one.get(path)).text
            assert out_of_reach(html) == [], path
            if f'action="{path}/after"' in html or "To take along" in html:
                return html
            form = filled_form(html, f"I am {one.name}. The soup went cold.")
            if form is not None and (await one.post(path, form)).status_code == 303:
                acted = True
        if not acted:
            street.clock.go(minutes=4)
    raise AssertionError(f"no end in {pages} pages: {html[-3500:]}")


async def begin(id: str, aiko: Visitor, ben: Visitor | None = None) -> str:
    """Aiko begins, Ben joins; hands back the address of the run."""
    path = (await aiko.post(f"/practise/{id}", {"before": "2"})).headers["location"]
    if ben is not None:
        assert (await ben.post(path, {"what": "join"})).status_code == 303
    return path
