"""Checks of figures against each other: pure functions over rows that have been read."""
