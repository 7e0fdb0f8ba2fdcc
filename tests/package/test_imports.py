"""What importing costs, and what it brings."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

import paycalc

HEAVY = {"polars", "numba", "llvmlite", "numpy", "hypothesis"}


def said_by(script: str) -> str:
    """What a fresh interpreter prints when it runs the script."""
    command = [sys.executable, "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def modules_after(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after running the code."""
    script = f"{code}\nimport sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_importing_paycalc_loads_nothing_heavy() -> None:
    """``import paycalc`` loads neither Polars nor Numba nor the command line."""
    loaded = modules_after("import paycalc")
    assert "paycalc" in loaded
    assert not loaded & {*HEAVY, "typer", "rich", "yaml"}


def test_help_loads_nothing_heavy() -> None:
    """``paycalc --help`` loads neither Polars nor Numba."""
    loaded = modules_after(
        "import sys\nfrom paycalc.cli import main\nsys.argv = ['paycalc', '--help']\n"
        "try:\n    main()\nexcept SystemExit as exit:\n    assert exit.code == 0"
    )
    assert "typer" in loaded
    assert not loaded & HEAVY


def test_loading_a_policy_loads_neither_polars_nor_numba() -> None:
    """A tool that only reads policies pays for no tables and no kernels."""
    loaded = modules_after("import paycalc\npaycalc.load_policy('policies/star.yaml')")
    assert "yaml" in loaded
    assert not loaded & {"polars", "numba"}


def test_the_engine_does_not_load_the_command_line() -> None:
    """Typer and Rich are imported in the command line alone."""
    names = "compute, read_records, load_policy, Result"
    assert not modules_after(f"from paycalc import {names}") & {"typer", "rich", "pydantic"}


def test_importing_paycalc_takes_less_than_a_third_of_a_second() -> None:
    """``import paycalc`` stays under a third of a second of CPU, the interpreter included."""
    script = "import paycalc, resource\nr = resource.getrusage(resource.RUSAGE_SELF)\n"
    script += "print(r.ru_utime + r.ru_stime)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 1 / 3


@pytest.mark.parametrize("name", paycalc.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """Each public name can be had from ``paycalc``, is what its room calls so, and is listed."""
    value = getattr(paycalc, name)
    assert name in dir(paycalc)
    if name != "__version__":
        assert value is getattr(import_module(f"paycalc.{paycalc._ROOMS[name]}"), name)


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    """An unknown name raises AttributeError, as from any module."""
    with pytest.raises(AttributeError, match="no attribute 'salary'"):
        _ = paycalc.salary  # type: ignore[attr-defined]


def test_star_import_gives_the_public_names() -> None:
    """``from paycalc import *`` gives what ``__all__`` promises."""
    assert modules_after("from paycalc import *\nassert compute and Period") >= {"paycalc", "numba"}
