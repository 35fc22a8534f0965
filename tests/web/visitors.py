"""People at the web door without a browser: each has cookies, fills in forms, and reads answers."""

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from fastapi import FastAPI

from omoiyari.live import Hub
from omoiyari.store.cellar import Cellar
from omoiyari.web.app import create_app
from omoiyari.web.house import House
from tests.conftest import PASSPHRASES, Clock, furnish

HOST = "omoiyari.test"
ADDRESS = f"https://{HOST}"
PIN = "407193"


def with_ends_of_links(answer: httpx.Response) -> httpx.Response:
    """The answer, once every sentence of an error leads to a field that is there."""
    for named in re.findall(r'<a href="#(f-[\w-]+)"', answer.text):
        assert f'id="{named}"' in answer.text, f"{answer.request.url.path}: nothing is called {named}"
    return answer


@dataclass
class Visitor:
    """Somebody with a browser's cookies."""

    name: str
    client: httpx.AsyncClient

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=headers)

    async def post(self, path: str, form: Mapping[str, str] | None = None, **headers: str) -> httpx.Response:
        sent = self.client.post(path, data=dict(form or {}), headers={"Origin": ADDRESS, **headers})
        return with_ends_of_links(await sent)

    async def send(self, method: str, path: str, form: Mapping[str, str] | None = None) -> httpx.Response:
        return await (self.get(path) if method == "GET" else self.post(path, form))

    async def sign_up(self) -> "Visitor":
        form = {"name": self.name, "passphrase": PASSPHRASES[self.name], "understood": "yes", "adult": "yes"}
        answer = await self.post("/sign-up", form)
        assert answer.status_code == 303, answer.text
        return self

    async def set_pin(self) -> "Visitor":
        form = {"pin": PIN, "again": PIN, "passphrase": PASSPHRASES[self.name]}
        assert (await self.post("/me/pin", form)).status_code == 303
        return self

    async def invite(self) -> str:
        """The path of a fresh invite."""
        found = re.search(r"/join/[\w-]{43}", (await self.post("/link/invite")).text)
        assert found is not None
        return found[0]

    async def id_in(self, path: str) -> str:
        """The id that a form on a page brings along."""
        found = re.search(r'name="id" value="([0-9a-f]{32})"', (await self.get(path)).text)
        assert found is not None, path
        return found[1]

    async def write(self, text: str, *, share: bool = False, send: bool = True, form: str = "free") -> str:
        """Write an entry; hands back its id."""
        id = await self.id_in(f"/journal/new?form={form}")
        body = {"form": form, "text": text, "id": id, "share": "yes" if share else "no"}
        assert (await self.post("/journal", body)).status_code == 303
        if share and send:
            assert (await self.post(f"/entry/{id}/send")).status_code == 303
        return id

    async def check_in(self, own: str = "worried", guess: str = "content", **more: str) -> httpx.Response:
        form = {
            "order": "self",
            "self_place": "1,1",
            "self_word": own,
            "guess_place": "2,-1",
            "guess_word": guess,
        }
        return await self.post("/check-in", {**form, **more})


@dataclass(frozen=True)
class Couple:
    """The files of a house in which two have just met, and their cookies."""

    files: Mapping[str, bytes]
    cookies: Mapping[str, httpx.Cookies]

    def furnish(self, folder: Path) -> None:
        for name, content in self.files.items():
            (folder / name).write_bytes(content)


_couples: dict[datetime, Couple] = {}


@dataclass
class Street:
    """A running house and whoever comes to its door."""

    app: FastAPI
    house: House
    clock: Clock
    opened: list[httpx.AsyncClient] = field(default_factory=list)

    def visitor(self, name: str = "", cookies: httpx.Cookies | None = None) -> Visitor:
        """Somebody at the door: new, or with copies of the cookies they had before."""
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app, raise_app_exceptions=False), base_url=ADDRESS
        )
        self.opened.append(client)
        for cookie in cookies.jar if cookies is not None else ():
            client.cookies.jar.set_cookie(copy(cookie))
        return Visitor(name, client)

    async def couple(self) -> tuple[Visitor, Visitor]:
        """Aiko and Ben, linked, each having seen it: lived through once at an hour, and copied from then on."""
        if self.opened:
            return await self._meet()
        hour = self.clock()
        if hour not in _couples:
            cookies = {one.name: one.client.cookies for one in await self._meet()}
            await self.house.cellar.close()
            files = {
                path.name: path.read_bytes() for path in self.house.cellar.folder.iterdir() if path.is_file()
            }
            _couples[hour] = Couple(files, cookies)
        else:
            await self.house.cellar.close()
        await self._move_in(_couples[hour])
        cookies = _couples[hour].cookies
        return self.visitor("Aiko", cookies["Aiko"]), self.visitor("Ben", cookies["Ben"])

    async def _meet(self) -> tuple[Visitor, Visitor]:
        aiko, ben = await self.visitor("Aiko").sign_up(), await self.visitor("Ben").sign_up()
        joined = await ben.post(await aiko.invite())
        assert joined.headers["location"] == "/me/pin?linked=yes"
        for one in (aiko, ben, aiko):
            assert (await one.get("/today")).status_code == 200
        return aiko, ben

    async def _move_in(self, couple: "Couple") -> None:
        folder = self.house.cellar.folder
        couple.furnish(folder)
        self.house = replace(self.house, cellar=await Cellar.open(folder), hub=Hub())
        self.app.state.house = self.house

    async def close(self) -> None:
        for client in self.opened:
            await client.aclose()
        await self.house.cellar.close()


async def couple_at(clock: Clock) -> Couple:
    """The couple of an hour, for a house that is yet to be opened."""
    if clock() not in _couples:
        with TemporaryDirectory() as folder:
            street = await open_street(Path(folder), clock)
            await street.couple()
            await street.close()
    return _couples[clock()]


def furnish_once(folder: Path) -> None:
    if not any(folder.glob("*.db")):
        furnish(folder)


async def open_street(folder: Path, clock: Clock, app: FastAPI | None = None) -> Street:
    """Open the house of a folder; an app that was made before is given the new house."""
    furnish_once(folder)
    house = House(await Cellar.open(folder), now=clock, runner="Dana", hosts=frozenset({HOST}))
    app = app or create_app(house)
    app.state.house = house
    return Street(app, house, clock)


# --- what a page asks for -------------------------------------------------------------------------


@dataclass(frozen=True)
class Field:
    """One field of a form: where it is sent, its name and kind."""

    action: str
    name: str
    kind: str


class _Forms(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.action, self.found = path, "", list[Field]()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.action = (
                (said.get("action") or self.path) if said.get("method", "get") == "post" else self.path
            )
        elif tag in ("input", "textarea", "select", "button") and said.get("name"):
            kind = said.get("type", "text") if tag == "input" else tag
            self.found.append(Field(self.action, said["name"], kind))


def fields_of(path: str, html: str) -> list[Field]:
    """Every named field of every form on a page."""
    parser = _Forms(path.split("?")[0])
    parser.feed(html)
    return parser.found
