"""Policies with corrections, and datasets that change from one revision to the next."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from hypothesis import strategies as st

Tables = dict[str, list[dict[str, str]]]

PERIOD = {"id": "2025-1", "from": "2025-09-01", "to": "2026-01-31"}
MODES = ("repool", "freeze_others", "carry_forward")

_POLICY = """
paycalc: 1
id: corrected
version: "1"
effective: {{from: 2025-09-01}}
currency: {{code: CNY, decimals: 2}}
groups:
  heads: {{position: head}}
  others: {{not: heads}}
items:
  headcount: {{of: unit, rows: staff, each: fte}}
  points: {{rows: workload, where: {{kind: lesson}}}}
  score: {{rows: outcomes, combine: mean, missing: 0}}
  present: {{rows: leave, then: [{{bands: {{0: 1, 15: 0.5, 60: 0}}}}]}}
level_1:
  pools:
    direct: {{takes: 30, members: posts, for: heads, share_equally: true, if_short: scale}}
    county: {{takes: {{share: 1%, of: all}}, keep: true}}
    all: {{takes: rest, share_by: [headcount]}}
level_2:
  rounding: {rounding}
  pools:
    reserve: {{takes: {{share: {reserve}, of: all}}, keep: true}}
    spare: {{takes: 2%, keep: true}}
    work: {{takes: 60%, share_by: [points]}}
    result: {{takes: rest, {rest}}}
  adjust:
    leave: {{keep: [present], goes_to: {leave}}}
veto:
  list: {{bribes: {{class: grave}}, gifts: {{class: light}}, jokes: {{class: slight}}}}
  classes:
    grave: {{pays: 0%, months: 12}}
    light: {{pays: 33.33%, months: 3}}
    slight: {{pays: 50%, months: 12, pools: [work, level_1.direct]}}
  statuses: {{confirmed: apply, under_review: hold, overturned: ignore}}
  money_goes_to: {goes_to}
  {leaders}
