"""Words of a page to lines of text that keep the page's layout: columns as gaps, indents as spaces.

The form is that of `pdftotext -layout`, which the layout rules of the nlp room read: one line of text for one line of
print, columns side by side parted by runs of spaces, pages parted by form feeds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import Any

from ingest.read.words import Word

_COLUMN = 1.3  # in font sizes: a wider gap between words is one between columns
_WIDEST = 160  # columns of text that a line is spread over at most


@dataclass(slots=True)
class PageText:
    """A page as text. `spans` are `[start, end)` of each of `words` in `text`, in the same order."""

    text: str
    words: list[Word]
    spans: list[tuple[int, int]] = field(default_factory=list)


def lines_of(words: list[Word]) -> list[list[Word]]:
    """The words of each printed line from left to right, the lines from top to bottom."""
    lines: list[list[Word]] = []
    base = 0.0
    for word in sorted(words, key=lambda w: w.base):
        height = max(word.size, lines[-1][0].size) if lines else word.size
        if lines and word.base - base < 0.4 * height:
            lines[-1].append(word)
            continue
        lines.append([word])
        base = word.base
    for line in lines:
        line.sort(key=lambda w: w.x0)
    return lines


def lay_out(words: list[Word]) -> PageText:
    """The text of a page. Linear but for sorting."""
    page = PageText("", [])
    if not words:
        return page
    left = min(word.x0 for word in words)
    step = _column_width(words)
    pieces: list[str] = []
    length = 0
    previous: Word | None = None
    for line in lines_of(words):
        if previous is not None:
            blank = line[0].base - previous.base > 1.9 * max(previous.size, line[0].size)
            pieces.append("\n\n" if blank else "\n")
            length += len(pieces[-1])
        start, before = length, None
        for word in line:
            space = _space(before, word, round((word.x0 - left) / step) - (length - start))
            pieces += (space, word.text)
            length += len(space)
            page.words.append(word)
            page.spans.append((length, length + len(word.text)))
            length += len(word.text)
            before = word
        previous = line[0]
    page.text = "".join(pieces)
    return page


def _space(before: Word | None, word: Word, missing: int) -> str:
    """What stands between two words of a line; `missing` is how far the text is behind the page's columns."""
    missing = min(missing, _WIDEST)
    if before is None:
        return " " * max(0, missing)
    gap, size = word.x0 - before.x1, max(before.size, word.size)
    if gap < 0.1 * size and not (word.spaced or word.stamped or before.stamped):
        return ""
    return " " if gap < _COLUMN * size else " " * max(3, missing)


def _column_width(words: list[Word]) -> float:
    """The width in points of one column of text: that of an average character of the page's running text."""
    widths = [(w.x1 - w.x0) / len(w.text) for w in words if len(w.text) > 2]
    return max(1.0, median(widths) * 0.95) if widths else 6.0


def join_pages(pages: list[PageText]) -> tuple[str, list[dict[str, Any]]]:
    """The pages' texts, parted by form feeds, and the way back: for each page its words' offsets and boxes.

    A word is `[start, end, x0, top, x1, base]` in whole points, and its confidence in percent where OCR read it.
    """
    texts: list[str] = []
    back: list[dict[str, Any]] = []
    offset = 0
    for number, page in enumerate(pages, start=1):
        text = page.text + "\n" + ("\f" if number < len(pages) else "")
        boxes = [
            [offset + a, offset + b, round(w.x0), round(w.top), round(w.x1), round(w.base)]
            + ([] if w.confidence is None else [round(100 * w.confidence)])
            for (a, b), w in zip(page.spans, page.words, strict=True)
        ]
        back.append({"page": number, "start": offset, "end": offset + len(page.text), "words": boxes})
        texts.append(text)
        offset += len(text)
    return "".join(texts), back
