"""Records from files of other programs, as tables of a dataset that people complete."""
