"""The result of a computation: who is paid what, and where every fen of the fund went."""

from paycalc.result._merge import join, joined_names, merge
from paycalc.result.result import Made, Names, Result, Status

__all__ = ["Made", "Names", "Result", "Status", "join", "joined_names", "merge"]
