"""A year of prompts, and two hundred questions that go deeper."""

import re
from collections import Counter

import pytest

from omoiyari.library import Capacity, Library, Mood, Setting, Topic


def test_there_is_a_prompt_for_every_day_of_a_leap_year(content: Library) -> None:
    """Without the topics that wait for a couple's yes."""
    for_all = [one for one in content.prompts if not one.topic.waits_for_a_yes]
    assert len(for_all) >= 366


def test_nobody_is_asked_about_sex_or_children_unasked() -> None:
    assert {topic for topic in Topic if topic.waits_for_a_yes} == {Topic.SEX, Topic.PARENTING}


def test_there_are_two_hundred_deeper_questions(content: Library) -> None:
    assert len(content.questions) >= 200
    deep = sum(question.closeness >= 2 for question in content.questions)
    assert deep / len(content.questions) > 0.9


def test_a_hundred_and_twenty_days_of_light_prompts_never_repeat(content: Library) -> None:
    """Even a couple that wants nothing deep and has little strength sees none twice in 120 days."""
    light = [one for one in content.prompts if one.closeness == 1 and one.capacity is Capacity.LOW]
    assert len(light) >= 120


@pytest.mark.parametrize("mood", [mood for mood in Mood if mood is not Mood.ANY])
def test_every_weather_has_prompts_of_its_own(content: Library, mood: Mood) -> None:
    assert sum(prompt.mood is mood for prompt in content.prompts) >= 10


@pytest.mark.parametrize("setting", [setting for setting in Setting if setting is not Setting.ANYWHERE])
def test_every_place_has_prompts_of_its_own(content: Library, setting: Setting) -> None:
    assert sum(prompt.setting is setting for prompt in content.prompts) >= 9


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_has_prompts(content: Library, topic: Topic) -> None:
    assert sum(prompt.topic is topic for prompt in content.prompts) >= 8


def test_low_days_get_light_questions_and_no_deep_ones_at_full_strength(content: Library) -> None:
    low = [one for one in content.prompts if one.mood in (Mood.LOW, Mood.TIRED)]
    assert all(one.capacity is not Capacity.FULL for one in low)


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


def test_what_is_asked_before_both_never_asks_if_one_is_afraid_of_the_other(content: Library) -> None:
    """Such questions belong to oneself alone: an answer that both can read may be unsafe to give."""
    unsafe = re.compile(
        r"afraid of me|hurt you|hit|threat|not feel safe|scared of me|password|who (?:were|are) you with"
    )
    shared = [one.text for one in (*content.prompts, *content.questions)]
    assert [text for text in shared if unsafe.search(text.lower())] == []
