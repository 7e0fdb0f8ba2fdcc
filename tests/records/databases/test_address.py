"""Addresses of databases, and what is shown of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paycalc.errors import AddressError, MissingExtraError
from paycalc.records.databases import address_of, is_address, read_database

SECRET = "hunter2"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://db/county", "postgresql://db/county"),
        ("postgres://payroll@db:5432/county", "postgresql://db:5432/county"),
        (f"postgresql://payroll:{SECRET}@[::1]:5432/县", "postgresql://[::1]:5432/县"),
        (f"postgresql://a,b:1/x?user=u&password={SECRET}", "postgresql://a,b:1/x"),
        (f"postgresql://?host=/run&password={SECRET}", "postgresql:///"),
        ("sqlite:///data/county.db", "sqlite:county.db"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    """Host, port and name are shown; user, password and options never are."""
    address = address_of(text)
    assert address.shown == shown
    assert SECRET not in repr(address)


@pytest.mark.parametrize(
    "text",
    [
        f"mysql://payroll:{SECRET}@db/county",
        f"postgresql:/payroll:{SECRET}@db/county",
        f"postgresql://payroll:{SECRET}@one@db/county",
        f"postgresql://payroll:1/{SECRET}@db/county",
        f"postgresql://payroll:1?{SECRET}@db/county",
        f"postgresql://payroll:1#{SECRET}@db/county",
        f"postgresql://payroll:{SECRET} @db/county",
        f"host=db password={SECRET}",
        f"password = {SECRET} host=db",
        "sqlite://county.db",
        "sqlite:///",
    ],
)
def test_what_cannot_be_read_for_certain_is_refused_unnamed(text: str) -> None:
    """Another kind of database, or a password with bare signs, is refused and not repeated."""
    assert is_address(text)
    with pytest.raises(AddressError) as refused:
        address_of(text)
    assert SECRET not in str(refused.value)


@given(st.text(st.characters(codec="ascii", exclude_categories=["C"]), min_size=1, max_size=12))
def test_no_part_of_a_password_is_shown(tail: str) -> None:
    """Whatever signs a password has, it is refused or nothing of it is shown."""
    password = f"{SECRET}{tail}{SECRET}"
    for text in (
        f"postgresql://payroll:{password}@db.example:5432/county",
        f"postgresql://payroll:1{password}@db.example/county?sslmode=require",
    ):
        try:
            address = address_of(text)
        except AddressError:
            continue  # what it says is always the same
        assert address.shown.startswith("postgresql://db.example")
        assert SECRET not in f"{address.shown}{address!r}"


@pytest.mark.parametrize("text", ["records/2025", "C:/records", "C:\\records", "./a=b", "学校"])
def test_a_path_is_no_address(text: str) -> None:
    """Folders, Windows' too, are no addresses."""
    assert not is_address(text)


def test_connecting_waits_ten_seconds_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address gets a limit for connecting, unless it or the environment has one."""
    monkeypatch.delenv("PGCONNECT_TIMEOUT", raising=False)
    assert address_of("postgresql://db/x").uri == "postgresql://db/x?connect_timeout=10"
    assert address_of("postgresql://db/x?a=b").uri == "postgresql://db/x?a=b&connect_timeout=10"
    assert address_of("postgresql://db/x?connect_timeout=2").uri.count("connect_timeout") == 1
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "60")
    assert address_of("postgresql://db/x").uri == "postgresql://db/x"


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the drivers the error says what to install."""
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'paycalc\[db\]'") as missing:
        read_database(f"sqlite:///{tmp_path}/x.db", {"funds": "SELECT 1"}, period={"id": "x"})
    assert missing.value.extra == "db"
