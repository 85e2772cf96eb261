"""Cuts a passage into sentences, and sentences into clauses at semicolons; says what opens at a word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from nlp.passages import Passage
from nlp.units import coordination, unit_at

# A full stop behind one of these is part of an abbreviation.
_SHORT = frozenset(
    [
        "tp",
        "tx",
        "tt",
        "q",
        "p",
        "h",
        "đ/c",
        "ths",
        "ts",
        "gs",
        "pgs",
        "bs",
        "cb",
        "ông",
        "ô",
        "b",
        "v.v",
        "tr",
        "st",
        "stt",
    ]
)
_OPENING, _CLOSING = "([“", ")]”"


def sentences(passage: Passage) -> Iterator[tuple[int, int]]:
    """The sentences of a passage as word ranges `[first, last)`, the closing mark left out."""
    first = 0
    for i, word in enumerate(passage.words):
        if word in (".", "!", "?", "…") and _ends_sentence(passage, i):
            if i > first:
                yield first, i
            first = i + 1
    if first < len(passage):
        yield first, len(passage)


def _ends_sentence(passage: Passage, i: int) -> bool:
    if i + 1 >= len(passage):
        return True
    following = passage.words[i + 1]
    if passage.words[i] == ".":
        before = passage.lower[i - 1] if i else ""
        touching = i > 0 and passage.spans[i - 1][1] == passage.spans[i][0]
        if touching and (before in _SHORT or (len(before) == 1 and before.isalpha() and passage.capital(i - 1))):
            return False
        if touching and before.isdigit() and passage.spans[i + 1][0] == passage.spans[i][1]:
            return False
    return following[0].isupper() or following in ("“", '"', "-", "/", "+", "(", "…", ")") or following[0].isdigit()


def clauses(passage: Passage, first: int, last: int) -> list[tuple[int, int]]:
    """The clauses of a sentence: cut at semicolons that stand outside parentheses and quotation marks."""
    found: list[tuple[int, int]] = []
    depth = 0
    quoted = False
    start = first
    for i in range(first, last):
        word = passage.words[i]
        if word in _OPENING:
            depth += 1
        elif word in _CLOSING:
            depth = max(0, depth - 1)
        elif word == '"':
            quoted = not quoted
        elif word == ";" and not depth and not quoted:
            if _between_units(passage, start, i):
                continue
            if i > start:
                found.append((start, i))
            start = i + 1
    if start < last:
        found.append((start, last))
    if depth and len(found) == 1 and ";" in passage.words[first:last]:
        return _plain_clauses(passage, first, last)
    return found


def _between_units(passage: Passage, start: int, semicolon: int) -> bool:
    """Whether the semicolon stands between units named side by side ("Giám đốc các sở; Chủ tịch UBND các huyện …")."""
    if not unit_at(passage, semicolon + 1):
        return False
    for k in range(max(start, semicolon - 40), semicolon):
        if k == start or passage.lower[k - 1] in ("cầu", "nghị", "giao", "đạo", "với", "khẩn", "điện", "công", ":"):
            units, _ = coordination(passage, k)
            if any(unit.last == semicolon for unit in units):
                return True
    return False


def _plain_clauses(passage: Passage, first: int, last: int) -> list[tuple[int, int]]:
    """Where a parenthesis never closes it is a slip of the pen, and hides nothing."""
    cuts = [first - 1, *(i for i in range(first, last) if passage.words[i] == ";"), last]
    return [(a + 1, b) for a, b in pairwise(cuts) if b > a + 1]
