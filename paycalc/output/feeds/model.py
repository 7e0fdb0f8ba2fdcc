"""What a ``map.yaml`` says: how the feed of a run is written for one payroll system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from paycalc.policy.model import Mark

TargetName: TypeAlias = Literal["feed", "frappe", "odoo", "table", "postgresql"]
TARGETS: tuple[TargetName, ...] = ("feed", "frappe", "odoo", "table", "postgresql")


@dataclass(frozen=True, slots=True)
class Paid:
    """When it is paid: payroll's own name of the period, and the day, if the target has days."""

    period: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class EmployeesFile:
    """A CSV file with a row for each employee; ``columns`` are its headings by our names.

    ``path`` is as written, relative to the map.
    """

    path: str
    columns: Mapping[str, str]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Component:
    """Payroll's code of a component, and that of what is taken back, if that is another."""

    code: str
    recovery: str | None = None


@dataclass(frozen=True, slots=True)
class SalaryComponent:
    """A Salary Component of Frappe HRMS as it is set up there: its type, and its boxes."""

    type: Literal["earning", "deduction"]
    flags: Mapping[str, bool]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Frappe:
    """Additional Salary of Frappe HRMS."""

    company: str
    salary_components: Mapping[str, SalaryComponent]
    series: str = "HR-ADS-.YY.-.MM.-"
    deduct_full_tax: bool = False
    headers: Literal["labels", "fieldnames"] = "labels"
    key_field: str | None = None
    leavers: Literal["refuse", "last_day"] = "refuse"
    submit: bool = False


@dataclass(frozen=True, slots=True)
class Odoo:
    """Payslip inputs (OCA) or salary attachments (Odoo 18) of Odoo."""

    writes: Literal["inputs", "attachments"]
    description: str
    module: str = "paycalc"


Cell: TypeAlias = Literal["text", "number"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: a heading, and a column of the feed, a constant, or a code's amount.

    ``source`` is a column of the feed or ``employees.COLUMN``; ``amount_of`` a code; ``form`` says
    how a date is written.
    """

    header: str
    source: str | None = None
    constant: str | None = None
    amount_of: str | None = None
    form: str | None = None
    cell: Cell = "text"
    mark: Mark = field(default_factory=lambda: Mark("", 0, 0), compare=False)

    @property
    def is_amount(self) -> bool:
        """Whether its cells are amounts of money."""
        return self.amount_of is not None or self.source == "amount"


@dataclass(frozen=True, slots=True)
class TrailerCell:
    """A cell of the last row: a text, the number of rows, or the sum of a column's amounts."""

    constant: str | None = None
    count: bool = False
    total: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Any table of a spreadsheet or database program, by its columns."""

    columns: tuple[Column, ...]
    name: str = "table"
    format: Literal["csv", "xlsx"] = "csv"
    encoding: Literal["utf-8-sig", "utf-8", "gb18030"] = "utf-8-sig"
    delimiter: str = ","
    rows: Literal["line", "component", "employee"] = "line"
    negatives: Literal["refuse", "route", "allow"] = "refuse"
    most_rows: int | None = None
    trailer: tuple[TrailerCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Postgresql:
    """A table of a PostgreSQL database, with its schema if one is named."""

    table: str


@dataclass(frozen=True, slots=True)
class Map:
    """A whole ``map.yaml``; a section is ``None`` where it is left out.

    ``components`` is ``None`` where codes are the components themselves.
    """

    paid: Paid
    corrections: Literal["delta", "reversal_and_rebook"] = "delta"
    cost_bearer: str = "school_id"
    employees: EmployeesFile | None = None
    components: Mapping[str, Component] | None = None
    frappe: Frappe | None = None
    odoo: Odoo | None = None
    table: Table | None = None
    postgresql: Postgresql | None = None
    file: str = "map.yaml"

    def code_of(self, component: str) -> str | None:
        """Payroll's code of a component, ``None`` if the map has codes and none for it."""
        if self.components is None:
            return component
        found = self.components.get(component)
        return None if found is None else found.code

    def recovery_of(self, component: str) -> str | None:
        """The code of what is taken back of a component, if it has one of its own."""
        found = (self.components or {}).get(component)
        return None if found is None else found.recovery
