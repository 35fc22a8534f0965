"""Every route, for everybody: nobody gets what is not theirs, and not-yours is the same as not-there."""

import asyncio
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from omoiyari.live import Hub
from omoiyari.web.app import create_app
from omoiyari.web.headers import CONTENT_POLICY
from omoiyari.web.static import edition
from tests.conftest import PASSPHRASES, Clock
from tests.store.test_durability import room_for
from tests.web.matrix import ROUTES, WHO, Line
from tests.web.visitors import PIN, Street, Visitor, open_street

pytestmark = pytest.mark.sweep

NOWHERE = "0" * 32
each_form = pytest.mark.parametrize(
    "line", [line for line in ROUTES if line.method == "POST"], ids=lambda line: line.path
)


@dataclass
class World:
    """Two folders and everybody's cookies: one where Aiko and Ben are a couple, one where Ben has left."""

    app: FastAPI
    folders: dict[str, Path] = field(default_factory=dict)
    cookies: dict[str, httpx.Cookies] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)


_worlds: list[World] = []


@pytest.fixture
async def world(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> World:
    """Built once; each cell of the matrix gets a copy of the files."""
    if not _worlds:
        _worlds.append(await _build(tmp_path_factory, clock))
    return _worlds[0]


async def _build(tmp: pytest.TempPathFactory, clock: Clock) -> World:
    street = await open_street(tmp.mktemp("together"), clock)
    world = World(street.app)
    aiko, ben = await street.couple()
    chidi = await street.visitor("Chidi").sign_up()
    await aiko.set_pin()
    await _fill(world, aiko, ben, chidi)
    world.folders["together"] = street.house.cellar.folder
    world.cookies = {
        "owner": aiko.client.cookies,
        "partner": ben.client.cookies,
        "stranger": chidi.client.cookies,
    }
    world.cookies |= {"former": ben.client.cookies, "anonymous": httpx.Cookies()}
    await street.house.cellar.close()
    world.folders["apart"] = tmp.mktemp("apart")
    for path in world.folders["together"].iterdir():
        shutil.copy(path, world.folders["apart"])
    apart = await open_street(world.folders["apart"], clock, street.app)
    visitor = apart.visitor()
    visitor.client.cookies = world.cookies["former"]
    assert (await visitor.post("/unlink")).status_code == 303
    await apart.close()
    return world


async def _fill(world: World, aiko: Visitor, ben: Visitor, chidi: Visitor) -> None:
    """Something of Aiko's of every kind that has an id."""
    ids = world.ids
    ids["private"] = await aiko.write("for me alone")
    ids["shared"] = await aiko.write("for both", share=True)
    ids["reply"] = await aiko.id_in(f"/entry/{ids['shared']}")
    await aiko.post(f"/entry/{ids['shared']}/reply", {"text": "an answer", "id": ids["reply"]})
    ids["held"] = await aiko.write("not yet", share=True, send=False)
    ids["pen"] = await aiko.write("Our first flat had", share=True, form="pen")
    await aiko.post("/promises", {"text": "Sunday walk", "by": "2026-03-08"})
    ids["promise"] = _found(r"/promises/([0-9a-f]{32})/felt", await ben.get("/promises"))
    answer = await aiko.check_in()
    await ben.check_in()
    begun = await aiko.post("/practise/morning-question")
    ids["run"] = begun.headers["location"].removeprefix("/practise/run/")
    for name, whom in (("wondered", "me"), ("asked", "both")):
        await aiko.post("/practise/questions", {"text": f"What has {name}?", "for": whom})
        page = (await aiko.get("/practise/questions")).text.split(f"What has {name}?")[1]
        ids[name] = re.findall(r"/practise/questions/([0-9a-f]{32})/remove", page)[0]
    await aiko.post("/practise/trial", {"first": "love-map", "second": "emotion-swap"})
    ids["trial"] = _found(r"/practise/trial/([0-9a-f]{32})/end", await aiko.get("/practise/trial"))
    ids["round"] = answer.headers["location"].removeprefix("/round/")
    await aiko.post("/me/safe/open", {"pin": PIN})
    await aiko.post("/me/safe", {"text": "hidden", "id": await aiko.id_in("/me/safe")})
    ids["note"] = _found(r"/me/safe/([0-9a-f]{32})/delete", await aiko.get("/me/safe"))
    ids["device"] = _found(r"/me/devices/([0-9a-f]{32})/sign-out", await aiko.get("/me/keys"))
    ids["session"] = _found(r"/me/sessions/(\w+)/sign-out", await aiko.get("/me/keys"))
    ids["invite"] = (await chidi.invite()).removeprefix("/join/")
    await aiko.post("/me/conflicts", {"topic": "money", "began": "2026-03-01T20:00"})
    ids["conflict"] = _found(r"/me/conflicts/([0-9a-f]{32})/right", await aiko.get("/me/conflicts"))
    await aiko.post("/felt/ask")


def _found(pattern: str, answer: httpx.Response) -> str:
    found = re.search(pattern, answer.text)
    assert found is not None, answer.text
    return found[1]


async def _enter(world: World, who: str, folder: Path, clock: Clock) -> tuple[Street, Visitor]:
    for path in world.folders["apart" if who == "former" else "together"].iterdir():
        shutil.copy(path, folder)
    street = await open_street(folder, clock, world.app)
    return street, street.visitor(who, world.cookies[who])


def outcome(answer: httpx.Response) -> str:
    """A status, or where a redirect leads (ids left out)."""
    if answer.status_code != 303:
        return str(answer.status_code)
    where = answer.headers["location"]
    return (
        "sign-in" if where.startswith("/sign-in?next=") else re.sub(r"[0-9a-f]{32}", "…", where.split("?")[0])
    )


def _check_headers(answer: httpx.Response) -> None:
    assert answer.headers["cache-control"] == (
        "no-cache" if answer.request.url.path == "/sw.js" else "no-store"
    )
    assert answer.headers["content-security-policy"] == CONTENT_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert "unsafe" not in CONTENT_POLICY


def all_routes(app: FastAPI) -> set[tuple[str, str]]:
    """Every method and path that the app serves."""
    found, waiting = set(), list(app.routes)
    while waiting:
        route = waiting.pop()
        inner = getattr(route, "original_router", None)
        if inner is not None:
            waiting += inner.routes
        for method in set(getattr(route, "methods", None) or ()) - {"HEAD"}:
            found.add((method, route.path))  # type: ignore[attr-defined]
    return found


def test_every_route_of_the_house_has_a_line_in_the_matrix(world: World) -> None:
    listed = {(line.method, re.sub(r"{\w+}", "{}", line.route)) for line in ROUTES}
    served = {(method, re.sub(r"{\w+}", "{}", path)) for method, path in all_routes(world.app)}
    assert served - listed == set()
    assert listed - served == set()


@pytest.mark.parametrize("line", ROUTES, ids=lambda line: f"{line.method} {line.path}")
async def test_a_route_answers_everybody_as_the_matrix_says(
    world: World, tmp_path: Path, clock: Clock, line: Line
) -> None:
    found = []
    for who in WHO:
        folder = tmp_path / who
        folder.mkdir()
        street, visitor = await _enter(world, who, folder, clock)
        if line.path == "/events":
            found.append(await _first_answer_of_a_stream(visitor))
        else:
            answer = await visitor.send(line.method, line.path.format(**world.ids), line.form)
            _check_headers(answer)
            found.append(outcome(answer))
        await street.close()
        # Only to save room: a thread may still be closing a file there.
        shutil.rmtree(folder, ignore_errors=True)
    assert dict(zip(WHO, found, strict=True)) == dict(zip(WHO, line.expected.split(), strict=True))


async def _first_answer_of_a_stream(visitor: Visitor) -> str:
    """A stream never ends by itself: close the session's streams, and read what came."""
    hub: Hub = visitor.client._transport.app.state.house.hub  # type: ignore[attr-defined]

    async def close_once_open() -> None:
        while not hub.open_streams:  # noqa: ASYNC110 - the hub has no event for it
            await asyncio.sleep(0.01)
        hub.close_all()

    closing = asyncio.create_task(close_once_open())
    status = (await visitor.get("/events")).status_code
    closing.cancel()
    return str(status)


@pytest.mark.parametrize(
    "line", [line for line in ROUTES if "{" in line.path], ids=lambda line: f"{line.method} {line.path}"
)
async def test_not_yours_is_the_same_bytes_as_not_there(
    world: World, tmp_path: Path, clock: Clock, line: Line
) -> None:
    (kind,) = re.findall(r"{(\w+)}", line.path)
    if kind in ("slot", "invite", "token"):
        pytest.skip("whoever has the link may enter; a draft is found by one's own key")
    for number, (who, expected) in enumerate(zip(WHO, line.expected.split(), strict=True)):
        if expected != "404" and who != "anonymous":
            continue
        answers = []
        for id in (world.ids[kind], NOWHERE):
            folder = tmp_path / f"{number}{id == NOWHERE}"
            folder.mkdir()
            street, visitor = await _enter(world, who, folder, clock)
            answer = await visitor.send(line.method, line.path.replace(f"{{{kind}}}", id), line.form)
            await street.close()
            said = [(name, value.replace(id, "…")) for name, value in sorted(answer.headers.items())]
            answers.append((answer.status_code, answer.content, said))
        assert answers[0] == answers[1]


@each_form
async def test_a_form_from_another_site_is_refused_and_does_nothing(
    world: World, tmp_path: Path, clock: Clock, line: Line
) -> None:
    street, aiko = await _enter(world, "owner", tmp_path, clock)
    before = await _all_rows(street)
    for headers in (
        {"Origin": "https://elsewhere.test"},
        {"Origin": "null"},
        {"Origin": "https://omoiyari.test.elsewhere.test"},
        {"Origin": "http://omoiyari.test"},
        {"Origin": "https://omoiyari.test:8443"},
        {"Origin": "https://omoiyari.test", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://omoiyari.test", "Sec-Fetch-Site": "same-site"},
        {},
    ):
        answer = await aiko.client.post(line.path.format(**world.ids), data=line.form, headers=headers)
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
        _check_headers(answer)
    assert await _all_rows(street) == before
    await street.close()


async def _all_rows(street: Street) -> list[object]:
    rows: list[object] = []
    for file in (street.house.cellar.notebook, street.house.cellar.keys):
        tables = await file.ask(
            lambda f: [row[0] for row in f.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        )
        for table in tables:
            rows += await file.ask(lambda f, table=table: f.execute(f"SELECT * FROM {table}").fetchall())  # type: ignore[misc]
    return rows


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
async def test_no_other_method_does_anything(world: World, tmp_path: Path, clock: Clock, method: str) -> None:
    street, aiko = await _enter(world, "owner", tmp_path, clock)
    for path in (f"/entry/{world.ids['private']}", "/journal", "/me/data/erase"):
        answer = await aiko.client.request(method, path, headers={"Origin": "https://omoiyari.test"})
        assert answer.status_code == 404
    await street.close()


async def test_a_page_that_never_was_and_a_page_that_is_not_yours_look_the_same(
    world: World, tmp_path: Path, clock: Clock
) -> None:
    street, ben = await _enter(world, "partner", tmp_path, clock)
    never = await ben.get("/never-was")
    assert never.status_code == 404
    assert (await ben.get(f"/entry/{world.ids['private']}")).content == never.content
    assert (await ben.get(f"/entry/{world.ids['held']}")).content == never.content
    assert (await ben.get(f"/round/{NOWHERE}")).content == never.content
    await street.close()


@each_form
async def test_on_a_full_disk_every_form_says_so_or_needs_no_room_and_works_once_there_is_some(
    world: World, tmp_path: Path, clock: Clock, line: Line
) -> None:
    street, owner = await _enter(world, "owner", tmp_path, clock)
    path, wanted = line.path.format(**world.ids), line.expected.split()[WHO.index("owner")]
    with room_for(0):
        answer = await owner.post(path, line.form)
    if outcome(answer) != wanted:
        assert (answer.status_code, "The disk of this computer is full" in answer.text) == (507, True)
        assert outcome(await owner.post(path, line.form)) == wanted
    await street.close()


async def test_static_files_are_open_and_hold_nothing_private(
    world: World, tmp_path: Path, clock: Clock
) -> None:
    street, anybody = await _enter(world, "anonymous", tmp_path, clock)
    answer = await anybody.get(f"/static/{edition()}/css/omoiyari.css")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "max-age=31536000, immutable")
    outside = ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/x/../../app.py")
    for path in (*outside, "/static/x/..%2f..%2fapp.py", "/static/", "/static/x", "/static/x/css"):
        assert (await anybody.get(path)).status_code == 404
    await street.close()


async def test_a_page_open_since_before_an_update_gets_the_files_of_today_and_keeps_none(
    world: World, tmp_path: Path, clock: Clock
) -> None:
    street, anybody = await _enter(world, "anonymous", tmp_path, clock)
    old = await anybody.get("/static/01234567/css/omoiyari.css")
    assert (old.status_code, old.headers["cache-control"]) == (200, "no-cache")
    nothing = await anybody.get(f"/static/{edition()}/css/nothing.css")
    assert (nothing.status_code, nothing.headers["cache-control"]) == (404, "no-store")
    await street.close()


def test_the_cast_is_known(world: World) -> None:
    assert set(PASSPHRASES) == {"Aiko", "Ben", "Chidi"}
    assert set(world.cookies) == set(WHO)


def test_one_app_serves_every_copy(world: World) -> None:
    assert world.app.title == create_app(world.app.state.house).title
