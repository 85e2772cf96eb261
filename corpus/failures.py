"""What could not be read: a work list that a success clears."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from corpus.inserts import upsert
from corpus.keys import printable
from corpus.schema import failures


def fail(
    connection: Connection, address: str, capture_id: str | None, reason: str, *, final: bool, at: datetime
) -> None:
    """Counts one more attempt that failed."""
    before = connection.execute(select(failures.c.attempts).where(failures.c.address == address)).scalar()
    row = {
        "address": address, "capture_id": capture_id, "reason": printable(reason), "attempts": (before or 0) + 1,
        "final": final, "at": at,
    }  # fmt: skip
    upsert(connection, failures, [row])
