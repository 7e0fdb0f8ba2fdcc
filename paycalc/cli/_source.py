"""Where the records of a command come from: a folder, or a database with its queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import typer

if TYPE_CHECKING:
    from paycalc.output.inputs import Input
    from paycalc.records import Records
    from paycalc.records.batches import Batches
    from paycalc.records.databases import Address

_HINT = "DATASET"


@dataclass(frozen=True, slots=True)
class Database:
    """A database, and the file that says by which SQL each table is read."""

    address: Address
    queries: Path


Source: TypeAlias = Path | Database
Inputs: TypeAlias = "Callable[[], tuple[Input, ...]]"
"""Tells what was read, by its sha256; raises if a file changed since."""


def source_of(dataset: str, tables: Path | None) -> Source:
    """What a command was given as its records; a mistake in it is wrong usage.

    The text may hold a password: it is told only where it is a path.
    """
    from paycalc.errors import AddressError
    from paycalc.records._address import address_of, is_address

    if is_address(dataset):
        try:
            address = address_of(dataset)
        except AddressError as error:
            raise typer.BadParameter(str(error), param_hint=_HINT) from None
        if tables is None:
            said = "a database needs --tables FILE, with the SQL of each table"
            raise typer.BadParameter(said, param_hint="--tables")
        return Database(address, tables)
    path = Path(dataset)
    if tables is not None:
        raise typer.BadParameter("only a database is read by SQL", param_hint="--tables")
    if not path.exists():
        raise typer.BadParameter(f"Path '{path}' does not exist.", param_hint=_HINT)
    if path.is_file() and path.suffix in (".yaml", ".yml"):
        said = f"{path} is no dataset; the policy comes before it"
        raise typer.BadParameter(said, param_hint=_HINT)
    return path


def maybe_source(dataset: str | None, tables: Path | None) -> Source | None:
    """The same where a command can do without records."""
    if dataset is None and tables is not None:
        raise typer.BadParameter("it belongs to a database", param_hint="--tables")
    return None if dataset is None else source_of(dataset, tables)


def read_source(source: Source) -> tuple[Records | Batches, Inputs]:
    """The records, or their folder to be read in batches, and what they are read from."""
    if isinstance(source, Database):
        return _read_database(source)
    from paycalc.cli._compute import open_dataset

    return open_dataset(source)


def _read_database(source: Database) -> tuple[Records, Inputs]:
    """Of a database the queries' file and the rows of each table are told."""
    from paycalc.errors import MissingExtraError
    from paycalc.output.inputs import fingerprint_of_table, fingerprints, stamps
    from paycalc.records.databases import read_database

    before = stamps([source.queries])
    try:
        records = read_database(source.address, source.queries)
    except MissingExtraError as error:
        raise typer.BadParameter(str(error), param_hint=_HINT) from None

    def inputs() -> tuple[Input, ...]:
        shown = source.address.shown
        tables = (
            fingerprint_of_table(f"{shown}#{name}", table.frame)
            for name, table in records.tables.items()
        )
        return (*fingerprints(before), *tables)

    return records, inputs
