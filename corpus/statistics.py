"""Counts over tasks, for people who would rather look than read: one statement a question, of whatever size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, case, func, select

from corpus.conditions import of_tasks
from corpus.database import Database
from corpus.schema import assignments, tasks, units
from corpus.tasks import CLOSED
from corpus.types import TaskFilter


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tasks are late, due soon, otherwise open, and done; cancelled and superseded ones are left out."""

    late: int = 0
    soon: int = 0
    open: int = 0
    done: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.late + self.soon + self.open + self.done


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """The counts of one unit, over the tasks that it leads or supports."""

    unit_id: str
    unit: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Month:
    """The tasks with a day that fell due in a month: how many, and how many were done by then."""

    first: date
    due: int
    on_time: int


class Statistics:
    """Counts tasks as they stand on a day; `soon` is the last day that counts as near."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self, today: date, soon: date, wanted: TaskFilter = TaskFilter()) -> Counts:
        """The counts of all tasks that the filter lets through."""
        query = select(*_sums(tasks, today, soon)).where(*of_tasks(wanted))
        with self._database.read() as connection:
            return _counts(connection.execute(query).one())

    def by_unit(
        self, today: date, soon: date, wanted: TaskFilter = TaskFilter(), *, limit: int = 12
    ) -> list[UnitCounts]:
        """The units that most is open with, the most late first."""
        sums = _sums(assignments, today, soon)
        counted = select(assignments.c.unit_id, *(s.label(f"n{i}") for i, s in enumerate(sums)))
        if wanted == TaskFilter():
            counted = counted.where(assignments.c.current)
        else:
            counted = counted.join(tasks, tasks.c.id == assignments.c.task_id).where(*of_tasks(wanted))
        own = counted.group_by(assignments.c.unit_id).subquery()
        shown = units.alias()
        whole = [func.sum(own.c[f"n{i}"]) for i in range(len(sums))]
        query = (
            select(shown.c.id, shown.c.name, *whole)
            .select_from(own)
            .join(units, units.c.id == own.c.unit_id)
            .join(shown, shown.c.id == func.coalesce(units.c.joined_into, units.c.id))
            .group_by(shown.c.id, shown.c.name)
            .order_by(whole[0].desc(), (whole[1] + whole[2]).desc(), shown.c.name, shown.c.id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [UnitCounts(row[0], row[1], _counts(row[2:])) for row in connection.execute(query)]

    def by_month(self, first: date, until: date, wanted: TaskFilter = TaskFilter()) -> list[Month]:
        """The months in which tasks fell due from `first` on and before `until`, the earliest first."""
        month = func.substr(tasks.c.due_sort, 1, 7)
        closed_in_time = and_(tasks.c.status == "done", tasks.c.closed_on <= tasks.c.due)
        query = (
            select(month, func.count(), _sum(closed_in_time))
            .where(*of_tasks(wanted), tasks.c.due_sort >= first.isoformat(), tasks.c.due_sort < until.isoformat())
            .group_by(month)
            .order_by(month)
        )
        with self._database.read() as connection:
            return [Month(date.fromisoformat(f"{row[0]}-01"), row[1], row[2]) for row in connection.execute(query)]


def _sums(table: Table, today: date, soon: date) -> list[ColumnElement[int]]:
    """Late, soon, otherwise open, done, of tasks or of assignments, which repeat these columns of their tasks."""
    status = table.c.whole if table is assignments else table.c.status
    due, still = table.c.due_sort, status.not_in(CLOSED)
    late = and_(still, due < today.isoformat())
    near = and_(still, due.between(today.isoformat(), soon.isoformat()))
    rest = and_(still, due > soon.isoformat())
    return [_sum(late), _sum(near), _sum(rest), _sum(status == "done")]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _counts(row: Any) -> Counts:
    return Counts(*(int(n) for n in row))
