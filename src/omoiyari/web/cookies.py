"""The cookies: one for the session, and one that remembers the phone."""

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from omoiyari.vault import Secret, from_text, to_text

SESSION = "session"
PHONE = "phone"
_YEAR = 365 * 24 * 3600


def _name(connection: HTTPConnection, name: str) -> str:
    """Over HTTPS the name binds the cookie to this host and path (`__Host-`)."""
    return f"__Host-{name}" if connection.url.scheme == "https" else name


def session_secret(connection: HTTPConnection) -> Secret | None:
    """The secret in the session cookie."""
    return from_text(connection.cookies.get(_name(connection, SESSION), ""))


def phone_text(connection: HTTPConnection) -> str:
    """The text of the phone's cookie."""
    return connection.cookies.get(_name(connection, PHONE), "")


def _set(request: Request, response: Response, name: str, value: str, max_age: int | None) -> None:
    response.set_cookie(
        _name(request, name),
        value,
        max_age=max_age,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def set_session(request: Request, response: Response, secret: Secret) -> None:
    """Sign this browser in until it is closed."""
    _set(request, response, SESSION, to_text(secret), None)


def set_phone(request: Request, response: Response, text: str) -> None:
    """Know this browser again for a year."""
    _set(request, response, PHONE, text, _YEAR)


def drop_session(request: Request, response: Response) -> None:
    """Sign this browser out."""
    _set(request, response, SESSION, "", 0)


def drop_phone(request: Request, response: Response) -> None:
    """Forget this browser."""
    _set(request, response, PHONE, "", 0)
