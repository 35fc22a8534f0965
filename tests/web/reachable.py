"""What a page must have so that a keyboard alone, or a screen reader, can do all that is on it."""

from html.parser import HTMLParser

FIELDS = ("input", "select", "textarea")
NATIVE = ("a", "button", "summary", *FIELDS)
VOID = ("input", "img", "br", "hr", "meta", "link", "path", "circle", "use", "rect", "source", "wbr")


class Reach(HTMLParser):
    """Collects in `wrong` whatever cannot be reached, pressed or named without a mouse and without eyes."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[tuple[str, str]] = []
        self.headings = 0
        self._inside: list[str] = []
        self._pressed: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        shown = f"<{tag} {said}>"
        if tag not in VOID:
            self._inside.append(tag)
        self.headings += tag == "h1"
        if tag == "label":
            self.labelled.add(said.get("for", ""))
        if said.get("tabindex", "-1") not in ("-1", "0") or any(name.startswith("on") for name in said):
            self.wrong.append(f"order or script of its own: {shown}")
        if said.get("role") in ("button", "link", "checkbox", "radio", "slider") and tag not in NATIVE:
            self.wrong.append(f"pretends to be what it is not: {shown}")
        named = said.get("aria-label") or said.get("aria-labelledby") or "label" in self._inside
        if tag in FIELDS and said.get("type") != "hidden" and not named:
            self.fields.append((said.get("id", ""), shown))
        if tag in ("button", "a"):
            self._pressed = [said.get("aria-label", ""), shown]
        if tag == "img" and "alt" not in said:
            self.wrong.append(f"a picture without words: {shown}")

    def handle_data(self, data: str) -> None:
        if self._pressed:
            self._pressed[0] += data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass
        if tag in ("button", "a") and self._pressed:
            if not self._pressed[0]:
                self.wrong.append(f"no name: {self._pressed[1]}")
            self._pressed = []


def out_of_reach(html: str) -> list[str]:
    """What on this page only a mouse or an eye could use."""
    parser = Reach()
    parser.feed(html)
    unnamed = [f"no name: {shown}" for id, shown in parser.fields if id not in parser.labelled - {""}]
    return [*parser.wrong, *unnamed, *([] if parser.headings == 1 else [f"{parser.headings} first headings"])]
