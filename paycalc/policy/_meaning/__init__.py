"""Whether the parts of a policy fit together: names, circles, grains, purses, duties."""

from paycalc.policy._meaning._check import check_meaning

__all__ = ["check_meaning"]
