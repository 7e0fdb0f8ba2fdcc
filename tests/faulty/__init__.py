"""Faulty policies and datasets, and what paycalc says of each, in both languages.

Beside each policy of ``policies`` and in each folder of ``datasets`` stands the whole of what is
expected; ``python -m tests.faulty --write`` writes it anew, for a person to read before it is
committed.
"""
