"""Reading one message: shapes, spans, determinism, and whatever people can type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omoiyari.language import EMOTIONS, GROUPS, MOVES, Message, Reading, UnknownSetting, read, read_many

AIKO = "I felt alone when dinner got cold. Could you text me if you'll be late?"
BEN = "You never think of anybody but yourself. Whatever, I'm done."

STRANGE = {
    "empty": "",
    "white space": " \n\t ",
    "one emoji": "👍",
    "a family of joined emoji": "👨‍👩‍👧‍👦❤️",
    "only a link": "https://example.org/a?b=c#d",
    "combining characters": "ne\u0301e m\u0308m I a\u0300m so s\u0336a\u0336d\u0336",
    "right to left": "أنا حزين لأنك لم تتصل 😢",
    "mixed directions": "I told you \u202eagain\u202c: שלום and I'm sad",
    "zero width": "I am so\u200b\u200d sa\u200bd to\u2060day",
    "a lone surrogate": "I am sad \ud83d today",
    "no spaces": "whydoyoualwaysdothis" * 20,
    "only marks": "?!?!...,,,;;;---",
    "control characters": "a\x00b\x07c I am angry\x1b[31m",
    "capitals": "WHY ARE YOU LIKE THIS",
    "old letters": "ſo ſad ﬁne ½ ① Ａｎｇｒｙ",
}


def spans(reading: Reading) -> list[tuple[int, int]]:
    moves = [*reading.moves, *(move for part in reading.sentences for move in part.moves)]
    return [(move.start, move.end) for move in moves] + [(part.start, part.end) for part in reading.sentences]


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_whatever_people_type_is_read_and_spans_stay_inside_it(text: str) -> None:
    reading = read(text, setting="opening")
    assert all(0 <= start < end <= len(text) for start, end in spans(reading))
    assert all(0 <= item.p <= 1 for item in (*reading.moves, *reading.emotions, *reading.groups))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["reply", "opening"]), st.text(max_size=60))
def test_any_text_at_all_can_be_read(text: str, setting: str, context: str) -> None:
    reading = read(text, setting=setting, context=context)
    assert all(0 <= start < end <= len(text) for start, end in spans(reading))


def test_a_reading_names_every_label_once_and_in_order() -> None:
    reading = read(AIKO, setting="opening")
    assert tuple(emotion.label for emotion in reading.emotions) == EMOTIONS
    assert tuple(group.label for group in reading.groups) == tuple(GROUPS)
    assert tuple(move.label for move in reading.moves) == MOVES
    assert [AIKO[part.start : part.end] for part in reading.sentences] == [
        "I felt alone when dinner got cold.",
        "Could you text me if you'll be late?",
    ]


def test_the_same_words_give_the_same_reading_twice() -> None:
    assert read(AIKO, setting="reply", context=BEN) == read(AIKO, setting="reply", context=BEN)


def test_a_reading_does_not_depend_on_what_is_read_with_it() -> None:
    messages = [
        Message(AIKO, "opening"),
        Message(BEN, "reply", AIKO),
        Message("ok", "opening"),
        Message("x" * 900, "opening"),
    ]
    alone = [read(m.text, setting=m.setting, context=m.context) for m in messages]
    assert list(read_many(messages)) == alone
    assert list(read_many(messages[::-1]))[::-1] == alone
    assert list(read_many([messages[2], *messages, messages[1]]))[1:-1] == alone


@settings(max_examples=8, deadline=None)
@given(st.permutations([AIKO, BEN, "ok", "thank you, love", "I'm scared", "😂😂", ""]))
def test_the_order_of_messages_changes_nothing(order: list[str]) -> None:
    together = dict(zip(order, read_many(Message(text, "opening") for text in order), strict=True))
    assert all(together[text] == read(text, setting="opening") for text in order)


def test_twenty_thousand_characters_are_read_to_the_end() -> None:
    quiet = "We bought bread and then we walked home by the river. " * 366
    text = quiet + "\nYou are a selfish, pathetic idiot and I despise you."
    reading = read(text, setting="opening")
    assert len(reading.sentences) > 300
    assert reading.sentences[-1].end == len(text)
    late = {move.label: move.p for move in reading.sentences[-1].moves}
    assert max(late["contempt"], late["criticise"]) > 0.5
    before = read(quiet, setting="opening")
    assert reading.p("criticise") > max(0.15, 50 * before.p("criticise")), (
        "one line in three hundred still tells"
    )


def test_a_text_without_a_full_stop_for_twenty_thousand_characters_is_read_too() -> None:
    text = "and then you said " * 1_100
    assert all(0 <= start < end <= len(text) for start, end in spans(read(text, setting="opening")))


def test_moves_are_read_where_they_stand() -> None:
    text = "Dinner is at seven. You're so selfish, you never listen."
    reading = read(text, setting="opening")
    criticise = next(move for move in reading.moves if move.label == "criticise")
    assert criticise.found
    assert criticise.start >= text.index("You're")


def test_setting_changes_what_advice_does() -> None:
    advice = "Just tell your boss no and go home on time."
    upset = "My boss kept me late again and I cried in the car."
    assert read(advice, setting="reply", context=upset).p("fix") > read(advice, setting="opening").p("fix")


def test_small_talk_carries_no_move() -> None:
    for text in ("The bus leaves at ten past nine.", "We're out of milk.", "Did the plumber ring?"):
        assert read(text, setting="opening").found() == ()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Thank you so much for doing this, I really appreciate it!", "gratitude"),
        ("I'm so angry I could scream", "anger"),
        ("I love you", "love"),
        ("I'm terrified of what the doctor will say", "fear"),
        ("haha that is the funniest thing I have ever seen", "amusement"),
        ("I am so sorry, it was my fault", "remorse"),
    ],
)
def test_plain_feelings_are_named(text: str, label: str) -> None:
    found = {emotion.label for emotion in read(text, setting="opening").emotions if emotion.found}
    assert label in found


def test_a_feeling_s_family_is_at_least_as_likely_as_the_feeling() -> None:
    reading = read("I'm so angry I could scream", setting="opening")
    assert next(group for group in reading.groups if group.label == "anger").found


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(UnknownSetting):
        read("hello", setting="shouting")


def test_a_question_mark_or_capital_more_does_not_turn_a_reading_over() -> None:
    for text in (AIKO, BEN):
        plain, loud = read(text, setting="opening"), read(text.replace(".", ""), setting="opening")
        assert max(abs(plain.p(label) - loud.p(label)) for label in EMOTIONS) < 0.5
