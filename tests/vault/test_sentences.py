"""Every refusal says one clear sentence to the person."""

import inspect

import pytest

from omoiyari.couple import errors as couple_errors
from omoiyari.store import errors as store_errors
from omoiyari.vault import errors as vault_errors

FAMILIES = [
    error
    for module in (vault_errors, couple_errors, store_errors)
    for _, error in inspect.getmembers(module, inspect.isclass)
    if issubclass(error, Exception)
]


@pytest.mark.parametrize("error", FAMILIES, ids=lambda error: error.__name__)
def test_an_error_has_a_sentence_of_its_own(error: type[Exception]) -> None:
    sentence = error.sentence  # type: ignore[attr-defined]
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert len(sentence) <= 130
    assert "XX" not in sentence


def test_no_two_errors_say_the_same() -> None:
    sentences = [error.sentence for error in FAMILIES]  # type: ignore[attr-defined]
    assert len(set(sentences)) == len(sentences)
