"""Lessons teach with examples, myths are answered, claims are looked up."""

import re
from collections import Counter

from omoiyari.library import Library, Verdict


def test_the_sorting_lesson_has_enough_of_each_kind(content: Library) -> None:
    lesson = content.lessons["with-for-and-hands"]
    bins = Counter(item.bin for item in lesson.items)
    assert set(bins) == {"empathy", "sympathy", "compassion", "elsewhere"}
    assert len(lesson.items) >= 24
    assert min(bins.values()) >= 5


def test_the_same_words_are_answered_in_all_four_ways(content: Library) -> None:
    """So that one sorts by the answer and not by the story."""
    answers: dict[str, set[str]] = {}
    for item in content.lessons["with-for-and-hands"].items:
        answers.setdefault(item.heard, set()).add(item.bin)
    assert all(len(bins) == 4 for bins in answers.values())


def test_the_three_myths_and_the_fourth_are_answered(content: Library) -> None:
    assert {myth.id for myth in content.myths} >= {"only-listening", "born-with-it", "more-is-better"}
    assert all(myth.try_it and myth.evidence.sources for myth in content.myths)


def test_no_verdict_stands_without_what_was_found_and_what_we_do(content: Library) -> None:
    for claim in content.claims:
        assert claim.found
        assert claim.so_we.startswith(
            ("We ", "Each ", "No ", "It ", "On ", "If ", "Our ", "Your ", "The ", "A ")
        ), claim.id


def test_a_claim_that_holds_or_falls_has_a_source(content: Library) -> None:
    firm = {Verdict.HOLDS, Verdict.CONTRADICTED, Verdict.MIXED}
    assert [claim.id for claim in content.claims if claim.verdict in firm and not claim.sources] == []


def test_most_of_what_one_reads_does_not_simply_hold(content: Library) -> None:
    verdicts = Counter(claim.verdict for claim in content.claims)
    assert verdicts[Verdict.HOLDS] < len(content.claims) / 4
    assert verdicts[Verdict.UNSUPPORTED] >= 4


def test_no_famous_voice_is_quoted(content: Library) -> None:
    names = re.compile(r"Orbuch|Brené|Stern\b|Siegel")
    texts = [text for claim in content.claims for text in (claim.says, claim.found, claim.so_we)]
    texts += [card.text for lesson in content.lessons.values() for card in lesson.cards]
    assert not any(names.search(text) for text in texts)
