"""Learn: short lessons with something to sort, the myths, and what became of the claims one reads."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from omoiyari.library import Lesson, claims, lessons, myths
from omoiyari.library.model.lessons import SortItem
from omoiyari.store.errors import NotThere
from omoiyari.web.pages import page
from omoiyari.web.visit import Here, Visit
from omoiyari.words import N_

router = APIRouter()

VERDICTS = {
    "holds": N_("It holds"),
    "partly": N_("Partly"),
    "mixed": N_("Mixed"),
    "overstated": N_("Overstated"),
    "unsupported": N_("We found nothing behind it"),
    "contradicted": N_("It was found to be otherwise"),
    "cannot_tell": N_("Cannot tell"),
}


@router.get("/learn")
async def learn(request: Request, visit: Visit = Here) -> Response:
    return page(request, "learn.html", page="practise", lessons=lessons().values())


@router.get("/learn/myths")
async def myths_page(request: Request, visit: Visit = Here) -> Response:
    return page(request, "lesson_myths.html", page="practise", myths=myths())


@router.get("/learn/claims")
async def claims_page(request: Request, visit: Visit = Here) -> Response:
    return page(request, "lesson_claims.html", page="practise", claims=claims(), verdicts=VERDICTS)


@router.get("/learn/{id}")
async def lesson_page(
    request: Request, id: str, visit: Visit = Here, item: str = "", bin: str = ""
) -> Response:
    """A lesson. With `item` and `bin`, one thing sorted, and why it belongs where it belongs; nothing is kept."""
    lesson = lessons().get(id)
    if lesson is None:
        raise NotThere
    sorted_ = _sorted(lesson, item)
    names = {one.id: one.name for one in lesson.bins}
    return page(request, "lesson.html", page="practise", lesson=lesson, sorted=sorted_, bin=bin, names=names)


def _sorted(lesson: Lesson, item: str) -> SortItem | None:
    return next((one for one in lesson.items if one.id == item), None)
