"""PDF files."""

from __future__ import annotations

import pypdfium2 as pdfium

from corpus.types import Reading
from ingest.read.unreadable import UnreadableError


def read_pdf(data: bytes, address: str) -> Reading:
    """The reading of a PDF.

    Raises:
        UnreadableError: for an encrypted, broken or empty file.
    """
    document = pdfium.PdfDocument(data)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    if not text.strip():
        raise UnreadableError("no-text")
    return Reading(text=text.replace("\r\n", "\n"), address=address, media_type="application/pdf", kind="dispatch")
