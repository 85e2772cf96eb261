"""The words by which the parts of a dispatch are known, ready to match folded lines."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import fuzz

from nlp.fold import fold, is_caps
from nlp.lexicon import entries, load

_MISREAD = 86  # least likeness (of 100) of a misread type's line to the type's name


@cache
def begins(name: str) -> re.Pattern[str]:
    """Matches a folded line that begins with an entry of the list `name` of `dispatch.toml`, as whole words."""
    words = sorted(entries(load("dispatch")[name]), key=len, reverse=True)
    return re.compile("(?:" + "|".join(re.escape(w).replace("\\ ", r"\s+") for w in words) + r")(?!\w)")


@cache
def type_names() -> list[tuple[str, str]]:
    """(squashed folded name, name) of every document type, the longest first: ("quyetdinh", "quyết định")."""
    names = set(load("symbols")["types"].values()) | {"luật", "lệnh", "công văn", "quy chuẩn", "thư công"}
    return sorted(((squash(n), n) for n in names), key=lambda pair: -len(pair[0]))


def squash(text: str) -> str:
    """`text` folded, with its letters and figures only."""
    return "".join(c for c in fold(text) if c.isalnum())


def is_motto(line: str) -> bool:
    """Whether a cell is the national or the Party's motto, or most of one, as OCR may have read it."""
    at = motto_start(line)
    return at is not None and at < 4


def motto_start(line: str) -> int | None:
    """Where in a line a motto begins. The names of state and Party are mottoes only in capitals."""
    if not 15 <= len(line) <= 200:
        return None
    folded = fold(line)
    for motto in entries(load("dispatch")["mottoes"]):
        found = fuzz.partial_ratio_alignment(motto, folded, score_cutoff=85)
        if found is None or found.dest_end - found.dest_start < 0.8 * min(len(motto), len(folded)):
            continue
        if "-" not in motto and not is_caps(line[found.dest_start : found.dest_end]):
            continue
        at = found.dest_start
        while at > 0 and not folded[at - 1].isspace():
            at -= 1
        return at
    return None


def type_of(line: str) -> str | None:
    """The document type whose name begins the line: "CÔNG ĐIỆN KHẨN" → "công điện"; letters may be spaced out."""
    squashed = squash(line[:60])
    exact = next((name for squashed_name, name in type_names() if squashed.startswith(squashed_name)), None)
    if exact is not None or not 7 <= len(squashed) <= 16:
        return exact
    return next((name for squashed_name, name in type_names() if fuzz.ratio(squashed, squashed_name) >= _MISREAD), None)


def is_urgency(line: str) -> bool:
    """Whether a word or two after the type are its urgency, as OCR may have read it ("KHÁN", "HỎA TÔC")."""
    words = fold(line)
    return any(fuzz.ratio(words, u) >= 80 for u in entries(load("dispatch")["urgency"]))
