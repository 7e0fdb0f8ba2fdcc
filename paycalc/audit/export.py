"""An audit as JSON, and its cases as YAML policy tests and as Hypothesis examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from os.path import relpath
from pathlib import Path
from pprint import pformat

from paycalc.audit._differing import ItemChange
from paycalc.audit._pay import Paid, Shown, shown
from paycalc.audit._rows import change_texts
from paycalc.audit.catalogue import premise_text
from paycalc.audit.model import Audit, County, Finding, Judged, Part, Reason, Row
from paycalc.audit.telling import losses
from paycalc.audit.world_tables import money_text
from paycalc.policy.model import Mark, Policy
from paycalc.policy.nodes import decimal_text

FORMAT = "paycalc-audit/1"
_PLAIN = re.compile(r"[^\s,\"'#][^,\"'#\n]*")
_EXPLAINED = "# `paycalc audit` found this case for the promise {promise}:"


def plain(policy: Policy, audit: Audit) -> dict[str, object]:
    """An audit as plain data for JSON (``paycalc-audit/1``); money as texts in major units."""
    return {
        "format": FORMAT,
        "ok": not audit.broken,
        "policy": audit.policy,
        "version": audit.version,
        "seed": audit.seed,
        "cases": audit.cases,
        "seconds": round(audit.seconds, 3),
        "promises": [_judged(policy, judged) for judged in audit.judged],
        "coverage": {str(name): n for name, n in audit.coverage.items()},
        "refusals": dict(audit.refusals),
    }


def _judged(policy: Policy, judged: Judged) -> dict[str, object]:
    promise, decimals = judged.promise, policy.currency.decimals
    case = shown(policy, judged)
    tolerance = promise.tolerance
    return {
        "id": promise.id,
        "class": promise.class_,
        "declared": promise.declared,
        "place": _mark(promise.mark) if promise.mark.line else None,
        "en": promise.en,
        "zh": promise.zh,
        "formal": promise.formal,
        "premise": {tongue: premise_text(promise, tongue) for tongue in ("en", "zh")},
        "tolerance": tolerance if tolerance == "pools" else money_text(tolerance, decimals),
        "at_most": promise.at_most,
        "verdict": judged.verdict,
        "cases": judged.cases,
        "met": judged.met,
        "broken": judged.broken,
        "bound_95": judged.bound,
        "worst": money_text(judged.worst, decimals),
        "pools": judged.pools,
        "counties": judged.counties,
        "refused_before": judged.refused_before,
        "refused_after": judged.refused_after,
        "scope_units": judged.scope,
        "parts": [_part(part) for part in judged.static.parts] if judged.static else [],
        "finding": None if case is None else _finding(policy, case),
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "of": part.of,
        "loss_at_most_fen": part.loss_at_most,
        "theorems": list(part.theorems),
        "faults": [_reason(reason) for reason in part.faults],
        "opens": [_reason(reason) for reason in part.opens],
    }


def _reason(reason: Reason) -> dict[str, object]:
    return {**_mark(reason.mark), "en": reason.en, "zh": reason.zh}


def _mark(mark: Mark) -> dict[str, object]:
    return {"file": mark.file, "line": mark.line, "column": mark.column}


def _finding(policy: Policy, case: Shown) -> dict[str, object]:
    finding, decimals = case.finding, policy.currency.decimals
    return {
        "before": _county(finding.before),
        "after": _county(finding.after),
        "changed": {tongue: [*change_texts(finding.changed, tongue)] for tongue in ("en", "zh")},
        "loser": _post(finding.loser),
        "peer": _post(finding.peer),
        "subject": _post(finding.subject),
        "loss": money_text(finding.loss, decimals),
        "share_micro": finding.share,
        "seed": finding.seed,
        "index": finding.index,
        "refused": list(finding.refused),
        "pay_before": _pay(case.before, decimals),
        "pay_after": _pay(case.after, decimals),
        "lines": [
            {
                "line": one.line,
                "before": money_text(one.before, decimals),
                "after": money_text(one.after, decimals),
                "place": None if one.mark is None else _mark(one.mark),
            }
            for one in case.lines
        ],
        "items": [_item(one) for one in case.items],
        "why": [_reason(reason) for reason in case.reasons],
        "places": [_mark(mark) for mark in finding.places],
        "yaml": yaml_cases(policy, case),
        "example": example(finding),
    }


def _item(one: ItemChange) -> dict[str, object]:
    turn = one.turn
    return {
        "item": one.name,
        "cell": dict(one.cell),
        "before": None if one.before is None else decimal_text(one.before),
        "after": None if one.after is None else decimal_text(one.after),
        "place": _mark(one.mark),
        "turned_by": None if turn is None else {"step": turn.step, "place": _mark(turn.mark)},
    }


def _county(county: County) -> dict[str, object]:
    tables = {name: [dict(row) for row in rows] for name, rows in county.tables.items()}
    return {"period": dict(county.period), "tables": tables}


def _post(post: tuple[str, str] | None) -> dict[str, str] | None:
    return None if post is None else {"school_id": post[0], "teacher_id": post[1]}


def _pay(paid: Paid, decimals: int) -> list[dict[str, str]]:
    return [
        {"school_id": school, "teacher_id": teacher, "payable": money_text(fen, decimals)}
        for (school, teacher), fen in paid.payable.items()
    ]


# --- Policy tests -------------------------------------------------------------------------------


def yaml_cases(policy: Policy, case: Shown, where: Path | None = None) -> str:
    """The case as a file of policy tests, as the policy pays it today.

    ``where`` is the file that it will be, from which the policy's path is said.
    """
    return "\n".join(_yaml(policy, case, where)) + "\n"


def _yaml(policy: Policy, case: Shown, where: Path | None) -> Iterator[str]:
    finding, decimals = case.finding, policy.currency.decimals
    yield _EXPLAINED.format(promise=finding.promise)
    yield f"# {case.judged.promise.en}"
    for line in change_texts(finding.changed, "en"):
        yield f"# {line}"
    yield from (f"# {line}." for line in losses(policy, case, "en"))
    yield "# Below is what is paid today: mend the policy, then what is expected here."
    yield f"title: {_quoted(finding.promise)}"
    source = policy_file(policy)
    if where is not None and source is not None:
        yield f"policy: {_quoted(Path(relpath(source, where.parent)).as_posix())}"
    period = ", ".join(f"{key}: {text}" for key, text in finding.before.period.items())
    yield f"period: {{{period}}}"
    yield "cases:"
    yield from _case(f"{finding.promise} before the change", finding.before, case.before, decimals)
    if finding.after != finding.before:
        name = f"{finding.promise} after the change"
        yield from _case(name, finding.after, case.after, decimals)


def policy_file(policy: Policy) -> Path | None:
    """The file that a policy was read from, as its places name it."""
    mark = policy.level_2.mark
    return Path(mark.file) if mark.file else None


def _case(name: str, county: County, paid: Paid, decimals: int) -> Iterator[str]:
    yield f"  - name: {_quoted(name)}"
    yield "    given:"
    for table, rows in county.tables.items():
        yield f"      {table}: |"
        for line in _table(rows):
            yield f"        {line}"
    yield "    expect:"
    if paid.refused:
        yield f"      problems: [{', '.join(paid.refused)}]"
        return
    yield "      payouts:"
    posts = list(paid.payable)
    for school, teacher in posts:
        several = sum(other == teacher for _, other in posts) > 1
        post = f"{teacher}@{school}" if several else teacher
        yield f"        {_quoted(post)}: {money_text(paid.payable[school, teacher], decimals)}"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    """Rows as lines of cells, the columns under each other."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [[_cell(name) for name in columns]]
    lines += [[_cell(row.get(name, "")) for name in columns] for row in rows]
    widths = [max(len(line[i]) for line in lines) + 1 for i in range(len(columns))]
    for line in lines:
        cells = [f"{cell}," for cell in line[:-1]]
        padded = [cell.ljust(wide) for cell, wide in zip(cells, widths, strict=False)]
        yield " ".join([*padded, line[-1]]).rstrip()


