"""Tells the clause that only puts a document in force from an order (guidelines: the enforcement clause is no task)."""

from __future__ import annotations

from functools import cache

from nlp.lexicon import entries, load
from nlp.passages import Passage

_MOST_WORDS = 16


def is_enforcement(passage: Passage, action: int, last: int) -> bool:
    """Whether the words from `action` to `last` say no more than: carry this out."""
    words = passage.lower[action:last]
    while words and words[-1] in (".", "/", ";", ":"):
        words = words[:-1]
    if len(words) > _MOST_WORDS:
        return False
    return all(w in _words() for w in words) and any(w in ("thực", "thi") for w in words)


@cache
def _words() -> frozenset[str]:
    return frozenset(entries(load("sections")["enforcement"]))
