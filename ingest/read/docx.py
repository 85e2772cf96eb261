"""Word files (DOCX): paragraphs with the numbers that Word counts, tables row by row, text boxes where they hang."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from corpus.types import Reading
from ingest.read.formats import DOCX
from ingest.read.numbering import Numbering
from ingest.read.unreadable import UnreadableError

_BIGGEST = 300 << 20  # bytes of all parts unpacked
_RATIO = 200  # an office file packs text ten times, bombs a thousand times
_LAYOUT_ROWS = 6  # a table with no more rows whose cells hold several paragraphs sets a head or a foot side by side


def read_docx(data: bytes, address: str) -> Reading:
    """The reading of a DOCX.

    Raises:
        UnreadableError: for a broken file, one that unpacks to too much ("bomb"), or one without text.
    """
    _check(data)
    try:
        document = Document(BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise UnreadableError("corrupt", str(error)[:100]) from error
    lines = list(_lines(document))
    text = "\n".join(lines).strip("\n") + "\n"
    if not text.strip():
        raise UnreadableError("no-text")
    return Reading(text=text, address=address, media_type=DOCX, kind="dispatch")


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableError("corrupt", "tệp nén không đọc được") from error
    if size > _BIGGEST or size > max(len(data) * _RATIO, 20 << 20):
        raise UnreadableError("bomb", f"{size >> 20} MB khi giải nén")


def _lines(document: WordDocument) -> Iterator[str]:
    """The document's lines in the order of its body."""
    numbering = Numbering(document)
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield from _paragraph(block, numbering)
        else:
            yield from _table(block, numbering)


def _paragraph(paragraph: Paragraph, numbering: Numbering) -> Iterator[str]:
    """A paragraph's lines after its number or bullet, then those of the text boxes that hang on it."""
    words = paragraph.text
    mark = numbering.next(paragraph) if words.strip() else ""
    yield f"{mark} {words.lstrip()}" if mark else words
    for box in paragraph._p.iter(qn("w:txbxContent")):
        if any(a.tag.endswith("}Fallback") for a in box.iterancestors()):
            continue  # the same words for programs that know no text boxes
        for inner in box.iter(qn("w:p")):
            yield from _paragraph(Paragraph(inner, paragraph._parent), numbering)  # type: ignore[arg-type]


def _table(table: Table, numbering: Numbering) -> Iterator[str]:
    """A table's rows with a tab between cells; one that only lays out a head or foot, cell after cell."""
    rows = [_cells(row, numbering) for row in table.rows]
    widest = max((len(cells) for cells in rows), default=0)
    layout = len(rows) <= _LAYOUT_ROWS and widest <= 3 and any(len(c) > 1 for cells in rows for c in cells)
    for cells in rows:
        if layout:
            yield "\t".join("\n".join(cell).strip("\n") for cell in cells)
        else:
            yield "\t".join(" ".join(" ".join(cell).split()) for cell in cells)


def _cells(row: object, numbering: Numbering) -> list[list[str]]:
    """The lines of each cell; a cell that is merged over several columns once."""
    found: list[list[str]] = []
    last = None
    for cell in row.cells:  # type: ignore[attr-defined]
        if cell._tc is last:
            continue
        last = cell._tc
        lines: list[str] = []
        for block in cell.iter_inner_content():
            lines += _paragraph(block, numbering) if isinstance(block, Paragraph) else _table(block, numbering)
        found.append(lines)
    return found
