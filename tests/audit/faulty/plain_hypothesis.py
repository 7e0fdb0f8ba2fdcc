"""What plain Hypothesis finds of the faulty policies in more time than an audit takes.

``python -m tests.audit.faulty.plain_hypothesis`` prints the table of README.md.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from paycalc.audit._pay import Paid, paid
from paycalc.audit.auditing import audit
from paycalc.audit.domain import domain_of
from paycalc.audit.model import County, Promise, Row
from paycalc.policy import Policy
from paycalc.testing.strategies import Pair, changes, counties
from tests.audit.faulty import NAMES, VACUOUS, Fault, load

CASES = 4096
EXAMPLES = 300
"""So many examples Hypothesis makes, and no more after `SECONDS`."""
SECONDS = 4.0


class TimeIsUp(KeyboardInterrupt):
    """Hypothesis has had its time; it lets nothing else through."""


UNSEEN = frozenset({"guarantees-undo", "cap-lifts-others"})
"""Those whose breach no two results show."""


def main() -> None:
    """Prints a row for each fault."""
    print("| fault | promise | audit | loss | posts | Hypothesis | took | loss | posts |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in NAMES:
        if name not in VACUOUS | UNSEEN:
            print(f"| {' | '.join(row(load(name, 'faulty')))} |", flush=True)


def row(fault: Fault) -> list[str]:
    """Name, promise, and what both find in how long."""
    audited = (fault.policy, CASES, [fault.promise])
    audit(audited[0], cases=64, promises=audited[2])  # what is compiled and loaded once
    begin = perf_counter()
    found = audit(audited[0], cases=CASES, promises=audited[2], threads=1)
    seconds = perf_counter() - begin
    one = found.judged[0]
    assert one.finding is not None
    posts = len(one.finding.after.tables["staff"])
    left = [f"{seconds:.1f} s", f"{one.finding.loss / 100:,.2f}", str(posts)]
    begin = perf_counter()
    hit, examples, loss = by_hypothesis(fault.policy, one.promise)
    took = f"{perf_counter() - begin:.1f} s"
    if hit is None:
        right = [f"nothing in {examples} examples", took, "", ""]
    else:
        posts = len(hit.tables["staff"])
        right = [f"example {examples}", took, f"{loss / 100:,.2f}", str(posts)]
    return [fault.name, f"`{fault.promise}`", *left, *right]


def by_hypothesis(policy: Policy, promise: Promise) -> tuple[County | None, int, int]:
    """The county that Hypothesis ends with, how many examples it took to the first, the loss."""
    end, tried, first = perf_counter() + SECONDS, [0], [0]
    best: list[Pair] = []

    def fails(pair: Pair) -> bool:
        if perf_counter() > end:
            raise TimeIsUp
        tried[0] += 1
        lost = loss_of(policy, promise, pair) > 0
        if lost:
            first[0] = first[0] or tried[0]
            best.append(pair)
        return lost

    asked = settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    with suppress(NoSuchExample, TimeIsUp):
        find(pairs_of(policy, promise), fails, settings=asked)
    if not best:
        return None, tried[0], 0
    return best[-1].after, first[0], loss_of(policy, promise, best[-1])


# --- Changes and losses, told in Python -----------------------------------------------------------


def pairs_of(policy: Policy, promise: Promise) -> st.SearchStrategy[Pair]:
    """Pairs of counties for a promise."""
    change = promise.change
    if change.kind in ("workload", "outcomes", "leave", "school_results"):
        return changes(policy, change.kind, change.of)
    made = _MADE.get(change.kind, lambda county: county)
    head = domain_of(policy).class_head or ""
    return (
        counties(policy)
        .filter(lambda one: len(one.tables["staff"]) > 1)
        .map(
            lambda county: (
                Pair(*made(county, head))  # type: ignore[call-arg]
                if change.kind in _MADE
                else Pair(county, county)
            )
        )
    )


def _class_head(county: County, head: str) -> tuple[County, County]:
    first = county.tables["staff"][0]
    mine = _without(county, "workload", first, head)
    row = {**_of(first), "kind": head, "quantity": "5"}
    return mine, _with(mine, "workload", (*mine.tables.get("workload", ()), row))


def _twin(county: County, head: str = "") -> tuple[County, County]:
    """The second of the staff has the records of the first."""
    first, second = county.tables["staff"][:2]
    county = _with(county, "staff", (first, {**first, **_id(second)}, *county.tables["staff"][2:]))
    for table in ("workload", "outcomes", "leave"):
        rows = county.tables.get(table, ())
        others = tuple(row for row in rows if row["teacher_id"] != second["teacher_id"])
        copies = [
            {**row, **_id(second)} for row in rows if row["teacher_id"] == first["teacher_id"]
        ]
        county = _with(county, table, (*others, *copies))
    return county, county


def _head_twin(county: County, head: str) -> tuple[County, County]:
    _, twins = _twin(county)
    return _class_head(_without(twins, "workload", twins.tables["staff"][1], head), head)


def _dominated(county: County, head: str) -> tuple[County, County]:
    _, twins = _twin(county)
    first, rows = twins.tables["staff"][0], twins.tables.get("workload", ())
    more = tuple(
        {**row, "quantity": str(min(30, int(row["quantity"]) + 1))}
        if row["teacher_id"] == first["teacher_id"]
        else row
        for row in rows
    )
    return twins, _with(twins, "workload", more)


def _veto(county: County, head: str) -> tuple[County, County]:
    """Two cases: the second of them is the change."""
    first, second = county.tables["staff"][:2]
    case = {"item": "gifts", "status": "confirmed", "decided_on": county.period["from"]}
    cases = [{"case_id": str(n), "teacher_id": one["teacher_id"], **case}
             for n, one in enumerate((second, first))]  # fmt: skip
    return _with(county, "ethics", (cases[0],)), _with(county, "ethics", tuple(cases))


def _other_unit(county: County, head: str) -> tuple[County, County]:
    """The work of all but the first school is gone."""
    school = county.tables["staff"][0]["school_id"]
    rows = tuple(r for r in county.tables.get("workload", ()) if r["school_id"] == school)
    return county, _with(county, "workload", rows)


_MADE: dict[str, Callable[[County, str], tuple[County, County]]] = {
    "class_head": _class_head,
    "twin": _twin,
    "head_twin": _head_twin,
    "dominated": _dominated,
    "veto": _veto,
    "other_unit": _other_unit,
}


def _id(row: Row) -> dict[str, str]:
    return {"teacher_id": row["teacher_id"], "school_id": row["school_id"]}


_of = _id


def _with(county: County, table: str, rows: tuple[Row, ...]) -> County:
    tables = {name: one for name, one in county.tables.items() if name != table}
    return County({**tables, table: rows} if rows else tables, county.period)


def _without(county: County, table: str, owner: Row, kind: str) -> County:
    rows = county.tables.get(table, ())
    return _with(county, table, tuple(
        row for row in rows
        if (row["teacher_id"], row["kind"]) != (owner["teacher_id"], kind)
    ))  # fmt: skip


def loss_of(policy: Policy, promise: Promise, pair: Pair) -> int:
    """What somebody loses beyond the tolerance, in fen; nothing where the engine refuses."""
    before, after = paid(policy, pair.before), paid(policy, pair.after)
    if before.refused or after.refused:
        return 0
    tolerance = 5 if promise.tolerance == "pools" else promise.tolerance
    return max(0, _loss(promise, pair, before, after) - tolerance)


def _loss(promise: Promise, pair: Pair, before: Paid, after: Paid) -> int:
    posts = list(after.payable)
    fell = {post: before.payable[post] - after.payable[post] for post in posts}
    subject = _subject(pair, posts)
    mean = max(1, sum(before.payable.values()) // len(posts))
    compares = promise.compares
    if compares == "own_not_less":
        return fell[subject]
    if compares == "own_not_more":
        return -fell[subject]
    if compares == "others_not_less":
        return max(fen for post, fen in fell.items() if post != subject)
    if compares == "own_no_cliff":
        return abs(fell[subject]) - mean * (promise.at_most or 0) // 1_000_000
    if compares == "unit_no_cliff":
        return _unit_cliff(promise, before, after, subject[0])
    if compares in ("as_peer", "not_less_than_peer"):
        first, second = (after.payable[post] for post in _posts(pair)[:2])
        return abs(first - second) if compares == "as_peer" else second - first
    if compares.startswith("unit"):
        return max(abs(fen) for post, fen in fell.items() if post[0] == subject[0])
    return _per_head(pair, after)


def _unit_cliff(promise: Promise, before: Paid, after: Paid, school: str) -> int:
    had, has = (sum(f for p, f in one.payable.items() if p[0] == school) for one in (before, after))
    heads = max(1, sum(post[0] == school for post in after.payable))
    return (abs(has - had) - had * (promise.at_most or 0) // 1_000_000) // heads


def _per_head(pair: Pair, after: Paid) -> int:
    """How far teachers' mean lies below that of principals, where all have the same records."""
    means = {}
    for position in ("teacher", "principal"):
        paid_ = [after.payable[row["school_id"], row["teacher_id"]]
                 for row in pair.after.tables["staff"] if row["position"] == position]  # fmt: skip
        if not paid_:
            return 0
        means[position] = sum(paid_) / len(paid_)
    return int(means["principal"] - means["teacher"])


def _posts(pair: Pair) -> list[tuple[str, str]]:
    return [(row["school_id"], row["teacher_id"]) for row in pair.after.tables["staff"]]


def _subject(pair: Pair, posts: list[tuple[str, str]]) -> tuple[str, str]:
    """Whom the change concerns: named in what changed, else the first of the staff."""
    words = pair.changed.replace(":", " ").split()
    return next((post for post in posts if post[0] in words or post[1] in words), _posts(pair)[0])


if __name__ == "__main__":
    main()
