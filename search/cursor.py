"""Cursors: where the next page of an answer begins, as a word that a page's address can carry."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from typing import get_args

from search.query import Query, QueryError
from search.types import Match


def _asked(query: Query) -> int:
    """What a cursor belongs to: another question's cursor leads nowhere."""
    return zlib.crc32(repr((query.clauses, query.filters, sorted(query.kinds), query.sort)).encode())


def write(query: Query, match: Match, place: Sequence[float]) -> str:
    """A cursor for the page of this query that begins after `place`, the words taken as `match` says."""
    packed = json.dumps([_asked(query), match, *place], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read(query: Query, length: int) -> tuple[Match, list[float]] | None:
    """What the query's cursor says: how words are taken, and a place of `length` figures. None for the first page.

    Raises `QueryError` where the cursor is not one that `write` made for this query.
    """
    if not query.cursor:
        return None
    try:
        packed = base64.urlsafe_b64decode(query.cursor + "=" * (-len(query.cursor) % 4))
        asked, match, *place = json.loads(packed)
        sound = match in get_args(Match) and len(place) == length and all(map(_is_figure, place))
    except (ValueError, TypeError):
        sound, asked = False, 0
    if not sound:
        raise QueryError("Dấu trang không đọc được; hãy tìm lại từ trang đầu")
    if asked != _asked(query):
        raise QueryError("Dấu trang thuộc về một câu tìm khác; hãy tìm lại từ trang đầu")
    return match, place


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1 << 63
