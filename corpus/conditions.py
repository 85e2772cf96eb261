"""Filters as conditions on the tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from corpus.keys import name_key, number_key
from corpus.schema import assignments, directives, documents, events, tasks, units
from corpus.types import DirectiveFilter, DocumentFilter, EventFilter, TaskFilter

Condition = ColumnElement[bool]


def of_documents(wanted: DocumentFilter) -> list[Condition]:
    """The conditions on `documents`."""
    table = documents.c
    return _set(
        (wanted.kind, lambda v: table.kind == v),
        (wanted.portal, lambda v: table.portal == v),
        (wanted.place, lambda v: table.place == v),
        (wanted.directive_id, lambda v: table.directive_id == v),
        (wanted.address, lambda v: table.address == v),
        (wanted.published_from, lambda v: table.published >= v),
        (wanted.published_to, lambda v: table.published <= v),
        (wanted.recorded_since, lambda v: table.recorded_at >= v),
        (wanted.flagged, lambda v: table.flagged.is_(v)),
    )


def of_directives(wanted: DirectiveFilter) -> list[Condition]:
    """The conditions on `directives`; those that no document carries (they were joined into others) are left out."""
    table = directives.c
    found = _set(
        (wanted.ids, lambda v: table.id.in_(list(v))),
        (wanted.form, lambda v: table.form == v),
        (wanted.type, lambda v: table.type == v),
        (wanted.number, lambda v: table.number_key == number_key(v)),
        (wanted.issuer, lambda v: table.issuer_key == name_key(v)),
        (wanted.place, lambda v: table.place == v),
        (wanted.dated_from, lambda v: table.date_sort >= v.isoformat()),
        (wanted.dated_to, lambda v: table.date.is_not(None) & (table.date_sort <= v.isoformat())),
        (wanted.recorded_since, lambda v: table.recorded_at >= v),
        (wanted.with_tasks, lambda v: table.task_count > 0 if v else table.task_count == 0),
        (wanted.units, lambda v: table.id.in_(_ordered_to(v))),
    )
    return [table.document_id.is_not(None), *found]


def of_tasks(wanted: TaskFilter) -> list[Condition]:
    """The conditions on `tasks`."""
    table = tasks.c
    found = _set(
        (wanted.current, lambda v: table.current.is_(v)),
        (wanted.ids, lambda v: table.id.in_(list(v))),
        (wanted.statuses, lambda v: table.status.in_(list(v))),
        (wanted.open, lambda v: table.open.is_(v)),
        (wanted.directive_ids, lambda v: table.directive_id.in_(list(v))),
        (wanted.document_id, lambda v: table.document_id == v),
        (wanted.issuer, lambda v: table.issuer_key == name_key(v)),
        (wanted.place, lambda v: table.place == v),
        (wanted.issued_from, lambda v: table.issued_sort >= v.isoformat()),
        (wanted.issued_to, lambda v: table.issued.is_not(None) & (table.issued_sort <= v.isoformat())),
        (wanted.due_from, lambda v: table.due.is_not(None) & (table.due_sort >= v.isoformat())),
        (wanted.due_to, lambda v: table.due_sort <= v.isoformat()),
        (wanted.overdue_on, lambda v: table.open & (table.due_sort < v.isoformat())),
        (wanted.closed_from, lambda v: table.closed_on >= v),
        (wanted.closed_to, lambda v: table.closed_on <= v),
        (wanted.recorded_since, lambda v: table.recorded_at >= v),
        (wanted.recurring, lambda v: table.recurring.is_(v)),
    )
    if wanted.units is not None:
        found.append(table.id.in_(_given(wanted.units, wanted.role, wanted.current)))
    return found


def _ordered_to(ids: Sequence[str]) -> Select[Any]:
    """The ids of the directives that give any of the units a task."""
    return select(tasks.c.directive_id).where(tasks.c.id.in_(_given(ids, None, True)))


def _given(ids: Sequence[str], role: str | None, current: bool | None) -> Select[Any]:
    """The ids of the tasks that are given to any of the units, or to one that was joined into them."""
    same = select(units.c.id).where(units.c.id.in_(list(ids)) | units.c.joined_into.in_(list(ids)))
    given = select(assignments.c.task_id).where(assignments.c.unit_id.in_(same))
    if current is not None:
        given = given.where(assignments.c.current.is_(current))
    return given if role is None else given.where(assignments.c.role == role)


def of_events(wanted: EventFilter) -> list[Condition]:
    """The conditions on `events`."""
    table = events.c
    return _set(
        (wanted.subject, lambda v: table.subject == v),
        (wanted.subject_ids, lambda v: table.subject_id.in_(list(v))),
        (wanted.actor, lambda v: table.actor == v),
        (wanted.action, lambda v: table.action == v),
        (wanted.after_seq, lambda v: table.seq > v),
        (wanted.since, lambda v: table.at >= v),
        (wanted.until, lambda v: table.at <= v),
    )


def _set(*pairs: tuple[Any, Any]) -> list[Condition]:
    """The conditions whose value is set."""
    return [make(value) for value, make in pairs if value is not None]
