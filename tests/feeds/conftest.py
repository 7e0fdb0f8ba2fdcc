"""A closed run of the example county, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import paycalc  # noqa: F401
from tests.feeds.building import closed_run, example
from tests.records.databases.conftest import server  # noqa: F401


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of the example county, closed; nobody changes it."""
    return closed_run(example(), tmp_path_factory.mktemp("runs") / "first")
