"""Content that cannot be right is refused with its file, its line, and what to write instead."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.library import BrokenContent, Exercise, Library, NothingByThatName, exercise, read_library
from omoiyari.library.load import PACKAGED, Shelf, read_exercises
from omoiyari.library.shape import line_of, open_page, take
from tests.library.conftest import Spoil, line_with

SWAP = "exercises/emotion-swap.toml"


def test_the_packaged_content_has_nothing_to_mend(content: Library) -> None:
    assert read_library() == content


def test_a_missing_field_is_named_with_what_to_write(spoil: Spoil) -> None:
    (problem,) = spoil(SWAP, "promise = ", "# promise = ")
    assert (problem.file, problem.line) == (SWAP, 1)
    assert problem.wrong == "'promise' is missing"
    assert problem.write.startswith("Write in one line what it gives")


def test_a_missing_field_deep_inside_points_at_its_own_table(spoil: Spoil, copy: Path) -> None:
    (problem,) = spoil(SWAP, 'turn = "each"\nact = "correct"', 'act = "correct"')
    headers = [n for n, text in enumerate((copy / SWAP).read_text().splitlines(), 1) if text == "[[steps]]"]
    assert problem.line == headers[3]
    assert problem.wrong == "'turn' is missing"


def test_a_misspelt_key_is_answered_with_the_likely_one(spoil: Spoil, copy: Path) -> None:
    problems = spoil(SWAP, "minutes = 20", "minuets = 20")
    stranger = next(problem for problem in problems if "means nothing" in problem.wrong)
    assert stranger.write == "Did you mean 'minutes'?"
    assert stranger.line == line_with(copy / SWAP, "minuets")


def test_a_key_like_no_other_is_answered_with_all_keys(spoil: Spoil) -> None:
    (problem,) = spoil(SWAP, "minutes = 20", "minutes = 20\nxylophone = 1")
    assert "the keys are id, inventory, title" in problem.write


@pytest.mark.parametrize(
    ("old", "new", "wrong", "write"),
    [
        ("minutes = 20", "minutes = 'twenty'", "'minutes' is not a whole number", "in whole minutes"),
        ("minutes = 20", "minutes = 0", "'minutes' is not between 1 and 240", "how long the whole takes"),
        ("minutes = 20", "minutes = 3", "the exercise 3 minutes", "Write minutes = 17 or more."),
        ("seconds = 420", "seconds = -5", "-5 seconds is no timer", "from 0 to 3600"),
        ("seconds = 420", "seconds = 4000", "4000 seconds is no timer", "from 0 to 3600"),
        ("seconds = 420", "seconds = 4.5", "'seconds' is not a whole number", "0 for one's own pace"),
        ('mode = "both"', 'mode = "now"', "mode = 'now' is unknown", "One of: live, async, both."),
        ('better = "more"', 'better = "up"', "better = 'up' is unknown", "One of: more, less, none."),
        ('better = "more"', "", "'better' is missing", "which way the first of them is better"),
        ('mode = "both"', "mode = 7", "mode = '7' is unknown", "One of: live, async, both."),
        ('moods = ["any"]', 'moods = "any"', "'moods' is not a list", "the weather it suits"),
        (
            '"sentence-marks"',
            '"sentence-stamps"',
            "there is no interaction 'sentence-stamps'",
            "Write one of: ",
        ),
        ('id = "worn-out"', 'id = "no-cake"', "there is no reason 'no-cake'", "hot-quarrel"),
        ('inventory = ["E8"', 'inventory = ["E88"', "there is no inventory id 'E88'", "such as 'E8'"),
        ('inventory = ["E8"', 'inventory = ["E8a"', "there is no inventory id 'E8a'", "such as 'E8'"),
        ('title = "Emotion swap"', 'title = "  "', "'title' is empty", "the name that people see"),
        (
            'audience = "round"',
            'audience = "everyone"',
            "audience = 'everyone' is unknown",
            "mine, ours or round",
        ),
        ("year = 2018", "year = 218", "218 is no year of print", "as in year = 2013"),
        ("changed = ", "# changed = ", "'changed' belongs to grade X-changed", "what ours does differently"),
        ('grade = "X-changed"', 'grade = "E"', "grade = 'E' is unknown", "A, B, C, D, X-changed"),
    ],
)
def test_a_wrong_value_is_refused_where_it_stands(
    spoil: Spoil, old: str, new: str, wrong: str, write: str
) -> None:
    problem = next(found for found in spoil(SWAP, old, new) if wrong in found.wrong)
    assert problem.file == SWAP
    assert write in problem.write


def test_the_line_of_a_wrong_value_is_its_own(spoil: Spoil, copy: Path) -> None:
    (problem,) = spoil(SWAP, "seconds = 420", "seconds = -5")
    assert problem.line == line_with(copy / SWAP, "seconds = -5")


def test_an_exercise_without_a_source_is_refused(spoil: Spoil, copy: Path) -> None:
    (problem,) = spoil(
        "exercises/kind-onlooker.toml",
        'sources = [{ who = "Finkel et al.", year = 2013, checked = true }]',
        "sources = []",
    )
    assert problem.wrong == "there is no source"
    assert problem.line == line_with(copy / "exercises/kind-onlooker.toml", "sources = []")
    assert "who = 'Finkel et al.', year = 2013" in problem.write


def test_an_exercise_without_an_evidence_table_is_refused(spoil: Spoil) -> None:
    problems = spoil(SWAP, "[evidence]", "[evident]")
    assert any(problem.write == "Did you mean 'evidence'?" for problem in problems)
    assert any(problem.wrong == "'evidence' is missing" for problem in problems)


def test_a_guess_that_nobody_corrects_is_refused(spoil: Spoil) -> None:
    (problem,) = spoil("exercises/reading-you.toml", 'act = "correct"', 'act = "read"')
    assert problem.wrong == "there is a guess that nobody corrects"
    assert "act = 'correct'" in problem.write


def test_a_silent_step_needs_an_end(spoil: Spoil) -> None:
    problems = spoil("exercises/quiet-gaze.toml", "seconds = 60\n", "")
    assert any(problem.wrong == "a silent step has no end" for problem in problems)


def test_one_prompt_is_not_enough_for_a_step_that_is_repeated(spoil: Spoil) -> None:
    (problem,) = spoil(
        "exercises/name-it.toml",
        'prompts = ["I feel … because … matters to me.", "It began when…", "What it would like is…"]',
        'prompts = ["It began when…"]',
    )
    assert problem.wrong == "only 1 prompts for a step that is often repeated"


def test_an_exercise_bears_the_name_of_its_file(copy: Path) -> None:
    shutil.move(copy / SWAP, copy / "exercises/swap.toml")
    with pytest.raises(BrokenContent, match=r"Rename the file to emotion-swap\.toml"):
        read_library(copy)


def test_two_things_with_one_id_are_refused(spoil: Spoil) -> None:
    (problem,) = spoil("asks.toml", 'id = "love-calm"', 'id = "love-joy"')
    assert problem.wrong == "the id 'love-joy' is also in asks.toml"


def test_a_prompt_id_counts_across_files(spoil: Spoil) -> None:
    (problem,) = spoil("prompts/work.toml", "work-sound = ", "kiss-kind = ")
    assert problem.wrong == "the id 'kiss-kind' is also in prompts/sex.toml"


def test_an_id_with_a_space_is_refused(spoil: Spoil) -> None:
    (problem,) = spoil("starts.toml", 'id = "kettle"', 'id = "The Kettle"')
    assert problem.write == "Write small letters, digits and hyphens only."


def test_a_file_that_is_not_toml_is_refused_with_its_line(spoil: Spoil, copy: Path) -> None:
    (problem,) = spoil("starts.toml", 'id = "kettle"', 'id = "kettle')
    assert problem.line == line_with(copy / "starts.toml", 'id = "kettle')
    assert problem.wrong.startswith("this is not TOML")


def test_a_missing_file_is_refused(copy: Path) -> None:
    (copy / "asks.toml").unlink()
    with pytest.raises(BrokenContent, match=r"asks\.toml, line 1: the file is missing"):
        read_library(copy)


def test_a_file_with_the_wrong_tables_is_refused(copy: Path) -> None:
    (copy / "asks.toml").write_text('title = "hello"\n')
    with pytest.raises(BrokenContent, match=r"there is no \[\[asks\]\]"):
        read_library(copy)


def test_a_table_that_is_not_a_table_is_refused(spoil: Spoil) -> None:
    problems = spoil("exercises/breathing-space.toml", "not_when = [", 'not_when = [\n  "breath",')
    assert any("is not a table" in problem.wrong for problem in problems)


@pytest.mark.parametrize(
    ("name", "old", "new", "wrong"),
    [
        ("feelings/wheel.toml", 'family = "joy"', 'family = "glee"', "there is no family 'glee'"),
        (
            "feelings/wheel.toml",
            "pleasantness = 0.85",
            "pleasantness = 1.85",
            "'pleasantness' lies off the grid",
        ),
        ("asks.toml", 'guessed = "love"', 'guessed = "envy"', "there is no family 'envy'"),
        ("asks.toml", 'missed = "too_bright"', 'missed = "too_bright"\nwas = "joy"', "only a missed family"),
        ("disclosures/work.toml", 'shows = "sadness"', 'shows = "gloom"', "there is no family 'gloom'"),
        (
            "disclosures/work.toml",
            'feels = "not enough"',
            'feels = "peckish"',
            "there is no word of shame 'peckish'",
        ),
        (
            "disclosures/work.toml",
            'feels = "not enough"',
            'feels = "scared"',
            "there is no word of shame 'scared'",
        ),
        ("prompts/work.toml", "closeness = 1", "closeness = 4", "closeness 4 is unknown"),
        (
            "prompts/work.toml",
            'break-spot = "Where do you go for five minutes when it gets too much?"',
            'break-spot = " "',
            "'break-spot' has no words",
        ),
        ("prompts/work.toml", "[set.prompts]", "[set.prompt]", "'prompt' means nothing here"),
        ("prompts/work.toml", 'work-sound = "', 'work-sound = 4 # "', "'prompts' is not a table of lines"),
        ("helplines.toml", 'dial = "911"', 'dial = ""', "there is no way to reach it"),
        ("helplines.toml", "https://sheltersafe.ca", "sheltersafe.ca", "the address is not https"),
        ("helplines.toml", 'shows_on_bill = "unknown"', 'shows_on_bill = "perhaps"', "unclear if it shows"),
        ("helplines.toml", 'verified_at = ""', 'verified_at = "last week"', "'last week' is no day"),
        (
            "lessons/with-for-and-hands.toml",
            'bin = "empathy"',
            'bin = "apathy"',
            "no place to sort into 'apathy'",
        ),
        ("myths.toml", 'sources = [{ who = "Figley", year = 2002 }]', "sources = []", "there is no source"),
        ("claims.toml", "year = 2017", "year = 17", "17 is no year of print"),
    ],
)
def test_each_kind_of_content_is_checked(spoil: Spoil, name: str, old: str, new: str, wrong: str) -> None:
    problems = spoil(name, old, new)
    assert any(wrong in problem.wrong and problem.file == name for problem in problems)


def test_all_problems_are_told_at_once_by_file_and_line(copy: Path) -> None:
    for name in ("asks.toml", "starts.toml", "claims.toml"):
        path = copy / name
        path.write_text(path.read_text().replace('id = "', 'idd = "', 1))
    with pytest.raises(BrokenContent) as broken:
        read_library(copy)
    files = [problem.file for problem in broken.value.problems]
    assert files == sorted(files)
    assert set(files) == {"asks.toml", "starts.toml", "claims.toml"}
    assert str(broken.value).startswith("Some content files need mending")


def test_a_problem_found_twice_is_told_once(copy: Path) -> None:
    wheel = copy / "feelings/wheel.toml"
    wheel.write_text(wheel.read_text().replace("energy = 0.05", "energy = 5", 1))
    with pytest.raises(BrokenContent) as broken:
        read_library(copy)
    assert len(broken.value.problems) == len(set(broken.value.problems))


def test_a_translation_replaces_a_file_and_the_rest_stays(copy: Path) -> None:
    there = copy / "translations/de/exercises"
    there.mkdir(parents=True)
    text = (copy / SWAP).read_text().replace('title = "Emotion swap"', 'title = "Gefühle tauschen"')
    (there / "emotion-swap.toml").write_text(text, encoding="utf-8")
    german = read_library(copy, "de").exercises
    assert german["emotion-swap"].title == "Gefühle tauschen"
    assert german["photo-album"] == read_library(copy).exercises["photo-album"]


def test_a_new_exercise_is_one_new_file(copy: Path) -> None:
    text = (copy / SWAP).read_text().replace('id = "emotion-swap"', 'id = "sofa-swap"')
    (copy / "exercises/sofa-swap.toml").write_text(text)
    assert "sofa-swap" in read_exercises(Shelf(copy))


def test_asking_for_an_unknown_exercise_says_so() -> None:
    assert exercise("emotion-swap").title == "Emotion swap"
    with pytest.raises(NothingByThatName):
        exercise("tax-return")


def test_the_line_of_a_thing_is_found_by_its_way_through_the_file() -> None:
    text = "a = 1\n[[b]]\nc = 2\n[b.d]\ne = 3\n[[b]]\nc = 4\n[f]\ng = [{ h = 1 }]"
    ways = [
        ("a",),
        ("b", 0, "c"),
        ("b", 0, "d", "e"),
        ("b", 1, "c"),
        ("b", 1, "d"),
        ("f", "g", 0, "h"),
        ("z",),
        (),
    ]
    assert [line_of(text, way) for way in ways] == [1, 3, 5, 7, 6, 9, 1, 1]


MANGLED = st.sampled_from(
    ["", "[", "x = 1", "[[steps]]", 'turn = "never"', "seconds = 1e9", "= 3", "[evidence]"]
)
SOME = st.sampled_from(sorted(path.name for path in (PACKAGED / "exercises").glob("*.toml")))


@given(SOME, st.integers(0, 60), MANGLED)
def test_one_spoilt_line_never_breaks_the_reading_and_is_always_placed(name: str, at: int, new: str) -> None:
    """Whatever stands in a line, reading ends in an exercise or in problems that lie inside the file."""
    lines = (PACKAGED / "exercises" / name).read_text(encoding="utf-8").splitlines()
    lines[at % len(lines)] = new
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text("\n".join(lines), encoding="utf-8")
        page = open_page(path, name)
    read = take(page, Exercise, page.data) if not page.problems else None
    assert (read is None) == bool(page.problems)
    assert all(1 <= problem.line <= len(lines) + 1 and problem.write for problem in page.problems)
