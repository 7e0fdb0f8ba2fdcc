"""``paycalc rule``: what a code means, an example of it, and how to mend it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from textwrap import indent
from typing import TYPE_CHECKING, Annotated

import typer

from paycalc.cli._options import AsJson, Language

if TYPE_CHECKING:
    from paycalc.problems.rules import Rule

Code = Annotated[
    str | None, typer.Argument(metavar="CODE", help="A code such as P045; all codes if left out.")
]


def rule(code: Code = None, as_json: AsJson = False, lang: Language = None) -> None:
    """Tell what a code of a problem means, with an example and how to mend it.

    Without a code, all of them are listed by room: policies (P), records (R), computing (C),
    policy tests (T), lint (L), proving and closing (V), corrections (X), feeds (F).

    Example: `paycalc rule P045`
    """
    from paycalc.cli._show import print_json
    from paycalc.problems import CATALOGUE
    from paycalc.problems import language as language_of

    language = language_of(lang)
    if code is None:
        if as_json:
            codes = [_plain(one, language) for one in CATALOGUE]
            print_json({"format": "paycalc-rules/1", "codes": codes})
        else:
            sys.stdout.writelines(f"{line}\n" for line in _listed(language))
        return
    code = code.upper()
    if code not in CATALOGUE:
        raise _unknown(code)
    if as_json:
        print_json({"format": "paycalc-rule/1", **_plain(code, language)})
    else:
        sys.stdout.writelines(f"{line}\n" for line in _told(code, language))


def _unknown(code: str) -> typer.BadParameter:
    from paycalc.problems.rules import nearest_code

    near = nearest_code(code)
    advice = f"did you mean {near}?" if near else "`paycalc rule` lists all codes."
    return typer.BadParameter(f"there is no code {code}; {advice}", param_hint="CODE")


def _plain(code: str, language: str) -> dict[str, object]:
    """A rule as plain data."""
    from paycalc.problems import CATALOGUE
    from paycalc.problems.rules import rule as rule_of

    found = rule_of(code)
    return {
        "code": code,
        "severity": CATALOGUE[code].severity,
        "message": CATALOGUE[code].text(language),
        "means": found.means[language],
        "wrong": found.wrong,
        "mended": found.mended,
        "mend": found.mend[language],
        **plain_source(found, language),
    }


def plain_source(found: Rule, language: str) -> dict[str, object]:
    """Of a rule of the lint, where it comes from."""
    one = found.regulation
    if one is None:
        return {}
    return {
        "title": one.title[language],
        "source": one.source[language],
        "level": one.level,
        "certainty": one.certainty,
        "figure": dict(one.figure),
    }


def _told(code: str, language: str) -> Iterator[str]:
    """A rule for people."""
    from paycalc.problems import CATALOGUE
    from paycalc.problems.rules import rule as rule_of
    from paycalc.problems.rules import sentence

    found, words = rule_of(code), _WORDS[language]
    yield f"{code} ({words[CATALOGUE[code].severity]})"
    yield sentence(code, language)
    yield ""
    yield found.means[language]
    yield from _told_source(found, language)
    yield ""
    yield words["wrong"]
    yield indent(found.wrong.rstrip(), "    ")
    yield ""
    yield words["mended"]
    yield indent(found.mended.rstrip(), "    ")
    yield ""
    yield found.mend[language]


def _told_source(found: Rule, language: str) -> Iterator[str]:
    """Of a rule of the lint, where it comes from, how sure that is, and its figure."""
    from paycalc.cli._lint_words import SOURCE, figure_text, whose

    one = found.regulation
    if one is not None:
        yield ""
        yield f"{SOURCE[language]}{one.source[language]}"
        yield whose(one, language)
        if one.figure:
            yield figure_text(one.figure, language)


def _listed(language: str) -> Iterator[str]:
    """All codes by room, each with its severity and its sentence."""
    from paycalc.problems import CATALOGUE
    from paycalc.problems.rules import ROOMS, sentence

    words = _WORDS[language]
    for begins, title in ROOMS.items():
        yield f"{title[language]}"
        for code in sorted(code for code in CATALOGUE if code.startswith(begins)):
            yield f"  {code:<6} {words[CATALOGUE[code].severity]:<8} {sentence(code, language)}"
        yield ""


_WORDS = {
    "en": {
        "error": "error",
        "warning": "warning",
        "note": "note",
        "wrong": "Wrong:",
        "mended": "Mended:",
    },
    "zh": {
        "error": "错误",
        "warning": "警告",
        "note": "提示",
        "wrong": "错误写法：",
        "mended": "正确写法：",
    },
}
