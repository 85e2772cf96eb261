"""A task's life: how it may go from one status to the next, and how it stands against its deadline.

Days are Vietnam's. The lead and every support unit go their own way; the task is where its leads are together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Literal, get_args

from sqlalchemy import select

from corpus import decisions, recurrence, tasks
from corpus.audit import Audit, Ledger
from corpus.database import Database, now
from corpus.schema import occurrences
from corpus.schema import tasks as task_table
from corpus.types import Event, NotAllowedError, NotFoundError, Status, Task
from nlp.workdays import add_working_days

Row = dict[str, Any]

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Vietnam's time, the same all year since 1975."""

SOON = 5
"""Due within so many working days is due soon."""

MOVES: dict[str, frozenset[str]] = {
    "assigned": frozenset({"in_progress", "reported", "done", "cancelled", "superseded"}),
    "in_progress": frozenset({"reported", "done", "cancelled", "superseded"}),
    "reported": frozenset({"returned", "done", "cancelled", "superseded"}),
    "returned": frozenset({"in_progress", "reported", "done", "cancelled", "superseded"}),
    "done": frozenset({"returned"}),
    "cancelled": frozenset({"assigned"}),
    "superseded": frozenset({"assigned"}),
}
"""Where a status may go. What is done can be returned, what was called off can be given out again."""

STATUS_WORDS: dict[str, str] = {
    "assigned": "đã giao",
    "in_progress": "đang thực hiện",
    "reported": "đã báo cáo",
    "returned": "trả lại",
    "done": "hoàn thành",
    "cancelled": "hủy",
    "superseded": "được thay thế",
}
"""The statuses as staff read them."""

Timing = Literal["overdue", "due_soon", "open", "undated", "done_late", "done_in_time", "done", "called_off"]


@dataclass(frozen=True, slots=True)
class Lateness:
    """How a task stands: `days` is how late it is or was (above 0), or how many days are left (below 0); 0 undated."""

    timing: Timing
    days: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One falling due of a recurring task; `settled_on` is None while it is open."""

    due: date
    settled_on: date | None


def today(moment: datetime | None = None) -> date:
    """The day in Vietnam at a moment (now)."""
    return (moment or now()).astimezone(VIETNAM).date()


def soon_until(day: date, working_days: int = SOON) -> date:
    """The last day that counts as soon, seen from `day`: days off that follow the last working day count too."""
    return add_working_days(day, working_days + 1) - timedelta(days=1)


def lateness(task: Task, day: date, *, soon: date | None = None) -> Lateness:
    """How the task stands on a day; `soon` is `soon_until(day)`, to be given where many are asked about."""
    if task.status in ("cancelled", "superseded"):
        return Lateness("called_off", 0)
    if task.due is None:
        return Lateness("done" if task.status == "done" else "undated", 0)
    days = ((task.closed_on if task.status == "done" and task.closed_on else day) - task.due).days
    if task.status == "done":
        return Lateness("done_late" if days > 0 else "done_in_time", days)
    if days > 0:
        return Lateness("overdue", days)
    return Lateness("due_soon" if task.due <= (soon or soon_until(day)) else "open", days)


def moved(row: Row, to: str, assignment_id: str | None, day: date) -> Row:
    """The task's row with one assignment, or all that may, gone to `to`. Raises NotAllowedError where none may."""
    units = row["assignments"]
    if assignment_id is not None and assignment_id not in {a["id"] for a in units}:
        raise NotFoundError(f"nhiệm vụ không có phần giao {assignment_id}")
    going = {a["id"] for a in units if assignment_id in (None, a["id"]) and to in MOVES[a["status"]]}
    if not going and (units or to not in MOVES[row["status"]]):
        raise NotAllowedError(f"không thể chuyển từ “{STATUS_WORDS[row['status']]}” sang “{STATUS_WORDS[to]}”")
    units = [a | {"status": to} if a["id"] in going else a for a in units]
    status = tasks.overall(units, to)
    closed = (row["closed_on"] or day) if status in tasks.CLOSED else None
    return _next_occurrence(row | {"assignments": units, "status": status, "closed_on": closed}, day)


