"""Telling an audit to people: verdicts with what they rest on, then every case that breaks one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from paycalc.audit._differing import ItemChange
from paycalc.audit._pay import Shown, shown
from paycalc.audit._rows import change_texts, county_lines, money, post_text
from paycalc.audit._words import LOSSES, MEANINGS, VERDICTS, say
from paycalc.audit.catalogue import premise_text
from paycalc.audit.model import Audit, Judged, Reason
from paycalc.audit.search import LEAST_SHARE
from paycalc.policy.model import Mark, Policy
from paycalc.policy.nodes import decimal_text
from paycalc.testing.telling import width

MICRO = 1_000_000


def text(policy: Policy, audit: Audit, language: str = "en") -> str:
    """The whole of an audit as lines for a terminal, in ``en`` or ``zh``."""
    return "\n".join(_lines(policy, audit, language))


def _lines(policy: Policy, audit: Audit, language: str) -> Iterator[str]:
    yield say(language, "title", policy=audit.policy, version=audit.version)
    yield ""
    for judged in audit.judged:
        yield from judged_lines(policy, judged, language)
    for judged in audit.judged:
        case = shown(policy, judged)
        if case is not None:
            yield ""
            yield from case_lines(policy, case, language)
    yield from _crossed(audit, language)
    yield ""
    yield summary(audit, language)


def summary(audit: Audit, language: str) -> str:
    """Promises, cases, seed, seconds, and which declared promises are broken."""
    declared = sum(judged.promise.declared for judged in audit.judged)
    broken = [judged.promise.id for judged in audit.broken]
    return say(
        language,
        "sum",
        promises=len(audit.judged),
        declared=declared,
        cases=audit.cases,
        seed=audit.seed,
        seconds=round(audit.seconds, 1),
        broken=", ".join(broken) or "-",
    )


# --- Verdicts -----------------------------------------------------------------------------------


def judged_lines(policy: Policy, judged: Judged, language: str) -> Iterator[str]:
    """A promise: its verdict, its sentence, and what the verdict rests on."""
    promise = judged.promise
    word = VERDICTS[judged.verdict][language == "zh"]
    status = declaration(judged, language)
    gap = " " * max(1, 15 - width(word))
    yield f"{word}{gap}{promise.id} ({status})"
    for line in (sentence(judged, language), *basis(policy, judged, language)):
        yield f"    {line}"


def declaration(judged: Judged, language: str) -> str:
    """Whether the author stands by a promise, and where the policy says so; else a note."""
    promise = judged.promise
    if not promise.declared:
        return say(language, "note")
    place = f", {place_text(promise.mark)}" if promise.mark.line else ""
    return say(language, "declared") + place


def sentence(judged: Judged, language: str) -> str:
    """The promise in a language."""
    return judged.promise.zh if language == "zh" else judged.promise.en


def basis(policy: Policy, judged: Judged, language: str) -> Iterator[str]:
    """What a verdict rests on: a proof, or cases, their bound and how often the premise held."""
    decimals = policy.currency.decimals
    yield from _verdict(judged, decimals, language)
    premise = premise_text(judged.promise, language)
    if premise and judged.cases:
        rate = percent(judged.met * MICRO // judged.cases)
        yield say(language, "premise", premise=premise, rate=rate, cases=f"{judged.cases:,}")
    if judged.refused_before:
        n, counties = judged.refused_before, judged.counties
        rate = percent(n * 10_000 // counties * 100)
        yield say(language, "refused_before", n=f"{n:,}", counties=f"{counties:,}", rate=rate)
    if judged.refused_after:
        yield say(language, "refused_after", n=f"{judged.refused_after:,}")
    if judged.scope:
        yield say(language, "scope", n=f"{judged.scope:,}")
    if judged.verdict in ("SAMPLED", "CHECKED", "ROUNDING"):
        yield from _parts(judged, language)


def _verdict(judged: Judged, decimals: int, language: str) -> Iterator[str]:
    worst = money(judged.worst, decimals)
    met, broken = f"{judged.met:,}", f"{judged.broken:,}"
    if judged.verdict == "PROVED":
        static = judged.static
        loss = static.loss_at_most if static is not None else None
        names = sorted({name for part in static.parts for name in part.theorems} if static else ())
        said = money(loss, decimals) if loss else say(language, "nothing")
        yield say(language, "proved", loss=said, theorems=f" ({', '.join(names)})" if names else "")
    elif judged.verdict == "BROKEN":
        most = say(language, "by_up_to", worst=worst) if judged.worst > 0 else ""
        yield say(language, "broken", broken=broken, met=met, worst=most)
        if is_leak(judged, decimals):
            yield say(language, "leak", pools=judged.pools)
    elif judged.verdict == "ROUNDING":
        yield say(language, "rounding", met=met, worst=worst, pools=judged.pools)
    elif judged.verdict == "NOT EXERCISED":
        yield say(language, "idle")
    elif judged.bound is not None:
        bound = percent(-int(-judged.bound * MICRO // 1))
        missed = say(language, "missed", worst=worst) if judged.worst > 0 else ""
        yield say(language, "searched", met=met, worst=missed, bound=bound)


def is_leak(judged: Judged, decimals: int) -> bool:
    """Whether what is lost at worst is beyond rounding and yet next to nothing."""
    found = judged.finding
    if found is None or found.refused:
        return False
    return found.loss < 10**decimals or found.share < LEAST_SHARE


def _parts(judged: Judged, language: str) -> Iterator[str]:
    """For which kinds it is proved, and what stands against a proof for the others."""
    parts = judged.static.parts if judged.static is not None else ()
    proved = [part.of for part in parts if part.of and part.loss_at_most == 0]
    if proved:
        yield say(language, "partly", kinds=", ".join(proved))
    for part in parts:
        for reason in (*part.faults, *part.opens)[:1]:
            of = part.of or judged.promise.id
            said = reason.zh if language == "zh" else reason.en
            yield say(language, "open", of=of, reason=said, place=place_text(reason.mark))


def percent(micro: int) -> str:
    """A part of one as a percentage."""
    return f"{decimal_text(micro * 100)}%"


def place_text(mark: Mark) -> str:
    """File, line and column."""
    return f"{mark.file}:{mark.line}:{mark.column}"


# --- Cases --------------------------------------------------------------------------------------


def case_lines(policy: Policy, case: Shown, language: str) -> Iterator[str]:
    """A case that breaks a promise: what changed, everybody's pay before and after, and why."""
    finding = case.finding
    yield f"{VERDICTS[case.judged.verdict][language == 'zh']}: {finding.promise}"
    yield f"  {sentence(case.judged, language)}"
    for line in losses(policy, case, language):
        yield f"  {line}"
    if finding.changed:
        yield f"  {say(language, 'changed')}:"
        yield from (f"    {line}" for line in change_texts(finding.changed, language))
    yield f"  {say(language, 'county')}:"
    for line in county_lines(finding.before, language):
        yield f"    {line}"
    yield f"  {say(language, 'pay')}:"
    for line in aligned(pay_rows(policy, case, language)):
        yield f"    {line}"
    yield f"  {say(language, 'why')}:"
    for line in why(policy, case, language):
        yield f"    {line}"
    yield f"  {say(language, 'found', seed=finding.seed, index=finding.index)}"


