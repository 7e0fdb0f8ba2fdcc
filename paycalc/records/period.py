"""The period of a dataset, and reading it from ``period.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

import yaml

from paycalc.problems import Place, Problem

KEYS = ("id", "from", "to", "known_at")


@dataclass(frozen=True, slots=True)
class Period:
    """The period of one run: both days inside; rows known after ``known_at`` are left out."""

    id: str
    first_day: date
    last_day: date
    known_at: date | None = None


_NOWHERE = Place(table="period")
NO_PERIOD = Period("", date.min, date.max)
"""What stands for a period that could not be read: an error among the problems says so."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The text of a key of a period, and where the key stands."""

    text: str
    place: Place


def period_of(period: Period | Mapping[str, object]) -> tuple[Period, list[Problem]]:
    """A period that a program gives, as it is or under the keys of ``period.yaml``.

    >>> period_of({"id": "2025-2026-1", "from": "2025-09-01", "to": "2026-01-31"})[0].last_day
    datetime.date(2026, 1, 31)
    """
    if isinstance(period, Period):
        early = period.last_day < period.first_day
        return period, [Problem("R125", Place(table="period"))] if early else []
    entries = {
        str(key): Entry(_iso(value), _NOWHERE)
        for key, value in period.items()
        if value is not None or key not in KEYS
    }
    return period_from(entries, _NOWHERE)


def parse_period(text: str, file: str = "period.yaml") -> tuple[Period, list[Problem]]:
    """The period that the text of ``period.yaml`` says, and every problem with it.

    Every scalar is text until its key says what it is; values that are lists or mappings are
    refused.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line, position = (mark.line + 1, mark.column + 1) if mark else (None, None)
        return NO_PERIOD, [Problem("R121", Place(file=file, line=line, position=position))]
    if not isinstance(node, yaml.MappingNode):
        return NO_PERIOD, [Problem("R121", Place(file=file, line=1, position=1))]
    members = [pair for pair in node.value if pair[0].value != "aliases"]  # read by `names`
    return parse_period_node(yaml.MappingNode(node.tag, members), file)


def parse_period_node(node: yaml.MappingNode, file: str) -> tuple[Period, list[Problem]]:
    """The period that a mapping of a YAML file says, and every problem with it."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    written: set[str] = set()
    for key, value in node.value:
        place = Place(file, key.start_mark.line + 1, key.start_mark.column + 1)
        written.add(str(key.value))
        if not (isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)):
            problems.append(Problem("R126", place))
        elif key.value in entries:
            problems.append(Problem("R127", place, {"key": key.value}))
        else:
            entries[key.value] = Entry(value.value, place)
    period, found = period_from(entries, Place(file))
    # A key that is there and refused is not missing, too.
    found = [p for p in found if not (p.code == "R123" and p.values["key"] in written - {*entries})]
    return (NO_PERIOD if problems else period), problems + found


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat() if value.time() != datetime.min.time() else str(value.date())
    return str(value)


def period_from(entries: Mapping[str, Entry], whole: Place) -> tuple[Period, list[Problem]]:
    """The period of some keys; ``whole`` is where what is missing should stand."""
    problems: list[Problem] = []
    for key, entry in entries.items():
        if key not in KEYS:
            near = get_close_matches(key, (*KEYS, "aliases"), 1)
            values = {"key": key, "nearest": near[0]} if near else {"key": key}
            problems.append(Problem("R122N" if near else "R122", entry.place, values))
    problems += [
        Problem("R123", whole, {"key": key})
        for key in KEYS[:3]
        if not (key in entries and entries[key].text.strip())
    ]
    days: dict[str, date] = {}
    for key in KEYS[1:]:
        given = entries.get(key)
        if given is None or not given.text.strip():
            continue
        day = _day(given.text.strip())
        if day is None:
            problems.append(Problem("R124", given.place, {"key": key}))
        else:
            days[key] = day
    if not problems and days["from"] > days["to"]:
        problems.append(Problem("R125", entries["to"].place))
    if problems:
        return NO_PERIOD, problems
    named = entries["id"].text.strip()
    return Period(named, days["from"], days["to"], days.get("known_at")), problems


def _day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:  # a day that the calendar lacks
        return None
