"""Addresses of databases: told apart, and shown without what is secret in them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from paycalc.errors import AddressError

Kind: TypeAlias = Literal["postgresql", "sqlite"]

# One sign @ at most, which ends user and password: whatever else could be taken for a part of
# what is shown is refused, so that no password can stand there.
_POSTGRESQL = re.compile(
    r"postgres(?:ql)?://(?:[^@/?#\s]*@)?(?P<host>[A-Za-z0-9.,_%-]*(?::[0-9]*)?"
    r"|\[[0-9A-Fa-f:.]+\](?::[0-9]*)?)(?:/(?P<name>[^@/?#\s]*))?(?:\?[^@#\s]*)?"
)
_SQLITE = "sqlite:///"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/|.*\bpassword\s*=", re.IGNORECASE)
_WAIT = "connect_timeout=10"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is; ``shown`` names it without user, password and options."""

    kind: Kind
    uri: str = field(repr=False)
    shown: str


def is_address(text: str) -> bool:
    """Whether a text is meant as an address and not as a path, well written or not.

    >>> is_address("sqlite:///county.db"), is_address("records/2025"), is_address("C:/records")
    (True, False, False)
    """
    return _ADDRESS.match(text) is not None


def address_of(text: str) -> Address:
    """The database that an address names, as its driver wants to be told.

    Raises:
        AddressError: it is none of PostgreSQL or SQLite, or cannot be read for certain.

    >>> address_of("postgresql://payroll:secret@db.example:5432/county?sslmode=require")
    Address(kind='postgresql', shown='postgresql://db.example:5432/county')
    """
    if text.startswith(_SQLITE) and len(text) > len(_SQLITE):
        path = Path(text.removeprefix(_SQLITE))
        # a path's own ? # and % are no part of the address; read-only, and never made
        return Address("sqlite", f"{path.absolute().as_uri()}?mode=ro", f"sqlite:{path.name}")
    found = _POSTGRESQL.fullmatch(text)
    if found is None:
        raise AddressError(
            "the address of a database is postgresql://USER@HOST:PORT/NAME or sqlite:///FILE; "
            "write signs such as @ / ? # in a password as %40 %2F %3F %23, or better put it "
            "into ~/.pgpass or PGPASSWORD"
        )
    shown = f"postgresql://{found['host']}/{found['name'] or ''}"
    return Address("postgresql", _impatient(text), shown)


def _impatient(uri: str) -> str:
    """The address with a limit of ten seconds for connecting, unless it is set otherwise."""
    if "connect_timeout=" in uri or "PGCONNECT_TIMEOUT" in os.environ:
        return uri
    return f"{uri}{'&' if '?' in uri else '?'}{_WAIT}"
