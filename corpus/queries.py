"""Reads the record: lists in pieces, single things, and what an index needs. A fixed number of statements a call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from corpus import conditions, views
from corpus.bundles import bundles
from corpus.cursors import page
from corpus.database import Database
from corpus.keys import band_key, name_key
from corpus.merging import root
from corpus.schema import (
    assignments,
    attachments,
    directives,
    documents,
    events,
    failures,
    readings,
    sightings,
    signatures,
    tasks,
    units,
    versions,
)
from corpus.types import (
    Bundle,
    Content,
    Directive,
    DirectiveFilter,
    Document,
    DocumentFilter,
    Event,
    EventFilter,
    Failure,
    NotFoundError,
    Page,
    Task,
    TaskFilter,
    Unit,
    Version,
)

TaskOrder = Literal["due", "issued"]


class Queries:
    """The reading half of the record."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def documents(
        self, wanted: DocumentFilter = DocumentFilter(), *, cursor: str | None = None, limit: int = 50
    ) -> Page[Document]:
        """Documents, the last recorded first."""
        query = select(documents).where(*conditions.of_documents(wanted))
        keys = [documents.c.recorded_at, documents.c.id]
        with self._database.read() as connection:
            return page(connection, query, keys, cursor=cursor, limit=limit, descending=True, make=_documents)

    def directives(
        self, wanted: DirectiveFilter = DirectiveFilter(), *, cursor: str | None = None, limit: int = 50
    ) -> Page[Directive]:
        """Directives, the last issued first."""
        query = select(directives).where(*conditions.of_directives(wanted))
        keys: list[ColumnElement[Any]] = [directives.c.date_sort, directives.c.id]
        with self._database.read() as connection:
            return page(connection, query, keys, cursor=cursor, limit=limit, descending=True, make=_directives)

    def tasks(
        self, wanted: TaskFilter = TaskFilter(), *, order: TaskOrder = "due", cursor: str | None = None, limit: int = 50
    ) -> Page[Task]:
        """Tasks: by `due`, the first due first and those without a day last, or by `issued`, the last issued first."""
        query = select(tasks).where(*conditions.of_tasks(wanted))
        keys = [tasks.c.due_sort if order == "due" else tasks.c.issued_sort, tasks.c.id]
        with self._database.read() as connection:
            return page(
                connection, query, keys, cursor=cursor, limit=limit, descending=order == "issued",
                make=lambda rows: views.tasks(connection, rows),
            )  # fmt: skip

    def events(
        self,
        wanted: EventFilter = EventFilter(),
        *,
        cursor: str | None = None,
        limit: int = 50,
        newest_first: bool = True,
    ) -> Page[Event]:
        """Entries of the log."""
        query = select(events).where(*conditions.of_events(wanted))
        with self._database.read() as connection:
            return page(
                connection, query, [events.c.seq], cursor=cursor, limit=limit, descending=newest_first,
                make=lambda rows: [views.event(r) for r in rows],
            )  # fmt: skip

    def units(
        self, name: str | None = None, place: str | None = None, *, cursor: str | None = None, limit: int = 50
    ) -> Page[Unit]:
        """Units that are given tasks, by name; `name` is the beginning of one in any spelling."""
        narrowed: list[ColumnElement[bool]] = [units.c.joined_into.is_(None)]
        if name:
            key = name_key(name)
            narrowed.append(units.c.name_key.between(key, key + "\U0010ffff"))
        if place:
            narrowed.append(units.c.place_key == name_key(place))
        keys = [units.c.name_key, units.c.id]
        with self._database.read() as connection:
            return page(
                connection, _counted_units().where(*narrowed), keys, cursor=cursor, limit=limit, descending=False,
                make=lambda rows: [views.unit(r) for r in rows],
            )  # fmt: skip

    def failures(self, *, final: bool | None = None, cursor: str | None = None, limit: int = 50) -> Page[Failure]:
        """What could not be read, the last first."""
        query = select(failures)
        if final is not None:
            query = query.where(failures.c.final.is_(final))
        keys = [failures.c.at, failures.c.address]
        with self._database.read() as connection:
            return page(
                connection, query, keys, cursor=cursor, limit=limit, descending=True,
                make=lambda rows: [views.failure(r) for r in rows],
            )  # fmt: skip

    def document(self, document_id: str) -> Document:
        """A document with its content. Raises NotFoundError."""
        return self.bundle(document_id).document

    def directive(self, directive_id: str) -> Directive:
        """A directive, the one it was joined into where it was. Raises NotFoundError."""
        with self._database.read() as connection:
            there = root(connection, directive_id)
            row = connection.execute(select(directives).where(directives.c.id == there)).one_or_none()
        if row is None:
            raise NotFoundError(f"không có văn bản chỉ đạo {directive_id}")
        return views.directive(row)

    def task(self, task_id: str) -> Task:
        """A task. Raises NotFoundError."""
        with self._database.read() as connection:
            found = views.tasks(connection, connection.execute(select(tasks).where(tasks.c.id == task_id)).all())
        if not found:
            raise NotFoundError(f"không có nhiệm vụ {task_id}")
        return found[0]

    def unit(self, unit_id: str) -> Unit:
        """A unit. Raises NotFoundError."""
        with self._database.read() as connection:
            row = connection.execute(_counted_units().where(units.c.id == unit_id)).one_or_none()
        if row is None:
            raise NotFoundError(f"không có đơn vị {unit_id}")
        return views.unit(row)

    def find_units(self, name: str, place: str | None = None, *, limit: int = 20) -> list[Unit]:
        """Units of this name in any spelling; those whose name begins so where none has it."""
        exact = [units.c.name_key == name_key(name)] + ([units.c.place_key == name_key(place)] if place else [])
        query = _counted_units().where(*exact).order_by(units.c.known.desc(), units.c.id).limit(limit)
        with self._database.read() as connection:
            found = [views.unit(r) for r in connection.execute(query)]
        return found or self.units(name, place, limit=limit).items

    def versions(self, document_id: str) -> list[Version]:
        """The states that a document went through, the oldest first."""
        query = (
            select(readings, versions.c.recorded_at, (versions.c.id == documents.c.version_id).label("current"))
            .join(versions, versions.c.id == readings.c.version_id)
            .join(documents, documents.c.id == readings.c.document_id)
            .where(readings.c.document_id == document_id)
            .order_by(readings.c.fetched_at, versions.c.recorded_at)
        )
        with self._database.read() as connection:
            return [views.version(row) for row in connection.execute(query)]

    def version_content(self, version_id: str) -> Content:
        """The text and the extraction of a version. Raises NotFoundError."""
        query = select(versions.c.text, versions.c.source_map, versions.c.extraction).where(versions.c.id == version_id)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFoundError(f"không có phiên bản {version_id}")
        return Content(*row)

    def attached(self, document_id: str) -> list[Document]:
        """The documents that a page links to as files of the same matter."""
        linked = select(attachments.c.address).where(attachments.c.document_id == document_id)
        seen = select(sightings.c.capture_id).where(sightings.c.address.in_(linked))
        query = select(documents).where(documents.c.capture_id.in_(seen), documents.c.id != document_id)
        with self._database.read() as connection:
            return _documents(connection.execute(query.order_by(documents.c.address)).all())

    def similar(self, signature: Sequence[int], *, limit: int = 50) -> list[tuple[str, int]]:
        """Documents that share MinHash bands with a text, those that share most first, with how many they share."""
        shared = func.count()
        query = (
            select(signatures.c.document_id, shared)
            .where(signatures.c.band.in_(sorted(set(map(band_key, signature)))))
            .group_by(signatures.c.document_id)
            .order_by(shared.desc(), signatures.c.document_id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    def bundle(self, document_id: str) -> Bundle:
        """A document with all that belongs to it. Raises NotFoundError."""
        found = self.bundles([document_id])
        if not found:
            raise NotFoundError(f"không có tài liệu {document_id}")
        return found[0]

    def bundles(self, document_ids: Sequence[str]) -> list[Bundle]:
        """Documents with texts, directives, tasks and references, in the order of the ids; unknown ids are left out."""
        with self._database.read() as connection:
            return bundles(connection, list(document_ids))


def _documents(rows: Sequence[Row[Any]]) -> list[Document]:
    return [views.document(r) for r in rows]


def _directives(rows: Sequence[Row[Any]]) -> list[Directive]:
    return [views.directive(r) for r in rows]


def _counted_units() -> Select[Any]:
    """Units with the number of current tasks that they, and those that were joined into them, are given."""
    member = units.alias()
    members = select(member.c.id).where(or_(member.c.id == units.c.id, member.c.joined_into == units.c.id))
    counted = (
        select(func.count(assignments.c.task_id.distinct()))
        .where(assignments.c.unit_id.in_(members.correlate(units)), assignments.c.current)
        .scalar_subquery()
    )
    return select(units, counted.label("task_count"))
