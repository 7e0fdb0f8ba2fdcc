"""By which SQL each table of a dataset is read, as ``tables.yaml`` says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import yaml

from paycalc.problems import Place, Problem
from paycalc.records.period import NO_PERIOD, Period, parse_period_node
from paycalc.records.tables import TABLES

PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Queries:
    """The SQL of each table, and what is wrong with the file that says it.

    ``period`` is ``None`` if none is named, a stand-in if it cannot be read.
    """

    tables: Mapping[str, str]
    period: Period | None = None
    problems: tuple[Problem, ...] = ()


def read_queries(path: Path) -> Queries:
    """The queries that a file holds: a table's name and its SQL per key, and ``period``."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        return Queries({}, NO_PERIOD, (Problem("R102", Place(file=path.name)),))
    except UnicodeDecodeError as error:
        wrong = Problem("R128", Place(file=path.name), {"offset": error.start + 1})
        return Queries({}, NO_PERIOD, (wrong,))
    return parse_queries(text, path.name)


def parse_queries(text: str, file: str = "tables.yaml") -> Queries:
    """The queries that a text holds.

    >>> parse_queries("funds: SELECT county_id, amount FROM funds").tables["funds"]
    'SELECT county_id, amount FROM funds'
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line, position = (mark.line + 1, mark.column + 1) if mark else (None, None)
        return Queries({}, NO_PERIOD, (Problem("R187", Place(file, line, position)),))
    if not isinstance(node, yaml.MappingNode):
        return Queries({}, NO_PERIOD, (Problem("R187", Place(file, 1, 1)),))
    tables: dict[str, str] = {}
    period: Period | None = None
    problems: list[Problem] = []
    for key, value in node.value:
        place = Place(file, key.start_mark.line + 1, key.start_mark.column + 1)
        name = key.value if isinstance(key, yaml.ScalarNode) else None
        if name in tables or (name == PERIOD and period is not None):
            problems.append(Problem("R127", place, {"key": str(name)}))
        elif name == PERIOD and isinstance(value, yaml.MappingNode):
            period, found = parse_period_node(value, file)
            problems += found
        elif name is not None and name not in (*TABLES, PERIOD):
            problems.append(_unknown(name, place))
        elif name and name in TABLES and isinstance(value, yaml.ScalarNode) and value.value.strip():
            tables[name] = value.value
        else:
            problems.append(Problem("R187", place))
    return Queries(tables, period, tuple(problems))


def _unknown(name: str, place: Place) -> Problem:
    values = {"key": name, "tables": ", ".join(TABLES)}
    near = get_close_matches(name, TABLES, 1)
    if near:
        return Problem("R188N", place, {**values, "nearest": near[0]})
    return Problem("R188", place, values)
