"""Tells who stands above whom: a request upwards orders nothing (guidelines: "nor is a proposal upwards")."""

from __future__ import annotations

from functools import cache

from nlp.lexicon import Phrases, entries, load


@cache
def _ranks() -> list[Phrases]:
    """Per rank, lowest first, the words by which a body of that rank begins."""
    return [Phrases(entries(row)) for row in load("unit_words")["ranks"]]


def rank(words: list[str]) -> int | None:
    """The rank of the body that `words` (lower case) name, from 0, communes, to 5, the state; None if untold."""
    for at in range(len(words)):
        sizes = [phrases.match(words, at) for phrases in _ranks()]
        if any(sizes):
            return sizes.index(max(sizes))
    return None
