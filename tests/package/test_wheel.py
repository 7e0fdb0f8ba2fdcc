"""The package as it ships."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from fnmatch import fnmatch
from importlib.metadata import entry_points, version
from pathlib import Path

import paycalc

ROOT = Path(__file__).parents[2]


def test_a_wheel_builds_and_holds_the_package_and_nothing_else(tmp_path: Path) -> None:
    """A wheel holds modules, data, ``py.typed`` and the console script; no tests, no caches."""
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        tmp_path,
        ROOT,
    ]
    subprocess.run(command, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    files = {name for name in names if ".dist-info/" not in name}
    kinds = {".py", ".json", ".yaml", ".csv", ".md"}
    paths = {path for path in (ROOT / "paycalc").rglob("*") if path.suffix in kinds}
    assert files == {"paycalc/py.typed", *(str(path.relative_to(ROOT)) for path in paths)}
    [script] = [name for name in names if name.endswith("entry_points.txt")]
    assert "paycalc = paycalc.cli:main" in zipfile.ZipFile(wheel).read(script).decode()


def test_the_console_script_is_installed() -> None:
    """An installed package offers the command ``paycalc``, in the version of the package."""
    [script] = entry_points(group="console_scripts", name="paycalc")
    assert script.value == "paycalc.cli:main"
    assert version("paycalc") == paycalc.__version__


def test_every_dependency_has_a_lower_bound_and_a_reason() -> None:
    """Each dependency names the lowest version that was tested, and why it is needed."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    names = {"polars", "numba", "pyyaml", "hypothesis", "typer"}
    assert {entry.partition(">=")[0] for entry in project["dependencies"]} == names
    lists = (project["dependencies"], *project["optional-dependencies"].values())
    # what one extra installs of another has its bounds there
    wanted = [entry for entries in lists for entry in entries if "paycalc[" not in entry]
    for entry in wanted:
        [line] = [line for line in text.splitlines() if line.strip().startswith(f'"{entry}",')]
        assert ">=" in entry
        assert len(line.partition("# ")[2]) > 8


def test_the_top_level_holds_what_the_house_allows() -> None:
    """At the top lie four folders and two files; all else has a dot or is ignored by git."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()]
    names = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith(".") and not any(fnmatch(path.name, line) for line in ignored)
    }
    folders = {"paycalc", "policies", "fixtures", "tests"}
    assert names == {*folders, "pyproject.toml", "README.md"}


def test_every_fixture_says_where_it_comes_from() -> None:
    """Each dataset of ``fixtures`` has a row on its origin in ``ORIGIN.md``."""
    origins = (ROOT / "fixtures" / "ORIGIN.md").read_text(encoding="utf-8")
    folders = {folder.name for folder in (ROOT / "fixtures").iterdir() if folder.is_dir()}
    assert len(folders) >= 3
    for name in folders:
        [line] = [line for line in origins.splitlines() if line.startswith(f"| `{name}` |")]
        assert len(line) > 60
