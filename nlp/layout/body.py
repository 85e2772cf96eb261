"""Groups the lines of a body into paragraphs and items, each with its numbering and its place in the outline."""

from __future__ import annotations

import re

from nlp.layout.lines import TERMINAL, Line, cut, wrapped_width
from nlp.layout.types import Block, Role

# From this share of the page's width on, a line without a mark at its end is no title but goes on below.
_FILLED, _FILLED_ITEM = 0.6, 0.72
_FOOTNOTE = re.compile(r"(?:\d{1,2}|\*|['’?])\s+(?=[^\W\d])")
_RANK = {"roman": 1, "article": 2, "arabic": 3, "letter": 5, "dash": 6}


def body_blocks(text: str, start: int, end: int) -> list[Block]:
    """The blocks of `text[start:end]` in reading order. Linear in the number of lines."""
    lines = cut(text, start, end)
    width = wrapped_width(text, lines)
    blocks: list[Block] = []
    previous: Line | None = None
    note = False
    for line in lines:
        starts_note = width > 0 and line.blank_before and not line.marker and _is_footnote(text, line)
        if note and not starts_note and line.blank_before and not text[line.start].isupper():
            note = False
        if starts_note or note:
            note = True
            if starts_note or blocks[-1].role is not Role.FOOTNOTE:
                blocks.append(Block(Role.FOOTNOTE, [(line.start, line.end)]))
            else:
                blocks[-1].segments.append((line.start, line.end))
            continue
        main = next((b for b in reversed(blocks) if b.role is not Role.FOOTNOTE), None)
        if main is not None and previous is not None and _goes_on(text, previous, line, width):
            main.segments.append((line.start, line.end))
        else:
            role = Role.ITEM if line.marker else Role.PARAGRAPH
            blocks.append(Block(role, [(line.body, line.end)], line.marker.strip()))
        previous = line
    _outline(blocks)
    return blocks


def _is_footnote(text: str, line: Line) -> bool:
    return bool(_FOOTNOTE.match(text, line.start, line.end))


def _goes_on(text: str, previous: Line, line: Line, width: int) -> bool:
    """Whether `line` goes on with the paragraph of `previous`."""
    if line.marker:
        return line.kind in ("dash", "letter") and _torn(text, previous, line, width)
    first = text[line.start]
    last = text[previous.start : previous.end].rstrip("”\"' ")[-1:]
    if first.islower() or first in ",;.)”(":
        return not (width == 0 and last in ".:;") or first in ",;.)"
    if last in ".;:!?…":
        return (
            width > 0
            and not line.blank_before
            and last in ".…"
            and _full(text, previous, line, width)
            and line.indent <= previous.indent
        )
    if last in ",(–-" or first.isdigit():
        return width > 0 or last in ","
    filled = width * (_FILLED_ITEM if previous.marker else _FILLED)
    if width > 0 and not line.blank_before and last.isalnum() and previous.width > filled:
        return True
    return width > 0 and not line.blank_before and _full(text, previous, line, width)


def _torn(text: str, previous: Line, line: Line, width: int) -> bool:
    """Whether a dash or a letter at a line's head belongs to the sentence that the line before left open."""
    tail = text[previous.start : previous.end]
    return (
        width > 0
        and _full(text, previous, line, width)
        and tail[-1:].isalnum()
        and line.indent <= previous.indent
        and line.kind == "letter"
    )


def _full(text: str, previous: Line, line: Line, width: int) -> bool:
    """Whether the next line's first word would not have fitted on the previous line."""
    gap = text.find(" ", line.start, line.end)
    word = (gap if gap >= 0 else line.end) - line.start
    return previous.width + 1 + word > width * 0.94


def _outline(blocks: list[Block]) -> None:
    """Set each block's level and parent from the kinds of numbering seen around it."""
    stack: list[tuple[int, int]] = []  # rank, index
    for index, block in enumerate(blocks):
        if block.role is Role.FOOTNOTE:
            continue
        rank = _rank(block.marker)
        while stack and stack[-1][0] >= rank:
            stack.pop()
        block.level = len(stack)
        block.parent = stack[-1][1] if stack else None
        if block.marker:
            stack.append((rank, index))


def _rank(marker: str) -> int:
    """How deep a kind of numbering stands; unnumbered text stands just below the item that it follows."""
    if not marker:
        return 8
    head = marker.rstrip(".)/: -")
    if marker[0] in "-–—•*▪●~":
        return 6
    if marker[0] == "+":
        return 7
    if marker.startswith(("Điều", "ĐIỀU")):
        return 2
    if re.fullmatch(r"[IVX]+|[A-Z]", head):
        return 1
    if head[:1].isdigit():
        return 3 + min(head.count("."), 1)
    return 5


__all__ = ["TERMINAL", "body_blocks"]
