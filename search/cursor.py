"""Cursors: where the next page of an answer begins, as a word that a page's address can carry."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any

from search.query import Query, QueryError


def _asked(query: Query) -> int:
    """What a cursor belongs to: another question's cursor leads nowhere."""
    return zlib.crc32(repr((query.clauses, query.filters, sorted(query.kinds), query.sort)).encode())


def write(query: Query, place: list[Any]) -> str:
    """A cursor for the page of this query that begins after `place`."""
    packed = json.dumps([_asked(query), *place], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read(query: Query) -> list[Any] | None:
    """The place that the query's cursor names, None if it asks for the first page.

    Raises `QueryError` where the cursor is not one of this query's.
    """
    if not query.cursor:
        return None
    try:
        packed = base64.urlsafe_b64decode(query.cursor + "=" * (-len(query.cursor) % 4))
        place: list[Any] = json.loads(packed)
        asked = place.pop(0)
    except (ValueError, TypeError, AttributeError, IndexError, binascii.Error):
        raise QueryError("Dấu trang không đọc được; hãy tìm lại từ trang đầu") from None
    if asked != _asked(query):
        raise QueryError("Dấu trang thuộc về một câu tìm khác; hãy tìm lại từ trang đầu")
    return place
