"""Tests of the room that loads policies."""
