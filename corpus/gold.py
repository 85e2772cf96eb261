"""What the record holds of a document, corrections included, in the form of gold annotations: test cases, that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Text, select, type_coerce, union

from corpus.bundles import bundles
from corpus.database import Database
from corpus.schema import directives, documents, tasks
from corpus.types import Assignment, Bundle, Deadline, Task

_FIELDS = ("form", "type", "number", "date", "issuer", "subject")
_BATCH = 50


class Gold:
    """Exports what people corrected."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def corrected(self) -> Iterator[Bundle]:
        """The documents of which somebody corrected a task or a field, by id."""
        mended = tasks.c.removed | (type_coerce(tasks.c.overrides, Text) != "{}")
        by_task = select(tasks.c.document_id).where(tasks.c.touched, mended)
        by_field = (
            select(documents.c.id)
            .join(directives, directives.c.id == documents.c.directive_id)
            .where(type_coerce(directives.c.overrides, Text) != "{}")
        )
        with self._database.read() as connection:
            ids = sorted(connection.execute(union(by_task, by_field)).scalars())
        for i in range(0, len(ids), _BATCH):
            with self._database.read() as connection:
                yield from bundles(connection, ids[i : i + _BATCH])


def annotated(bundle: Bundle) -> dict[str, Any]:
    """A document's annotations. What a person set without marking it in the text isn't in them, but in `unmarked`."""
    document, content = bundle.document, bundle.document.content
    found = dict(content.extraction) if content else {}
    unmarked = [f"{t.id}: {a.unit}" for t in bundle.tasks for a in t.assignments if a.start == a.end]
    unmarked += [f"{t.id}: {t.due}" for t in bundle.tasks if t.deadline and t.deadline.start is None]
    unmarked += [t.id for t in bundle.tasks if t.start == t.end]
    return {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "published": _iso(document.published),
        "directive": _directive(bundle, found.get("directive")),
        "references": [
            {"text": r.text, "start": r.start, "end": r.end, "type": r.type, "number": r.number, "date": _iso(r.date),
             "issuer": r.issuer, "role": r.role}
            for r in bundle.references
        ],
        "tasks": [_task(t) for t in sorted(bundle.tasks, key=lambda t: (t.start, t.end)) if t.start < t.end],
        "people": [{"name": p["name"], "position": p["position"]} for p in found.get("people", [])],
        "abbreviations": found.get("abbreviations", {}),
        "unmarked": unmarked,
    }  # fmt: skip


def _directive(bundle: Bundle, found: Any) -> dict[str, Any] | None:
    """What this document itself says, under what a person corrected of the directive."""
    directive = bundle.directive
    if found is None or directive is None:
        return None
    value = {name: found[name] for name in _FIELDS} | {"signer": found["signer"]}
    for name in set(_FIELDS) & set(directive.corrected):
        mended = getattr(directive, name)
        value[name] = _iso(mended) if name == "date" else mended
    if "signer" in directive.corrected or "signer_position" in directive.corrected:
        value["signer"] = {"name": directive.signer, "position": directive.signer_position}
    return value


def _task(task: Task) -> dict[str, Any]:
    return {
        "text": task.text, "start": task.start, "end": task.end,
        "assignees": [_assignee(a) for a in task.assignments if a.start < a.end],
        "deadline": _deadline(task.deadline) if task.deadline and task.deadline.start is not None else None,
    }  # fmt: skip


def _assignee(given: Assignment) -> dict[str, Any]:
    return {"text": given.text, "start": given.start, "end": given.end, "role": given.role}


def _deadline(limit: Deadline) -> dict[str, Any]:
    return {
        "text": limit.text, "start": limit.start, "end": limit.end, "date": _iso(limit.date),
        "recurring": limit.recurring,
    }  # fmt: skip


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
