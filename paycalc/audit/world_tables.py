"""One county of many as plain tables, for telling, for policy tests, and as Records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import numpy as np

from paycalc.audit._breakpoints import KEYS, MAIN
from paycalc.audit.model import County, Row
from paycalc.audit.world import EPOCH, Counties, World
from paycalc.engine.plan import OF_SCHOOLS
from paycalc.engine.values import decimal_text
from paycalc.records import Records

_COUNTY = "C1"


class Named:
    """The ids of one county: ``number`` among the packed ones."""

    def __init__(self, world: World, counties: Counties, number: int) -> None:
        self.counties = counties
        self.prefix = world.id_prefix
        self.number = number
        self.first_unit, self.end_unit = (int(x) for x in counties.unit_starts[number:][:2])
        starts = counties.school_starts
        self.first_school, self.end_school = (
            int(starts[self.first_unit]),
            int(starts[self.end_unit]),
        )
        starts = counties.post_starts
        self.first_post, self.end_post = int(starts[self.first_unit]), int(starts[self.end_unit])

    def unit(self, unit: int) -> str:
        """A unit's id: that of its group, or of its only school."""
        own = f"{self.prefix}S{unit - self.first_unit + 1}"
        return own if self.counties.grouped[unit] else f"{own}-1"

    def school(self, school: int) -> str:
        """A school's id; units and schools are in order of their ids."""
        unit = int(np.searchsorted(self.counties.school_starts, school, side="right")) - 1
        place = school - int(self.counties.school_starts[unit])
        return f"{self.prefix}S{unit - self.first_unit + 1}-{place + 1}"

    def teacher(self, post: int) -> str:
        """A teacher's id, the same at every post of theirs."""
        width = len(str(self.end_post - self.first_post))
        return f"{self.prefix}T{int(self.counties.teacher[post]) - self.first_post + 1:0{width}d}"

    def post(self, post: int) -> tuple[str, str]:
        """The (school, teacher) of a post."""
        return self.school(int(self.counties.post_school[post])), self.teacher(post)


def county_of(world: World, counties: Counties, number: int) -> County:
    """A county as plain tables."""
    named = Named(world, counties, number)
    tables: dict[str, tuple[Row, ...]] = {
        "funds": tuple(_funds(world, named)),
        "schools": tuple(_schools(world, named)),
    }
    for name in sorted({*counties.tables} - {"schools"}):
        tables[name] = tuple(_rows(world, named, name))
    tables["ethics"] = tuple(_ethics(world, named))
    domain = world.domain
    period = {"id": "audit", "from": str(domain.first_day), "to": str(domain.last_day)}
    return County({name: rows for name, rows in tables.items() if rows}, period)


def records_of(county: County) -> Records:
    """The county as Records; an empty text is an empty cell."""
    tables = {
        name: {column: [row[column] or None for row in rows] for column in rows[0]}
        for name, rows in county.tables.items()
    }
    for name, columns in (("staff", ("teacher_id", "school_id", "position")),):
        tables.setdefault(name, {column: [] for column in columns})
    return Records.from_tables(tables, period=dict(county.period))


def _funds(world: World, named: Named) -> Iterator[Row]:
    decimals = world.policy.currency.decimals
    for source, fen in zip(
        world.domain.sources, named.counties.funds[:, named.number].tolist(), strict=True
    ):
        if source == "" or fen:
            yield {"county_id": _COUNTY, "amount": money_text(fen, decimals), "source": source}


def money_text(fen: int, decimals: int) -> str:
    """An amount in major units with its digits.

    >>> money_text(123456, 2), money_text(-5, 2), money_text(7, 0)
    ('1234.56', '-0.05', '7')
    """
    whole, part = divmod(abs(fen), 10**decimals)
    digits = f".{part:0{decimals}d}" if decimals else ""
    return f"{'-' if fen < 0 else ''}{whole}{digits}"


def _schools(world: World, named: Named) -> Iterator[Row]:
    cells = named.counties.tables["schools"].cells
    for school in range(named.first_school, named.end_school):
        row = {"school_id": named.school(school), "county_id": _COUNTY}
        if world.domain.unit_column is not None:
            row[world.domain.unit_column] = _group(named, school)
        yield row | {c: _text(world, int(codes[school, 0])) for c, codes in cells.items()}


def _group(named: Named, school: int) -> str:
    unit = int(np.searchsorted(named.counties.school_starts, school, side="right")) - 1
    return named.unit(unit) if named.counties.grouped[unit] else ""


def _text(world: World, code: int) -> str:
    return world.texts[code] if code >= 0 else ""


def _rows(world: World, named: Named, name: str) -> Iterator[Row]:
    slots = named.counties.tables[name]
    of_schools = name in OF_SCHOOLS
    first = named.first_school if of_schools else named.first_post
    end = named.end_school if of_schools else named.end_post
    owner: Callable[[int], Row] = _of_school(named) if of_schools else _of_post(named)
    for place, slot in np.argwhere(slots.there[first:end]).tolist():
        row = dict(owner(first + place))
        if name in KEYS:
            row[KEYS[name]] = world.texts[int(slots.key[slot])]
        if name != "staff" or world.domain.kinds.get("staff"):
            row[MAIN[name]] = decimal_text(int(slots.main[first + place, slot]))
        for column, codes in slots.cells.items():
            row[column] = _text(world, int(codes[first + place, slot]))
        yield row


def _of_school(named: Named) -> Callable[[int], Row]:
    return lambda school: {"school_id": named.school(school)}


def _of_post(named: Named) -> Callable[[int], Row]:
    def owner(post: int) -> Row:
        school, teacher = named.post(post)
        return {"teacher_id": teacher, "school_id": school}

    return owner


def _ethics(world: World, named: Named) -> Iterator[Row]:
    cases, veto = named.counties.cases, world.policy.veto
    if veto is None:
        return
    items = list(veto.items)
    status = {means: text for text, means in reversed(tuple(veto.statuses.items()))}
    there = np.argwhere(cases.item[named.first_post : named.end_post] >= 0).tolist()
    for number, (place, slot) in enumerate(there, 1):
        post = named.first_post + place
        yield {
            "case_id": f"E{number}",
            "teacher_id": named.teacher(post),
            "item": items[int(cases.item[post, slot])],
            "status": status["hold" if cases.holds[post, slot] else "apply"],
            "decided_on": _day(int(cases.decided[post, slot])),
            "committed_on": _day(int(cases.committed[post, slot])),
        }


def _day(day: int) -> str:
    return str(EPOCH + timedelta(days=day))
