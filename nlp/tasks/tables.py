"""Reads tables of tasks: a row is a task, its other cells say who leads, who supports and by when.

A table comes in three shapes: cells parted by tabs (DOCX), columns set with spaces (a PDF's layout), and one cell
below the other (a PDF's reading order). All are known by their header (nlp/data/tables.toml).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from nlp.deadlines import read_cell
from nlp.lexicon import Phrases, entries, load
from nlp.passages import Passage, join
from nlp.units import unit_at

Segments = list[tuple[int, int]]
_WORDS = re.compile(r"\w+|[^\w\s]")
_MOST_HEADER_LINES = 12
_NEEDED = {"work", "lead"}


@dataclass(slots=True)
class Row:
    """One task of a table: where its cells stand, by kind of column (work, lead, support, limit)."""

    cells: dict[str, Segments] = field(default_factory=dict)

    def add(self, kind: str, span: tuple[int, int]) -> None:
        """Add a piece of a cell."""
        self.cells.setdefault(kind, []).append(span)


@dataclass(slots=True)
class Table:
    """A table of tasks: `[start, end)` from its header to its last row, and the rows that hold a task."""

    start: int
    end: int
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    cells: tuple[tuple[int, int], ...]


def find_tables(text: str, start: int, end: int) -> list[Table]:
    """The tables of tasks in `text[start:end]`, in reading order. Linear in the number of lines."""
    lines = _lines(text, start, end)
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        header = _across(text, lines[at])
        kinds, after = ([], at) if header else _downward(text, lines, at)
        if not header and not kinds:
            at += 1
            continue
        rows: list[Row] = []
        first = lines[at].start
        at = _read_across(text, lines, at, header, rows) if header else _read_downward(text, lines, after, kinds, rows)
        tables.append(Table(first, lines[at - 1].end, [row for row in rows if _NEEDED.issubset(row.cells)]))
    return tables


def _lines(text: str, start: int, end: int) -> list[_Line]:
    found = []
    position = start
    for raw in text[start:end].splitlines(keepends=True):
        if raw.strip():
            cells = []
            at = position
            for piece in re.finditer(r"\t|[ ]{2,}|\n|\r|$", raw):
                a, b = at, position + piece.start()
                while a < b and text[a].isspace():
                    a += 1
                while b > a and text[b - 1].isspace():
                    b -= 1
                if b > a or piece.group() == "\t":
                    cells.append((a, b))
                at = position + piece.end()
            found.append(_Line(position, position + len(raw), tuple(cells)))
        position += len(raw)
    return found


@cache
def _labels() -> dict[str, Phrases]:
    return {kind: Phrases(entries(value)) for kind, value in load("tables").items()}


def _kind(text: str, span: tuple[int, int]) -> str | None:
    """The kind of column that a header cell names."""
    words = _WORDS.findall(text[span[0] : span[1]].lower())
    if not words or len(words) > 9:
        return None
    sizes = {kind: labels.match(words, 0) for kind, labels in _labels().items()}
    best = max(sizes, key=lambda kind: sizes[kind])
    return best if sizes[best] else None


def _across(text: str, line: _Line) -> list[tuple[int, str]]:
    """The columns of a header that stands in one line: where each begins in it, and its kind."""
    if len(line.cells) < 3:
        return []
    columns = [(a - line.start, _kind(text, (a, b)) or "other") for a, b in line.cells]
    return columns if _NEEDED.issubset(k for _, k in columns) else []


def _read_across(text: str, lines: list[_Line], at: int, header: list[tuple[int, str]], rows: list[Row]) -> int:
    """Read the rows below a header in one line; returns the line after the table."""
    tabbed = "\t" in text[lines[at].start : lines[at].end]
    row: Row | None = None
    at += 1
    while at < len(lines):
        line = lines[at]
        if _across(text, line) == header:
            at += 1
            continue
        if len(line.cells) < 2 and (tabbed or row is None or line.cells[0][0] - line.start < 4):
            break
        starts_row = tabbed or text[line.cells[0][0] : line.cells[0][1]].rstrip(".").isdigit()
        if starts_row:
            row = Row()
            rows.append(row)
        for index, (a, b) in enumerate(line.cells):
            kind = header[min(index, len(header) - 1)][1] if tabbed else _nearest(header, a - line.start)
            if row is not None and b > a:
                row.add(kind, (a, b))
        at += 1
    return at


def _nearest(header: list[tuple[int, str]], column: int) -> str:
    return min(header, key=lambda c: abs(c[0] - column))[1]


def _downward(text: str, lines: list[_Line], at: int) -> tuple[list[str], int]:
    """The kinds of a header whose cells stand one below the other, and the line after it."""
    kinds: list[str] = []
    k = at
    while k < len(lines) and k - at < _MOST_HEADER_LINES:
        span = (lines[k].cells[0][0], lines[k].cells[-1][1])
        kind = _kind(text, span) if len(lines[k].cells) == 1 else None
        if kind is None:
            break
        kinds.append(kind)
        k += 1
    known = _NEEDED.issubset(kinds) and kinds[0] == "number"
    return (kinds, k) if known else ([], at)


def _read_downward(text: str, lines: list[_Line], at: int, kinds: list[str], rows: list[Row]) -> int:
    """Read rows whose cells stand one below the other; each begins with its number alone on a line."""
    expected = 1
    row: Row | None = None
    state = "work"
    while at < len(lines):
        span = (lines[at].cells[0][0], lines[at].cells[-1][1])
        words = text[span[0] : span[1]]
        if words.strip(" .").isdigit():
            if int(words.strip(" .")) == expected:
                row, state = Row(), "work"
                rows.append(row)
                expected += 1
            at += 1
            continue
        again, after = _downward(text, lines, at)
        if again:
            at = after
            continue
        if row is None:
            return at
        state = _next_state(text, span, state, kinds, row)
        row.add(state, span)
        at += 1
    return at


def _next_state(text: str, span: tuple[int, int], state: str, kinds: list[str], row: Row) -> str:
    """Which cell a line of a downward row belongs to, told by what it begins with."""
    passage = join(text, [span])
    first = 1 if passage.words[0] in ("-", "+", "•") else 0
    begins = text[span[0]].isupper() or first == 1
    unit = bool(unit_at(passage, first)) if begins and first < len(passage) else False
    if begins and state in ("lead", "support") and _is_time(text, span, passage):
        return "limit"
    if state == "work" and unit and "work" in row.cells:
        return "lead"
    if state == "lead" and unit and "support" in kinds and _lead_is_whole(text, row, first):
        return "support"
    return state


def _lead_is_whole(text: str, row: Row, dashed: int) -> bool:
    """Whether the lead's cell can end before a new unit: a dash opens the next cell, or a name ended above."""
    before = text[row.cells["lead"][0][0] : row.cells["lead"][-1][1]].rstrip()
    return bool(dashed) or before[-1] not in ",;"


def _is_time(text: str, span: tuple[int, int], passage: Passage) -> bool:
    words = passage.lower
    return words[0] in ("hoàn", "ngay", "sau", "trong", "trước", "thường") or read_cell(text, *span) is not None
