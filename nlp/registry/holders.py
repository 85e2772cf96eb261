"""Offices that people hold: "Giám đốc Sở Y tế" stands for Sở Y tế."""

from __future__ import annotations

from pathlib import Path

from nlp.registry.names import exact
from nlp.registry.tables import read_toml

_WORDS = read_toml(Path(__file__).parent.parent / "data" / "units" / "mentions.toml")
_HOLDERS = sorted((exact(w) for w in _WORDS["holders"]), key=len, reverse=True)
_KEEPS = {exact(k): exact(v) for k, v in _WORDS["keeps"].items()}


def held_unit(words: str) -> str:
    """The words without the office that somebody holds: "giám đốc sở y tế" is "sở y tế"."""
    changed = True
    while changed:
        changed = False
        for holder in _HOLDERS:
            if words == holder:
                return ""
            if words.startswith(holder + " "):
                rest = words[len(holder) + 1 :]
                words = f"{_KEEPS[holder]} {rest}" if holder in _KEEPS and not rest.startswith(_KEEPS[holder]) else rest
                changed = holder not in _KEEPS
                break
    return words
