"""Beside every field stands who can read it, and that is true of the record it keeps, in every link."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx
import pytest

from omoiyari.couple import Notebook, Record
from omoiyari.practice import signs
from omoiyari.store.visit import open_notebook
from omoiyari.vault import from_text
from omoiyari.web.partner import who_reads
from tests.conftest import PASSPHRASES, open_keys
from tests.web.matrix import FEELINGS
from tests.web.test_differential import PAGES
from tests.web.visitors import Street, Visitor

pytestmark = pytest.mark.sweep

SENTENCE = re.compile(
    r"Only you can read this, and it locks as soon as you look away\.|Only you can read this\.?"
    r"|You and [\w ]{1,40}? can read this(?: once you have both answered)?\.?"
)


def words(answer: httpx.Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def said(answer: httpx.Response) -> list[str]:
    """Every sentence on a page about who can read something, in its order."""
    return [sentence.rstrip(".") for sentence in SENTENCE.findall(words(answer))]


async def relink(street: Street, aiko: Visitor) -> Visitor:
    """Aiko and Ben part, and she links with Chidi."""
    assert (await aiko.post("/unlink")).status_code == 303
    chidi = await street.visitor("Chidi").sign_up()
    assert (await chidi.post(await aiko.invite())).status_code == 303
    for one in (chidi, aiko, chidi):
        await one.get("/today")
    return chidi


async def book_of(street: Street, who: Visitor) -> Notebook:
    secret = from_text(who.client.cookies["__Host-session"])
    assert secret is not None
    return await open_notebook(
        street.house.cellar, await open_keys(street.house.cellar, secret, street.clock())
    )


# --- an older link ----------------------------------------------------------------------------------


@pytest.fixture
async def apart(street: Street, linked: tuple[Visitor, Visitor]) -> dict[str, str]:
    """What Aiko and Ben shared before they parted."""
    aiko, ben = linked
    ids = {
        "mine": await aiko.write("from Aiko", share=True),
        "his": await ben.write("from Ben", share=True),
        "pen": await ben.write("Our first flat", share=True, form="pen"),
        "gone": await ben.write("soon gone", share=True),
    }
    await ben.post(f"/entry/{ids['mine']}/read")
    await ben.post(f"/entry/{ids['gone']}/delete")
    await aiko.post("/me/meanings", {"silence": "I am thinking", "share": "yes"})
    return ids


async def test_after_a_new_link_older_pages_still_say_who_could_and_can_read_them(
    street: Street, linked: tuple[Visitor, Visitor], apart: dict[str, str]
) -> None:
    aiko, ben = linked
    chidi = await relink(street, aiko)
    new = await aiko.write("for Chidi", share=True)
    assert said(await aiko.get(f"/entry/{new}"))[0] == "You and Chidi can read this"
    for id in (apart["mine"], apart["his"], apart["pen"]):
        assert set(said(await aiko.get(f"/entry/{id}"))) == {"You and Ben can read this"}
        assert set(said(await ben.get(f"/entry/{id}"))) == {"You and Aiko can read this"}
    page = words(await aiko.get("/together"))
    assert page.count("You and Ben can read this") == 3
    assert page.count("You and Chidi can read this") == 1
    assert "Ben deleted something here" in page
    assert "Ben read this, and is with you." in words(await aiko.get(f"/entry/{apart['mine']}"))
    assert "You and Ben can read this" in words(await aiko.post("/journal/search", {"q": "from"}))
    assert "from Ben" not in (await chidi.get("/together")).text


async def test_what_was_shared_in_an_older_link_takes_no_answer_and_says_so(
    street: Street, linked: tuple[Visitor, Visitor], apart: dict[str, str]
) -> None:
    aiko, _ben = linked
    await relink(street, aiko)
    for id in (apart["mine"], apart["his"], apart["pen"]):
        page = await aiko.get(f"/entry/{id}")
        assert not re.search(rf"/entry/{id}/(read|reply|passage|edit)", page.text)
        assert "The pen is" not in page.text
        for act in ("read", "reply", "passage"):
            answer = await aiko.post(f"/entry/{id}/{act}", {"text": "words", "id": "e" * 32})
            assert answer.status_code == 422
            assert "This was shared in a link that has ended" in answer.text
            assert "not linked with anyone" not in answer.text
    mine = apart["mine"]
    assert (await aiko.get(f"/entry/{mine}/edit")).status_code == 422
    assert "stays as it is" in words(await aiko.get(f"/entry/{mine}"))
    assert (await aiko.post(f"/entry/{mine}/delete")).status_code == 303, "one's own words, always"


async def test_what_signs_mean_is_said_to_be_read_by_whoever_reads_what_is_saved_now(
    street: Street, linked: tuple[Visitor, Visitor], apart: dict[str, str]
) -> None:
    aiko, _ben = linked
    ours, mine = "You and Ben can read this", "Only you can read this"
    assert said(await aiko.get("/me/meanings")) == [ours] * 6 + [mine], "mine, without the tick"
    await aiko.post("/unlink")
    assert said(await aiko.get("/me/meanings")) == [mine] * 6
    await relink_after_parting(street, aiko)
    page = said(await aiko.get("/me/meanings"))
    assert page == [mine] * 6 + ["You and Chidi can read this"], "his name stands beside the tick alone"


async def relink_after_parting(street: Street, aiko: Visitor) -> None:
    chidi = await street.visitor("Chidi").sign_up()
    await chidi.post(await aiko.invite())
    for one in (chidi, aiko, chidi):
        await one.get("/today")


async def test_pages_that_were_handed_on_name_everybody_who_can_read_them(
    street: Street, linked: tuple[Visitor, Visitor], apart: dict[str, str]
) -> None:
    aiko, _ben = linked
    chidi = await relink(street, aiko)
    older = re.search(r'name="bond" value="([0-9a-f]{32})"', (await aiko.get("/link")).text)
    assert older is not None
    assert (await aiko.post("/link/bring-back", {"bond": older[1]})).status_code == 303
    assert said(await aiko.get(f"/entry/{apart['his']}")) == ["You and Ben and Chidi can read this"]
    await chidi.post("/leave")
    await chidi.post("/sign-in", {"name": "Chidi", "passphrase": "paper boats on the canal"})
    page = await chidi.get(f"/entry/{apart['his']}")
    assert said(page) in (["You and Aiko and Ben can read this"], ["You and Ben and Aiko can read this"])
    assert 'class="own-words" dir="auto">from Ben' in page.text
    assert "/reply" not in page.text


# --- every form on every page -----------------------------------------------------------------------


@dataclass
class Form:
    """A form as a person sees it: its fields, its buttons, and what stands in it about who can read what."""

    action: str
    fields: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    buttons: list[dict[str, str]] = field(default_factory=list)
    lines: dict[str, str] = field(default_factory=dict)  # the id of a line beside a field, and its sentence
    text: str = ""

    @property
    def promised(self) -> set[str]:
        """Every sentence in it about who can read something, also beside a tick or a second button."""
        return {sentence.rstrip(".") for sentence in SENTENCE.findall(" ".join(self.text.split()))}

    def filled(self, button: dict[str, str]) -> dict[str, str]:
        """What is sent when somebody writes a word of its own into each field and presses `button`."""
        sent: dict[str, str] = {}
        for kind, said in self.fields:
            if kind in ("textarea", "text", "search"):
                sent[said["name"]] = word_for(said["name"])
            elif kind == "date":
                sent[said["name"]] = "2026-03-09"
            elif kind == "checkbox":
                sent |= {said["name"]: said["value"]} if "checked" in said else {}
            elif kind != "radio" or "checked" in said or said["name"] not in sent:
                sent[said["name"]] = said.get("value", "")
        return sent | ({button["name"]: button["value"]} if "name" in button else {})

    def variants(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Each way to send it: by each button, and with each tick the other way round."""
        for button in self.buttons:
            yield button.get("formaction") or self.action, self.filled(button)
        for name, said in ((s["name"], s) for kind, s in self.fields if kind == "checkbox"):
            sent = self.filled(self.buttons[0])
            yield (
                self.action,
                {k: v for k, v in sent.items() if k != name}
                if name in sent
                else {**sent, name: said["value"]},
            )


