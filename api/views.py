"""The record's things as people see them: a task's state today, how far its day is, what a directive is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from api.words import words
from corpus.types import Assignment, Directive, Reference, Task

OPEN = frozenset({"assigned", "in_progress", "reported", "returned"})


@dataclass(frozen=True)
class TaskView:
    """A task on a given day. `soon` is the last day that counts as near."""

    task: Task
    today: date
    soon: date

    @property
    def id(self) -> str:
        """The task's id."""
        return self.task.id

    @property
    def text(self) -> str:
        """The words of the task."""
        return self.task.text

    @property
    def due(self) -> date | None:
        """The day it falls due."""
        return self.task.due

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.task.status in OPEN

    @cached_property
    def tone(self) -> str:
        """What it is shown as: "late" and "soon" for open tasks by their day, else its status."""
        if self.is_open and self.due:
            if self.due < self.today:
                return "late"
            if self.due <= self.soon:
                return "soon"
        return self.task.status

    @property
    def state(self) -> str:
        """The tone in Vietnamese, with the status beside it where both say something."""
        word = words("status", self.tone)
        if self.tone in ("late", "soon") and self.task.status != "assigned":
            return f"{word} · {words('status', self.task.status).lower()}"
        return word

    @property
    def distance(self) -> str:
        """How far the day is: "còn 3 ngày", "quá 5 ngày", "hôm nay"; "" where it no longer matters."""
        if not self.due or not self.is_open:
            return ""
        days = (self.due - self.today).days
        if days == 0:
            return "hôm nay"
        return f"{'còn' if days > 0 else 'quá'} {_span_of_days(abs(days))}"

    @property
    def limit(self) -> str:
        """The limit in the text's own words, where it has one."""
        return self.task.deadline.text if self.task.deadline else ""

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Who it was given to, leads first."""
        return tuple(sorted(self.task.assignments, key=lambda a: a.role != "lead"))


def _span_of_days(days: int) -> str:
    """A number of days in the unit that people would use."""
    if days < 60:
        return f"{days} ngày"
    return f"{days // 30} tháng" if days < 730 else f"{days // 365} năm"


def directive_name(d: Directive) -> str:
    """What a directive is called: type and number, or the meeting that concluded it."""
    kind = (d.type or ("Kết luận cuộc họp" if d.form == "meeting" else "Văn bản")).capitalize()
    return f"{kind} {d.number}" if d.number else kind


def reference_name(r: Reference) -> str:
    """What a mentioned document is called."""
    return " ".join(part for part in ((r.type or "văn bản").capitalize(), r.number) if part)
