"""What the API itself has to remember, in a table beside the record's: the keys of requests that were answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

KEPT = timedelta(days=2)
_metadata = sa.MetaData()
_answers = sa.Table(
    "api_answers",
    _metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("request", sa.String(64), nullable=False),
    sa.Column("status", sa.Integer, nullable=True),
    sa.Column("body", sa.LargeBinary, nullable=True),
    sa.Column("etag", sa.String(40), nullable=True),
    sa.Column("at", sa.String(32), nullable=False, index=True),
)


class Store:
    """The tables, made where they are missing, in the database at `url` (an SQLAlchemy address)."""

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url)
        _metadata.create_all(self.engine)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def claim(self, key: str, request: str) -> sa.Row[tuple[object, ...]] | None:
        """Take a key for a request (both digests): None where it is new, else what is known of it."""
        row = {"key": key, "request": request, "at": _stamp(datetime.now(UTC))}
        with self.engine.begin() as db:
            db.execute(_answers.delete().where(_answers.c.at < _stamp(datetime.now(UTC) - KEPT)))
        try:
            with self.engine.begin() as db:
                db.execute(_answers.insert().values(row))
        except sa.exc.IntegrityError:
            with self.engine.connect() as db:
                return db.execute(sa.select(_answers).where(_answers.c.key == key)).first()
        return None

    def answer(self, key: str, status: int, body: bytes, etag: str | None) -> None:
        """Keep the answer that a key got."""
        with self.engine.begin() as db:
            db.execute(_answers.update().where(_answers.c.key == key).values(status=status, body=body, etag=etag))

    def release(self, key: str) -> None:
        """Forget a key whose request came to nothing, so that it may be tried again."""
        with self.engine.begin() as db:
            db.execute(_answers.delete().where(_answers.c.key == key))


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
