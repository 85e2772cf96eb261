"""Word files (DOCX)."""

from __future__ import annotations

from io import BytesIO

from docx import Document

from corpus.types import Reading
from ingest.read.formats import DOCX
from ingest.read.unreadable import UnreadableError


def read_docx(data: bytes, address: str) -> Reading:
    """The reading of a DOCX.

    Raises:
        UnreadableError: for a file without text.
    """
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(data)).paragraphs)
    if not text.strip():
        raise UnreadableError("no-text")
    return Reading(text=text, address=address, media_type=DOCX, kind="dispatch")
