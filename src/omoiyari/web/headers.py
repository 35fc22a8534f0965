"""What stands on every answer, and which forms are let in."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
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


class Layer:
    """Plain ASGI around the app, so that streams stay streams: sees each request, and how its answer begins."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        if refusal := await self.before(request):
            await refusal(scope, receive, send)
            return

        async def send_begun(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.begin(message, request)
            await send(message)

        await self.app(scope, receive, send_begun)

    async def before(self, request: Request) -> Response | None:
        """What answers in the app's place; None where the app may."""
        raise NotImplementedError

    def begin(self, message: Message, request: Request) -> None:
        """Change the headers that an answer begins with."""
        raise NotImplementedError


class Headers(Layer):
    """Sets the headers and the language of each request."""

    async def before(self, request: Request) -> Response | None:
        speaking.set(tongue_of(request, house_of(request).locales))
        return None

    def begin(self, message: Message, request: Request) -> None:
        complete(MutableHeaders(scope=message), request)


def complete(headers: MutableHeaders, request: Request) -> None:
    """Put on an answer what stands on every answer."""
    for name, value in _ALWAYS.items():
        headers[name] = value
    if request.url.scheme == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers.setdefault("Cache-Control", "no-store")
