"""Makes a failing case small: fewer rows, fewer parts of the policy, simpler numbers."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator

import yaml

from tests.strategies.case import Case, Tables
from tests.strategies.text import Branch, Tree, to_yaml

Failing = Callable[[Case], bool]
_KEPT = {"paycalc", "id", "version", "effective", "currency", "level_1", "level_2"}


def shrink(case: Case, failing: Failing, *, seconds: float = 60) -> Case:
    """A smaller case that still fails, by greedy steps until none helps or the time is over."""
    end = time.monotonic() + seconds
    case = _inlined(case, failing)
    while True:
        before = (case.policy_text, case.tables)
        for stage in (_fewer_rows, _smaller_policy, _fewer_columns, _simpler_cells):
            case = stage(case, failing, end)
        if (case.policy_text, case.tables) == before or time.monotonic() > end:
            return case


def _inlined(case: Case, failing: Failing) -> Case:
    """The case with the files of its plans written where they are named."""
    policy = copy.deepcopy(case.policy)

    def inline(tree: Tree) -> Tree:
        if isinstance(tree, dict) and set(tree) == {"file"}:
            text = case.files.get(str(tree["file"]))
            return tree if text is None else yaml.load(text, yaml.BaseLoader)
        return {k: inline(v) for k, v in tree.items()} if isinstance(tree, dict) else tree

    policy["level_2"] = inline(policy["level_2"])
    other = case.changed(policy=policy)
    return other if case.files and failing(other) else case


# --- rows -------------------------------------------------------------------------------------


def _fewer_rows(case: Case, failing: Failing, end: float) -> Case:
    """Counties, schools and teachers with all that is theirs, then single rows."""
    for column in ("county_id", "school_id", "teacher_id"):
        texts = sorted({row.get(column, "") for rows in case.tables.values() for row in rows})
        for text in texts:
            case = _try(case, _without(case, column, text), failing, end)
    for name in list(case.tables):
        case = _drop_rows(case, name, failing, end)
    return case


def _without(case: Case, column: str, text: str) -> Case:
    """The case without one county, school or teacher."""
    gone = {text} if text else set()
    schools = case.tables.get("schools", []) if column == "county_id" else []
    lost = {row.get("school_id") for row in schools if row.get(column) in gone}
    tables = {
        name: [
            row
            for row in rows
            if row.get(column, "") not in gone and (row.get("school_id") or None) not in lost
        ]
        for name, rows in case.tables.items()
    }
    return case.changed(tables={name: rows for name, rows in tables.items() if rows})


def _drop_rows(case: Case, name: str, failing: Failing, end: float) -> Case:
    """Ever smaller runs of rows are left out."""
    size = max(1, len(case.tables.get(name, [])) // 2)
    while size:
        start = 0
        while start < len(case.tables.get(name, [])):
            rows = case.tables[name]
            less = rows[:start] + rows[start + size :]
            smaller = _try(case, _with(case, name, less), failing, end)
            start += size if smaller is case else 0
            case = smaller
        size //= 2
    return case


def _with(case: Case, name: str, rows: list[dict[str, str]]) -> Case:
    tables = {**case.tables, name: rows}
    return case.changed(tables={key: part for key, part in tables.items() if part})


def _try(case: Case, other: Case, failing: Failing, end: float) -> Case:
    """The other case where it is different and fails too."""
    if time.monotonic() > end:
        return case
    if (other.policy_text, other.tables) == (case.policy_text, case.tables):
        return case
    return other if failing(other) else case


# --- the policy -------------------------------------------------------------------------------

_Path = tuple[str | int, ...]


def _smaller_policy(case: Case, failing: Failing, end: float) -> Case:
    """Parts left out, from the outside in; what stays is replaced by simpler VALUEs."""
    path_lists = (_paths, _paths)
    for paths, change in zip(path_lists, (_removed, _simpler), strict=True):
        for path in list(paths(case.policy)):
            for policy in change(case.policy, path):
                if to_yaml(policy) != case.policy_text:
                    case = _try(case, case.changed(policy=policy), failing, end)
    return case


def _paths(tree: Tree, path: _Path = ()) -> Iterator[_Path]:
    """Where the parts of a tree are, a part before what is in it, later parts first."""
    parts: list[tuple[str | int, Tree]] = []
    if isinstance(tree, dict):
        parts = [(key, value) for key, value in tree.items() if path or key not in _KEPT]
        inside = [(key, value) for key, value in tree.items() if not path and key in _KEPT]
        for key, value in inside:
            yield from _paths(value, (key,))
    elif isinstance(tree, list):
        parts = list(enumerate(tree))
    for key, value in reversed(parts):
        yield (*path, key)
        yield from _paths(value, (*path, key))


def _parent(policy: Branch, path: _Path) -> Tree | None:
    """What a path's part lies in, or nothing where the path leads nowhere any more."""
    tree: Tree = policy
    for key in path[:-1]:
        if isinstance(tree, dict) and key in tree:
            tree = tree[str(key)]
        elif isinstance(tree, list) and isinstance(key, int) and key < len(tree):
            tree = tree[key]
        else:
            return None
    key = path[-1]
    known = key in tree if isinstance(tree, dict) else isinstance(key, int) and key < len(tree)
    return tree if known and not isinstance(tree, str) else None


def _removed(policy: Branch, path: _Path) -> Iterator[Branch]:
    """The policy without one part."""
    copied = copy.deepcopy(policy)
    parent = _parent(copied, path)
    if parent is not None:
        del parent[path[-1]]  # type: ignore[index, arg-type]
        yield copied


def _simpler(policy: Branch, path: _Path) -> Iterator[Branch]:
    """The policy with one part replaced: a mapping by 1, a number by a rounder one."""
    parent = _parent(policy, path)
    if parent is None:
        return
    for other in _simpler_parts(parent[path[-1]]):  # type: ignore[index]
        copied = copy.deepcopy(policy)
        inner = _parent(copied, path)
        assert inner is not None
        inner[path[-1]] = other  # type: ignore[index]
        yield copied


def _simpler_parts(tree: Tree) -> list[Tree]:
    if isinstance(tree, dict):
        return ["1", "rest", {"position": "teacher"}]
    if isinstance(tree, str):
        return list(_simpler_numbers(tree))
    return []


def _simpler_numbers(text: str) -> list[str]:
    body, unit = (text[:-1], "%") if text.endswith("%") else (text, "")
    try:
        float(body)
    except ValueError:
        return []
    options = ["1", "0", "2", "10", body.split(".")[0], body.lstrip("-")]
    shorter = [option for option in options if len(option) < len(body) or option in ("0", "1")]
    return [option + unit for option in shorter if option != body and option]


# --- cells ------------------------------------------------------------------------------------


def _fewer_columns(case: Case, failing: Failing, end: float) -> Case:
    for name in list(case.tables):
        columns = list(dict.fromkeys(key for row in case.tables[name] for key in row))
        for column in columns:
            rows = [{k: v for k, v in row.items() if k != column} for row in case.tables[name]]
            case = _try(case, _with(case, name, rows), failing, end)
    return case


def _simpler_cells(case: Case, failing: Failing, end: float) -> Case:
    for name in list(case.tables):
        for i in range(len(case.tables[name])):
            for column, text in list(case.tables[name][i].items()):
                for simpler in ["", *_simpler_numbers(text)] if text else []:
                    tables: Tables = {**case.tables, name: [dict(row) for row in case.tables[name]]}
                    tables[name][i][column] = simpler
                    smaller = _try(case, case.changed(tables=tables), failing, end)
                    if smaller is not case:
                        case = smaller
                        break
    return case
