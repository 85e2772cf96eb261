"""The database under the record: SQLite in one file, or PostgreSQL. Opens it, migrates it, and runs transactions."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, String, Text, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.types import TypeDecorator, TypeEngine

from corpus.types import CorpusError

_BUSY_MS = 60_000
_MIGRATING = 0x43484944  # the advisory lock's key: any constant that is ours


class Moment(TypeDecorator[datetime]):
    """A UTC-aware time, to the microsecond: `timestamptz` in PostgreSQL, text of fixed width that sorts in SQLite."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column's type in this database."""
        return dialect.type_descriptor(String(27) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """The time as it is stored. Raises ValueError for one without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return stamp(value) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        """The stored time, in UTC."""
        if value is None:
            return None
        return datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """JSON values in one spelling (sorted keys, no spaces), kept as text so that a hash over it holds."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: Dialect) -> str | None:
        """The value in its one spelling."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Any:
        """The stored value."""
        return None if value is None else json.loads(value)


def canonical(value: Any) -> str:
    """The one spelling of a JSON value that is hashed and stored."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def stamp(moment: datetime) -> str:
    """A time as text of fixed width, UTC, that sorts as the times do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def now() -> datetime:
    """The time now, UTC-aware."""
    return datetime.now(UTC)


class Database:
    """Runs transactions: `read()` sees one state, `write()` is the only one that changes events at its time."""

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise CorpusError(f"“{url}” không phải là địa chỉ của một cơ sở dữ liệu") from None
        self.name = parsed.render_as_string(hide_password=True)
        self.sqlite = parsed.get_backend_name() == "sqlite"
        if self.sqlite:
            if not parsed.database or parsed.database == ":memory:":
                raise CorpusError(f"{self.name}: kho dữ liệu SQLite phải là một tệp, ví dụ sqlite:///data/chidao.db")
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            Path(parsed.database).touch(mode=0o600)
            self.folder: Path | None = Path(parsed.database).resolve().parent
        elif parsed.get_backend_name() == "postgresql":
            self.folder = None
        else:
            raise CorpusError(f"{self.name}: chỉ hỗ trợ SQLite và PostgreSQL")
        self._engine = create_engine(url, pool_pre_ping=not self.sqlite)
        if self.sqlite:
            _prepare_sqlite(self._engine)
        self._reading = self._engine.execution_options(
            **({} if self.sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
        )
        self._writing = self._engine.execution_options(chidao_write=True)

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()

    def optimize(self) -> None:
        """Lets SQLite note how its tables have grown, so that it plans queries well; PostgreSQL does so by itself."""
        if self.sqlite:
            with self.write() as connection:
                connection.exec_driver_sql("PRAGMA optimize")

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the record."""
        with self._reading.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may change rows; all of it happens or nothing."""
        with self._writing.begin() as connection:
            yield connection

    def migrate(self) -> None:
        """Brings the schema up to date; two that open at once do it one after the other.

        Raises CorpusError for what can't be opened, and for a record of a newer program.
        """
        from corpus.schema import REVISION

        try:
            with self.read() as connection:
                present = _revision(connection)
        except DatabaseError as error:
            raise CorpusError(f"{self.name}: không mở được cơ sở dữ liệu ({error.orig})") from error
        if present is not None and present > REVISION:
            raise CorpusError(f"{self.name}: dữ liệu do một phiên bản chidao mới hơn tạo ra; hãy nâng cấp chidao")
        if present != REVISION:
            self._upgrade(REVISION)

    def _upgrade(self, revision: str) -> None:
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.write() as connection:
            if not self.sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
            if _revision(connection) != revision:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    """The migration that the database is at, None for an empty one."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _prepare_sqlite(engine: Engine) -> None:
    """Durable, checked and patient connections; transactions begin where we say, a writer's with the write lock."""

    @event.listens_for(engine, "connect")
    def connect(raw: Any, _record: Any) -> None:
        raw.isolation_level = None
        for pragma in (f"busy_timeout={_BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("chidao_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
