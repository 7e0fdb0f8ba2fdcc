"""Running the command line within the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from paycalc.cli.app import app

ROOT = Path(__file__).parents[2]
POLICY = ROOT / "policies" / "example-county.yaml"
DATASET = ROOT / "fixtures" / "example-county"


@dataclass(frozen=True)
class Done:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def paycalc(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Done]:
    """Run ``paycalc`` with these arguments, in English and without colours."""
    monkeypatch.setenv("PAYCALC_LANG", "en")
    monkeypatch.setenv("NO_COLOR", "1")

    def command(*arguments: str | Path) -> Done:
        with pytest.raises(SystemExit) as ended:
            app([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Done(int(ended.value.code or 0), captured.out, captured.err)

    return command


@pytest.fixture
def faulty_policy(tmp_path: Path) -> Path:
    """A policy with two mistakes."""
    text = POLICY.read_text(encoding="utf-8")
    text = text.replace("share_by: [lessons", "shareby: [lessons", 1)
    text = text.replace("takes: 70%", "takes: 170%")
    path = tmp_path / "faulty.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def faulty_dataset(tmp_path: Path) -> Path:
    """A dataset with a result of a teacher who is not there and one that is no number."""
    folder = tmp_path / "faulty"
    folder.mkdir()
    for file in DATASET.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    with (folder / "outcomes.csv").open("a", encoding="utf-8") as file:
        file.write("T999,,teaching_quality,80\nT005,,teaching_quality,good\n")
    return folder