def losses(policy: Policy, case: Shown, language: str) -> Iterator[str]:
    """Who has how much less than promised, compared with whom; or why the engine refuses."""
    finding = case.finding
    if finding.refused:
        yield say(language, "refused", codes=", ".join(finding.refused))
    if finding.refused or finding.loser is None:
        return
    school, teacher = finding.loser
    loss, share = money(finding.loss, policy.currency.decimals), percent(finding.share // 100 * 100)
    key = LOSSES.get(case.judged.promise.compares, "loses")
    yield say(language, key, school=school, teacher=teacher, loss=loss, share=share)
    if finding.peer is not None:
        yield say(language, "against", school=finding.peer[0], teacher=finding.peer[1])


def pay_rows(policy: Policy, case: Shown, language: str) -> list[tuple[str, ...]]:
    """A head, and a row for everybody in the case: ids, pay before, after, difference, records."""
    decimals = policy.currency.decimals
    head = ("school", "teacher", "before", "after", "difference", "records")
    rows = [tuple(say(language, name) for name in head)]
    for school, teacher in case.posts:
        before = case.before.payable.get((school, teacher))
        after = case.after.payable.get((school, teacher))
        known = before is not None and after is not None
        moved = money(after - before, decimals, sign=True) if known else ""  # type: ignore[operator]
        cells = ["-" if fen is None else money(fen, decimals) for fen in (before, after)]
        rows.append((school, teacher, *cells, moved, _records(case, school, teacher)))
    return rows


def _records(case: Shown, school: str, teacher: str) -> str:
    before = post_text(case.finding.before, school, teacher)
    after = post_text(case.finding.after, school, teacher)
    return before if before == after else f"{before} => {after}"


def why(policy: Policy, case: Shown, language: str) -> Iterator[str]:
    """The lines in which the loser's pay differs, then the places of the policy at fault."""
    decimals = policy.currency.decimals
    for one in case.lines:
        place = "" if one.mark is None else f" ({place_text(one.mark)})"
        before, after = money(one.before, decimals), money(one.after, decimals)
        yield say(language, "line", line=one.line, before=before, after=after, place=place)
    for item in case.items:
        yield from item_texts(item, language)
    known = {reason.mark for reason in case.reasons}
    yield from reason_texts(case.reasons, language)
    yield from (place_text(mark) for mark in case.finding.places if mark not in known)


def item_texts(item: ItemChange, language: str) -> Iterator[str]:
    """An item that differs, and the step that turns it around."""
    cell = "".join(f" [{column} {text or '-'}]" for column, text in item.cell.items())
    none = say(language, "no_number")
    before, after = (
        none if micro is None else decimal_text(micro) for micro in (item.before, item.after)
    )
    values = {"name": f"{item.name}{cell}", "before": before, "after": after}
    yield say(language, "item", **values, place=place_text(item.mark))
    if item.turn is not None:
        operand = item.turn.operand
        by = "" if operand is None else say(language, "turn_by", number=decimal_text(operand))
        said = say(language, "turn", step=item.turn.step, by=by, name=item.name)
        yield f"{place_text(item.turn.mark)}: {said}"


def reason_texts(reasons: Iterable[Reason], language: str) -> Iterator[str]:
    """Places with what they do."""
    for reason in reasons:
        yield f"{place_text(reason.mark)}: {reason.zh if language == 'zh' else reason.en}"


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns under each other; all but the last have one width."""
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def _crossed(audit: Audit, language: str) -> Iterator[str]:
    """Which places of the policy the search never came to, and what counties were refused for."""
    if audit.coverage:
        never = [name for name, n in audit.coverage.items() if not n]
        reached, places = len(audit.coverage) - len(never), len(audit.coverage)
        yield ""
        yield say(language, "reached", reached=f"{reached:,}", places=f"{places:,}")
        yield from (f"    {say(language, 'never', name=name)}" for name in never)
    if audit.refusals:
        yield ""
        yield f"{say(language, 'refusals')}:"
        for code, n in audit.refusals.items():
            yield f"    {say(language, 'coverage', name=code, n=f'{n:,}')}"


def meanings(language: str) -> Iterator[tuple[str, str]]:
    """Each verdict and what it means."""
    for verdict, said in MEANINGS.items():
        yield VERDICTS[verdict][language == "zh"], said[language == "zh"]
