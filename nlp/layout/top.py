"""Where a dispatch's head begins in a text, and the column cells of its lines."""

from __future__ import annotations

import re

from nlp.fold import LOWER, UPPER, fold, is_caps
from nlp.layout.cells import cells, lines, trim
from nlp.layout.wording import motto_start

_ABOVE = 6  # lines of a letterhead that may stand above its motto or number
_NUMBER_LINE = re.compile(r"s[o0]\s?[:.]?\s*[\w.…#“\"]{0,12}\s?(?:/\s?\d{4}\s?)?[/-]\s?[A-ZĐ]{2}", re.IGNORECASE)
# What may stand between the issuer's name and the motto: "Số:", "Luật số: …", a number that a line's end tore off.
_LABEL = re.compile(r"(?:luat |nghi quyet |phap lenh |lenh )?s[o0]\b")
_FIGURES = re.compile(r"\d{1,4}\s?/")
_PLACE = re.compile(rf"(?:(?<=\s)|^)[{UPPER}][\w'’.]*(?:\s[\w'’.]+){{0,3}}\s?,?\s{{0,3}}[Nn]g[aà]y(?![{LOWER}])")
_JOINED_LEFT = re.compile(r"(?:ngày|tháng|năm|số|:)\s*[:.]?$", re.IGNORECASE)
_JOINED_RIGHT = re.compile(r"(?:tháng|năm|/|-\s?[A-ZĐ])")


def find_top(text: str, limit: int) -> int | None:
    """The offset of the letterhead's first line in `text[:limit]`, None where there is no motto and no number line.

    What a page sets above it, menus in capitals too, stays outside unless it touches it.
    """
    above: list[int] = []
    for start, end in lines(text, 0, min(len(text), limit)):
        start, end = trim(text, start, end)
        if start == end:
            continue
        line = text[start:end]
        if _marks_head(line):
            return above[0] if above else start
        if end - start < 120 and (is_caps(line) or _LABEL.match(fold(line)) or _FIGURES.match(line)):
            above = [*above, start][-_ABOVE:]
        elif any(c.isalnum() for c in line):
            above = []
    return None


def _marks_head(line: str) -> bool:
    """Whether a line holds a motto or is a number line."""
    folded = fold(line)
    if folded.startswith("so") and _NUMBER_LINE.match(folded):
        return True
    if not (is_caps(line) or "lap" in folded or "phuc" in folded or "xa h" in folded or "cong san" in folded):
        return False
    return motto_start(line) is not None


def head_cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cells of a letterhead's line: joined where a blank is left open, cut where OCR ran columns together."""
    joined: list[tuple[int, int]] = []
    for a, b in cells(text, start, end):
        if joined and (_JOINED_LEFT.search(text, *joined[-1]) or _JOINED_RIGHT.match(text, a, b)):
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return [piece for cell in joined for piece in _columns(text, *cell)]


def _columns(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cut = motto_start(text[start:end])
    if cut is None:
        place = _PLACE.search(text, start, end)
        numbered = place is not None and "/" in text[start : place.start()]
        cut = place.start() - start if place and numbered else None
    if not cut:
        return [(start, end)]
    return [trim(text, start, start + cut), trim(text, start + cut, end)]
