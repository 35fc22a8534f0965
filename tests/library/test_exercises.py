"""Every exercise is itself, can be stopped, and says what it keeps."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from omoiyari.couple import Audience
from omoiyari.library import Act, Better, Exercise, Grade, Library, Mode, People, Turn, reasons_against
from omoiyari.library.evidence import evidence_page, sources, unread_sources
from omoiyari.library.load import PACKAGED

PERSPECTIVE = [
    "reading-you",
    "their-side-first",
    "emotion-swap",
    "swap-perspectives",
    "your-story-in-my-mouth",
]

OF_THIS_ROOM = {
    "C": [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18],
    "E": range(1, 32),
    "F": [*range(1, 9), 10, 11, 14, 15, 16, 17, 18, 19, 20, 21, 22],
    "K": range(1, 9),
    "B": [1, 2, 3, 4, 5, 6, 8, 9, 10, 12],
}
"""The inventory ids that content covers; the others are work for other rooms."""


def covered() -> dict[str, list[str]]:
    """Which files cover which inventory ids, as the files themselves say."""
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGED.rglob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        tables = [data, *(table for part in data.values() if isinstance(part, list) for table in part)]
        ids = {id for table in tables if isinstance(table, dict) for id in table.get("inventory", [])}
        for id in ids:
            found.setdefault(id, []).append(str(path.relative_to(PACKAGED)))
    return found


def test_every_id_of_the_inventory_that_belongs_here_has_a_file() -> None:
    wanted = {f"{letter}{number}" for letter, numbers in OF_THIS_ROOM.items() for number in numbers}
    assert wanted - covered().keys() == set()


def test_all_thirty_one_exercises_of_the_article_are_exercises_here(content: Library) -> None:
    ids = {id for exercise in content.exercises.values() for id in exercise.inventory}
    assert {f"E{number}" for number in range(1, 32)} <= ids


def test_the_onlooker_writing_was_here_from_the_start(content: Library) -> None:
    writing = content.exercises["kind-onlooker"]
    assert [(step.act, step.seconds) for step in writing.steps[:3]] == [
        (Act.WRITE, 120),
        (Act.WRITE, 180),
        (Act.WRITE, 120),
    ]
    assert writing.people is People.ALONE
    assert [kept.audience for kept in writing.kept] == [Audience.MINE]


def test_every_interaction_is_played_by_an_exercise_and_none_is_missing(content: Library) -> None:
    assert {exercise.interaction for exercise in content.exercises.values()} == content.interactions.keys()


def test_no_two_exercises_are_the_same_with_another_title(content: Library) -> None:
    shared = Counter(exercise.interaction for exercise in content.exercises.values())
    assert [id for id, count in shared.items() if count > 1] == []


def test_each_says_its_interaction_in_short_sentences(content: Library) -> None:
    for exercise in content.exercises.values():
        assert 60 < len(exercise.essence) < 330, exercise.id


@pytest.mark.parametrize("id", PERSPECTIVE)
def test_taking_a_view_ends_with_its_owner(content: Library, id: str) -> None:
    exercise = content.exercises[id]
    assert Act.GUESS in {step.act for step in exercise.steps}
    assert exercise.closes_the_loop
    assert content.interactions[exercise.interaction].corrects != "nobody"


def test_wherever_somebody_guesses_about_the_other_the_other_corrects(content: Library) -> None:
    for exercise in content.exercises.values():
        contract = content.interactions[exercise.interaction]
        if contract.guesses != "nobody" and exercise.people is People.TWO:
            assert contract.corrects != "nobody", exercise.id
        assert exercise.closes_the_loop, exercise.id


def test_imagining_alone_is_never_offered_as_it_is_told(content: Library) -> None:
    changed = {id for id, one in content.exercises.items() if one.evidence.grade is Grade.X_CHANGED}
    assert changed == {"reading-you", "their-side-first", "emotion-swap", "swap-perspectives"}


def test_two_people_take_turns_and_one_does_not(content: Library) -> None:
    for exercise in content.exercises.values():
        turns = {step.turn for step in exercise.steps}
        if exercise.people is People.ALONE:
            assert turns == {Turn.ALONE}, exercise.id
        else:
            assert Turn.ALONE not in turns, exercise.id


def test_who_speaks_on_a_clock_has_somebody_listening(content: Library) -> None:
    """In an exercise for two, nobody may speak in turn for a minute while the other's screen says nothing."""
    for exercise in content.exercises.values():
        first = next((step for step in exercise.steps if step.act is Act.SPEAK), None)
        if first and first.turn is Turn.FIRST and first.seconds >= 120 and exercise.people is People.TWO:
            assert first.meanwhile, exercise.id


