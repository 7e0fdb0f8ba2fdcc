"""The databases of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.conftest import paycalc  # noqa: F401
from tests.records.databases.server import Server, programs, running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server with an empty database."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with running(found) as started:
        yield started
