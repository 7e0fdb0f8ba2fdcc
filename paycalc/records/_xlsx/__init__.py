"""Workbooks (``.xlsx``): a guarded reader of their XML, and what of a sheet is a table.

Cells come as the one text that ``cells`` would give them; nothing is inferred from other cells.
"""
