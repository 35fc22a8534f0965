"""Every component of the look on one page, and a small stand-in server for it with the app's own headers.

`python tests/web/styleguide.py` serves the page on port 8899; `… --pictures FOLDER` writes it as pictures, in both
sizes and both themes.
"""

import argparse
import gettext
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jinja2
import segno

HERE = Path(__file__).parent
WEB = HERE.parents[1] / "src" / "omoiyari" / "web"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: The browser without a window, where there is one: it starts and draws faster.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": {"width": 390, "height": 844}, "wide": {"width": 1280, "height": 800}}
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}

GERMAN = (
    "Rücksichtnahmevereinbarungsgespräch und Feierabendverschnaufpausenverlängerung, "
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
)
LONG = (
    "We sat on the kitchen floor because the chairs were full of washing. You said the day had been like carrying "
    "water in your hands. I began to tell you where to buy a bucket. Then I stopped. "
) * 11
RTL = "اليوم جلسنا معًا وشربنا الشاي، ولم نقل شيئًا، وكان ذلك كافيًا."
EMOJI = "🌱🫖 we tried again 🙃 and it was 👩🏽‍❤️‍👩🏾 fine, mostly 🧺🧺🧺"


STATIC = "/static/guide"


def environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader([HERE, WEB / "templates"])
    env = jinja2.Environment(
        loader=loader, autoescape=True, extensions=["jinja2.ext.i18n"], undefined=jinja2.StrictUndefined
    )
    env.install_gettext_translations(gettext.NullTranslations(), newstyle=True)  # type: ignore[attr-defined]
    env.globals["static"] = STATIC
    return env


def render(template: str = "styleguide.html.j2", **context: Any) -> str:
    given = {
        "page": "today",
        "signed_in": True,
        "lock": {"remembered": True, "asks_code": False},
        "theme": "",
        "flash": None,
        "lang": "en",
        "dir": "ltr",
        "lock_after": 0,
    }
    qr = segno.make("https://example.test/join#a-made-up-invitation", error="m").svg_data_uri(border=0)
    samples = {"german": GERMAN, "long": LONG, "rtl": RTL, "emoji": EMOJI, "qr": qr}
    return environment().get_template(template).render({**given, **samples, **context})


@dataclass
class Stand:
    """What the stand-in server has been told, and how it is to answer."""

    url: str = ""
    gets: list[str] = field(default_factory=list)
    posts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    locked: bool = False
    page: str = ""
    part: str = ""
    events: list[dict[str, str]] = field(default_factory=list)
    last_ids: list[str | None] = field(default_factory=list)

    def told(self, path: str) -> list[dict[str, str]]:
        return [data for at, data in self.posts if at == path]


def form_of(headers: Any, body: bytes) -> dict[str, str]:
    """The fields of a urlencoded or multipart form, as far as these tests need them."""
    kind = headers.get("Content-Type", "")
    if "boundary=" not in kind:
        return {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
    parts = body.split(b"--" + kind.split("boundary=")[1].encode())
    pairs = (part.strip(b"\r\n").partition(b"\r\n\r\n") for part in parts if b"name=" in part)
    return {head.split(b'name="')[1].split(b'"')[0].decode(): text.decode() for head, _, text in pairs}


def handler(stand: Stand) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

        def answer(
            self, body: str | bytes = "", status: int = 200, kind: str = "text/html; charset=utf-8"
        ) -> None:
            data = body.encode() if isinstance(body, str) else body
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Content-Security-Policy", CSP)
            still = kind in KINDS.values()
            self.send_header("Cache-Control", "max-age=60" if still else "no-store")
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            stand.gets.append(path)
            pages = {
                "/": stand.page,
                "/part": stand.part,
                "/kitchen": "<title>Soup</title><p>Soup of the day",
            }
            pages |= {
                "/offline": "<title>Omoiyari</title><p>No connection",
                "/help": "<title>Omoiyari</title><p>Help is here",
            }
            if path == "/events":
                self.stream()
            elif path == "/leave":
                self.send_response(303)
                self.send_header("Location", "/kitchen")
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif path in pages:
                self.answer(pages[path])
            elif path == "/locked":
                self.answer(f"<title>Omoiyari</title><p id=at>{self.path}")
            else:
                self.file(path)

        def file(self, path: str) -> None:
            path = f"{STATIC}/js/sw.js" if path == "/sw.js" else path
            found = WEB / "static" / path.removeprefix(STATIC).lstrip("/")
            if path.startswith(STATIC) and ".." not in path and found.is_file():
                self.answer(found.read_bytes(), kind=KINDS[found.suffix])
            else:
                self.answer("nothing here", 404)

        def stream(self) -> None:
            stand.last_ids.append(self.headers.get("Last-Event-ID"))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"retry: 50\n\n")
            for _ in range(40):
                while stand.events:
                    event = stand.events.pop(0)
                    self.wfile.write(f"id: {event['id']}\ndata: {json.dumps(event)}\n\n".encode())
                    self.wfile.flush()
                sleep(0.05)

        def do_POST(self) -> None:
            data = form_of(self.headers, self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            stand.posts.append((self.path, data))
            if self.path == "/unlock":
                stand.locked = data.get("_pin") != "2468"
                self.answer(
                    '{"sentence": "That is not it."}' if stand.locked else "{}", 403 if stand.locked else 200
                )
            elif self.path.startswith("/drafts/") and stand.locked:
                self.answer("", 423)
            else:
                self.answer("", 200)

    return Door


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up in the middle is nothing to report."""


@contextmanager
def serving(port: int = 0, **context: Any) -> Iterator[Stand]:
    stand = Stand(page=render(**context))
    server = Quiet(("127.0.0.1", port), handler(stand))
    stand.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield stand
    finally:
        server.shutdown()
        server.server_close()


def pictures(folder: Path) -> None:
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play, serving() as stand:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        for theme in ("light", "dark"):
            for name, size in SIZES.items():
                page = browser.new_page(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
                page.on("console", lambda said: print(said.text))
                page.goto(stand.url)
                page.screenshot(path=folder / f"{name}-{theme}.png")
                page.screenshot(path=folder / f"{name}-{theme}-whole.png", full_page=True)
        browser.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pictures", type=Path)
    folder = asked.parse_args().pictures
    if folder:
        pictures(folder)
        return
    with serving(port=8899) as stand:
        print(stand.url)
        threading.Event().wait()


if __name__ == "__main__":
    main()
