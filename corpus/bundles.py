"""Documents with all that belongs to them, many at once, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from corpus import views
from corpus.citations import resolve
from corpus.schema import directives, documents, references, tasks, versions
from corpus.types import Bundle, Content, Reference, Task


def bundles(connection: Connection, ids: Sequence[str]) -> list[Bundle]:
    """The documents in the order of the ids; ids that are unknown are left out."""
    rows = {r.id: r for r in connection.execute(select(documents).where(documents.c.id.in_(ids)))}
    texts = select(versions.c.id, versions.c.text, versions.c.source_map, versions.c.extraction)
    wanted = texts.where(versions.c.id.in_([r.version_id for r in rows.values()]))
    contents = {r.id: Content(r.text, r.source_map, r.extraction) for r in connection.execute(wanted)}
    ordered = sorted({r.directive_id for r in rows.values() if r.directive_id})
    orders = {
        r.id: views.directive(r) for r in connection.execute(select(directives).where(directives.c.id.in_(ordered)))
    }
    given = _tasks(connection, ids)
    cited = _references(connection, ids)
    return [
        Bundle(
            views.document(rows[i], contents[rows[i].version_id]),
            orders.get(rows[i].directive_id),
            tuple(given.get(i, ())),
            tuple(cited.get(i, ())),
        )
        for i in ids
        if i in rows
    ]


def _tasks(connection: Connection, ids: Sequence[str]) -> dict[str, list[Task]]:
    query = select(tasks).where(tasks.c.document_id.in_(ids), tasks.c.removed.is_(False))
    found: dict[str, list[Task]] = defaultdict(list)
    for task in views.tasks(connection, connection.execute(query.order_by(tasks.c.start, tasks.c.id)).all()):
        found[task.document_id].append(task)
    return found


def _references(connection: Connection, ids: Sequence[str]) -> dict[str, list[Reference]]:
    query = (
        select(references, documents.c.place)
        .join(documents, documents.c.id == references.c.document_id)
        .where(references.c.document_id.in_(ids))
        .order_by(references.c.start, references.c.place_no)
    )
    rows: list[Any] = list(connection.execute(query))
    targets = resolve(connection, rows)
    found: dict[str, list[Reference]] = defaultdict(list)
    for row, target in zip(rows, targets, strict=True):
        found[row.document_id].append(views.reference(row, target))
    return found
