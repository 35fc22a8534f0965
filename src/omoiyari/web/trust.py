"""The page that hands out the home's own certificate, with help for each kind of phone."""

import plistlib
import ssl
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from omoiyari.store.errors import NotThere
from omoiyari.vault.certificate import Certificates, mark_of
from omoiyari.web.house import house_of
from omoiyari.web.pages import page

router = APIRouter()


def _authority(request: Request) -> Path:
    """The certificate that phones install. Raises NotThere on a server that has none of its own."""
    path = Certificates(house_of(request).cellar.folder / "tls").authority
    if not path.exists():
        raise NotThere
    return path


@router.get("/trust")
async def trust_page(request: Request) -> Response:
    return page(request, "trust.html", mark=mark_of(_authority(request)))


@router.get("/trust/home.crt")
async def certificate(request: Request) -> Response:
    """For Android: the certificate in DER."""
    der = ssl.PEM_cert_to_DER_cert(_authority(request).read_text())
    headers = {"Content-Disposition": 'attachment; filename="home.crt"'}
    return Response(der, media_type="application/x-x509-ca-cert", headers=headers)


@router.get("/trust/home.mobileconfig")
async def profile(request: Request) -> Response:
    """For iPhone: the certificate in a configuration profile."""
    path = _authority(request)
    content = plistlib.dumps(_profile(ssl.PEM_cert_to_DER_cert(path.read_text()), mark_of(path)))
    headers = {"Content-Disposition": 'attachment; filename="home.mobileconfig"'}
    return Response(content, media_type="application/x-apple-aspen-config", headers=headers)


def _profile(der: bytes, mark: str) -> dict[str, object]:
    inner, outer = (str(uuid5(NAMESPACE_URL, f"{part}:{mark}")).upper() for part in ("root", "profile"))
    root = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"home.certificate.{inner}",
        "PayloadUUID": inner,
        "PayloadDisplayName": "Home server",
        "PayloadContent": der,
    }
    return {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"home.profile.{outer}",
        "PayloadUUID": outer,
        "PayloadDisplayName": "Home server",
        "PayloadContent": [root],
    }
