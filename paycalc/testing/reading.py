"""Reading case files: their cases, with every mistake in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path

from paycalc.policy import Policy
from paycalc.policy.nodes import MOST_BYTES, Collector, Mark, Node, read_nodes, shown
from paycalc.problems import Place, Problem, order
from paycalc.records import Period
from paycalc.records.period import NO_PERIOD, period_of
from paycalc.testing._expecting import read_expected
from paycalc.testing._known import Known
from paycalc.testing._nodes import Entry, Spot, entries, nodes, text
from paycalc.testing._tables import read_tables, with_added
from paycalc.testing.cases import Case, CaseTable, Claim

_FILE = ("title", "policy", "period", "given", "cases")
_CASE = ("name", "period", "given", "add", "expect")

LoadPolicy = Callable[[Path], "Policy | None"]
"""The policy of a file that is there, or `None` where it has errors (told elsewhere)."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file's cases and mistakes; with one here or in the policy none of its cases is run."""

    path: Path
    policy: Path
    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What a file says for all of its cases; `dated`, if it says a period, be it a faulty one."""

    file: str
    path: Path
    policy: Policy | None
    dated: bool
    period: Period | None
    tables: Mapping[str, CaseTable]


def policy_of(path: Path) -> Path:
    """The policy beside whose folder a case file lies: tests/NAME/x.yaml is of NAME.yaml."""
    name = path.absolute().parent.name
    return Path(normpath(path.parent / ".." / ".." / f"{name}.yaml"))


def read_cases(path: Path, load: LoadPolicy) -> CaseFile:
    """The cases of a file; its policy is loaded by ``load``."""
    problems = Collector()
    spot = Spot(problems)
    content = _content(path, spot)
    root = None if content is None else read_nodes(content, str(path), problems)
    found = {} if root is None else entries(root, spot, _FILE)
    start = Mark(str(path), 1, 1)
    file = None if content is None else _policy_path(path, found, start, spot)
    policy = None if file is None else load(file)
    cases: tuple[Case, ...] = ()
    if found and "cases" not in found:
        spot.refuse("T106", start, key="cases")
    if found:
        shared = _shared(path, file or policy_of(path), policy, found, spot)
        cases = _cases(found, shared, spot.into("cases"))
    ordered = order(problems.problems.values())
    runnable = policy is not None and not ordered
    return CaseFile(path, file or policy_of(path), cases if runnable else (), ordered)


def _content(path: Path, spot: Spot) -> bytes | None:
    """A file's content, of one that is too large no more than shows it."""
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        spot.refuse("T100", Mark(str(path), 0, 0), found=type(error).__name__)
        return None


def _shared(
    path: Path, file: Path, policy: Policy | None, found: dict[str, Entry], spot: Spot
) -> _Shared:
    """What a file says for all of its cases."""
    period = _period(found["period"], spot.into("period")) if "period" in found else None
    tables = read_tables(found["given"][1], spot.into("given")) if "given" in found else {}
    return _Shared(str(path), file, policy, "period" in found, period, tables)


def _policy_path(path: Path, found: dict[str, Entry], start: Mark, spot: Spot) -> Path | None:
    """The file of the policy, if it is there."""
    named = text(found["policy"][1], spot.into("policy")) if "policy" in found else None
    if "policy" in found and named is None:
        return None
    file = policy_of(path) if named is None else Path(normpath(path.parent / named))
    if file.is_file():
        return file
    mark = start if named is None else found["policy"][1].mark
    spot.refuse("T120", mark, found=shown(str(file)))
    return None


def _cases(found: dict[str, Entry], shared: _Shared, spot: Spot) -> tuple[Case, ...]:
    names: dict[str, int] = {}
    listed = nodes(found["cases"][1], spot) if "cases" in found else ()
    cases = [_case(one, shared, names, spot.into(place)) for place, one in enumerate(listed, 1)]
    return tuple(case for case in cases if case is not None)


def _case(node: Node, shared: _Shared, names: dict[str, int], spot: Spot) -> Case | None:
    found = entries(node, spot, _CASE)
    if not found:
        return None
    for key in ("name", "expect"):
        if key not in found:
            spot.refuse("T106", node.mark, key=key)
    name = _name(found["name"][1], names, spot.into("name")) if "name" in found else None
    period = _period(found["period"], spot.into("period")) if "period" in found else shared.period
    if not (shared.dated or "period" in found):
        spot.refuse("T106", node.mark, key="period")
    tables = _tables(found, shared, spot)
    claims: tuple[Claim, ...] = ()
    if "expect" in found and shared.policy is not None:
        known = Known(shared.policy, tables)
        claims = tuple(read_expected(found["expect"][1], known, spot.into("expect")))
    if name is None or period is None:
        return None
    return Case(name, shared.file, node.mark.line, shared.path, period, tables, claims)


def _tables(found: dict[str, Entry], shared: _Shared, spot: Spot) -> dict[str, CaseTable]:
    """The file's tables, with those that the case has instead, and the rows that it adds."""
    tables = dict(shared.tables)
    if "given" in found:
        tables |= read_tables(found["given"][1], spot.into("given"))
    if "add" in found:
        tables = with_added(tables, read_tables(found["add"][1], spot.into("add")))
    return tables


def _name(node: Node, names: dict[str, int], spot: Spot) -> str | None:
    name = text(node, spot)
    if name in names:
        spot.refuse("T107", node.mark, found=shown(name), line=names[name])
    elif name is not None:
        names[name] = node.mark.line
    return name


def _period(entry: Entry, spot: Spot) -> Period | None:
    """A period under the keys of `period.yaml`; its mistakes are told where they stand."""
    key, node = entry
    found = entries(node, spot)
    if not found:
        return None
    written = {name: said for name, (_, v) in found.items() if (said := text(v, spot.into(name)))}
    period, problems = period_of(written)
    for problem in problems:
        near = found.get(str(problem.values.get("key", "to")))
        mark = key.mark if near is None else near[1].mark
        place = Place(mark.file, mark.line, mark.column, item="period")
        spot.problems.problems[problem.code, place] = Problem(problem.code, place, problem.values)
    return None if problems or period is NO_PERIOD else period
