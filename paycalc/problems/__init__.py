"""Problems of policies and records as values: what is wrong, where, and what helps."""

from paycalc.problems._problem import Place, Problem, ProblemsError, Severity, has_errors, order
from paycalc.problems.catalogue import CATALOGUE, Message, language, render

__all__ = [
    "CATALOGUE",
    "Message",
    "Place",
    "Problem",
    "ProblemsError",
    "Severity",
    "has_errors",
    "language",
    "order",
    "render",
]
