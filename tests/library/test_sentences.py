"""Every sentence is plain, kind and its own."""

import re

import pytest

from omoiyari.library import Library
from tests.library import prose
from tests.library.everything import texts

CEILING_WORDS = 0.48
CEILING_SOUND = 0.68

NEVER = {
    "a clinic": r"therap\w*|treatments?|diagnos\w*|patients?|symptoms? of|disorders?|patholog\w*|clinical(?!ly)",
    "a count of days": r"streaks?|missed days|days in a row|broke your",
    "pressure": r"guilt\w*|hurry|hurried|urgent\w*|must not stop|don['’]t give up|last chance|right away|asap",
    "a mark": r"scores?|scored|winner|loser|ranked|better than your partner|fail(?:ed)? (?:your|as a) partner",
    "a verdict": r"toxic|narciss\w*|gaslight\w*|abuser|codependen\w*|borderline",
    "selling": r"unlock your|supercharge|game.?changer|transform your|journey",
}
"""Words that have no place here; what people say for themselves in the trainer is theirs."""

OWN_VOICES = {"disclosures", "better", "feelings"}


@pytest.mark.parametrize("family", NEVER)
def test_no_sentence_speaks_of(content: Library, family: str) -> None:
    forbidden = re.compile(rf"\b(?:{NEVER[family]})\b", re.IGNORECASE)
    found = [
        text
        for kind, group in texts(content).items()
        if kind not in OWN_VOICES
        for text in group
        if forbidden.search(text)
    ]
    assert found == []


@pytest.mark.parametrize("kind", ["prompts", "questions", "asks", "starts", "help"])
def test_what_is_read_most_can_be_read_at_twelve(content: Library, kind: str) -> None:
    assert prose.reading_age(". ".join(texts(content)[kind])) <= 10


def test_every_kind_can_be_read_at_twelve(content: Library) -> None:
    hard = {
        kind: age
        for kind, group in texts(content).items()
        if (age := prose.reading_age(". ".join(group))) > 12
    }
    assert hard == {}


def test_no_single_sentence_runs_far_ahead(content: Library) -> None:
    """The ruler is rough on short texts, so only those of twelve words and more count, with three years' grace."""
    long = [text for group in texts(content).values() for text in group if len(prose.words(text)) >= 12]
    assert [text for text in long if prose.reading_age(text) > 15.6] == []


def test_no_two_prompts_or_questions_are_alike(content: Library) -> None:
    everything = [prompt.text for prompt in (*content.prompts, *content.questions)]
    assert prose.too_alike(everything, CEILING_WORDS, CEILING_SOUND) == []


def test_no_two_asks_are_alike(content: Library) -> None:
    assert prose.too_alike([ask.text for ask in content.asks], 0.5, CEILING_SOUND) == []


def test_no_two_disclosures_are_alike(content: Library) -> None:
    assert prose.too_alike([one.says for one in content.disclosures], 0.35, 0.6) == []
    assert prose.too_alike([one.better for one in content.disclosures], 0.4, 0.6) == []


def test_no_two_exercises_make_the_same_promise(content: Library) -> None:
    exercises = content.exercises.values()
    assert prose.too_alike([exercise.promise for exercise in exercises], 0.4, 0.6) == []
    assert prose.too_alike([exercise.essence for exercise in exercises], 0.5, 0.72) == []


def test_nobody_is_addressed_by_gender(content: Library) -> None:
    """Invented people have theirs; the two who use this are never told what theirs is."""
    told = re.compile(
        r"\b(?:husband|wife|boyfriend|girlfriend|his or her|he or she|ladies|gentlemen)\b", re.IGNORECASE
    )
    found = [
        text
        for kind, group in texts(content).items()
        if kind not in OWN_VOICES
        for text in group
        if told.search(text)
    ]
    assert found == []


def test_every_sentence_ends_as_a_sentence(content: Library) -> None:
    prompts = [prompt.text for prompt in (*content.prompts, *content.questions)]
    assert [text for text in prompts if text[-1] not in ".?!"] == []
    assert [ask.text for ask in content.asks if "?" not in ask.text] == []


def test_nothing_is_left_over_from_writing(content: Library) -> None:
    rough = re.compile(r"TODO|FIXME|lorem|\s{2,}|\bxx+\b| ,|\.\.\.")
    assert [text for group in texts(content).values() for text in group if rough.search(text)] == []
