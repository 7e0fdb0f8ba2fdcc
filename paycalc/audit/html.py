"""An audit as one HTML page: no scripts, nothing from elsewhere, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from paycalc.audit._pay import Shown, shown
from paycalc.audit._rows import change_texts, county_lines
from paycalc.audit._words import VERDICTS, say
from paycalc.audit.export import example, yaml_cases
from paycalc.audit.model import Audit, Judged
from paycalc.audit.telling import (
    basis,
    declaration,
    losses,
    meanings,
    pay_rows,
    sentence,
    summary,
    why,
)
from paycalc.policy.model import Policy

_STYLE = """
body { font: 16px/1.5 system-ui, "Noto Sans SC", sans-serif; max-width: 70rem; margin: 2rem auto;
  padding: 0 1rem; color: #1a1a1a; background: #fff }
h1, h2, h3 { line-height: 1.2 }
table { border-collapse: collapse; margin: .5rem 0 1rem; display: block; overflow-x: auto }
th, td { border: 1px solid #ccc; padding: .25rem .6rem; text-align: left; vertical-align: top }
td.fen { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
pre { background: #f6f6f6; padding: .8rem; overflow-x: auto; font-size: 13px }
small { color: #555; display: block }
.verdict { font-weight: 700; white-space: nowrap }
.BROKEN { color: #a40000 } .PROVED, .CHECKED { color: #14532d }
.ROUNDING, .SAMPLED { color: #6b4b00 }
@media (prefers-color-scheme: dark) {
  body { color: #e8e8e8; background: #161616 } th, td { border-color: #444 }
  pre { background: #222 } small { color: #aaa } .BROKEN { color: #ff8a80 }
  .PROVED, .CHECKED { color: #9be3b0 } .ROUNDING, .SAMPLED { color: #ffd479 } }
"""
_MONEY = range(2, 5)


def page(policy: Policy, audit: Audit, language: str = "en") -> str:
    """The whole page, in ``en`` or ``zh``."""
    title = say(language, "title", policy=audit.policy, version=audit.version)
    body = "\n".join(_body(policy, audit, title, language))
    tongue = "zh-Hans" if language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{tongue}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _body(policy: Policy, audit: Audit, title: str, language: str) -> Iterator[str]:
    yield f"<h1>{escape(title)}</h1>"
    yield _p(summary(audit, language))
    yield "<table>"
    yield from (_row(policy, judged, language) for judged in audit.judged)
    yield "</table>"
    for judged in audit.judged:
        case = shown(policy, judged)
        if case is not None:
            yield from _case(policy, case, language)
    for key, counts in (("crossed", audit.coverage), ("refusals", audit.refusals)):
        if counts:
            yield f"<h2>{escape(say(language, key))}</h2>"
            yield _list(f"{name}: {n:,}" for name, n in counts.items())
    yield f"<h2>{escape(say(language, 'meaning'))}</h2>"
    yield _list(f"{name}: {said}" for name, said in meanings(language))


def _row(policy: Policy, judged: Judged, language: str) -> str:
    word = escape(VERDICTS[judged.verdict][language == "zh"])
    class_ = judged.verdict.split()[0]
    status = declaration(judged, language)
    lines = "".join(f"<small>{escape(line)}</small>" for line in basis(policy, judged, language))
    named = escape(judged.promise.id)
    link = f'<a href="#{named}">{named}</a>' if judged.finding is not None else named
    return (
        f'<tr><td class="verdict {class_}">{word}</td><td>{link}<small>{escape(status)}</small>'
        f"</td><td>{escape(sentence(judged, language))}{lines}</td></tr>"
    )


def _case(policy: Policy, case: Shown, language: str) -> Iterator[str]:
    finding = case.finding
    yield f'<h2 id="{escape(finding.promise)}">{escape(finding.promise)}</h2>'
    yield _p(sentence(case.judged, language))
    yield from (_p(line) for line in losses(policy, case, language))
    yield _section("changed", change_texts(finding.changed, language), language)
    yield _section("county", county_lines(finding.before, language), language)
    yield f"<h3>{escape(say(language, 'pay'))}</h3>"
    yield _table(pay_rows(policy, case, language))
    yield _section("why", why(policy, case, language), language)
    yield _p(say(language, "found", seed=finding.seed, index=finding.index))
    yield f"<pre>{escape(yaml_cases(policy, case))}</pre>"
    yield f"<pre>{escape(example(finding))}</pre>"


def _section(key: str, lines: Iterable[str], language: str) -> str:
    return f"<h3>{escape(say(language, key))}</h3>\n{_list(lines)}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    lines = ["<table>", "<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>"]
    for row in body:
        cells = "".join(_cell(place, cell) for place, cell in enumerate(row))
        lines.append(f"<tr>{cells}</tr>")
    return "\n".join([*lines, "</table>"])


def _cell(place: int, text: str) -> str:
    fen = ' class="fen"' if place in _MONEY else ""
    return f"<td{fen}>{escape(text)}</td>"


def _p(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _list(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