corrections: {{{corrections}}}
"""


@dataclass(frozen=True)
class Sequence:
    """A policy, the records of its run, and what happens then: records of corrections, or None.

    ``None`` is a release.
    """

    policy: str
    first: Tables
    then: tuple[Tables | None, ...]


def _words(draw: st.DrawFn, *words: str) -> str:
    return draw(st.sampled_from(words))


@st.composite
def policies(draw: st.DrawFn, modes: tuple[str, ...] = MODES, *, limited: bool = True) -> str:
    """A policy of one of these modes, perhaps with a limit to recoveries."""
    mode = _words(draw, *modes)
    says = [f"mode: {mode}"]
    if mode == "freeze_others":
        says.append("reserve: reserve")
        who = _words(draw, "", "for: heads", "for: others")
        equally = _words(draw, "", "share_equally: true")
        how = ", ".join(text for text in (who, equally) if text)
        says.append(f"release: {{{how}}}" if how else "release: {}")
    if limited and draw(st.booleans()):
        says.append(f"recovery_at_most: {_words(draw, '5', '60', '200')}")
    return _POLICY.format(
        rounding=_words(draw, "largest_remainder", "webster"),
        reserve=_words(draw, "20%", "3%"),
        rest=_words(draw, "share_by: [score]", "share_equally: true"),
        leave=_words(draw, "others", "unallocated"),
        goes_to=_words(draw, "county", "unallocated", "school"),
        leaders=_words(draw, "", "leaders: [{cases: 1, group: heads, pays: 70%}]"),
        corrections=", ".join(says),
    )


@st.composite
def datasets(draw: st.DrawFn, *, leavers: bool = True) -> Tables:
    """One or two counties with a few schools and posts, rows of each table, and cases."""
    counties = draw(st.integers(1, 2))
    tables: Tables = {
        "funds": [{"county_id": f"C{n}", "amount": _amount(draw)} for n in range(counties)],
        "schools": [],
        "staff": [],
        **{name: [] for name in ("workload", "outcomes", "leave", "ethics", "adjustments")},
    }
    for county in range(counties):
        for school in range(draw(st.integers(1, 2))):
            tables["schools"].append({"school_id": f"S{county}{school}", "county_id": f"C{county}"})
    for n in range(draw(st.integers(2, 6))):
        _add_post(draw, tables, f"T{n}")
    for _ in range(draw(st.integers(2, 10))):
        draw(st.sampled_from(_CHANGES if leavers else _COMMON))(draw, tables)
    return tables


def _amount(draw: st.DrawFn) -> str:
    return _words(draw, "1000", "523.47", "12000.05")


def _add_post(draw: st.DrawFn, tables: Tables, teacher: str) -> None:
    school = draw(st.sampled_from(tables["schools"]))["school_id"]
    if any((row["teacher_id"], row["school_id"]) == (teacher, school) for row in tables["staff"]):
        return
    stint = {
        "teacher_id": teacher,
        "school_id": school,
        "position": _words(draw, "teacher", "teacher", "head"),
        "fte": _words(draw, "", "1", "0.5"),
        "from": "",
        "to": "",
    }
    tables["staff"].append(stint)
    tables["workload"].append(
        {**_owner(stint), "kind": "lesson", "quantity": _words(draw, "1", "12", "16.5")}
    )


def _owner(stint: dict[str, str]) -> dict[str, str]:
    return {"teacher_id": stint["teacher_id"], "school_id": stint["school_id"]}


def _post(draw: st.DrawFn, tables: Tables) -> dict[str, str]:
    return _owner(draw(st.sampled_from(tables["staff"])))


def _new_teacher(draw: st.DrawFn, tables: Tables) -> None:
    _add_post(draw, tables, f"T{draw(st.integers(0, 7))}")


def _late_work(draw: st.DrawFn, tables: Tables) -> None:
    row = {**_post(draw, tables), "kind": _words(draw, "lesson", "talk"), "quantity": "2"}
    tables["workload"].append(row)


def _other_quantity(draw: st.DrawFn, tables: Tables) -> None:
    if tables["workload"]:
        row = draw(st.sampled_from(tables["workload"]))
        row["quantity"] = _words(draw, "0", "1.0", "11", "40")


def _lost_row(draw: st.DrawFn, tables: Tables) -> None:
    rows = tables[_words(draw, "workload", "outcomes", "leave", "ethics", "adjustments")]
    if rows:
        rows.pop(draw(st.integers(0, len(rows) - 1)))


def _score(draw: st.DrawFn, tables: Tables) -> None:
    row = {**_post(draw, tables), "indicator": "quality", "value": _words(draw, "60", "90.5")}
    tables["outcomes"].append(row)


def _leave(draw: st.DrawFn, tables: Tables) -> None:
    row = {**_post(draw, tables), "kind": "sick", "days": _words(draw, "3", "20", "70")}
    tables["leave"].append(row)


def _case(draw: st.DrawFn, tables: Tables) -> None:
    stint = draw(st.sampled_from(tables["staff"]))
    known = [int(row["case_id"][1:]) for row in tables["ethics"]]
    home = {row["school_id"]: row["county_id"] for row in tables["schools"]}
    tables["ethics"].append(
        {
            "case_id": f"E{1 + max(known, default=0)}",
            "teacher_id": stint["teacher_id"],
            "county_id": home[stint["school_id"]],
            "item": _words(draw, "bribes", "gifts", "jokes"),
            "status": _words(draw, "confirmed", "confirmed", "under_review"),
            "decided_on": _words(draw, "2025-10-01", "2025-10-01", "2025-04-30"),
        }
    )


def _case_ends(draw: st.DrawFn, tables: Tables) -> None:
    if tables["ethics"]:
        case = draw(st.sampled_from(tables["ethics"]))
        case["status"] = _words(draw, "overturned", "confirmed", "overturned")


def _by_hand(draw: st.DrawFn, tables: Tables) -> None:
    known = [int(row["adjustment_id"][1:]) for row in tables["adjustments"]]
    tables["adjustments"].append(
        {
            "adjustment_id": f"A{1 + max(known, default=0)}",
            **_post(draw, tables),
            "amount": _words(draw, "-1.00", "0.50", "2.25"),
            "reason": "agreed",
            "author": "office",
        }
    )


def _leaver(draw: st.DrawFn, tables: Tables) -> None:
    stint = draw(st.sampled_from(tables["staff"]))
    stint["to"] = _words(draw, "", "2025-12-31", "2026-01-31")


def _gone(draw: st.DrawFn, tables: Tables) -> None:
    """A post that never was: its rows go with it."""
    if len(tables["staff"]) > 1:
        stint = tables["staff"].pop(draw(st.integers(0, len(tables["staff"]) - 1)))
        mine = _owner(stint)
        for name in ("workload", "outcomes", "leave", "adjustments"):
            tables[name] = [row for row in tables[name] if _owner(row) != mine]
        left = {row["teacher_id"] for row in tables["staff"]}
        tables["ethics"] = [row for row in tables["ethics"] if row["teacher_id"] in left]


def _other_fund(draw: st.DrawFn, tables: Tables) -> None:
    draw(st.sampled_from(tables["funds"]))["amount"] = _amount(draw)


def _nothing(draw: st.DrawFn, tables: Tables) -> None:
    """Only what nothing reads is changed: the order of rows, and the name of a person."""
    tables["workload"].reverse()
    for row in tables["staff"]:
        row["name"] = "N. N."


Change = Callable[[st.DrawFn, Tables], None]
_COMMON: tuple[Change, ...] = (
    *(_late_work, _other_quantity, _score, _leave, _by_hand, _lost_row, _nothing),
    *(_case, _case, _case, _case_ends, _case_ends, _case_ends),
)
_CHANGES: tuple[Change, ...] = (*_COMMON, _leaver)
_LATER: tuple[Change, ...] = (*_COMMON, *_COMMON, _leaver, _new_teacher, _gone, _other_fund)


@st.composite
def sequences(draw: st.DrawFn, modes: tuple[str, ...] = MODES, most: int = 4) -> Sequence:
    """A run, and what happens to it."""
    policy = draw(policies(modes))
    tables = first = draw(datasets())
    then: list[Tables | None] = []
    for _ in range(draw(st.integers(1, most))):
        if "freeze_others" in policy and draw(st.integers(0, 3)) == 0:
            then.append(None)
            continue
        tables = deepcopy(tables)
        for _ in range(draw(st.integers(1, 4))):
            draw(st.sampled_from(_LATER))(draw, tables)
        then.append(tables)
    return Sequence(policy, first, tuple(then))


@st.composite
def late_rows(draw: st.DrawFn, tables: Tables, but: str) -> Tables:
    """The same records with a few more rows of work, results and leave of other teachers."""
    later = deepcopy(tables)
    others = {**later, "staff": [row for row in later["staff"] if row["teacher_id"] != but]}
    if others["staff"]:
        for _ in range(draw(st.integers(0, 2))):
            draw(st.sampled_from((_late_work, _score, _leave)))(draw, others)
    return later
