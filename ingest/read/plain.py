"""Plain text files."""

from __future__ import annotations

from corpus.types import Reading
from ingest.read.text import decode, is_binary
from ingest.read.unreadable import UnreadableError


def read_plain(data: bytes, address: str) -> Reading:
    """The reading of a text file; Unicode text comes through character by character.

    Raises:
        UnreadableError: for bytes that are no text, or that hold no letter.
    """
    decoded = decode(data)
    if is_binary(decoded.text):
        raise UnreadableError("unknown-format", "tệp nhị phân, không phải văn bản")
    if not any(c.isalpha() for c in decoded.text):
        raise UnreadableError("no-text")
    notes = [] if decoded.encoding == "utf-8" else [f"đã chuyển mã từ {decoded.encoding}"]
    if decoded.lossy:
        notes.append("có ký tự không đọc được")
    return Reading(text=decoded.text, address=address, media_type="text/plain", notes=tuple(notes))
