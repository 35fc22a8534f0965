"""The invented people of the trainer are many, and each better answer does what it teaches."""

import re
from collections import Counter

from omoiyari.library import Disclosure, Library

FIX = re.compile(
    r"\b(?:you should\b|you could (?:just|always)|why don['’]t you|have you tried|try to\b)"
    r"|\bjust (?:tell|ask|say|call|go)\b",
    re.IGNORECASE,
)
SHRINK = re.compile(
    r"\bat least\b|not that bad|could be worse|cheer up|don['’]t worry|calm down|look on the", re.IGNORECASE
)
KNOW_IT_ALL = re.compile(r"i know exactly how you feel|i know how you feel", re.IGNORECASE)


def test_there_are_a_hundred_and_fifty(content: Library) -> None:
    assert len(content.disclosures) >= 150


def test_they_come_from_all_over_life(content: Library) -> None:
    topics = Counter(one.topic for one in content.disclosures)
    assert len(topics) >= 20
    assert max(topics.values()) <= len(content.disclosures) / 8


def test_no_two_speakers_are_the_same_person(content: Library) -> None:
    assert [who for who, count in Counter(one.who for one in content.disclosures).items() if count > 1] == []


def test_most_say_one_thing_and_feel_another(content: Library) -> None:
    differs = sum(one.shows != one.underneath for one in content.disclosures)
    assert 0.5 < differs / len(content.disclosures) < 0.9


def test_the_feeling_underneath_is_a_word_that_can_be_tapped(content: Library) -> None:
    words = {feeling.name: feeling.family for feeling in content.wheel.feelings}
    assert all(words[one.feels] == one.underneath for one in content.disclosures)


def test_not_all_of_them_are_sad(content: Library) -> None:
    shown = Counter(one.shows for one in content.disclosures)
    assert shown["joy"] >= 20
    assert max(shown.values()) < len(content.disclosures) / 3


def test_the_better_answer_neither_fixes_nor_shrinks_nor_knows_it_all(content: Library) -> None:
    for habit in (FIX, SHRINK, KNOW_IT_ALL):
        assert [one.id for one in content.disclosures if habit.search(one.better)] == []


def test_the_better_answer_is_short_enough_to_say(content: Library) -> None:
    assert [one.id for one in content.disclosures if len(one.better) > 230] == []


def test_most_better_answers_leave_a_door_open(content: Library) -> None:
    stays = re.compile(r"I[’']m (?:here|so|sorry|not going|right here|with)|Come here|with you")

    def opens(one: Disclosure) -> bool:
        return "?" in one.better or bool(stays.search(one.better))

    assert sum(map(opens, content.disclosures)) / len(content.disclosures) > 2 / 3


def test_nobody_speaks_of_danger_that_a_game_must_not_touch(content: Library) -> None:
    danger = re.compile(
        r"\b(?:kill|suicid|hit me|beat me|hit him|hit her|overdose|rape|weapon|threaten)", re.IGNORECASE
    )
    assert [one.id for one in content.disclosures if danger.search(one.says)] == []