def _next_occurrence(row: Row, day: date) -> Row:
    """A recurring task that is done begins anew with its next occurrence, if there is one."""
    if row["status"] != "done" or not row["recurring"] or row["due"] is None:
        return row
    rule, start = row["deadline"]["rrule"], row["due"]
    if recurrence.next_due(rule, start, start) is None:
        return row
    units = [a | {"status": "assigned"} for a in row["assignments"]]
    return row | {
        "assignments": units, "status": "assigned", "closed_on": None, "settled_to": start, "occurrence_on": day,
    }  # fmt: skip


class Tracking:
    """Moves tasks through their lives."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def change(
        self,
        task_id: str,
        *,
        actor: str,
        revision: int,
        to: Status | None = None,
        assignment_id: str | None = None,
        on: date | None = None,
        note: str | None = None,
        evidence: Sequence[str] = (),
        reason: str | None = None,
    ) -> Event:
        """Moves a task, or one unit's part of it, to a status, or (without `to`) notes progress.

        `on` is the day it happened (today); `evidence` are numbers of reports, or ids of captures. Raises ConflictError
        where the task isn't at `revision` any more, NotAllowedError where its status doesn't go there.
        """
        with self._audit.ledger(actor) as ledger:
            row = decisions.load(ledger.connection, [task_id])[0]
            decisions.check_revision(row, revision)
            return change(
                ledger, [row], to=to, assignment_id=assignment_id, on=on, note=note, evidence=evidence, reason=reason
            )

    def undo(self, seq: int, *, actor: str, reason: str | None = None) -> Event:
        """Takes the decision that the log has at `seq` back (see decisions.undo)."""
        with self._audit.ledger(actor) as ledger:
            return decisions.undo(ledger, seq, reason)

    def occurrences(self, task_id: str, until: date) -> list[Occurrence]:
        """A recurring task's occurrences: those settled, and those that fall due up to `until`."""
        with self._database.read() as connection:
            row = connection.execute(select(task_table).where(task_table.c.id == task_id)).mappings().one_or_none()
            if row is None:
                raise NotFoundError(f"không có nhiệm vụ {task_id}")
            query = select(occurrences.c.due, occurrences.c.settled_on).where(occurrences.c.task_id == task_id)
            settled = [Occurrence(r.due, r.settled_on) for r in connection.execute(query.order_by(occurrences.c.due))]
        return settled + list(_open_occurrences(row, until))


def _open_occurrences(row: Any, until: date) -> Iterator[Occurrence]:
    if row["recurring"] and row["open"] and row["due"] is not None:
        for day in recurrence.occurrences(row["deadline"]["rrule"], row["due"], row["due"], until):
            yield Occurrence(day, None)


def change(
    ledger: Ledger,
    rows: Iterable[Row],
    *,
    to: Status | None,
    assignment_id: str | None = None,
    on: date | None = None,
    note: str | None = None,
    evidence: Sequence[str] = (),
    reason: str | None = None,
    more: Row | None = None,
) -> Event:
    """Moves rows that were loaded in this transaction, as `Tracking.change` does."""
    if to is None and not note and not evidence and not more:
        raise NotAllowedError("hãy ghi tiến độ hoặc chọn trạng thái mới")
    if to is not None and to not in get_args(Status):
        raise NotAllowedError(f"không có trạng thái “{to}”")
    day = on or today(ledger.at)
    said = {"note": note, "evidence": list(evidence), "on": day.isoformat(), "assignment": assignment_id}
    action = "task.moved" if to else "task.noted"
    changes = [(action, row, moved(row, to, assignment_id, day) if to else row) for row in rows]
    return decisions.write(ledger, changes, reason=reason, more={k: v for k, v in said.items() if v} | (more or {}))
