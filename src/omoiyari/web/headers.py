"""What stands on every answer, and which forms are let in."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from omoiyari.web.forms import MAX_BODY, TooMuch
from omoiyari.web.house import house_of
from omoiyari.web.speak import speaking, tongue_of

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

#: `same-origin`, because a form of a page without any referrer says `Origin: null`.
_ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


def is_ours(request: Request) -> bool:
    """True for a form that one of our own pages sent (Origin, and Sec-Fetch-Site where the browser tells it).

    A page over plain HTTP may not send forms to us over HTTPS. The other way round is let in: a proxy may not say
    that the browser spoke HTTPS to it.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return True
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin is None or origin == "null":
        return site == "same-origin"
    host = request.headers.get("host", "")
    return origin == f"https://{host}" or (request.url.scheme == "http" and origin == f"http://{host}")


class SmallEnough:
    """Reads no more of a body than `MAX_BODY` bytes; whoever reads on gets TooMuch."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def receive_a_little() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MAX_BODY:
                raise TooMuch
            return message

        await self.app(scope, receive_a_little, send)


def is_too_much(request: Request) -> bool:
    """True where the sender says beforehand that more is coming than `MAX_BODY` bytes."""
    length = request.headers.get("content-length", "")
    return length.isascii() and length.isdigit() and (len(length) > 9 or int(length) > MAX_BODY)


class Headers:
    """Sets the headers and the language of each request; plain ASGI, so that streams stay streams."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        speaking.set(tongue_of(request, house_of(request).locales))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                complete(MutableHeaders(scope=message), request)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def complete(headers: MutableHeaders, request: Request) -> None:
    """Put on an answer what stands on every answer."""
    for name, value in _ALWAYS.items():
        headers[name] = value
    if request.url.scheme == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if not request.url.path.startswith("/static/"):
        headers.setdefault("Cache-Control", "no-store")
    else:
        headers["Cache-Control"] = "no-cache"
