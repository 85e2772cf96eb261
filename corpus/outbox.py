"""What the index has yet to hear: one row a document, with the revision it is to carry. Several may drain at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import Connection, delete, func, or_, select, update

from corpus.database import Database, now
from corpus.inserts import upsert
from corpus.schema import documents, outbox
from corpus.types import Pending

_MOST_ATTEMPTS = 8


def put(connection: Connection, document_ids: Iterable[str], revision: int) -> None:
    """Says that these documents changed, to the index and in their own rows; part of the transaction that did it."""
    changed = sorted(set(document_ids))
    connection.execute(update(documents).where(documents.c.id.in_(changed)).values(revision=revision))
    fresh = {"attempts": 0, "error": None, "holder": None, "leased_until": None, "dead": False}
    upsert(connection, outbox, [{"document_id": d, "revision": revision, **fresh} for d in changed])


class Outbox:
    """The work list of whoever feeds the index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, holder: str, limit: int = 200, lease: timedelta = timedelta(minutes=1)) -> list[Pending]:
        """Up to `limit` documents, the oldest change first, that nobody else gets until the lease is over."""
        moment = now()
        free = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until < moment)
        query = (
            select(outbox.c.document_id, outbox.c.revision, outbox.c.attempts)
            .where(outbox.c.dead.is_(False), free)
            .order_by(outbox.c.revision, outbox.c.document_id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        with self._database.write() as connection:
            taken = [Pending(*row) for row in connection.execute(query)]
            if taken:
                mine = outbox.c.document_id.in_([p.document_id for p in taken])
                connection.execute(update(outbox).where(mine).values(holder=holder, leased_until=moment + lease))
        return taken

    def settle(self, done: Sequence[Pending], failed: Sequence[tuple[Pending, str]] = ()) -> None:
        """Takes what is indexed off the list, unless it changed since; what failed is tried again, 8 times in all."""
        with self._database.write() as connection:
            for one in done:
                same = (outbox.c.document_id == one.document_id) & (outbox.c.revision == one.revision)
                connection.execute(delete(outbox).where(same))
            for one, error in failed:
                same = (outbox.c.document_id == one.document_id) & (outbox.c.revision == one.revision)
                dead = one.attempts + 1 >= _MOST_ATTEMPTS
                values = {"attempts": one.attempts + 1, "error": error, "dead": dead}
                connection.execute(update(outbox).where(same).values(holder=None, leased_until=None, **values))

    def waiting(self) -> tuple[int, int]:
        """How many documents wait for the index, and how many were given up."""
        with self._database.read() as connection:
            rows = connection.execute(select(outbox.c.dead, func.count()).group_by(outbox.c.dead)).all()
        counts = {bool(dead): count for dead, count in rows}
        return counts.get(False, 0), counts.get(True, 0)

    def dead(self) -> list[tuple[str, str | None]]:
        """The documents that were given up, each with the last error."""
        with self._database.read() as connection:
            query = select(outbox.c.document_id, outbox.c.error).where(outbox.c.dead).order_by(outbox.c.document_id)
            return [(row.document_id, row.error) for row in connection.execute(query)]
