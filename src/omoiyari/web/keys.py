"""Keys and devices: passphrase, PIN, second factor, recovery code, and where one is signed in."""

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from omoiyari.store import accounts, devices, sessions
from omoiyari.store.accounts import Opened, ask_passphrase
from omoiyari.vault import in_groups
from omoiyari.web.about_keys import tell, telling
from omoiyari.web.cookies import drop_session
from omoiyari.web.forms import FormError, comes_back, fields
from omoiyari.web.link import qr_code
from omoiyari.web.pages import Context, page
from omoiyari.web.speak import say
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()
Sent = Depends(fields)


class PinsDiffer(FormError):
    """The PIN and its repetition differ."""

    sentence = N_("The two PINs differ. Type them once more.")


async def _context(visit: Visit) -> Context:
    cellar, person = visit.house.cellar, visit.person
    phones = await devices.list_devices(cellar, visit.keys)
    return {
        "page": "me",
        "devices": phones,
        "labels": {phone.id: phone.label for phone in phones},
        "sessions": await sessions.list_sessions(cellar, person),
        "here": visit.session,
        "second_factor": await accounts.has_lock(cellar, person, accounts.TOTP),
        "recovery": await accounts.has_lock(cellar, person, accounts.RECOVERY),
    }


async def _open(visit: Visit, form: dict[str, str]) -> Opened:
    """Ask for the passphrase again before a lock is changed. Raises WrongPassphrase."""
    return await ask_passphrase(visit.house.cellar, visit.person, form.get("passphrase", ""), visit.now)


@router.get("/me/keys")
async def keys_page(request: Request, visit: Visit = Here) -> Response:
    return page(request, "keys.html", **await _context(visit))


@router.get("/me/passphrase")
async def passphrase_page(request: Request, visit: Visit = Here) -> Response:
    return page(request, "passphrase.html", page="me")


@router.post("/me/passphrase")
async def change_passphrase(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    comes_back(request, "passphrase.html", page="me")
    opened = await _open(visit, form)
    cellar, name = visit.house.cellar, (await visit.notebook()).names.get(visit.person, "")
    fresh = await accounts.new_passphrase(cellar, visit.person, name, form.get("fresh", ""))
    async with telling(request, visit, "passphrase_changed"):
        await sessions.take_passphrase(cellar, opened, fresh, visit.session.fingerprint)
    visit.house.hub.close(visit.person)
    return RedirectResponse("/me/keys", 303)


@router.get("/me/pin")
async def pin_page(request: Request, visit: Visit = Here, linked: str = "") -> Response:
    """Offered after a sign-up, and to whoever has just been `linked`."""
    flash = say(N_("You two are linked.")) if linked == "yes" else None
    return page(request, "pin.html", page="me", flash=flash)


@router.post("/me/pin")
async def remember_phone(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    """Let a PIN open this phone from now on."""
    comes_back(request, "pin.html", page="me")
    if form.get("pin") != form.get("again"):
        raise PinsDiffer
    opened = await _open(visit, form)
    device = visit.session.device
    if device is None or not await accounts.is_known(visit.house.cellar, visit.person, device):
        return RedirectResponse("/sign-in", 303)
    text = await devices.remember(visit.house.cellar, opened, device, form.get("pin", ""))
    request.state.new_phone = text
    if visit.session.remembered or len(await devices.known(visit.house.cellar, visit.person)) > 1:
        await tell(request, visit, "pin_set")  # the first PIN of the one phone is no news to anybody
    return RedirectResponse("/today", 303)


@router.post("/me/devices/{device}/sign-out")
async def forget_device(request: Request, device: str, visit: Visit = Here) -> Response:
    await devices.forget_device(visit.house.cellar, visit.person, device)
    visit.house.hub.close(visit.person)
    return RedirectResponse("/me/keys", 303)


@router.post("/me/sessions/{mark}/sign-out")
async def end_session(request: Request, mark: str, visit: Visit = Here) -> Response:
    """Sign one browser out; its phone stays known."""
    await sessions.end(visit.house.cellar, visit.person, mark)
    visit.house.hub.close(visit.person, mark)
    if mark != visit.session.fingerprint:
        return RedirectResponse("/me/keys", 303)
    response = RedirectResponse("/", 303)
    drop_session(request, response)
    return response


@router.post("/me/everywhere")
async def sign_out_everywhere(request: Request, visit: Visit = Here) -> Response:
    """Sign out all other browsers, and forget their PINs."""
    await tell(request, visit, "others_ended")
    await sessions.end_all(visit.house.cellar, visit.person, but=visit.session.fingerprint)
    visit.house.hub.close(visit.person)
    return RedirectResponse("/me/keys", 303)


@router.get("/me/second-factor")
async def second_factor_page(request: Request, visit: Visit = Here) -> Response:
    return page(request, "second_factor.html", **_second_factor_context(accounts.new_second_factor()))


def _second_factor_context(secret: str) -> Context:
    address = f"otpauth://totp/Omoiyari?secret={secret}&issuer=Omoiyari"
    return {"page": "me", "secret": secret, "code": qr_code(address)}


@router.post("/me/second-factor")
async def set_second_factor(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    secret = form.get("secret", "")
    comes_back(request, "second_factor.html", **_second_factor_context(secret))
    opened = await _open(visit, form)
    accounts.prove_second_factor(secret, form.get("code", ""), visit.now)
    async with telling(request, visit, "second_factor_on"):
        await accounts.set_second_factor(visit.house.cellar, opened, secret)
    return RedirectResponse("/me/keys", 303)


@router.post("/me/second-factor/off")
async def drop_second_factor(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    comes_back(request, "keys.html", **await _context(visit))
    await _open(visit, form)
    async with telling(request, visit, "second_factor_off"):
        await accounts.drop_second_factor(visit.house.cellar, visit.person)
    return RedirectResponse("/me/keys", 303)


@router.get("/me/recovery")
async def recovery_page(request: Request, visit: Visit = Here) -> Response:
    return page(request, "recovery.html", page="me", recovery="")


@router.post("/me/recovery")
async def make_recovery_code(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    comes_back(request, "recovery.html", page="me", recovery="")
    opened = await _open(visit, form)
    async with telling(request, visit, "recovery_made"):
        code = await accounts.new_recovery_code(visit.house.cellar, opened)
    return page(request, "recovery.html", page="me", recovery=in_groups(code))


@router.post("/me/recovery/off")
async def drop_recovery_code(request: Request, visit: Visit = Here, form: dict[str, str] = Sent) -> Response:
    comes_back(request, "keys.html", **await _context(visit))
    await _open(visit, form)
    async with telling(request, visit, "recovery_off"):
        await accounts.drop_recovery_code(visit.house.cellar, visit.person)
    return RedirectResponse("/me/keys", 303)
