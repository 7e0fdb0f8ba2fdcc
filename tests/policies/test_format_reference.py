"""`policies/README.md`: its examples come out as shown, and leave no key of the format out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paycalc.policy import parse_policy
from paycalc.problems import CATALOGUE, render
from paycalc.testing import run_cases
from paycalc.testing.telling import outcome_text
from tests.policies.format_coverage import all_keys, listen, unsaid
from tests.policies.format_reference import BLOCK, README, Example, blocks, examples

TEXT = README.read_text(encoding="utf-8")
EXAMPLES = examples(TEXT)


def line_of(example: Example) -> str:
    """The place of an example."""
    return f"README.md:{example.line}"


@pytest.mark.parametrize("example", EXAMPLES, ids=line_of)
def test_an_example_comes_out_as_shown(example: Example, tmp_path: Path) -> None:
    """What README.md shows of an example is what is computed; wrong numbers are told, all."""
    report = run_cases([example.write(tmp_path)])
    told = [f"{line_of(example)}: {render(problem)}" for problem in report.problems]
    assert not told
    assert report.outcomes
    for outcome in report.outcomes:
        if outcome.case.name == "all wrong":
            assert len(outcome.differences) == len(outcome.case.claims)
        else:
            assert outcome.passed, f"{line_of(example)}: {outcome_text(outcome)}"


def test_every_block_is_run_or_part_of_what_is_run() -> None:
    """There is no fenced block besides the base, the files of plans, a test file and examples."""
    marks = [block.mark for block in blocks(TEXT) if block.mark]
    assert sorted(marks) == ["base policy", "base records", "test file"]
    assert {block.language for block in blocks(TEXT)} == {"yaml"}
    files = [block for block in blocks(TEXT) if block.file]
    assert sum(len(example.files) for example in EXAMPLES) == len(files) == 1
    assert len(EXAMPLES) == TEXT.count("```") // 2 - len(files) - 2


def test_nothing_of_the_format_lacks_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every key of every table, every word of every choice, and every form occurs in an example."""
    said = listen(monkeypatch)
    for example in EXAMPLES:
        policy, _ = parse_policy(example.policy, read_file=dict(example.files).__getitem__)
        assert policy is not None
    assert unsaid(said) == []


def test_what_no_example_says_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search finds a key, a word, a branch and a form that only one example has."""
    said = listen(monkeypatch)
    for example in EXAMPLES:
        if not re.search(r"mode: whole|best: 2|by_week|unit: group_id", example.policy):
            parse_policy(example.policy, read_file=dict(example.files).__getitem__)
    assert {path.rpartition(".")[2] for path in unsaid(said)} >= {
        "unit",
        "best",
        "mode: whole",
        "week",
    }


def test_every_key_is_explained() -> None:
    """Every key of every table stands in the text between the examples, as code."""
    words = set(re.findall(r"[a-z_0-9]+", " ".join(re.findall(r"`[^`]+`", BLOCK.sub("", TEXT)))))
    assert all_keys() - words == set()


def test_every_link_leads_somewhere() -> None:
    """A link within the page names one of its headings, another one a file or folder that is."""
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", TEXT), re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9_ -]", "", title.lower()).replace(" ", "-") for title in headings}
    assert len(anchors) == len(headings)
    for target in re.findall(r"\]\(([^)]+)\)", BLOCK.sub("", TEXT)):
        file, _, anchor = target.partition("#")
        assert (README.parent / file).exists()
        assert file or anchor in anchors, target


def test_every_code_is_one_that_problems_have() -> None:
    """A code that README.md names is in the catalogue."""
    codes = set(re.findall(r"\b[CLPRT][0-9]{3}\b", TEXT))
    assert codes >= {"C204", "L120", "P230"}
    assert codes <= CATALOGUE.keys()
