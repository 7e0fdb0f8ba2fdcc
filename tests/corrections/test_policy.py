"""What a policy says of corrections, as it is read."""

from __future__ import annotations

import re
from pathlib import Path

from paycalc.policy import parse_policy
from paycalc.policy.lint import lint_policy
from paycalc.policy.model import Corrections, Release
from tests.corrections.building import policy
from tests.corrections.engine_side import policy_of

PAGE = (Path(__file__).parents[2] / "policies" / "corrections.md").read_text(encoding="utf-8")


def test_what_is_written_is_read() -> None:
    """Money is in fen, a group stands by its name, and what is left out has its default."""
    text = policy(
        "mode: freeze_others, reserve: reserve, recovery_at_most: 12.50, "
        "release: {for: heads, share_equally: true}"
    )
    whole = Corrections("freeze_others", "reserve", 1250, Release("heads", True))
    assert policy_of(text).corrections == whole
    assert policy_of(policy("mode: repool")).corrections == Corrections("repool")
    everyone = policy("mode: freeze_others, reserve: reserve, release: {for: everyone}")
    assert policy_of(everyone).corrections == Corrections("freeze_others", "reserve")


def test_the_example_of_the_page_is_a_policy() -> None:
    """The key as policies/corrections.md shows it fits a policy with that pool and group."""
    [block] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    text = policy().partition("corrections:")[0].replace("heads:", "front_line:") + block
    found, problems = parse_policy(text)
    assert problems == ()
    assert found is not None
    assert found.corrections == Corrections(
        "freeze_others", "reserve", 50000, Release("front_line", True)
    )


def test_a_group_of_the_release_is_used() -> None:
    """The lint tells of a group that nothing asks for, and not of one that shares the release."""
    for release, told in (("", ["heads"]), (", release: {for: heads}", [])):
        text = policy(f"mode: freeze_others, reserve: reserve{release}")
        findings = lint_policy(policy_of(text)).findings
        assert [one.values["group"] for one in findings if one.code == "L041"] == told
