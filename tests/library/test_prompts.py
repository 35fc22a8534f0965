"""A year of prompts, and two hundred questions that go deeper."""

import re
from collections import Counter

import pytest

from omoiyari.library import Capacity, Library, Mood, Setting, Topic


def test_there_is_a_prompt_for_every_day_of_a_leap_year(content: Library) -> None:
    """Without the topics that wait for a couple's yes."""
    for_all = [one for one in content.prompts if not one.topic.waits_for_a_yes]
    assert len(for_all) >= 366


def test_nobody_is_asked_about_sex_children_or_loss_unasked() -> None:
    assert {topic for topic in Topic if topic.waits_for_a_yes} == {Topic.SEX, Topic.PARENTING, Topic.GRIEF}


def test_there_are_two_hundred_deeper_questions(content: Library) -> None:
    assert len(content.questions) >= 200
    deep = sum(question.closeness >= 2 for question in content.questions)
    assert deep / len(content.questions) > 0.9


def test_a_hundred_and_twenty_days_of_light_prompts_never_repeat(content: Library) -> None:
    """Even two who want nothing deep and have little strength see none twice in 120 days, whatever the evening."""
    light = [
        one
        for one in content.prompts
        if one.is_light
        and one.mood is Mood.ANY
        and one.setting is Setting.ANYWHERE
        and not one.topic.waits_for_a_yes
    ]
    assert len(light) >= 120


def test_what_speaks_of_the_two_says_so(content: Library) -> None:
    """After a link nobody is asked about it."""
    of_us = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Ww]e|[Uu]s|[Oo]urs?)\b")
    everything = (*content.prompts, *content.questions)
    assert [one.id for one in everything if of_us.search(one.text) and not one.for_two] == []
    about_two = {Topic.US, Topic.LOVE, Topic.SEX, Topic.CONFLICT, Topic.PARENTING}
    assert [one.id for one in everything if one.topic in about_two and not one.for_two] == []


@pytest.mark.parametrize("mood", [mood for mood in Mood if mood is not Mood.ANY])
def test_every_weather_has_prompts_of_its_own(content: Library, mood: Mood) -> None:
    assert sum(prompt.mood is mood for prompt in content.prompts) >= 10


@pytest.mark.parametrize("setting", [setting for setting in Setting if setting is not Setting.ANYWHERE])
def test_every_place_has_prompts_of_its_own(content: Library, setting: Setting) -> None:
    assert sum(prompt.setting is setting for prompt in content.prompts) >= 9


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_has_prompts(content: Library, topic: Topic) -> None:
    assert sum(prompt.topic is topic for prompt in content.prompts) >= 8


def test_ids_of_prompts_and_questions_never_meet(content: Library) -> None:
    ids = Counter(one.id for one in (*content.prompts, *content.questions))
    assert [id for id, count in ids.items() if count > 1] == []


def test_a_prompt_fits_on_a_small_phone(content: Library) -> None:
    assert [one.text for one in (*content.prompts, *content.questions) if len(one.text) > 125] == []


def test_hardly_any_can_be_answered_with_yes_or_no(content: Library) -> None:
    closed = re.compile(r"^(?:Do|Does|Did|Is|Are|Was|Were|Have|Has|Can|Could|Would|Will) ")
    everything = [*content.prompts, *content.questions]
    found = [one.text for one in everything if closed.match(one.text) and one.text.count("?") == 1]
    assert len(found) / len(everything) < 0.03


def test_no_opening_wears_out(content: Library) -> None:
    """No three first words open more than one in fifteen."""
    everything = [*content.prompts, *content.questions]
    openings = Counter(" ".join(one.text.split()[:3]) for one in everything)
    assert openings.most_common(1)[0][1] / len(everything) < 1 / 15


UNSAFE = re.compile(
    r"""afraid|fear|fright|scare[ds]?\b|dread|terrif|panic        # what somebody fears is nobody's question
    |hurt\ you|\bhit\b|threat|not\ feel\ safe|feel\ safe\ with
    |password|who\ (?:were|are)\ you\ with|your\ messages
    |secret\ (?:from|do|have)|hid(?:e|ing|den)?\ from\ me|ke(?:ep|pt|eping)\ (?:it\ )?from\ me
    |ke(?:ep|pt)\ quiet|(?:and|did|have)\ not\ (?:tell|told|say|said)|never\ (?:tell|told)\ me|hard\ to\ tell\ me
    |before\ you\ tell\ me|filter|dare\ not|lie\ to\ me|lied\ to\ me|test\ me|without\ telling""",
    re.VERBOSE,
)


def test_what_is_asked_before_both_fishes_for_no_fear_and_no_secret(content: Library) -> None:
    """Such questions belong to oneself alone: an answer that both can read may be unsafe to give."""
    shared = [one.text for one in (*content.prompts, *content.questions)]
    assert [text for text in shared if UNSAFE.search(text.lower())] == []


@pytest.mark.parametrize(
    "asked",
    [
        "What do you filter before you tell me, and what do you fear would happen if you did not?",
        "What are you most afraid of while we fight?",
        "What is hard to tell me, not because of what it is but because of my face?",
        "Do you sometimes test me without telling me? What with?",
        "What do you keep quiet about for the sake of peace, and what does it cost?",
        "When do you not feel safe with me?",
    ],
)
def test_a_question_that_was_unsafe_to_answer_does_not_come_back(asked: str) -> None:
    assert UNSAFE.search(asked.lower())


@pytest.mark.parametrize("kind", ["prompts", "questions"])
def test_heavy_weather_brings_none_that_asks_for_full_strength(content: Library, kind: str) -> None:
    heavy = [one for one in getattr(content, kind) if one.mood in (Mood.TENSE, Mood.LOW, Mood.TIRED)]
    assert [one.id for one in heavy if one.capacity is Capacity.FULL] == []
