"""The policy: as data, and loaded from YAML with every problem in its place."""

from paycalc.policy._load import load_policy, parse_policy
from paycalc.policy.model import Policy

__all__ = ["Policy", "load_policy", "parse_policy"]
