"""The pieces of a text that have some roles, to ask quickly whether an offset lies in one."""

from __future__ import annotations

from bisect import bisect_right

from nlp.layout.types import Layout, Role


class Ranges:
    """The `[start, end)` pieces of a layout's blocks of these roles."""

    def __init__(self, layout: Layout, *roles: Role) -> None:
        self._ranges = sorted(piece for block in layout.of(*roles) for piece in block.segments)
        self._starts = [start for start, _ in self._ranges]

    def __contains__(self, offset: int) -> bool:
        i = bisect_right(self._starts, offset) - 1
        return i >= 0 and offset < self._ranges[i][1]