def word_for(name: str) -> str:
    return f"{name} written here"


class _Forms(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self.inside, self.line = path, list[Form](), False, ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "form" and said.get("method") == "post":
            self.found.append(Form(said.get("action") or self.path))
            self.inside = True
        if not self.inside:
            return
        form = self.found[-1]
        if tag in ("input", "textarea", "select") and "name" in said:
            form.fields.append((said.get("type", "text") if tag == "input" else tag, said))
        elif tag == "option" and ("value" not in form.fields[-1][1] or "selected" in said):
            form.fields[-1][1]["value"] = said.get("value", "")
        elif tag == "button" and said.get("type", "submit") == "submit":
            form.buttons.append(said)
        elif tag == "span" and "readers" in said.get("class", "").split():
            self.line = said.get("id", "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1].text += data
            if self.line and SENTENCE.match(data):
                self.found[-1].lines[self.line] = data.rstrip(".")
                self.line = ""


def forms_of(path: str, page: str) -> list[Form]:
    parser = _Forms(path.split("?")[0])
    parser.feed(page)
    return [form for form in parser.found if form.promised]


#: What is kept beside what a person gave, and holds nothing of it: that a round or an
#: exercise was begun, what was read in words.
WITHOUT_WORDS = (signs.KIND, "round", "name", "run", "run_event")


class Walk:
    """Sends the forms of a page one way after the other, and compares what was said with what was sealed."""

    def __init__(self, street: Street, who: Visitor) -> None:
        self.street, self.who, self.wrong, self.seen = street, who, list[str](), set[str]()

    async def look(self, path: str) -> None:
        page = await self.who.get(path)
        for number, form in enumerate(forms_of(path, page.text)):
            kept: set[str] = set()
            for way, _ in enumerate(form.variants()):
                fresh = forms_of(path, (await self.who.get(path)).text)  # its id is used up
                if number >= len(fresh) or way >= len(list(fresh[number].variants())):
                    continue
                kept |= await self._send(path, fresh[number], way)
            if kept != form.promised:
                self.wrong.append(f"{path} {form.action}: says {form.promised}, and it is {kept}")

    async def _send(self, path: str, form: Form, way: int) -> set[str]:
        before = await book_of(self.street, self.who)
        action, sent = list(form.variants())[way]
        special = FEELINGS if form.action == "/check-in" else {}
        answer = await self.who.post(action, {**sent, **special})
        assert answer.status_code == 303, (path, form.action, sent, words(answer)[:600])
        book = await book_of(self.street, self.who)
        fresh = [r for r in book.records[len(before.records) :] if r.kind not in WITHOUT_WORDS]
        true = {who_reads(book, r.audience, r.bond).rstrip(".") for r in fresh}
        if way == 0:
            self._compare_each_field(path, form, book, fresh)
        self.seen.add(form.action)
        return true

    def _compare_each_field(self, path: str, form: Form, book: Notebook, fresh: list[Record]) -> None:
        for _, said in form.fields:
            line = form.lines.get(f"f-{said['name']}-readers")
            for record in (r for r in fresh if line and word_for(said["name"]) in str(r.body)):
                true = who_reads(book, record.audience, record.bond).rstrip(".")
                if true != line:
                    self.wrong.append(f"{path} {said['name']}: says {line}, and it is {true}")


ALONE = {"/journal", "/me/meanings", "/me/safe", "/me/capacity", "/check-in", "/practise/questions"}


@pytest.mark.parametrize("state", ["alone", "linked", "parted", "with another"])
async def test_what_a_form_says_of_its_readers_is_true_of_the_record_it_keeps(
    street: Street, state: str
) -> None:
    if state == "alone":
        aiko = await street.visitor("Aiko").sign_up()
        pages, expected = [], ALONE
    else:
        aiko, other = await street.couple()
        older = await other.write("from Ben", share=True)
        await aiko.post("/me/meanings", {"silence": "I am thinking", "share": "yes"})
        if state == "parted":
            await aiko.post("/unlink")
        if state == "with another":
            other = await relink(street, aiko)
        pages, expected = [f"/entry/{older}"], ALONE
    if state in ("linked", "with another"):
        theirs = await other.write("to be answered", share=True)
        pen = await other.write("Our first flat", share=True, form="pen")
        own = await aiko.write("for both", share=True)
        pages += [f"/entry/{theirs}", f"/entry/{pen}", f"/entry/{own}/edit", "/journal/new?form=pen"]
        expected = ALONE | {f"/entry/{theirs}/reply", f"/entry/{pen}/passage", f"/entry/{own}"}
        expected |= {"/promises", "/need"}
    await aiko.post("/me/safe/open", {"passphrase": PASSPHRASES["Aiko"]})
    pages += ["/journal/new?form=missed_cue", "/journal/new?form=feeling&share=yes"]
    pages += [f"/entry/{await aiko.write('for me')}/edit"]
    walk = Walk(street, aiko)
    for path in [*PAGES, *pages]:
        await walk.look(path)
    assert "\n".join(walk.wrong) == ""
    assert walk.seen >= expected
