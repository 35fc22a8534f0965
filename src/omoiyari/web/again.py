"""Asking somebody who is signed in once more, before what a borrowed phone should not do by itself."""

from starlette.requests import Request

from omoiyari.store import devices
from omoiyari.store.accounts import Opened, ask_passphrase
from omoiyari.store.errors import NotThere
from omoiyari.web.cookies import phone_text
from omoiyari.web.visit import Visit


async def asked_again(request: Request, visit: Visit, form: dict[str, str]) -> Opened:
    """Their keys, by `passphrase` or by the `pin` of this phone. Raises StoreError, VaultError."""
    cellar = visit.house.cellar
    if form.get("passphrase") or not visit.session.remembered:
        return await ask_passphrase(cellar, visit.person, form.get("passphrase", ""), visit.now)
    cookie = devices.parse_device_cookie(phone_text(request))
    opened = await devices.open_with_pin(cellar, cookie, form.get("pin", ""))
    if opened.person != visit.person:
        raise NotThere
    return opened
