"""How one teacher's pay came about: every fen, down to the row and the policy line."""

from paycalc.result.explain.build import explain
from paycalc.result.explain.facts import Explanation

__all__ = ["Explanation", "explain"]
