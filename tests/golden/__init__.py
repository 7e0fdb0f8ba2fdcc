"""Runs of each released number of semantics, which every version that bears it must pay again."""
