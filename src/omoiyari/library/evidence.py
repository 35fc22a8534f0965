"""The evidence page: every exercise with its grade, one honest sentence and its sources, as Markdown."""

from collections import Counter
from collections.abc import Iterable, Iterator

from omoiyari.library.load import Library
from omoiyari.library.model.evidence import Claim, Grade, Myth, Source, Verdict
from omoiyari.library.model.exercises import Exercise
from omoiyari.library.model.lessons import Lesson

GRADES = {
    Grade.A: "Several trials with couples, or a summary of them, agree.",
    Grade.B: "One trial with couples, or a summary of trials with other people.",
    Grade.C: "It goes together with good things in couples, or it worked in a lab with other people.",
    Grade.D: "Handed down by those who help couples; plausible, and not tested by itself.",
    Grade.X_CHANGED: "As usually told it failed when it was tested. Ours is changed, and says how.",
}

VERDICTS = {
    Verdict.HOLDS: "Holds",
    Verdict.PARTLY: "Holds in part",
    Verdict.MIXED: "Mixed",
    Verdict.OVERSTATED: "Overstated",
    Verdict.UNSUPPORTED: "We found nothing behind it",
    Verdict.CONTRADICTED: "Contradicted",
    Verdict.CANNOT_TELL: "Cannot tell",
}

OPENING = """# What is known, and what is not

Every exercise carries a grade for how well it has been tested, and one honest sentence. None of this says what an
exercise will do for the two of you. This page is written from the content files by
`python -m omoiyari.library evidence`; a test fails when the two differ.

A source marked "read" has been read for this project, at least its abstract. Any other was named from memory and
waits for somebody to look it up. No clinician or researcher has reviewed this page.
"""


def evidence_page(library: Library) -> str:
    """The whole page, ending in one line break."""
    parts = [OPENING, *_grades(library), "## The exercises\n"]
    parts += _exercises(library.exercises.values())
    parts += ["## Claims one often reads\n", *map(_claim, library.claims)]
    return "\n".join(parts).rstrip() + "\n"


def unread_sources(library: Library) -> tuple[Source, ...]:
    """The sources that nobody has looked up for this project yet, each once, by name."""
    return tuple(source for source in sources(library) if not source.checked)


def sources(library: Library) -> tuple[Source, ...]:
    """All sources of exercises, lessons, myths and claims, each once, by name."""
    graded: list[Exercise | Lesson | Myth] = [*library.exercises.values(), *library.lessons.values()]
    graded += library.myths
    found = {source for one in graded for source in one.evidence.sources}
    found |= {source for claim in library.claims for source in claim.sources}
    return tuple(sorted(found, key=lambda source: (source.who, source.year)))


def cite(source: Source) -> str:
    """A source as it is printed, marked if it has been read."""
    return f"{source.who} {source.year}{' (read)' if source.checked else ''}"


def _grades(library: Library) -> Iterator[str]:
    count = Counter(exercise.evidence.grade for exercise in library.exercises.values())
    yield "| grade | what it means | exercises |\n|---|---|---|"
    for grade, meaning in GRADES.items():
        yield f"| {grade} | {meaning} | {count[grade]} |"
    read, unread = len(sources(library)) - len(unread_sources(library)), len(unread_sources(library))
    yield f"\nOf {read + unread} sources, {read} have been read for this project and {unread} have not.\n"


def _exercises(exercises: Iterable[Exercise]) -> Iterator[str]:
    for exercise in exercises:
        evidence = exercise.evidence
        yield f"**{exercise.title}** (`{exercise.id}`), grade {evidence.grade}. {evidence.sentence}"
        if evidence.changed:
            yield f"What we changed: {evidence.changed}"
        yield f"*{'; '.join(map(cite, evidence.sources))}*\n"


def _claim(claim: Claim) -> str:
    lines = [f"**“{claim.says}”** {VERDICTS[claim.verdict]}. {claim.found}", f"So: {claim.so_we}"]
    if claim.sources:
        lines.append(f"*{'; '.join(map(cite, claim.sources))}*")
    return "\n".join(lines) + "\n"
