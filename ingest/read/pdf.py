"""PDF files: the text layer with what signatures stamp on it, or OCR where there is no layer that can be read."""

from __future__ import annotations

import pypdfium2 as pdfium

from corpus.types import Reading
from ingest.read.formats import PDF
from ingest.read.lines import PageText, join_pages, lay_out
from ingest.read.stamps import layered
from ingest.read.unreadable import UnreadableError

PAGES = 2_000
CHARACTERS = 5_000_000


def read_pdf(data: bytes, address: str) -> Reading:
    """The reading of a PDF.

    Raises:
        UnreadableError: for an encrypted, broken or empty file.
    """
    document = open_pdf(data)
    document.init_forms()
    pages: list[PageText] = []
    seals: list[str] = []
    for index in range(len(document)):
        layer = layered(document, index)
        seals += layer.seals
        pages.append(lay_out(layer.words))
    text, back = join_pages(pages)
    if not text.strip():
        raise UnreadableError("no-text")
    return Reading(text=text, address=address, media_type=PDF, kind="dispatch", source_map={"pages": back})


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """The document in these bytes.

    Raises:
        UnreadableError: for an encrypted or broken file, or one with no pages or too many.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "corrupt"
        raise UnreadableError(code) from error
    if not 0 < len(document) <= PAGES:
        raise UnreadableError("corrupt" if not len(document) else "too-large", f"{len(document)} trang")
    return document
