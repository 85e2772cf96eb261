"""Finds whom a dispatch is addressed to: the entries of "Kính gửi", and of a công điện's "… điện:"."""

from __future__ import annotations

from nlp.layout.types import Layout, Role
from nlp.passages import join
from nlp.types import Assignee
from nlp.units import coordination


def find_addressees(text: str, layout: Layout) -> list[Assignee]:
    """The units that a dispatch is addressed to, as leads to be, in reading order."""
    found: list[Assignee] = []
    for block in layout.of(Role.ADDRESSEE):
        passage = join(text, block.segments)
        at = 0
        while at < len(passage):
            units, end = coordination(passage, at)
            for unit in units:
                start, stop = passage.source_span(unit.first, unit.last)
                found.append(Assignee(text[start:stop], start, stop, "units.addressee"))
            at = max(end, at + 1)
    return found
