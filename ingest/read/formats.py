"""Tells what a file is by its bytes and hands it to the reader of that format. Runs inside the jail."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus.types import Reading
from ingest.read.selectors import Selectors
from ingest.read.unreadable import UnreadableError
from ingest.read.wire import to_json

TEXT = "text/plain"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
SUFFIXES = {".txt", ".html", ".htm", ".pdf", ".docx", ".doc", ".rtf", ".odt", ".png", ".jpg", ".jpeg", ".tif", ".tiff"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml", b"<div", b"<meta", b"<title", b"<p>", b"<table")


def sniff(head: bytes, name: str, media_type: str | None) -> str:
    """The media type that the first bytes show; `name` and `media_type` decide only between kinds of text.

    Raises:
        UnreadableError: for bytes that no reader is for ("unknown-format").
    """
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return "application/zip"
    if head.startswith(_OLE):
        return DOC
    if head.startswith(b"{\\rtf"):
        return RTF
    for magic, kind in IMAGES.items():
        if head.startswith(magic):
            return kind
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    suffix = Path(name).suffix.lower()
    if start.startswith(_MARKUP) or (media_type or "").startswith(HTML) or (suffix in (".html", ".htm")):
        return HTML
    if b"\x00\x00\x00" in head[:1024] and not utf16:
        raise UnreadableError("unknown-format", "tệp nhị phân lạ", name=name)
    return TEXT


def read_here(source: bytes | Path, request: dict[str, Any]) -> dict[str, Any]:
    """Read one file in this process; the reading as JSON values.

    Raises:
        UnreadableError: when the file gives no reading.
    """
    name, address = request["name"], request["address"] or request["name"]
    data = source if isinstance(source, bytes) else _bytes_of(source)
    media_type = sniff(data[:4096], name, request["media_type"])
    if media_type == "application/zip":
        media_type = _office_kind(data, name)
    selectors = Selectors(**request["selectors"]) if request["selectors"] else None
    reader = _reader_for(media_type, selectors)
    return to_json(reader(data, address))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError("missing", error.strerror or "") from error


def _office_kind(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = set(archive.namelist())
            if "word/document.xml" in members:
                return DOCX
            if "mimetype" in members and archive.read("mimetype")[:60].decode("latin-1") == ODT:
                return ODT
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        raise UnreadableError("corrupt", "tệp nén không đọc được") from error
    raise UnreadableError("unknown-format", "tệp nén không phải văn bản Word", name=name)


def _reader_for(media_type: str, selectors: Selectors | None) -> Callable[[bytes, str], Reading]:
    """The function that reads this format; imported only now, since each brings its libraries."""
    if media_type == HTML:
        from ingest.read.html import read_html

        return lambda data, address: read_html(data, address, selectors)
    if media_type == PDF:
        from ingest.read.pdf import read_pdf

        return read_pdf
    if media_type == DOCX:
        from ingest.read.docx import read_docx

        return read_docx
    if media_type in (DOC, RTF, ODT):
        from ingest.read.office import read_office

        return lambda data, address: read_office(data, address, media_type)
    if media_type.startswith("image/"):
        from ingest.read.scan import read_image

        return lambda data, address: read_image(data, address, media_type)
    from ingest.read.plain import read_plain

    return read_plain
