"""The catalogue as a whole: every sentence in two languages, with the same values."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from paycalc.problems import CATALOGUE, language
from paycalc.problems.catalogue import words


def values(text: str) -> set[str]:
    """The values that a message names."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_message_is_in_both_languages_with_the_same_values(code: str) -> None:
    """An English message has no Chinese sign, a Chinese one has some; both name the same values."""
    message = CATALOGUE[code]
    assert values(message.en) == values(message.zh)
    assert not re.search("[一-鿿]", message.en)
    assert re.search("[一-鿿]", message.zh)


def test_places_and_severities_have_words_in_both_languages() -> None:
    """What is named beside a message is named in its language, too."""
    assert words("en").keys() == words("zh").keys()
    assert all(re.fullmatch("[一-鿿]+", word) for word in words("zh").values())


@pytest.mark.parametrize(
    ("asked", "variable", "place", "told"),
    [
        ("zh", "en", "en_US", "zh"),
        (None, "zh", "en_US", "zh"),
        (None, "en", "zh_CN", "en"),
        (None, "", "zh_CN", "zh"),
        (None, "", "Chinese_China", "zh"),
        (None, "", "de_DE", "en"),
    ],
)
def test_the_language_is_that_asked_for_else_of_the_variable_else_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, asked: str | None, variable: str, place: str, told: str
) -> None:
    """--lang counts before PAYCALC_LANG, which counts before the locale; others mean English."""
    monkeypatch.setenv("PAYCALC_LANG", variable)
    monkeypatch.setattr("locale.getlocale", lambda: (place, "UTF-8"))
    assert language(asked) == told
