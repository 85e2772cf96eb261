"""Lists in pieces: each piece begins after the last row of the one before, so that depth costs nothing."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, func, literal, select, tuple_

from corpus.database import Moment
from corpus.types import CorpusError, Page

T = TypeVar("T")

MOST = 500
"""The most rows that one piece has."""


def page(
    connection: Connection,
    query: Select[Any],
    keys: Sequence[ColumnElement[Any]],
    *,
    cursor: str | None,
    limit: int,
    descending: bool,
    make: Callable[[Sequence[Row[Any]]], list[T]],
) -> Page[T]:
    """A piece of `query` in the order of `keys` (unique together, never NULL), in two statements and `make`'s."""
    limit = max(1, min(limit, MOST))
    total = connection.execute(select(func.count()).select_from(query.with_only_columns(*keys).subquery())).scalar_one()
    piece = query.add_columns(*(k.label(f"key_{i}") for i, k in enumerate(keys)))
    if cursor is not None:
        after = tuple_(*_decode(cursor, keys))
        piece = piece.where(tuple_(*keys) < after if descending else tuple_(*keys) > after)
    piece = piece.order_by(*(k.desc() if descending else k.asc() for k in keys)).limit(limit + 1)
    rows = connection.execute(piece).all()
    following = _encode(rows[limit - 1][-len(keys) :]) if len(rows) > limit else None
    return Page(make(rows[:limit]), total, following)


def _encode(values: Sequence[Any]) -> str:
    plain = [v.isoformat() if isinstance(v, datetime) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _decode(cursor: str, keys: Sequence[ColumnElement[Any]]) -> list[Any]:
    """The values of a cursor, as the columns' types. Raises CorpusError for what isn't one of ours."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        plain = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        if not isinstance(plain, list) or len(plain) != len(keys):
            raise ValueError
        return [_typed(v, k) for v, k in zip(plain, keys, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
        raise CorpusError("con trỏ trang không hợp lệ") from None


def _typed(value: Any, key: ColumnElement[Any]) -> Any:
    """A JSON value as a value of the column. Raises ValueError or TypeError where it is none."""
    if isinstance(key.type, Moment):
        return literal(datetime.fromisoformat(value).astimezone(UTC), key.type)
    kind = key.type.python_type
    if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
        raise ValueError
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError
    if isinstance(value, str):
        value.encode("utf-8")
        if "\x00" in value:
            raise ValueError
    return literal(value, key.type)
