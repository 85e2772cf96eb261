"""What persons decided about tasks: events that hold the whole decision before and after, so each can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, select

from corpus import outbox, tasks
from corpus.audit import Ledger
from corpus.inserts import insert_once
from corpus.matching import anchor
from corpus.merging import project
from corpus.schema import directives, documents, events, occurrences, versions
from corpus.schema import tasks as task_table
from corpus.types import ConflictError, Event, NotAllowedError, NotFoundError

Row = dict[str, Any]


def load(connection: Connection, ids: Sequence[str]) -> list[Row]:
    """The tasks' rows in the order of the ids. Raises NotFoundError."""
    rows = {r["id"]: r for r in tasks.load(connection, task_table.c.id.in_(list(ids)))}
    for task_id in ids:
        if task_id not in rows:
            raise NotFoundError(f"không có nhiệm vụ {task_id}")
    return [rows[i] for i in ids]


def check_revision(row: Row, revision: int) -> None:
    """Raises ConflictError where the task was changed since the person saw it, NotAllowedError where it was removed."""
    if row["revision"] != revision:
        raise ConflictError("nhiệm vụ này vừa được người khác thay đổi; hãy xem lại rồi sửa tiếp", row["revision"])
    if row["removed"]:
        raise NotAllowedError("nhiệm vụ này đã được gỡ khỏi danh sách")


def decision(row: Row) -> Row:
    """All that persons decided about a task, as JSON values."""
    return {
        "status": row["status"],
        "assignments": {a["id"]: a["status"] for a in row["assignments"]},
        "overrides": row["overrides"],
        "removed": row["removed"],
        "settled_to": _iso(row["settled_to"]),
        "closed_on": _iso(row["closed_on"]),
    }


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two decisions are one; a newer reading may have moved spans and replaced assignments meanwhile."""
    shared = one["assignments"].keys() & other["assignments"].keys()
    return (
        all(one[k] == other[k] for k in ("status", "removed", "settled_to", "closed_on"))
        and all(one["assignments"][k] == other["assignments"][k] for k in shared)
        and _spanless(one["overrides"]) == _spanless(other["overrides"])
    )


def _spanless(fact: Any) -> Any:
    if isinstance(fact, list):
        return [_spanless(f) for f in fact]
    if not isinstance(fact, dict):
        return fact
    return {k: _spanless(v) for k, v in fact.items() if k not in ("start", "end")}


def decided(row: Row, value: Mapping[str, Any]) -> Row:
    """The row with a decision put on it; what follows from it is derived when the directive is projected."""
    return row | {
        "status": value["status"],
        "assignments": [a | {"status": value["assignments"].get(a["id"], a["status"])} for a in row["assignments"]],
        "overrides": dict(value["overrides"]),
        "removed": value["removed"],
        "settled_to": _day(value["settled_to"]),
        "closed_on": _day(value["closed_on"]),
        "touched": True,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def write(
    ledger: Ledger,
    changes: Sequence[tuple[str, Row, Row]],
    *,
    reason: str | None,
    more: Mapping[str, Any] | None = None,
) -> Event:
    """Writes (action, row before, row after) as one event each, and brings what follows from them in line.

    The first is the main one: its event carries `more`, and the others point to it, so that undoing it undoes them all.
    """
    first: Event | None = None
    written = []
    wanted = select(directives).where(directives.c.id.in_({row["directive_id"] for _, row, _ in changes}))
    orders = {row["id"]: dict(row) for row in ledger.connection.execute(wanted).mappings()}
    for action, before, told in changes:
        after = tasks.derive(told, orders[told["directive_id"]], None)
        link = {"main": first.seq} if first else {"with": len(changes) - 1} if len(changes) > 1 else {}
        said = decision(after) | link | dict(more or {})
        event = ledger.add(action, "task", after["id"], before=decision(before), after=said, reason=reason)
        first = first or event
        written.append(after | {"touched": True, "revision": event.seq})
        _note_occurrence(ledger.connection, before, after)
    if first is None:
        raise NotAllowedError("không có gì để thay đổi")
    tasks.save(ledger.connection, [{"recorded_at": ledger.at} | row for row in written])
    project(ledger, {row["directive_id"] for row in written})
    outbox.put(ledger.connection, {row["document_id"] for row in written}, ledger.revision - 1)
    return first


def _note_occurrence(connection: Connection, before: Row, after: Row) -> None:
    """Keeps a list of the occurrences of a recurring task that were settled, and when."""
    was, now = before["settled_to"], after["settled_to"]
    if now is not None and (was is None or now > was):
        day = after.get("occurrence_on") or now
        insert_once(connection, occurrences, [{"task_id": after["id"], "due": now, "settled_on": day}])
    elif was is not None and (now is None or now < was):
        gone = occurrences.c.task_id == after["id"]
        connection.execute(delete(occurrences).where(gone if now is None else gone & (occurrences.c.due > now)))


def undo(ledger: Ledger, seq: int, reason: str | None) -> Event:
    """Takes a decision about tasks back, with those that were made along with it.

    Raises ConflictError where a task was decided about again since: the later decision has to be undone first.
    """
    connection = ledger.connection
    entry = _event(connection, seq)
    main = entry.after.get("main")
    if main:
        entry = _event(connection, main)
    last = entry.seq + entry.after.get("with", 0)
    query = select(events).where(events.c.seq.between(entry.seq, last)).order_by(events.c.seq)
    group = connection.execute(query).all()
    rows = load(connection, [e.subject_id for e in group])
    texts = _texts(connection, {r["document_id"] for r in rows})
    changes = []
    for event, row in zip(group, rows, strict=True):
        if not same(event.after, decision(row)):
            raise ConflictError(
                "đã có thay đổi khác sau thay đổi này; hãy hoàn tác thay đổi sau trước", row["revision"]
            )
        back = decided(row, event.before)
        changes.append(("task.undone", row, back | {"overrides": anchor(back["overrides"], texts[row["document_id"]])}))
    return write(ledger, changes, reason=reason, more={"undone": entry.seq})


def _texts(connection: Connection, ids: set[str]) -> dict[str, str]:
    query = select(documents.c.id, versions.c.text).join(versions, versions.c.id == documents.c.version_id)
    return {row.id: row.text for row in connection.execute(query.where(documents.c.id.in_(ids)))}


def _event(connection: Connection, seq: int) -> Any:
    row = connection.execute(select(events).where(events.c.seq == seq)).one_or_none()
    if row is None:
        raise NotFoundError(f"nhật ký không có mục {seq}")
    if row.subject != "task" or not isinstance(row.before, dict) or "overrides" not in row.before:
        raise NotAllowedError(f"mục {seq} của nhật ký không phải là thay đổi có thể hoàn tác")
    return row
