"""The messages of policies say the same in both languages, and end like sentences."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from paycalc.problems import CATALOGUE

CODES = sorted(code for code in CATALOGUE if code.startswith("P"))


def placeholders(text: str) -> set[str]:
    """The names in braces of a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", CODES)
def test_both_languages_name_the_same_values(code: str) -> None:
    """A message has the same placeholders in English and Chinese."""
    message = CATALOGUE[code]
    assert placeholders(message.en) == placeholders(message.zh)


@pytest.mark.parametrize("code", CODES)
def test_messages_are_sentences(code: str) -> None:
    """A message ends a sentence in both languages and has full-width signs in Chinese."""
    message = CATALOGUE[code]
    assert message.en[-1] in ".?"
    assert message.zh[-1] in "。？"
    assert not re.search("[\u4e00-\u9fff][,;:()?]", re.sub("`[^`]*`", "", message.zh))
    assert re.search("[\u4e00-\u9fff]", message.zh)


@pytest.mark.parametrize("code", [code for code in CODES if code.endswith("N")])
def test_near_forms_add_a_name(code: str) -> None:
    """The N form of a code says what the code says, and the nearest known name."""
    near, plain = CATALOGUE[code], CATALOGUE[code[:-1]]
    assert near.en.startswith(plain.en)
    assert near.zh.startswith(plain.zh)
    assert placeholders(near.en) == placeholders(plain.en) | {"nearest"}
