"""Rehearsing a message before it is sent: what helps first, one small change, and never for danger."""

import tomllib
from importlib.resources import files

import pytest

from omoiyari.language import HELPING, HURTING, Level, rehearse
from omoiyari.language.rehearsal import draft

CONTENT = tomllib.loads((files("omoiyari.language") / "rehearsal.toml").read_text("utf-8"))


def test_every_move_that_helps_or_hurts_has_its_sentence_but_danger_has_none() -> None:
    assert set(CONTENT["well"]) == set(HELPING)
    assert {tip["label"] for tip in CONTENT["hard"]} == set(HURTING) - {"threat", "control"}


def test_every_hard_move_has_a_change_that_always_fits() -> None:
    assert all("from" not in tip["change"][-1] for tip in CONTENT["hard"])


def test_what_lands_hard_is_marked_with_one_change_from_my_own_words() -> None:
    text = "You never listen to me when I talk about work, you're so selfish and lazy."
    tip = next(tip for tip in rehearse(text, setting="opening").hard if tip.label == "criticise")
    assert 0 <= tip.start < tip.end <= len(text)
    assert "listen to me when I talk about work" in tip.change.format(**tip.words)


def test_what_lands_well_is_said() -> None:
    found = rehearse("I was late and I didn't text. That's on me, I'm sorry.", setting="opening")
    assert "own" in {note.label for note in found.well}
    assert found.hard == ()


def test_every_change_can_be_filled_with_the_words_it_found() -> None:
    for text in (
        "Calm down, at least it's over.",
        "sorry you feel that way",
        "you did that to hurt me",
        "you will be home by six",
    ):
        for tip in rehearse(text, setting="reply", context="I'm upset").hard:
            assert "{" not in tip.change.format(**tip.words)


@pytest.mark.parametrize(
    "text", ["If you leave I will kill you.", "Give me your password or I'll make you sorry."]
)
def test_danger_never_gets_a_tip_on_wording(text: str) -> None:
    found = rehearse(text, setting="opening")
    assert not {"threat", "control"} & {tip.label for tip in found.hard}
    assert found.safety.level == Level.NONE or found.hard == ()


@pytest.mark.parametrize(
    "text",
    [
        "I'm so mad at you I could hit you.",
        "I could kill you, thank you for nothing.",
        "You owe me sex.",
        "Don't make me angry, you know what happens then.",
        "I will make you regret this.",
        "I don't want to be here anymore. I feel so alone.",
    ],
)
def test_nothing_is_praised_in_words_of_danger(text: str) -> None:
    found = rehearse(text, setting="opening")
    assert found.care
    assert found.well == ()


def test_contempt_is_hot_and_thanks_are_not() -> None:
    assert rehearse("Wow, genius. You pathetic idiot.", setting="opening").hot
    assert not rehearse("Thank you for the soup, love.", setting="opening").hot


def test_the_builder_takes_the_pieces_that_are_there_and_asks_for_the_rest() -> None:
    found = draft("I felt lonely when you came home after midnight.")
    assert found.pieces == {"feeling": "lonely", "event": "you came home after midnight"}
    assert set(found.asks) == {"wish"}
    assert found.frame.format(**found.pieces) == "When you came home after midnight, I felt lonely."


def test_the_builder_makes_a_whole_of_three_pieces() -> None:
    found = draft("When the dishes pile up, I'm so tired. could you do them on mondays?")
    assert found.asks == {}
    assert found.frame.format(**found.pieces) == (
        "When the dishes pile up, I felt tired. Could you do them on mondays?"
    )


def test_the_builder_asks_for_everything_when_there_is_nothing() -> None:
    assert set(draft("You're the worst.").asks) == {"feeling", "event", "wish"}
    assert draft("You're the worst.").frame == ""


def test_a_feeling_that_accuses_is_no_feeling() -> None:
    assert "feeling" not in draft("I feel that you are selfish").pieces


def test_how_the_other_reads_it_is_only_ever_a_question() -> None:
    for setting in ("reply", "opening"):
        assert rehearse("I'm cross with you.", setting=setting).question.endswith("?")


def test_what_we_cannot_read_gets_no_advice_and_says_why() -> None:
    found = rehearse("Dw i'n teimlo'n drist iawn heddiw", setting="opening")
    assert (found.well, found.hard) == ((), ())
    assert found.tongue.note
