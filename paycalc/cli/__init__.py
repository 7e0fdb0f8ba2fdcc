"""The command line: each command in a file of its own, which imports what it needs when it runs."""

from paycalc.cli.app import main

__all__ = ["main"]
