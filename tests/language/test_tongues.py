"""Which language it is, and that we say so when we cannot read it."""

import pytest

from omoiyari.language import read, tongue

ENGLISH = [
    "ok", "fine.", "u never listen lol", "I felt alone when dinner got cold", "sorry babe", "thanks love x",
    "aye ah ken whit ye mean hen", "I no fit shout abeg", "can lah u relax one", "wtf dude", "WHATEVER",
    "k", "haha nice", "y'all are too much", "innit tho", "Och hen, I'm gutted for ye.",
]  # fmt: skip
OTHERS = {
    "cy": "Dw i'n teimlo'n drist iawn heddiw, cariad",
    "de": "Ich bin so traurig, dass du nicht angerufen hast",
    "fr": "Je suis fatiguée de toujours demander",
    "es": "Te quiero mucho pero me duele cuando no contestas",
    "pt": "Você nunca me escuta quando eu falo",
    "it": "Mi dispiace tanto per quello che ho detto ieri",
    "nl": "Ik voel me alleen als je zo laat thuiskomt",
    "pl": "Czuję się samotna, kiedy nie dzwonisz",
    "tr": "Kendimi çok yalnız hissediyorum",
    "ar": "أنا حزين لأنك لم تتصل",
    "hi": "मुझे बहुत बुरा लगा",
    "zh": "我很难过你没有打电话",
    "ja": "電話してくれなくて寂しかった",
    "ko": "전화 안 해서 슬펐어",
    "ru": "Мне очень грустно сегодня",
    "sv": "Jag är så ledsen idag, älskling",
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english_of_many_kinds_is_taken_for_english(text: str) -> None:
    assert tongue(text).code == "en"


@pytest.mark.parametrize(("code", "text"), OTHERS.items())
def test_other_languages_are_told_apart_and_never_passed_off_as_nothing_found(code: str, text: str) -> None:
    reading = read(text, setting="opening")
    assert reading.tongue.code == code
    assert not reading.readable
    assert "{language}" in reading.tongue.note
    assert reading.moves == reading.emotions == ()


def test_hindi_in_latin_letters_is_hindi() -> None:
    assert tongue("mujhe bahut bura laga jab tumne phone nahi uthaya").code == "hi"


def test_we_say_which_language_we_cannot_read() -> None:
    welsh = tongue("Dw i'n teimlo'n drist iawn heddiw")
    assert welsh.note.format(language=welsh.name).startswith("We don't read Welsh well yet")


def test_where_not_even_danger_can_be_looked_for_the_reading_says_so() -> None:
    assert not read(OTHERS["cy"], setting="opening").safety.checked
    assert read(OTHERS["de"], setting="opening").safety.checked


@pytest.mark.parametrize("text", ["", "👍", "https://example.org", "12:30", "?!"])
def test_a_text_without_words_has_no_language_and_nothing_to_miss(text: str) -> None:
    assert tongue(text).code == "und"
    assert tongue(text).readable


def test_english_with_a_foreign_word_stays_english() -> None:
    assert tongue("I love you so much, mi amor, thank you for the tapas").code == "en"
