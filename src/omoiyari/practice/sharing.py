"""What a page of a run shows of what was answered before, for one of its people: side by side, or only what fits."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from omoiyari.couple import PersonId
from omoiyari.library import Act, feelings
from omoiyari.practice.parts import Kind, Part
from omoiyari.practice.run import Run
from omoiyari.practice.ways import Show
from omoiyari.words import N_

_END = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line to be read: whose it is (None: of both), what was asked, and what was said."""

    owner: PersonId | None
    label: str
    text: str


def sentences(text: str) -> tuple[str, ...]:
    """A text sentence by sentence, for marking; at most forty."""
    return tuple(part.strip() for part in _END.split(text) if part.strip())[:40]


def worded(part: Part, value: str) -> str:
    """A value as people say it."""
    if part.kind in (Kind.FEELING, Kind.WORD):
        known = {feeling.id: feeling.name for feeling in feelings().feelings}
        return known.get(value, value)
    if part.kind is Kind.FAMILY:
        return {family.id: family.name for family in feelings().families}.get(value, value)
    return dict(part.options).get(value, value)


def written(run: Run, names: Sequence[str]) -> str:
    """What one person wrote in these parts of an exercise alone, a line each."""
    return "\n".join(
        text for name in names for said in run.said if (text := said.fields.get(name, "").strip())
    )


def _ticked(value: str) -> list[str]:
    return [tick for tick in value.split("\n") if tick]


def _lines(run: Run, at: int) -> Iterator[Line]:
    for person, fields in run.answers(at).items():
        for part in run.scenes[at].parts:
            value = fields.get(part.name, "").strip()
            if part.kind is Kind.TICKS:
                value = " · ".join(worded(part, tick) for tick in _ticked(value))
            if value:
                yield Line(person, part.label, worded(part, value))
            if part.kind is Kind.MARKS:
                yield from _marks(run, at, person, fields)
        if fields.get("opened"):
            yield Line(person, N_("Out of the drawer"), fields["opened"])


def _marks(run: Run, at: int, person: PersonId, fields: Mapping[str, str]) -> Iterator[Line]:
    """Each sentence with its mark and the owner's own words."""
    words = {"right": N_("Rightly"), "partly": N_("Partly"), "not": N_("Not quite")}
    for number, sentence in enumerate(marked_by(run, at, person)):
        mark, own = fields.get(f"marks_{number}", ""), fields.get(f"words_{number}", "")
        if mark in words:
            yield Line(person, words[mark], f"{sentence} → {own}" if own else sentence)


def marked_by(run: Run, at: int, person: PersonId) -> tuple[str, ...]:
    """The sentences that somebody has to mark on a page: what the other wrote of their side."""
    for earlier in range(at - 1, -1, -1):
        for other, fields in run.answers(earlier).items():
            if other != person and "side" in fields:
                return sentences(fields["side"])
    return ()


def shown(run: Run, me: PersonId) -> list[Line]:
    """What stands above the page on which the run is, or above its end."""
    show = _SHOWS.get(run.way.show)
    if show is not None:
        return show(run, me)
    return _beside(run, me)


def _beside(run: Run, me: PersonId) -> list[Line]:
    """The last two pages that hold something, the other's before mine."""
    held = [lines for at in range(min(run.at, len(run.scenes))) if (lines := list(_lines(run, at)))]
    lines = [line for page in held[-2:] for line in page]
    return sorted(lines, key=lambda line: line.owner == me)


def _both(run: Run, name: str) -> list[set[str]]:
    return [set(_ticked(said.fields.get(name, ""))) for said in run.said if name in said.fields]


def _names(run: Run) -> list[Part]:
    return [part for scene in run.scenes[: run.at] for part in scene.parts if part.kind is Kind.TICKS]


def _overlap(run: Run, me: PersonId) -> list[Line]:
    """Only what both picked; the rest goes back unseen."""
    lines = []
    for part in _names(run):
        hands = _both(run, part.name)
        if len(hands) == 2:
            lines += [Line(None, part.label, pick) for pick, _ in part.options if pick in hands[0] & hands[1]]
    return lines


