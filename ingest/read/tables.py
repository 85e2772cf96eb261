"""Tables that are ruled on a PDF's page: found by pdfplumber, written row by row with a tab between cells."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pypdfium2 as pdfium

from ingest.read.lines import PageText, lay_out, lines_of
from ingest.read.words import Word

Box = tuple[float, float, float, float]  # x0, top, x1, bottom in points from the upper left corner
Grid = list[list[Box]]  # the boxes of each row's cells

_STROKES = 8  # lines and rectangles that the smallest table is drawn with
_SLIVER = 12.0  # points; what is narrower lies between two lines of a border
_COLUMNS = 3  # of a table that orders (what, who, by when); two columns of boxes are as often a frame
_SLACK = 2.0  # points by which a word may stand over its cell's edge


def ruled(page: pdfium.PdfPage) -> bool:
    """Whether enough is drawn on the page for a table; it spares the others a second parser."""
    drawn = (item for item in page.get_objects(max_depth=2) if item.type == pdfium.raw.FPDF_PAGEOBJ_PATH)
    return sum(1 for _, _ in zip(range(_STROKES), drawn, strict=False)) == _STROKES


def grids_of(data: bytes, index: int) -> list[Grid]:
    """The tables of a page (from 0), from top to bottom."""
    with pdfplumber.open(BytesIO(data), pages=[index + 1]) as document:
        found = document.pages[0].find_tables()
        grids = [[[c for c in row.cells if c and c[2] - c[0] > _SLIVER] for row in table.rows] for table in found]
    grids = [[row for row in grid if row] for grid in grids]
    return sorted((grid for grid in grids if _is_table(grid)), key=lambda grid: grid[0][0][1])


def _is_table(grid: Grid) -> bool:
    """Whether the boxes are those of rows and columns, not of underlined words or a framed stamp."""
    return sum(len(row) >= _COLUMNS for row in grid) > 1


def lay_out_with(words: list[Word], grids: list[Grid]) -> PageText:
    """The text of a page with its tables in their places. Linear in words for each table."""
    parts: list[PageText] = []
    rest = words
    for grid in grids:
        cells = [cell for row in grid for cell in row]
        top, bottom = min(c[1] for c in cells), max(c[3] for c in cells)
        left, right = min(c[0] for c in cells), max(c[2] for c in cells)
        above = [w for w in rest if w.base <= top]
        inside = [w for w in rest if top < w.base <= bottom and left - _SLACK <= _middle(w) <= right + _SLACK]
        taken = {id(w) for w in (*above, *inside)}
        rest = [w for w in rest if id(w) not in taken]
        parts += [lay_out(above), _rows(inside, grid)]
    return _stacked([*parts, lay_out(rest)])


def _rows(words: list[Word], grid: Grid) -> PageText:
    table = PageText("", [])
    for row in grid:
        if table.text:
            table.text += "\n"
        for number, cell in enumerate(row):
            table.text += "\t" if number else ""
            held = [w for w in words if cell[1] < w.base <= cell[3] and cell[0] - _SLACK <= _middle(w) < cell[2]]
            for place, word in enumerate(word for line in lines_of(held) for word in line):
                table.text += " " if place else ""
                table.words.append(word)
                table.spans.append((len(table.text), len(table.text) + len(word.text)))
                table.text += word.text
    return table


def _stacked(parts: list[PageText]) -> PageText:
    """The parts one under the other, with a blank line between."""
    whole = PageText("", [])
    for part in parts:
        if not part.text.strip():
            continue
        whole.text += "\n\n" if whole.text else ""
        at = len(whole.text)
        whole.text += part.text
        whole.words += part.words
        whole.spans += [(at + a, at + b) for a, b in part.spans]
    return whole


def _middle(word: Word) -> float:
    return (word.x0 + word.x1) / 2
