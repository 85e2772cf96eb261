"""Counts over tasks, for people who would rather look than read: one statement a question, of whatever size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from corpus.conditions import of_tasks
from corpus.database import Database
from corpus.schema import assignments, tasks, units
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
        query = select(*_sums(today, soon)).where(*of_tasks(wanted))
        with self._database.read() as connection:
            return _counts(connection.execute(query).one())

    def by_unit(
        self, today: date, soon: date, wanted: TaskFilter = TaskFilter(), *, limit: int = 12
    ) -> list[UnitCounts]:
        """The units that most is open with, the most late first."""
        sums = _sums(today, soon)
        query = (
            select(units.c.id, units.c.name, *sums)
            .join(assignments, assignments.c.task_id == tasks.c.id)
            .join(units, units.c.id == assignments.c.unit_id)
            .where(*of_tasks(wanted))
            .group_by(units.c.id, units.c.name)
            .order_by(sums[0].desc(), (sums[1] + sums[2]).desc(), units.c.name)
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


def _sums(today: date, soon: date) -> list[ColumnElement[int]]:
    """Late, soon, otherwise open, done."""
    late = and_(tasks.c.open, tasks.c.due_sort < today.isoformat())
    near = and_(tasks.c.open, tasks.c.due_sort.between(today.isoformat(), soon.isoformat()))
    rest = and_(tasks.c.open, tasks.c.due_sort > soon.isoformat())
    return [_sum(late), _sum(near), _sum(rest), _sum(tasks.c.status == "done")]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _counts(row: Any) -> Counts:
    return Counts(*(int(n) for n in row))
