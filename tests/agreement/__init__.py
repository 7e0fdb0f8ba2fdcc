"""The engine and the reference compared on random policies and data, to the last fen."""
