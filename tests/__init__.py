"""The tests. A package of its own name, so that no library's `tests` stands in its place."""
