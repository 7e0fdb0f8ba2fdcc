"""``paycalc warmup``: the engine compiled beforehand."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.cli.conftest import Done

Command = Callable[..., Done]


def test_it_says_where_the_kernels_are_kept(paycalc: Command) -> None:
    """The second time there is nothing to do, and the folder is named."""
    assert paycalc("warmup").code == 0
    again = paycalc("warmup")
    assert (again.code, again.err) == (0, "")
    assert again.out.startswith("Nothing to do: the kernels are kept in ")


def test_it_speaks_json(paycalc: Command) -> None:
    """`--json` tells how many kernels there are and which folder keeps them."""
    paycalc("warmup")
    told = json.loads(paycalc("warmup", "--json").out)
    assert told["format"] == "paycalc-warmup/1"
    assert told["kernels"] <= 16
    assert told["compiled"] is False
    assert told["folder"]
