"""Reads the line that says who is in charge of what stands above it: "Đơn vị chủ trì: X; đơn vị phối hợp: Y"."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.clauses.openings import opens
from nlp.passages import Passage
from nlp.units import UnitPhrase, coordination

_REACH = 9  # words before the colon of a label


@dataclass(slots=True)
class Charge:
    """Who leads and who supports; both may be empty where the line only names people or means."""

    leads: list[UnitPhrase] = field(default_factory=list)
    helpers: list[UnitPhrase] = field(default_factory=list)


def read_charge(passage: Passage) -> Charge | None:
    """The charge that a whole block states, None where it is no such line."""
    if not opens(passage, 0, "charge_labels"):
        return None
    charge = Charge()
    for colon, word in enumerate(passage.words):
        if word != ":":
            continue
        label = passage.lower[max(0, colon - _REACH) : colon]
        units, _ = coordination(passage, colon + 1, semicolons=False)
        if "phối" in label[-6:]:
            charge.helpers += units
        elif "trì" in label[-6:] or "hiện" in label[-6:]:
            charge.leads += units
    colon_near = ":" in passage.words[:_REACH]
    return charge if colon_near else None


def inline_charge(passage: Passage, first: int, last: int) -> tuple[Charge, int] | None:
    """The charge in a parenthesis that ends a task ("… (Sở Y tế chủ trì, phối hợp với Sở X)"), and its start."""
    if last - first < 4 or passage.words[last - 1] != ")":
        return None
    opening = next((k for k in range(last - 2, first, -1) if passage.words[k] == "("), None)
    if opening is None:
        return None
    at = opening + 1
    at += opens(passage, at, "charge_verbs")
    units, end = coordination(passage, at)
    if not units or passage.lower[end : end + 2] not in (["chủ", "trì"], ["thực", "hiện"], ["phụ", "trách"]):
        return None
    charge = Charge(units)
    for k in range(end, last):
        size = opens(passage, k, "supports")
        if size:
            charge.helpers, _ = coordination(passage, k + size, semicolons=False)
            break
    return charge, opening
