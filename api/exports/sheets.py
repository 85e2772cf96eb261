"""Exports for spreadsheets: XLSX and CSV. A cell that looks like a formula is text."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from api.exports.made import COLUMNS, Export, row, says_formula

_WIDTHS = (70, 28, 28, 12, 24, 16, 16, 14, 28, 26, 24)
_DATES = {3, 7}
_CONTROL = {c: None for c in range(32) if c not in (9, 10, 13)}
_LONGEST_CELL = 32_000


def to_xlsx(export: Export) -> bytes:
    """The export as an Excel workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Nhiệm vụ")
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width

    plain, strong, wrapped = Font(), Font(bold=True), Alignment(vertical="top", wrap_text=True)

    def text(value: str, *, bold: bool = False) -> Any:
        cell = WriteOnlyCell(sheet, value=value.translate(_CONTROL)[:_LONGEST_CELL])
        cell.data_type = "s"
        cell.font = strong if bold else plain
        cell.alignment = wrapped
        return cell

    for label, value in export.heading():
        sheet.append([text(label, bold=True), text(value)])
    sheet.append([])
    sheet.append([text(name, bold=True) for name in COLUMNS])
    for task in export.tasks:
        values = row(task)
        sheet.append([_day(v) if i in _DATES and v else text(v) for i, v in enumerate(values)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_csv(export: Export) -> bytes:
    """The export as CSV: UTF-8 with a byte order mark, as spreadsheets want it; commas, CRLF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for label, value in export.heading():
        writer.writerow([label, _plain(value)])
    writer.writerow([])
    writer.writerow(COLUMNS)
    for task in export.tasks:
        writer.writerow([_plain(value) for value in row(task)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if says_formula(text) else text


def _day(value: str) -> date:
    return date.fromisoformat(value)
