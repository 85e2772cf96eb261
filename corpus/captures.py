"""Keeps bytes as they were fetched: once, by their hash, never changed.

Beside SQLite they are files in `captures/`, beside PostgreSQL they are in the database, where every machine finds them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import exists, select

from corpus.database import Database, now
from corpus.inserts import insert_once
from corpus.schema import captures, readings, sightings
from corpus.types import Capture, CorpusError, NotFoundError


class Captures:
    """The store of bytes and of where and when they were seen."""

    def __init__(self, database: Database, home: Path) -> None:
        self._database = database
        self._folder = home / "captures" if database.sqlite else None

    def keep(
        self,
        data: bytes,
        *,
        address: str,
        media_type: str,
        fetched_at: datetime,
        headers: Mapping[str, str] | None = None,
    ) -> Capture:
        """Keeps the bytes and that they were seen at this address; what is kept already adds nothing."""
        key = hashlib.sha256(data).hexdigest()
        if self._folder:
            _write_once(self._folder / key[:2] / key, data)
        row = {"id": key, "media_type": media_type, "size": len(data), "kept_at": now()}
        sighting = {"capture_id": key, "address": address, "fetched_at": fetched_at, "headers": dict(headers or {})}
        with self._database.write() as connection:
            insert_once(connection, captures, [row | ({} if self._folder else {"data": data})])
            insert_once(connection, sightings, [sighting])
        return self.get(key, address)

    def get(self, capture_id: str, address: str | None = None) -> Capture:
        """A capture as it was first seen (at this address)."""
        query = (
            select(
                captures.c.id,
                sightings.c.address,
                captures.c.media_type,
                captures.c.size,
                sightings.c.fetched_at,
                sightings.c.headers,
            )
            .join(sightings, sightings.c.capture_id == captures.c.id)
            .where(captures.c.id == capture_id)
            .order_by(sightings.c.fetched_at, sightings.c.address)
        )
        if address is not None:
            query = query.where(sightings.c.address == address)
        with self._database.read() as connection:
            row = connection.execute(query.limit(1)).one_or_none()
        if row is None:
            raise NotFoundError(f"không có bản lưu {capture_id}")
        return Capture(*row)

    def bytes_of(self, capture_id: str) -> bytes:
        """The bytes of a capture, checked against their hash."""
        data = self._load(capture_id)
        if hashlib.sha256(data).hexdigest() != capture_id:
            raise CorpusError(f"bản lưu {capture_id} đã bị thay đổi: nội dung không khớp với mã băm")
        return data

    def _load(self, capture_id: str) -> bytes:
        if self._folder:
            try:
                return (self._folder / capture_id[:2] / capture_id).read_bytes()
            except FileNotFoundError:
                raise NotFoundError(f"không có bản lưu {capture_id}") from None
        with self._database.read() as connection:
            data = connection.execute(select(captures.c.data).where(captures.c.id == capture_id)).scalar()
        if data is None:
            raise NotFoundError(f"không có bản lưu {capture_id}")
        return bytes(data)

    def is_read(self, capture_id: str, version: str) -> bool:
        """Whether this extractor's version has read the capture already."""
        found = exists().where(readings.c.capture_id == capture_id, readings.c.extractor == version)
        with self._database.read() as connection:
            return bool(connection.execute(select(found)).scalar())


def _write_once(path: Path, data: bytes) -> None:
    """Writes a file so that it is there whole or not at all, and stays after a power cut."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).rename(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
