"""The guide for a tough talk: own words where they blame nobody, and fixed rules for all the rest."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omoiyari.library import talks
from omoiyari.practice.guide import BACK, LONGEST, Said, UnknownChoice, body_of, guide, parse_said

FORM = {"topic": "money", "hope": "heard"}


def opener(**lines: str) -> str:
    """The first words, as they are said."""
    found = guide(parse_said({**FORM, **lines}, talks()), talks())
    return " ".join(sentence.format(**words) if words else sentence for sentence, words in found.opener)


def left_out(**lines: str) -> list[str]:
    return [one.words for one in guide(parse_said({**FORM, **lines}, talks()), talks()).left_out]


def test_the_opener_is_an_i_statement_of_ones_own_words() -> None:
    said = opener(
        when="The bills come and we both go quiet.", feel="I feel alone", wish="half an hour on Sunday"
    )
    assert said == (
        "There is something about money on my mind. Is now a good time? "
        "When the bills come and we both go quiet, I feel alone. "
        "One thing that would help me: half an hour on Sunday. "
        "You need not mend it. Would you just listen for ten minutes?"
    )


def test_whoever_likes_it_straight_gets_it_straight() -> None:
    assert opener(manner="plain").startswith("I would like to talk about money.")
    assert guide(parse_said({**FORM, "manner": "plain"}, talks()), talks()).repairs == talks().plain.repairs


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("when", "you never look at the bills"),
        ("when", "you're so careless"),
        ("when", "Because of you we are broke"),
        ("feel", "like you do not care"),
        ("feel", "attacked"),
        ("feel", "that it is unfair"),
        ("wish", "you should grow up"),
        ("wish", "stop being selfish"),
    ],
)
@pytest.mark.parametrize("before", ["", "I feel ", "When "])
def test_what_lands_as_blame_is_left_out_and_shown_to_the_writer(name: str, words: str, before: str) -> None:
    assert words not in opener(**{name: before + words})
    assert left_out(**{name: before + words}) == [before + words]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("when", "we get home late and the sink is full"),
        ("when", "you come home after ten"),
        ("feel", "useless"),
        ("feel", "sad and a little afraid"),
        ("wish", "that you text me from the train"),
    ],
)
def test_what_a_camera_could_see_and_a_feeling_stay_in(name: str, words: str) -> None:
    assert words in opener(**{name: words})
    assert left_out(**{name: words}) == []


def test_a_guess_about_the_other_brings_the_question_that_puts_it_right_and_is_never_in_the_opener() -> None:
    said = parse_said({**FORM, "theirs": "She thinks I am tight-fisted"}, talks())
    found = guide(said, talks())
    assert found.questions[0] == talks().view.question
    assert "tight-fisted" not in opener(theirs="She thinks I am tight-fisted")
    assert guide(parse_said(FORM, talks()), talks()).questions[0] == talks().topics[0].questions[0]


@pytest.mark.parametrize("form", [{}, {"topic": "money"}, {"topic": "the moon", "hope": "heard"}])
def test_without_a_topic_and_a_hope_there_is_none(form: dict[str, str]) -> None:
    with pytest.raises(UnknownChoice):
        parse_said(form, talks())


def test_every_topic_with_every_hope_in_both_manners_makes_a_whole_guide() -> None:
    for topic in talks().topics:
        for hope in talks().hopes:
            for manner in ("soft", "plain"):
                found = guide(Said(topic.id, hope.id, manner, "20"), talks())
                first = " ".join(
                    sentence.format(**words) if words else sentence for sentence, words in found.opener
                )
                assert topic.about in first
                assert not re.search(r"[{}]|\byou (?:always|never)\b", first)
                assert (len(found.questions), len(set(found.questions)), len(found.repairs)) == (3, 3, 2)
                assert found.next_day


def test_there_is_a_dozen_of_topics_and_every_question_is_open() -> None:
    assert len(talks().topics) == 12
    for topic in talks().topics:
        for question in topic.questions:
            assert question.endswith("?")
            assert not re.match(r"(?:do|are|is|can|will|why) ", question, re.IGNORECASE), question


@given(
    st.dictionaries(
        st.sampled_from(["when", "feel", "wish", "theirs", "back", "manner"]), st.text(max_size=400)
    )
)
def test_whatever_is_typed_a_guide_comes_of_it_that_can_be_kept(lines: dict[str, str]) -> None:
    said = parse_said({**lines, **FORM}, talks())
    assert guide(Said(**body_of(said)), talks()).said == said
    assert said.back in BACK
    assert all(len(getattr(said, name)) <= LONGEST for name in ("when", "feel", "wish", "theirs"))
