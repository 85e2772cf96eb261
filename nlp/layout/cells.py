"""Lines of a text and the column cells in them.

A dispatch has two columns in its head and foot (Nghị định 30/2020/NĐ-CP, Phụ lục I). In a text they may stand in one
line, apart by tabs or a run of spaces, or, from OCR, by nothing but what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_GAP = re.compile(r"[\t\u000b]+[ \t]*|[ ]{3,}")
_BREAK = re.compile(r"\r\n|[\n\r\f]")


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """`[start, end)` of each line, without its break; form feeds break lines too."""
    end = len(text) if end is None else end
    at = start
    for match in _BREAK.finditer(text, start, end):
        yield at, match.start()
        at = match.end()
    if at < end:
        yield at, end


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return (start + left, start + len(piece.rstrip())) if left < len(piece) else (start, start)


def cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The column cells of a line: its pieces between tabs or runs of three spaces, trimmed, none empty."""
    start, end = trim(text, start, end)
    found, at = [], start
    for match in _GAP.finditer(text, start, end):
        if match.start() > at:
            found.append((at, match.start()))
        at = match.end()
    if at < end:
        found.append((at, end))
    return found