def test_nothing_for_two_stands_against_a_missing_feeling_of_safety(content: Library) -> None:
    for exercise in content.exercises.values():
        against = reasons_against(exercise, content.contraindications.values())
        assert ("not-safe" in against) or exercise.people is People.ALONE
        assert {"not-both-willing", "drink"} <= against or exercise.people is People.ALONE


@pytest.mark.parametrize(
    ("id", "reason"),
    [
        ("quiet-gaze", "eye-contact"),
        ("mirror-minute", "being-copied"),
        ("mirror-minute", "eye-contact"),
        ("breathing-space", "breath"),
        ("breathe-together", "touch"),
        ("emotion-swap", "hot-quarrel"),
        ("felt-first", "old-wound"),
        ("break-with-a-time", "not-safe"),
        ("kind-onlooker", "not-safe"),
        ("door-sign", "not-safe"),
    ],
)
def test_who_should_not_do_it_is_told(content: Library, id: str, reason: str) -> None:
    assert reason in reasons_against(content.exercises[id], content.contraindications.values())


def test_every_reason_not_to_is_one_that_some_exercise_has(content: Library) -> None:
    used = {reason.id for exercise in content.exercises.values() for reason in exercise.not_when}
    always = {reason.id for reason in content.contraindications.values() if reason.always_for_two}
    assert used | always == content.contraindications.keys()


def test_what_is_done_alone_is_kept_for_oneself(content: Library) -> None:
    """Only a sign hung out on purpose may be shared by one person's exercise."""
    for exercise in content.exercises.values():
        if exercise.people is People.ALONE and exercise.id != "door-sign":
            assert {kept.audience for kept in exercise.kept} <= {Audience.MINE}, exercise.id


def test_nothing_an_exercise_keeps_is_kept_for_safety(content: Library) -> None:
    kept = {kept.audience for exercise in content.exercises.values() for kept in exercise.kept}
    assert kept == {Audience.MINE, Audience.OURS, Audience.ROUND}


def test_blind_answers_are_kept_in_rounds(content: Library) -> None:
    """Where both guess unseen, the answers open only when both are in."""
    for exercise in content.exercises.values():
        blind = [step for step in exercise.steps if (step.turn, step.act) == (Turn.EACH, Act.GUESS)]
        if blind and exercise.kept:
            audiences = {kept.audience for kept in exercise.kept}
            assert Audience.ROUND in audiences or exercise.id in {
                "different-dialects",
                "what-silence-means",
            }, exercise.id


def test_old_hurts_are_pointed_on_and_never_dug_up(content: Library) -> None:
    signpost = content.exercises["signpost"]
    assert signpost.people is People.ALONE
    assert content.interactions["private-signpost"].guesses == "nobody"
    assert "we will not ask" in signpost.steps[0].text


def test_there_is_something_for_every_mood_when_tired_and_apart(content: Library) -> None:
    for mood in ("tired", "tense", "low", "flat", "glad"):
        low = [one for one in content.exercises.values() if one.capacity == "low" and mood in one.moods]
        assert any(one.people is People.ALONE for one in low), mood
        assert any(one.people is People.TWO for one in low), mood
    away = [
        one for one in content.exercises.values() if one.people is People.TWO and one.place != "same_room"
    ]
    assert sum(one.mode is not Mode.LIVE for one in away) >= 15


def test_a_step_without_prompts_borrows_those_of_its_twin(content: Library) -> None:
    check_in = content.exercises["three-minute-check-in"]
    assert check_in.steps[1].prompts == ()
    assert check_in.prompts_at(1) == check_in.steps[0].prompts
    assert content.exercises["signpost"].prompts_at(0) == ()