def _fits(run: Run, me: PersonId) -> list[Line]:
    """What one can say and the other can hear."""
    hands = {person: fields for at in range(run.at) for person, fields in run.answers(at).items()}
    lines = []
    for person, fields in hands.items():
        for other, theirs in hands.items():
            if other != person:
                fit = set(_ticked(fields.get("say", ""))) & set(_ticked(theirs.get("hear", "")))
                lines += [Line(person, "", phrase) for phrase in sorted(fit)]
    return lines


def _differ_first(run: Run, me: PersonId) -> list[Line]:
    """Each sign as its owner means it and as the other takes it; where the two differ most in words comes first."""
    answers = run.answers(0)
    rows: list[tuple[float, list[Line]]] = []
    for owner in answers:
        for other in answers:
            if other != owner:
                rows += _rows(run, answers, owner, other)
    mended = [line for at in range(1, min(run.at, len(run.scenes))) for line in _lines(run, at)]
    return [line for _, lines in sorted(rows, key=lambda row: row[0]) for line in lines] + mended


def _rows(
    run: Run, answers: Mapping[PersonId, Mapping[str, str]], owner: PersonId, other: PersonId
) -> Iterator[tuple[float, list[Line]]]:
    labels = {part.name: part.label for part in run.scenes[0].parts}
    for sign in ("silence", "tears", "jokes", "touch"):
        means, taken = answers[owner].get(f"mine_{sign}", ""), answers[other].get(f"guess_{sign}", "")
        if means and taken:
            a, b = set(means.lower().split()), set(taken.lower().split())
            label = labels[f"mine_{sign}"]
            yield len(a & b) / len(a | b), [Line(owner, label, means), Line(other, label, taken)]


def _joint(run: Run, me: PersonId) -> list[Line]:
    """At the end, the two agreed halves as one sentence: both mean the same."""
    halves = {said.person: said.fields["agreed"] for said in run.said if said.fields.get("agreed")}
    if not run.is_done or len(halves) < 2:
        return _beside(run, me)
    return [Line(None, N_("Our sentence"), " = ".join(halves[person] for person in run.people))]


def _widest_last(run: Run, me: PersonId) -> list[Line]:
    """Slider by slider: where I am, and where the other thought I was."""
    answers = run.answers(0)
    mine, theirs = answers.get(me, {}), next((a for p, a in answers.items() if p != me), {})
    part = run.scenes[0].parts[0]
    rows = []
    for row, (label, _) in enumerate(part.options):
        own, guess = mine.get(f"mine_{row}", ""), theirs.get(f"guess_{row}", "")
        if own and guess:
            rows.append((abs(int(own) - int(guess)), label, own, guess))
    other = next((person for person in answers if person != me), me)
    return [
        line
        for _, label, own, guess in sorted(rows)
        for line in (
            Line(me, label, _place(own, label)),
            Line(other, N_("thought you were here"), _place(guess, label)),
        )
    ]


def _place(value: str, slider: str) -> str:
    """Where on a slider from one saying to another, as a picture and in words.

    What is near an end stands in brackets; the middle names both.
    """
    first, _, second = slider.rstrip(".").partition(" / ")
    words = (first, f"({first})", f"{first} / {second}", f"({second})", second)
    return f"{('●····', '·●···', '··●··', '···●·', '····●')[int(value)]} {words[int(value)]}"


@dataclass(frozen=True, slots=True)
class Gap:
    """One habit, as I see it in me, as the other sees it, and as I thought they would; 0 (hardly ever) to 4 (nearly
    always). `expected` is None where I did not say."""

    habit: str
    own: int
    partner: int
    expected: int | None = None

    @property
    def width(self) -> int:
        """Above 0: the other sees more of it than I do."""
        return self.partner - self.own

    @property
    def agrees(self) -> bool:
        """Whether the two are on the same or the next step: nobody tells such steps apart two days running."""
        return abs(self.width) <= 1


