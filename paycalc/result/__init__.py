"""The result of a computation: who is paid what, and where every fen of the fund went."""

from paycalc.result._merge import merge
from paycalc.result.result import Made, Names, Result

__all__ = ["Made", "Names", "Result", "merge"]
