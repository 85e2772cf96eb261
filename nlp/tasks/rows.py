"""Makes tasks of the rows of a table."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from nlp.deadlines import find_deadlines, read_cell, resolve
from nlp.passages import join
from nlp.tasks.tables import Row, Segments, Table
from nlp.types import Assignee, AssigneeRole, Deadline, Task
from nlp.units import coordination

_LINE_BREAK = 3  # characters between two lines of a cell that stands alone in its lines


def table_tasks(text: str, tables: list[Table]) -> list[tuple[Task, Row]]:
    """The tasks of the tables, each with the row that its limit is read from later."""
    found = []
    for row in (row for table in tables for row in table.rows):
        first, last = row.cells["work"][0][0], row.cells["work"][-1][1]
        while last > first and text[last - 1] in " .;,\n":
            last -= 1
        leads = _units(text, row.cells["lead"], "lead")
        helpers = _units(text, row.cells.get("support", []), "support")
        if leads and last > first:
            found.append((Task(text[first:last], first, last, "tasks.row", [*leads, *helpers]), row))
    return found


def row_deadline(text: str, row: Row, anchor: date | None, published: date | None, year: int | None) -> Deadline | None:
    """The limit in the row's own cell."""
    cell = row.cells.get("limit")
    if not cell:
        return None
    start, end = cell[0][0], cell[-1][1]
    match = read_cell(text, start, end) or next(iter(find_deadlines(text, start, end)), None)
    if match is None:
        return Deadline(text[start:end], start, end, "deadlines.cell", reason="event")
    return resolve(match, anchor, published, year=year)


def _within(cell: Segments, start: int, stop: int) -> tuple[int, int]:
    """The part of a span that stands in the cell's line: what is between two lines of a cell is other columns'."""
    line = next((b for a, b in cell if a <= start < b), stop)
    gaps = [b - a for (_, a), (b, _) in pairwise(cell)]
    return (start, stop) if max(gaps, default=0) <= _LINE_BREAK else (start, min(stop, line))


def _units(text: str, cell: Segments, role: AssigneeRole) -> list[Assignee]:
    found: list[Assignee] = []
    if not cell:
        return found
    passage = join(text, cell)
    at = 0
    while at < len(passage):
        units, end = coordination(passage, at, addressed=True)
        for unit in units:
            start, stop = _within(cell, *passage.source_span(unit.first, unit.last))
            found.append(Assignee(text[start:stop], start, stop, "units.cell", role))
        at = max(end, at + 1)
    return found
