"""Finds the units that are asked to help do a task: "phối hợp với …", "cùng với …"."""

from __future__ import annotations

from nlp.clauses.openings import opens
from nlp.passages import Passage
from nlp.units import UnitPhrase, coordination

# The body that is advised is the task's object, and so is whoever it then works with.
_ADVISED = ("mưu",)


def supports(passage: Passage, first: int, last: int) -> list[UnitPhrase]:
    """The units that help with the task in words `[first, last)`."""
    found: list[UnitPhrase] = []
    at = first
    while at < last:
        size = opens(passage, at, "supports")
        if not size:
            at += 1
            continue
        units, end = _units(passage, at + size)
        if units and not _is_purpose(passage, at) and not _advised(passage, first, at):
            found.extend(u for u in units if u.last <= last)
            at = end
        else:
            at += size
    return found


def _units(passage: Passage, at: int) -> tuple[list[UnitPhrase], int]:
    units, end = coordination(passage, at, semicolons=False)
    return units, end


def _is_purpose(passage: Passage, at: int) -> bool:
    """Whether the help is what something else is done for ("báo cáo Bộ X để chủ trì, phối hợp với …")."""
    before = passage.lower[max(0, at - 4) : at]
    return before[-1:] == ["để"] or before[-4:] == ["để", "chủ", "trì", ","]


def _advised(passage: Passage, first: int, at: int) -> bool:
    """Whether "phối hợp" follows at once the name of a body that is advised ("tham mưu UBND tỉnh phối hợp với …")."""
    for k in range(max(first, at - 8), at):
        if passage.lower[k] in _ADVISED:
            units, end = coordination(passage, k + 1)
            return bool(units) and end == at
    return False
