"""The example of every code shows what the code is about, and what mends it."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path
from string import Formatter

import pytest
import yaml

from paycalc.cli._compute import attempt
from paycalc.policy import parse_policy
from paycalc.policy.lint import lint_policy
from paycalc.policy.lint._rules import RULES as POLICY_RULES
from paycalc.problems import CATALOGUE, Problem
from paycalc.problems.rules import RULED, rule
from paycalc.result.lint import lint_result
from paycalc.result.lint._rules import RULES as DATASET_RULES
from tests.problems.examples import BASE, _dumped, _over, of_dataset

CODES = [code for code in CATALOGUE if code[0] == "L" and not code.endswith("N")]
OF_FILES = [code for code in CODES if "policy.yaml\n" in rule(code).example]
OF_POLICIES = [code for code in CODES if code not in OF_FILES and code != "L193"]


def of_policy(fragment: str) -> tuple[Problem, ...]:
    """What the lint says of the examples' policy with a fragment's sections put over it."""
    tree = _over(yaml.load(BASE, yaml.BaseLoader), yaml.load(fragment, yaml.BaseLoader))
    policy, problems = parse_policy(_dumped(tree))
    assert policy is not None, problems
    return lint_policy(policy).problems


def of_files(example: str, folder: Path) -> tuple[Problem, ...]:
    """What the lint says of the examples' policy and dataset with these files put over them."""
    of_dataset(example, folder)
    with chdir(folder.parent):
        result = attempt(Path("policy.yaml"), Path(folder.name), 1, lambda _: None).result
    assert result is not None
    return lint_result(result).problems


def codes_of(problems: tuple[Problem, ...]) -> set[str]:
    """The codes of problems, without the mark of a near name."""
    return {problem.code.removesuffix("N") for problem in problems}


def times(code: str, problems: tuple[Problem, ...]) -> int:
    """How often a code is told."""
    return [problem.code for problem in problems].count(code)


@pytest.mark.parametrize("code", OF_POLICIES)
def test_the_example_of_a_policy(code: str) -> None:
    """A policy's example gives the code it stands for; mended, it does not.

    The examples' policy has items and groups that it does not use itself.
    """
    wrong, mended = of_policy(rule(code).wrong), of_policy(rule(code).mended)
    assert code in codes_of(wrong)
    if code in ("L040", "L041"):
        assert times(code, mended) == times(code, wrong) - 1
    else:
        assert code not in codes_of(mended)


@pytest.mark.parametrize("code", OF_FILES)
def test_the_example_of_a_dataset(code: str, tmp_path: Path) -> None:
    """A dataset's example gives its code; mended, it does not."""
    for name in ("wrong", "mended"):
        (tmp_path / name).mkdir()
    assert code in codes_of(of_files(rule(code).wrong, tmp_path / "wrong" / "dataset"))
    assert code not in codes_of(of_files(rule(code).mended, tmp_path / "mended" / "dataset"))


def test_the_example_without_a_dataset(tmp_path: Path) -> None:
    """Only a lint without a dataset says that rules need one."""
    assert "L193" in codes_of(of_policy("id: example\n"))
    assert "L193" not in codes_of(of_files("", tmp_path / "dataset"))


def test_every_rule_is_carried_out_and_says_where_it_comes_from() -> None:
    """Codes that can be switched, rules that are judged, and sources are the same."""
    assert set(RULED) == {*POLICY_RULES, *DATASET_RULES}
    for code in CODES:
        regulation = rule(code).regulation
        assert (regulation is not None) == (code in RULED)
        if regulation is None:
            continue
        for texts in (regulation.title, regulation.source):
            assert set(texts) == {"en", "zh"}
            assert all(texts.values())
        assert regulation.level in ("national", "guidance", "district", "craft")
        assert regulation.certainty in ("stated", "unverified", "ambiguous")
        assert set(regulation.figure) < {"at_most", "at_least"}


@pytest.mark.parametrize("code", [code for code in CATALOGUE if code[0] == "L"])
def test_both_languages_name_the_same_values(code: str) -> None:
    """A message has the same placeholders in English and Chinese, and is a sentence in both."""
    message = CATALOGUE[code]
    names = [
        {name for _, name, _, _ in Formatter().parse(text) if name}
        for text in (message.en, message.zh)
    ]
    assert names[0] == names[1]
    assert (message.en[-1] in ".?", message.zh[-1] in "。？") == (True, True)
