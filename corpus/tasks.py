"""A task's row: what was found, what persons decided over it, and what follows from the two.

`found` holds the extractor's facts, `overrides` the fields that a person set; everything else in the row is derived.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select

from corpus import recurrence
from corpus.inserts import upsert
from corpus.keys import make_id
from corpus.schema import assignments, tasks

Row = dict[str, Any]

CLOSED = ("done", "cancelled", "superseded")
LAST_DAY = "9999-12-31"
FIRST_DAY = "0001-01-01"
_FACTS = ("text", "start", "end", "rule", "deadline", "assignees")


def load(connection: Connection, where: ColumnElement[bool]) -> list[Row]:
    """The tasks' rows, each with its `assignments`, in two statements."""
    rows = [dict(r) for r in connection.execute(select(tasks).where(where)).mappings()]
    mine = assignments_of(connection, [r["id"] for r in rows])
    for row in rows:
        row["assignments"] = mine[row["id"]]
    return rows


def assignments_of(connection: Connection, ids: Sequence[str]) -> dict[str, list[Row]]:
    """The rows of `assignments` by task, in the order of the text."""
    found: dict[str, list[Row]] = defaultdict(list)
    query = select(assignments).order_by(assignments.c.role, assignments.c.start, assignments.c.id)
    for i in range(0, len(ids), 500):
        part = query.where(assignments.c.task_id.in_(ids[i : i + 500]))
        for row in connection.execute(part).mappings():
            found[row["task_id"]].append(dict(row))
    return found


def save(connection: Connection, rows: Sequence[Row]) -> None:
    """Writes the rows and their assignments, which repeat what counts by unit ask of a task; what is no more goes."""
    upsert(connection, tasks, [{k: v for k, v in r.items() if k in tasks.c} for r in rows])
    kept = [
        a | {"current": r["current"], "whole": r["status"], "due_sort": r["due_sort"]}
        for r in rows
        for a in r["assignments"]
    ]
    ids = [r["id"] for r in rows]
    before = {a["id"] for each in assignments_of(connection, ids).values() for a in each}
    gone = sorted(before - {a["id"] for a in kept})
    for i in range(0, len(gone), 500):
        connection.execute(delete(assignments).where(assignments.c.id.in_(gone[i : i + 500])))
    upsert(connection, assignments, [{k: v for k, v in a.items() if k in assignments.c} for a in kept])


def fresh(task_id: str, document_id: str, found: Row | None, origin: str) -> Row:
    """The row of a task that nobody has decided anything about; `derive` completes it."""
    return {
        "id": task_id, "document_id": document_id, "origin": origin, "found": found, "overrides": {}, "assignments": [],
        "settled_to": None, "status": "assigned", "removed": False, "touched": False, "same_as": None,
        "closed_on": None,
    }  # fmt: skip


def facts(row: Row) -> Row:
    """The facts that stand: found ones, with a person's over them."""
    merged: Row = dict.fromkeys(_FACTS) | (row["found"] or {}) | row["overrides"]
    return merged


def derive(row: Row, directive: Row, start: date | None) -> Row:
    """The row with all that follows from its facts, its directive and `start`, the day from which recurrence counts."""
    now = facts(row)
    deadline = now["deadline"]
    due = _due(deadline, start, row["settled_to"])
    issued = directive["date"]
    units = _assignments(row, now["assignees"] or [])
    status = overall(units, row["status"])
    return row | {
        "text": now["text"], "start": now["start"], "end": now["end"], "rule": now["rule"], "deadline": deadline,
        "due": due, "due_sort": due.isoformat() if due else LAST_DAY,
        "recurring": bool(deadline and deadline["recurring"]),
        "status": status, "open": status not in CLOSED, "assignments": units,
        "directive_id": directive["id"], "number": directive["number"], "issuer": directive["issuer"],
        "issuer_key": directive["issuer_key"], "issued": issued,
        "issued_sort": issued.isoformat() if issued else FIRST_DAY, "place": directive["place"],
    }  # fmt: skip


def _due(deadline: Row | None, start: date | None, settled: date | None) -> date | None:
    if deadline is None:
        return None
    if deadline["recurring"]:
        return recurrence.next_due(deadline["rrule"], start, settled)
    return date.fromisoformat(deadline["date"]) if deadline["date"] else None


def _assignments(row: Row, assignees: Iterable[Row]) -> list[Row]:
    """The assignments that the facts give; one that was there keeps its status, by unit where its role changed."""
    before = {a["id"]: a["status"] for a in row["assignments"]}
    by_unit = {a["unit_id"]: a["status"] for a in row["assignments"]}
    closed = row["status"] if row["status"] in CLOSED else "assigned"
    found: dict[str, Row] = {}
    for one in assignees:
        key = make_id("a", row["id"], one["unit_id"], one["role"])
        status = before.get(key) or by_unit.get(one["unit_id"]) or closed
        found.setdefault(key, {**one, "id": key, "task_id": row["id"], "status": status})
    return list(found.values())


def overall(units: Sequence[Row], alone: str) -> str:
    """The status of a task from those of its leads (of all, where none leads); `alone` where nobody is assigned.

    One that came back makes it returned; it is reported, or done, when all are; what was called off doesn't count.
    """
    leads: list[str] = [a["status"] for a in units if a["role"] == "lead"] or [a["status"] for a in units]
    if not leads:
        return alone
    counted = [s for s in leads if s not in ("cancelled", "superseded")]
    if not counted:
        return "superseded" if set(leads) == {"superseded"} else "cancelled"
    states = set(counted)
    if len(states) == 1:
        return counted[0]
    if "returned" in states:
        return "returned"
    return "reported" if states == {"reported", "done"} else "in_progress"
