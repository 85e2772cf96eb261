"""Rows of the tables as what readers of the record see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from corpus.schema import assignments, units
from corpus.types import (
    Assignment,
    Content,
    Deadline,
    Directive,
    Document,
    Event,
    Failure,
    Reference,
    Task,
    Unit,
    Version,
)

Row = Any

_FOLLOWING = {"issuer_unit", "place"}  # what goes along when a person sets an issuer
_BATCH = 10_000  # ids in one statement; SQLite takes 32,766


def document(row: Row, content: Content | None = None) -> Document:
    """A row of `documents`, with its content where that was asked for."""
    return Document(
        id=row.id, directive_id=row.directive_id, capture_id=row.capture_id, address=row.address,
        media_type=row.media_type, kind=row.kind, title=row.title, published=row.published, portal=row.portal,
        place=row.place, ocr=row.ocr, confidence=row.confidence, fetched_at=row.fetched_at,
        recorded_at=row.recorded_at, version=row.extractor, notes=tuple(row.notes), flags=tuple(row.flags),
        revision=row.revision, content=content,
    )  # fmt: skip


def directive(row: Row) -> Directive:
    """A row of `directives`."""
    return Directive(
        id=row.id, form=row.form, type=row.type, number=row.number, date=row.date, issuer=row.issuer,
        issuer_unit=row.issuer_unit, signer=row.signer, signer_position=row.signer_position, subject=row.subject,
        chair=row.chair, place=row.place, document_id=row.document_id, documents=tuple(row.documents),
        evidence={k: (v[0], v[1], v[2]) for k, v in row.evidence.items()}, reasons=row.reasons,
        corrected=tuple(sorted(row.overrides.keys() - _FOLLOWING)), task_count=row.task_count,
        recorded_at=row.recorded_at, revision=row.revision,
    )  # fmt: skip


def tasks(connection: Connection, rows: Sequence[Row]) -> list[Task]:
    """Rows of `tasks` with their assignments, in one statement more."""
    mine = _assignments(connection, [r.id for r in rows])
    return [_task(r, tuple(mine.get(r.id, ()))) for r in rows]


def _task(row: Row, given: tuple[Assignment, ...]) -> Task:
    return Task(
        id=row.id, directive_id=row.directive_id, document_id=row.document_id, text=row.text, start=row.start,
        end=row.end, rule=row.rule, deadline=_deadline(row.deadline), due=row.due, status=row.status, assignments=given,
        number=row.number, issuer=row.issuer, issued=row.issued, current=row.current, touched=row.touched,
        corrected=tuple(sorted(row.overrides)), closed_on=row.closed_on, recorded_at=row.recorded_at,
        revision=row.revision,
    )  # fmt: skip


def _deadline(value: Any) -> Deadline | None:
    if value is None:
        return None
    told = {name: value.get(name) for name in Deadline.__slots__}
    return Deadline(**told | {"date": date.fromisoformat(value["date"]) if value["date"] else None})


def _assignments(connection: Connection, ids: Sequence[str]) -> dict[str, list[Assignment]]:
    """The assignments of tasks, leads first, in the order of the text; a unit that was joined is the other one."""
    found: dict[str, list[Assignment]] = {}
    root = units.alias()
    query = (
        select(
            *(assignments.c[n] for n in ("id", "task_id", "text", "start", "end", "rule", "role", "status")),
            func.coalesce(root.c.id, units.c.id).label("unit_id"),
            func.coalesce(root.c.name, units.c.name).label("unit"),
        )
        .join(units, units.c.id == assignments.c.unit_id)
        .outerjoin(root, root.c.id == units.c.joined_into)
        .order_by(assignments.c.role, assignments.c.start, assignments.c.id)
    )
    for i in range(0, len(ids), _BATCH):
        part = query.where(assignments.c.task_id.in_(ids[i : i + _BATCH]))
        for row in connection.execute(part).mappings():
            found.setdefault(row["task_id"], []).append(Assignment(**row))
    return found


def unit(row: Row) -> Unit:
    """A row of `units` with a `task_count`."""
    return Unit(row.id, row.name, row.place, row.known, row.group, row.parent_id, row.joined_into, row.task_count)


def event(row: Row) -> Event:
    """A row of `events`."""
    return Event(
        row.seq, row.at, row.actor, row.action, row.subject, row.subject_id, row.before, row.after, row.reason,
        row.previous, row.hash,
    )  # fmt: skip


def failure(row: Row) -> Failure:
    """A row of `failures`."""
    return Failure(row.address, row.capture_id, row.reason, row.attempts, row.final, row.at)


def reference(row: Row, directive_id: str | None) -> Reference:
    """A row of `citations`, with the directive that it means."""
    return Reference(
        row.document_id, row.text, row.start, row.end, row.rule, row.number, row.type, row.date, row.issuer, row.role,
        directive_id,
    )  # fmt: skip


def version(row: Row) -> Version:
    """A row of `readings` with when its version was recorded and whether it is the current one."""
    return Version(
        row.version_id,
        row.document_id,
        row.capture_id,
        row.fetched_at,
        row.extractor,
        row.recorded_at,
        bool(row.current),
    )
