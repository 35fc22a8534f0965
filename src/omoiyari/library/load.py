"""Reads the content files: each part on first use, once a process, checked as it is read.

A translation lies in `translations/<language>/` under the same file name and replaces the English file whole;
what is not translated stays English.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from omoiyari.library.errors import BrokenContent, NothingByThatName, Problem
from omoiyari.library.model.asks import Ask
from omoiyari.library.model.disclosures import Disclosure
from omoiyari.library.model.evidence import Claim, Evidence, Grade, Myth
from omoiyari.library.model.exercises import Contraindication, Exercise, Interaction
from omoiyari.library.model.feelings import Family, Feeling, Wheel
from omoiyari.library.model.help import Help, Helpline
from omoiyari.library.model.lessons import Lesson
from omoiyari.library.model.prompts import Prompt, PromptSet
from omoiyari.library.model.starts import Start
from omoiyari.library.model.talks import Hope, Manner, Stop, Talks, ToughTopic, View
from omoiyari.library.shape import Page, open_page, take, take_all
from omoiyari.library.validate import (
    N,
    Placed,
    check_ask,
    check_disclosure,
    check_evidence,
    check_exercise,
    check_grid,
    check_helpline,
    check_ids,
    check_known,
    check_lesson,
    check_set,
    check_talks,
    check_years,
)

T = TypeVar("T")
P = TypeVar("P", covariant=True)
PACKAGED = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Library:
    """Everything the packaged content holds, by kind, each in the order it is shown."""

    exercises: Mapping[str, Exercise]
    interactions: Mapping[str, Interaction]
    contraindications: Mapping[str, Contraindication]
    prompts: tuple[Prompt, ...]
    questions: tuple[Prompt, ...]
    disclosures: tuple[Disclosure, ...]
    lessons: Mapping[str, Lesson]
    myths: tuple[Myth, ...]
    claims: tuple[Claim, ...]
    wheel: Wheel
    asks: tuple[Ask, ...]
    starts: tuple[Start, ...]
    helplines: tuple[Helpline, ...]
    help: Help
    talks: Talks


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of content in one language, with the pages read from it so far."""

    root: Path = PACKAGED
    language: str = "en"
    pages: dict[str, Page] = field(default_factory=dict)

    def open(self, name: str) -> Page:
        """Read one file, translated where it is; the same page again where it was read before."""
        if name not in self.pages:
            self.pages[name] = self._read(name)
        return self.pages[name]

    def _read(self, name: str) -> Page:
        translated = f"translations/{self.language}/{name}"
        found = translated if (self.root / translated).is_file() else name
        if (self.root / found).is_file():
            return open_page(self.root / found, name)
        return Page(name, "", {}, [Problem(name, 1, "the file is missing", "Put it back.")])

    def open_all(self, folder: str) -> Iterator[Page]:
        """Read every TOML file of a folder, by name."""
        for path in sorted((self.root / folder).glob("*.toml")):
            yield self.open(f"{folder}/{path.name}")

    def settle(self) -> None:
        """Raises BrokenContent with every problem found so far, sorted by file and line."""
        problems = sorted({problem for page in self.pages.values() for problem in page.problems})
        if problems:
            raise BrokenContent(tuple(problems))


def _placed(page: Page, kind: type[T], key: str) -> list[Placed[T]]:
    return [Placed(page, where, item) for where, item in take_all(page, kind, key)]


def _whole(pages: Iterator[Page], kind: type[T]) -> list[Placed[T]]:
    taken = ((page, take(page, kind, page.data)) for page in pages if not page.problems)
    return [Placed(page, (), item) for page, item in taken if item is not None]


def _items(placed: list[Placed[T]]) -> tuple[T, ...]:
    return tuple(one.item for one in placed)


def _by_id(placed: list[Placed[N]]) -> Mapping[str, N]:
    check_ids(placed)
    return MappingProxyType({one.item.id: one.item for one in placed})


def _families(shelf: Shelf) -> set[str]:
    tables = shelf.open("feelings/wheel.toml").data.get("families", [])
    return {str(table.get("id")) for table in tables}


def read_wheel(shelf: Shelf) -> Wheel:
    """The eight families and their words."""
    page = shelf.open("feelings/wheel.toml")
    families, feelings = _placed(page, Family, "families"), _placed(page, Feeling, "feelings")
    check_ids(families)
    check_ids(feelings)
    for one in families:
        check_grid(one)
    for word in feelings:
        check_grid(word)
        check_known(word, ("family",), word.item.family, {one.item.id for one in families}, "family")
    return Wheel(_items(families), _items(feelings))


def read_asks(shelf: Shelf) -> tuple[Ask, ...]:
    """The questions to ask aloud after a reveal."""
    families = _families(shelf)
    asks = _placed(shelf.open("asks.toml"), Ask, "asks")
    check_ids(asks)
    for one in asks:
        check_ask(one, families)
    return _items(asks)


def read_starts(shelf: Shelf) -> tuple[Start, ...]:
    """The cards for coming back."""
    starts = _placed(shelf.open("starts.toml"), Start, "starts")
    check_ids(starts)
    return _items(starts)


def read_helplines(shelf: Shelf) -> tuple[Helpline, ...]:
    """The helplines, in the order of the file."""
    lines = _placed(shelf.open("helplines.toml"), Helpline, "helplines")
    for one in lines:
        check_helpline(one)
    return _items(lines)


def read_help(shelf: Shelf) -> Help:
    """The pages for when it is not safe to talk."""
    page = shelf.open("help.toml")
    found = take(page, Help, page.data) if not page.problems else None
    return found or Help("", "", "", (), ())


