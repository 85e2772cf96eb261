"""Whether the tables still say what the log says, so that a row that was edited behind it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from corpus import tasks
from corpus.audit import Flaw
from corpus.captures import Captures
from corpus.database import Database, canonical
from corpus.decisions import decision, same
from corpus.schema import captures, documents, events, versions
from corpus.schema import tasks as task_table
from corpus.types import CorpusError

_BATCH = 200


class Consistency:
    """Holds the tables against the log."""

    def __init__(self, database: Database, kept: Captures) -> None:
        self._database = database
        self._captures = kept

    def check(self, *, bytes_too: bool = False) -> list[Flaw]:
        """What doesn't agree: decisions about tasks, the versions that documents are at, and what those versions say.

        `bytes_too` also reads every capture and holds it against its hash.
        """
        with self._database.read() as connection:
            flaws = [*_tasks(connection), *_documents(connection), *_versions(connection)]
            kept = connection.execute(select(captures.c.id).order_by(captures.c.id)).scalars().all()
        return flaws + [flaw for capture_id in kept if bytes_too for flaw in self._capture(capture_id)]

    def _capture(self, capture_id: str) -> Iterator[Flaw]:
        try:
            self._captures.bytes_of(capture_id)
        except CorpusError as error:
            yield Flaw(0, str(error))


def _tasks(connection: Connection) -> Iterator[Flaw]:
    """The last decision about each task is what its row says; one that nobody decided about is as it was given out."""
    last = ""
    while rows := tasks.load(connection, task_table.c.id.in_(_after(task_table, last))):
        told = _last_events(connection, [r["id"] for r in rows], ("task.",))
        for row in sorted(rows, key=lambda r: str(r["id"])):
            entry = told.get(row["id"])
            if entry is None and (row["touched"] or row["status"] != "assigned" or row["overrides"]):
                yield Flaw(0, f"nhiệm vụ {row['id']} mang quyết định mà nhật ký không có")
            if entry is not None and not same(entry.after, decision(row)):
                yield Flaw(entry.seq, f"nhiệm vụ {row['id']} không còn như quyết định cuối cùng đã ghi")
            last = max(last, row["id"])


def _documents(connection: Connection) -> Iterator[Flaw]:
    """Each document is at the version that the log last put it at."""
    last = ""
    while rows := connection.execute(
        select(documents.c.id, documents.c.version_id).where(documents.c.id.in_(_after(documents, last)))
    ).all():
        told = _last_events(connection, [r.id for r in rows], ("document.recorded", "document.reread"))
        for row in rows:
            entry = told.get(row.id)
            if entry is None or entry.after["version"] != row.version_id:
                yield Flaw(entry.seq if entry else 0, f"tài liệu {row.id} không ở phiên bản mà nhật ký ghi")
        last = max(r.id for r in rows)


def _versions(connection: Connection) -> Iterator[Flaw]:
    """Each version's id is the hash of what it says."""
    last = ""
    while rows := connection.execute(
        select(versions).where(versions.c.id > last).order_by(versions.c.id).limit(_BATCH)
    ).all():
        for row in rows:
            said = [row.document_id, row.text, row.source_map, row.reading, row.extraction]
            if hashlib.sha256(canonical(said).encode()).hexdigest() != row.id:
                yield Flaw(0, f"nội dung của phiên bản {row.id} (tài liệu {row.document_id}) đã bị thay đổi")
        last = rows[-1].id


def _after(table: Any, last: str) -> Any:
    return select(table.c.id).where(table.c.id > last).order_by(table.c.id).limit(_BATCH)


def _last_events(connection: Connection, ids: Sequence[str], actions: tuple[str, ...]) -> dict[str, Any]:
    """The last entry about each subject whose action begins with one of `actions` and holds a decision or a version."""
    wanted = events.c.subject_id.in_(ids) & events.c.action.not_in(("task.reread", "document.older_version"))
    begins = [events.c.action.startswith(a) for a in actions]
    latest = select(func.max(events.c.seq)).where(wanted, begins[0] if len(begins) == 1 else begins[0] | begins[1])
    query = select(events).where(events.c.seq.in_(latest.group_by(events.c.subject_id)))
    return {row.subject_id: row for row in connection.execute(query)}