def gaps(run: Run, me: PersonId) -> tuple[Gap, ...]:
    """My own picture beside the other's picture of me, for me alone; empty until both are in."""
    answers = run.answers(0)
    own, theirs = answers.get(me, {}), next((a for p, a in answers.items() if p != me), {})
    habits = run.scenes[0].parts[0].options
    found = []
    for row, (habit, _) in enumerate(habits):
        mine, seen = own.get(f"self_{row}", ""), theirs.get(f"partner_{row}", "")
        guess = own.get(f"expected_{row}", "")
        if mine and seen:
            found.append(Gap(habit, int(mine), int(seen), int(guess) if guess else None))
    return tuple(found)


def _to_subject(run: Run, me: PersonId) -> list[Line]:
    """The example of what was said about me, beside `gaps`; what I said about the other is not shown to me again."""
    other = next((person for person in run.people if person != me), me)
    example = run.answers(0).get(other, {}).get("example", "")
    return [Line(other, N_("One example"), example)] if example and gaps(run, me) else []


def _last_line(run: Run, me: PersonId) -> list[Line]:
    """The last line alone, until the story is read aloud as a whole."""
    told = [line for at in range(min(run.at, len(run.scenes))) for line in _lines(run, at)]
    if run.is_done or run.scene.act is Act.REVEAL:
        return told
    return [Line(line.owner, "", sentences(line.text)[-1]) for line in told[-1:]]


def _unnamed(run: Run, me: PersonId) -> list[Line]:
    """Two versions, in the order of their letters and not of how they came about."""
    said = run.answers(0).get(run.people[0], {})
    versions = [Line(None, "", said[name]) for name in ("a", "b") if said.get(name)]
    later = [line for at in range(1, min(run.at, len(run.scenes))) for line in _lines(run, at)]
    return versions + later


def _in_order(run: Run, me: PersonId) -> list[Line]:
    """The heading of this page, and no other."""
    if run.is_done:
        return list(_lines(run, 0))
    label = run.scenes[0].parts[run.at - 1].label if 0 < run.at <= len(run.scenes[0].parts) else ""
    return [line for line in _lines(run, 0) if line.label == label]


def _jar(run: Run, me: PersonId) -> list[Line]:
    """All slips, drawn in turn, once the day has come."""
    hands = [sentences(fields.get("slips", "")) for fields in run.answers(0).values()]
    people = list(run.answers(0))
    longest = max((len(hand) for hand in hands), default=0)
    return [
        Line(people[who], "", hand[number])
        for number in range(longest)
        for who, hand in enumerate(hands)
        if number < len(hand)
    ]


_SHOWS = {
    Show.OVERLAP: _overlap,
    Show.FITS: _fits,
    Show.DIFFER_FIRST: _differ_first,
    Show.JOINT: _joint,
    Show.WIDEST_LAST: _widest_last,
    Show.TO_SUBJECT: _to_subject,
    Show.LAST_LINE: _last_line,
    Show.UNNAMED: _unnamed,
    Show.IN_ORDER: _in_order,
    Show.JAR: _jar,
}


def luck(run: Run) -> tuple[int, int] | None:
    """(hits, guesses) of a game in which pure luck finds one in three; None while nothing was guessed."""
    if run.way.show is not Show.LUCK:
        return None
    pairs = [
        (run.answers(at - 1), run.answers(at))
        for at in range(1, min(run.at, len(run.scenes)))
        if run.scenes[at].act is Act.GUESS
    ]
    hits = [
        _value(written, "which") == _value(guessed, "which")
        for written, guessed in pairs
        if _value(written, "which") and _value(guessed, "which")
    ]
    return (sum(hits), len(hits)) if hits else None


def _value(answers: Mapping[PersonId, Mapping[str, str]], name: str) -> str:
    return next((fields[name] for fields in answers.values() if name in fields), "")