def test_before_and_after_can_be_answered_from_none_to_full(content: Library) -> None:
    scalable = re.compile(r"^(?:How|When|Was|Did|Do|Is|And) ")
    for exercise in content.exercises.values():
        for question in (exercise.before, *exercise.after):
            assert scalable.match(question), (exercise.id, question)
            assert question.endswith("?"), (exercise.id, question)
        assert 1 <= len(exercise.after) <= 2


LIGHT = {
    "how",
    "do",
    "does",
    "did",
    "you",
    "your",
    "is",
    "are",
    "the",
    "this",
    "that",
    "now",
    "much",
    "well",
    "feel",
}
SORE = re.compile(
    r"hurt|sore|upset|heavy|wound up|alone|stuck|bad|How hard|nag|far away|press send|not been said"
)


def test_where_distress_is_asked_about_less_of_it_is_better(content: Library) -> None:
    for exercise in content.exercises.values():
        asked = exercise.before, exercise.after[0]
        if exercise.better is not Better.NONE:
            sore = [bool(SORE.search(question)) for question in asked]
            assert any(sore) is (exercise.better is Better.LESS), exercise.id


def test_more_or_less_is_only_said_of_one_and_the_same_thing(content: Library) -> None:
    """Before and after share a word that bears weight, or the second one says "it" or "meet" of the first."""
    for exercise in content.exercises.values():
        before, after = (
            set(re.findall(r"[a-z]+", q.lower())) - LIGHT for q in (exercise.before, exercise.after[0])
        )
        if exercise.better is not Better.NONE:
            assert before & after or " it " in exercise.after[0], exercise.id


def test_every_exercise_has_a_grade_a_sentence_and_a_source(content: Library) -> None:
    for exercise in content.exercises.values():
        assert exercise.evidence.sources, exercise.id
        assert exercise.evidence.sentence.endswith("."), exercise.id


def test_no_grade_promises_more_than_the_field_knows(content: Library) -> None:
    grades = Counter(exercise.evidence.grade for exercise in content.exercises.values())
    assert grades[Grade.A] == 0
    assert grades[Grade.D] + grades[Grade.C] > grades[Grade.B]


GRADES = tomllib.loads((Path(__file__).parent / "grades.toml").read_text(encoding="utf-8"))


def best_known(ids: tuple[str, ...]) -> str:
    """The best letter that the inventory gives to any of these ids; "A" where it names none of them."""
    letters = [GRADES[id[0]][id[1:]] for id in ids]
    return min((letter for letter in letters if letter != "-"), default="A")


def test_no_exercise_has_a_better_grade_than_the_inventory_gives_to_its_ids(content: Library) -> None:
    for exercise in content.exercises.values():
        if exercise.evidence.grade is not Grade.X_CHANGED:
            assert exercise.evidence.grade.value >= best_known(exercise.inventory), exercise.id


def test_the_evidence_page_says_what_the_files_say(content: Library) -> None:
    page = Path(__file__).parents[2] / "docs/science/evidence.md"
    assert page.read_text(encoding="utf-8") == evidence_page(content), "python -m omoiyari.library evidence"


def test_the_evidence_page_tells_read_from_unread(content: Library) -> None:
    page = evidence_page(content)
    assert "Finkel et al. 2013 (read)" in page
    unread = unread_sources(content)
    assert set(unread) < set(sources(content))
    assert all(f"{source.who} {source.year} (read)" not in page for source in unread)


def test_a_source_is_read_everywhere_or_nowhere(content: Library) -> None:
    named = Counter((source.who, source.year) for source in sources(content))
    assert [name for name, count in named.items() if count > 1] == []


def prompts_in(exercise: Exercise) -> list[str]:
    return [prompt for step in exercise.steps for prompt in step.prompts]


def test_no_exercise_repeats_a_prompt(content: Library) -> None:
    for exercise in content.exercises.values():
        prompts = prompts_in(exercise)
        assert len(prompts) == len(set(prompts)), exercise.id