def _cell(text: str) -> str:
    """A cell, in quotes where it would be read as several."""
    if not text or _PLAIN.fullmatch(text):
        return text
    return '"' + text.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


# --- Hypothesis ---------------------------------------------------------------------------------


def example(finding: Finding) -> str:
    """The case as an ``@example`` to paste above a test that takes a `Pair`.

    The test imports ``County`` and ``Pair`` from `paycalc.testing.strategies`.
    """
    counties = [("before", finding.before), ("after", finding.after)]
    parts = [
        f"    {name}=County(\n        tables={_literal(county.tables)},\n"
        f"        period={dict(county.period)!r},\n    ),"
        for name, county in counties
    ]
    return "\n".join(["@example(pair=Pair(", *parts, "))"])


def _literal(tables: object) -> str:
    assert hasattr(tables, "items")
    data = {name: tuple(dict(row) for row in rows) for name, rows in tables.items()}
    return pformat(data, width=88, sort_dicts=False).replace("\n", "\n        ")


def files(policy: Policy, audit: Audit, folder: Path) -> Iterator[tuple[Path, str]]:
    """A file of policy tests for each promise with a case: where it goes, and its text."""
    for judged in audit.judged:
        case = shown(policy, judged)
        if case is not None:
            path = folder / f"audit-{judged.promise.id}.yaml"
            yield path, yaml_cases(policy, case, path)
