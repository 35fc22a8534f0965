"""The styles, scripts and signs, at an address that changes with them: a phone fetches each edition but once."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
_FOR_GOOD = "max-age=31536000, immutable"


@cache
def edition() -> str:
    """Eight hexadecimal digits that differ as soon as one of the files does."""
    digest = hashlib.sha256()
    for path in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


class Editions(StaticFiles):
    """Serves `EDITION/path`. A page of another edition, open since before an update, gets today's and keeps none."""

    def get_path(self, scope: Scope) -> str:
        """The path without the edition it was asked under."""
        return super().get_path(scope).partition("/")[2]

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be kept for good where it is of the edition that was asked for."""
        answer = await super().get_response(path, scope)
        asked = super().get_path(scope).partition("/")[0]
        answer.headers["Cache-Control"] = _FOR_GOOD if asked == edition() else "no-cache"
        return answer