def read_talks(shelf: Shelf) -> Talks:
    """What a guide for a tough talk is put together from."""
    page = shelf.open("talks.toml")
    check_ids(_placed(page, Hope, "hopes"))
    check_ids(_placed(page, ToughTopic, "topics"))
    found = take(page, Talks, page.data) if not page.problems else None
    if found is None:
        nothing = Manner("", ())
        return Talks(Evidence(Grade.D, "", ()), nothing, nothing, View("", ""), Stop("", ""), (), ())
    check_talks(Placed(page, (), found))
    return found


def read_interactions(shelf: Shelf) -> Mapping[str, Interaction]:
    """What the room `practice` has to be able to play."""
    return _by_id(_placed(shelf.open("interactions.toml"), Interaction, "interactions"))


def read_contraindications(shelf: Shelf) -> Mapping[str, Contraindication]:
    """The reasons not to do an exercise."""
    return _by_id(_placed(shelf.open("contraindications.toml"), Contraindication, "contraindications"))


def read_exercises(shelf: Shelf) -> Mapping[str, Exercise]:
    """All exercises by id."""
    interactions, reasons = read_interactions(shelf), read_contraindications(shelf)
    placed = _whole(shelf.open_all("exercises"), Exercise)
    for one in placed:
        check_exercise(one, interactions, reasons)
    return _by_id(placed)


def _read_prompts(shelf: Shelf, folder: str) -> list[Placed[Prompt]]:
    sets = [one for page in shelf.open_all(folder) for one in _placed(page, PromptSet, "set")]
    for one in sets:
        check_set(one)
    return [
        Placed(one.page, (*one.where, "prompts", prompt.id), prompt)
        for one in sets
        for prompt in one.item.each()
    ]


def read_prompts(shelf: Shelf) -> tuple[Prompt, ...]:
    """A year of daily prompts."""
    placed = _read_prompts(shelf, "prompts")
    check_ids(placed)
    return _items(placed)


def read_questions(shelf: Shelf) -> tuple[Prompt, ...]:
    """The deepening questions."""
    placed = _read_prompts(shelf, "questions")
    check_ids(placed)
    return _items(placed)


def read_disclosures(shelf: Shelf) -> tuple[Disclosure, ...]:
    """What the invented people of the listening trainer say."""
    wheel = read_wheel(shelf)
    placed = [
        one for page in shelf.open_all("disclosures") for one in _placed(page, Disclosure, "disclosures")
    ]
    check_ids(placed)
    for one in placed:
        check_disclosure(one, wheel)
    return _items(placed)


def read_lessons(shelf: Shelf) -> Mapping[str, Lesson]:
    """The lessons by id."""
    placed = _whole(shelf.open_all("lessons"), Lesson)
    for one in placed:
        check_lesson(one)
    return _by_id(placed)


def read_myths(shelf: Shelf) -> tuple[Myth, ...]:
    """What is often believed."""
    myths = _placed(shelf.open("myths.toml"), Myth, "myths")
    check_ids(myths)
    for one in myths:
        check_evidence(one, ("evidence",), one.item.evidence)
    return _items(myths)


def read_claims(shelf: Shelf) -> tuple[Claim, ...]:
    """The claims that were looked up."""
    claims = _placed(shelf.open("claims.toml"), Claim, "claims")
    check_ids(claims)
    for one in claims:
        check_years(one, ("sources",), one.item.sources)
    return _items(claims)


def read_library(root: Path = PACKAGED, language: str = "en") -> Library:
    """Read everything anew. Raises BrokenContent with all problems at once."""
    shelf = Shelf(root, language)
    library = Library(
        exercises=read_exercises(shelf),
        interactions=read_interactions(shelf),
        contraindications=read_contraindications(shelf),
        prompts=read_prompts(shelf),
        questions=read_questions(shelf),
        disclosures=read_disclosures(shelf),
        lessons=read_lessons(shelf),
        myths=read_myths(shelf),
        claims=read_claims(shelf),
        wheel=read_wheel(shelf),
        asks=read_asks(shelf),
        starts=read_starts(shelf),
        helplines=read_helplines(shelf),
        help=read_help(shelf),
        talks=read_talks(shelf),
    )
    shelf.settle()
    return library


class Part(Protocol[P]):
    """Reads one part of the packaged content, once a process and language. Raises BrokenContent."""

    def __call__(self, language: str = "en") -> P: ...


def _part(read: Callable[[Shelf], T]) -> Part[T]:
    @cache
    def part(language: str = "en") -> T:
        shelf = Shelf(language=language)
        found = read(shelf)
        shelf.settle()
        return found

    part.__doc__ = read.__doc__
    return part


feelings = _part(read_wheel)
asks = _part(read_asks)
starts = _part(read_starts)
helplines = _part(read_helplines)
help_pages = _part(read_help)
talks = _part(read_talks)
interactions = _part(read_interactions)
contraindications = _part(read_contraindications)
exercises = _part(read_exercises)
prompts = _part(read_prompts)
questions = _part(read_questions)
disclosures = _part(read_disclosures)
lessons = _part(read_lessons)
myths = _part(read_myths)
claims = _part(read_claims)


def exercise(id: str, language: str = "en") -> Exercise:
    """One exercise. Raises NothingByThatName."""
    try:
        return exercises(language)[id]
    except KeyError:
        raise NothingByThatName(id) from None


@cache
def library(language: str = "en") -> Library:
    """Everything, read once a process."""
    return read_library(PACKAGED, language)
