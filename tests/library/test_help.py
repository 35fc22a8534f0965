"""Whoever needs help finds it, in plain words, and nothing claims to be checked that is not."""

import re
from itertools import pairwise

import pytest

from omoiyari.library import HelpKind, Helpline, Library, help_pages, helplines_for

PAGES = {
    "someone-hurts-me",
    "afraid-of-myself",
    "thoughts-of-ending-my-life",
    "partner-threatens-suicide",
    "under-eighteen",
    "worried-friend",
}


def text_of(content: Library, page: str) -> str:
    found = next(one for one in content.help.pages if one.id == page)
    steps = " ".join(f"{step.do} {step.more}" for step in found.steps)
    return f"{found.opening} {steps} {found.closing}"


def test_there_is_a_page_for_each_kind_of_reader(content: Library) -> None:
    assert {page.id for page in content.help.pages} == PAGES


@pytest.mark.parametrize("page", sorted(PAGES))
def test_danger_comes_first_on_every_page(content: Library, page: str) -> None:
    found = next(one for one in content.help.pages if one.id == page)
    assert found.kinds[0] is HelpKind.EMERGENCY or page == "afraid-of-myself"
    first = " ".join(f"{step.do} {step.more}" for step in found.steps[:3])
    assert "emergency number" in first


def test_a_hand_on_the_throat_is_sent_to_a_doctor_even_without_marks(content: Library) -> None:
    text = text_of(content, "someone-hurts-me")
    assert re.search(r"neck|throat", text)
    assert "doctor today, even if you feel fine" in text


def test_nobody_is_told_to_leave_or_to_confront(content: Library) -> None:
    for page in PAGES:
        assert not re.search(
            r"you (?:must|should|have to) (?:leave|confront|stay)", text_of(content, page), re.IGNORECASE
        )
    assert "before you make a big move" in text_of(content, "someone-hurts-me")


def test_the_one_who_hurts_gets_help_and_no_excuse(content: Library) -> None:
    text = text_of(content, "afraid-of-myself")
    assert "yours to answer for" in text
    assert "Put distance between you" in text
    assert "no asking to be forgiven tonight" in text
    assert not re.search(r"provok|made you|because (?:she|he|they)", text)


def test_suicidal_thoughts_are_met_with_people_and_distance_from_means(content: Library) -> None:
    text = text_of(content, "thoughts-of-ending-my-life")
    for words in (
        "Be with a person",
        "Put distance between you and what you could use",
        "emergency number now",
    ):
        assert words in text


def test_the_young_are_believed_and_sent_on_to_people() -> None:
    page = next(one for one in help_pages().pages if one.id == "under-eighteen")
    text = page.opening + " ".join(f"{step.do} {step.more}" for step in page.steps)
    assert "it is not your fault" in text
    assert "tell a second one" in text
    assert page.kinds[1] is HelpKind.CHILD


def test_a_threat_of_suicide_does_not_bind_anyone_to_stay(content: Library) -> None:
    text = text_of(content, "partner-threatens-suicide")
    assert "Their life is not a debt of yours" in text
    assert "are you thinking of ending your life?" in text


def test_the_page_says_who_wrote_it_and_who_did_not(content: Library) -> None:
    assert "No doctor, crisis worker or advocate has checked it" in content.help.who_wrote_this
    assert content.help.before_you_look.startswith("Is it safe to look at this now?")
    assert "from memory" in content.help.about_the_numbers


def test_tips_for_the_phone_name_calls_bills_and_histories(content: Library) -> None:
    tips = " ".join(f"{tip.do} {tip.more}" for tip in content.help.phone)
    for word in ("bill", "history", "private window", "passwords"):
        assert word in tips
    assert "It does not hide you from" in tips


def test_no_page_holds_a_number_of_its_own(content: Library) -> None:
    for page in PAGES:
        assert not re.search(r"\d{3,}", text_of(content, page))


def test_no_line_claims_to_be_checked(content: Library) -> None:
    assert not any(line.is_verified for line in content.helplines)


def test_a_checked_line_says_so() -> None:
    assert Helpline("IE", HelpKind.ABUSE, "Somebody", dial="1", verified_at="2026-01-31").is_verified


def test_a_country_gets_its_own_lines_before_the_directories(content: Library) -> None:
    lines = helplines_for(content.helplines, "GB")
    assert lines[0].dial == "999"
    assert {line.country for line in lines} == {"GB", "INT"}
    assert [line.kind for line in lines[-2:]] == [HelpKind.DIRECTORY] * 2


def test_europe_stands_in_where_a_country_has_no_line_of_its_own(content: Library) -> None:
    german = {line.kind: line for line in helplines_for(content.helplines, "DE")}
    assert german[HelpKind.EMERGENCY].country == "EU"
    assert german[HelpKind.SUICIDE].country == "DE"
    assert not any(line.country == "EU" for line in helplines_for(content.helplines, "US"))


@pytest.mark.parametrize("country", ["US", "GB", "DE", "ZA", "JP"])
def test_every_country_begins_with_whom_to_call_right_now(content: Library, country: str) -> None:
    assert helplines_for(content.helplines, country)[0].kind is HelpKind.EMERGENCY


def test_every_country_with_a_line_has_an_emergency_number(content: Library) -> None:
    for country in {line.country for line in content.helplines} - {"INT"}:
        kinds = {line.kind for line in helplines_for(content.helplines, country)}
        assert HelpKind.EMERGENCY in kinds, country


@pytest.mark.parametrize("country", ["", "ZZ", "de"])
def test_an_unknown_country_gets_the_directories(content: Library, country: str) -> None:
    assert {line.kind for line in helplines_for(content.helplines, country)} == {HelpKind.DIRECTORY}


def test_the_kinds_asked_for_come_in_the_order_asked(content: Library) -> None:
    kinds = [HelpKind.ABUSE, HelpKind.EMERGENCY]
    found = [line.kind for line in helplines_for(content.helplines, "US", kinds)]
    assert found == [HelpKind.ABUSE, HelpKind.EMERGENCY, HelpKind.DIRECTORY, HelpKind.DIRECTORY]


def test_numbers_are_written_as_they_are_dialled(content: Library) -> None:
    for line in content.helplines:
        assert re.fullmatch(r"[0-9][0-9 -]*|", line.dial), line
        assert line.shows_on_bill == "unknown", "nothing is claimed about bills until it is checked"


def test_no_line_stands_twice(content: Library) -> None:
    rows = sorted((line.country, line.kind, line.name) for line in content.helplines)
    assert all(one != other for one, other in pairwise(rows))
