"""Questions about tasks, put the same way on pages, in REST, in exports and at the command line."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.state import State
from api.views import TaskView
from api.words import words
from corpus.types import Status, Task, TaskFilter, Unit
from nlp.types import AssigneeRole
from nlp.workdays import add_working_days
from search.query import parse

TaskState = Literal["open", "late", "soon", "reported", "done", "all"]
STATES: dict[TaskState, str] = {
    "open": "Đang mở",
    "late": "Quá hạn",
    "soon": "Sắp đến hạn",
    "reported": "Chờ xác nhận",
    "done": "Hoàn thành",
    "all": "Tất cả",
}


class TaskQuestion(BaseModel):
    """Which tasks are asked for; every field that is set narrows. Dates are inclusive."""

    model_config = ConfigDict(extra="ignore")

    state: TaskState = Field(
        "all", description="open: chưa xong; late: quá hạn; soon: sắp đến hạn; reported; done; all."
    )
    unit: str | None = Field(None, description="Mã đơn vị; kể cả việc của các đơn vị mà nay đơn vị này trả lời thay.")
    as_named: bool = Field(False, description="true: chỉ việc giao đích danh đơn vị ấy, như văn bản đã ghi.")
    unit_name: str | None = Field(None, description="Tên đơn vị, có dấu hoặc không, đủ hoặc phần đầu.")
    role: AssigneeRole | None = Field(None, description="lead: chủ trì; support: phối hợp.")
    status: list[Status] = Field([], description="Tình trạng đã ghi trong sổ.")
    directive: str | None = Field(None, description="Mã văn bản chỉ đạo.")
    issuer: str | None = Field(None, description="Cơ quan ban hành.")
    place: str | None = Field(None, description="Địa phương.")
    issued_from: date | None = Field(None, description="Ban hành từ ngày.")
    issued_to: date | None = Field(None, description="Ban hành đến ngày.")
    due_from: date | None = Field(None, description="Hạn từ ngày.")
    due_to: date | None = Field(None, description="Hạn đến ngày.")
    recurring: bool | None = Field(None, description="Chỉ nhiệm vụ định kỳ (true) hoặc chỉ nhiệm vụ một lần (false).")

    def described(self) -> str:
        """The question in Vietnamese, as it heads an export."""
        parts = [STATES[self.state] if self.state != "all" else ""]
        parts += [words("status", s) for s in self.status]
        named = {
            "đơn vị": self.unit_name or self.unit,
            "vai trò": words("assignee_role", self.role),
            "văn bản": self.directive,
            "cơ quan ban hành": self.issuer,
            "địa phương": self.place,
        }
        parts += [f"{name}: {value}" for name, value in named.items() if value]
        for name, low, high in (("ban hành", self.issued_from, self.issued_to), ("hạn", self.due_from, self.due_to)):
            if low or high:
                parts.append(f"{name} từ {low or '…'} đến {high or '…'}")
        return "; ".join(p for p in parts if p) or "tất cả nhiệm vụ"


def task_filter(state: State, asked: TaskQuestion) -> TaskFilter:
    """The record's filter for a question asked today."""
    today = state.today()
    late, soon, done = (asked.state == s for s in ("late", "soon", "done"))
    statuses: list[Status] = list(asked.status) or (
        ["done"] if done else ["reported"] if asked.state == "reported" else []
    )
    low = max(asked.due_from or today, today) if soon else asked.due_from
    high = min(asked.due_to or last_soon_day(state), last_soon_day(state)) if soon else asked.due_to
    return TaskFilter(
        units=units_asked(state, asked),
        role=asked.role,
        statuses=statuses or None,
        open=True if asked.state in ("open", "late", "soon") else None,
        directive_ids=[asked.directive] if asked.directive else None,
        issuer=asked.issuer or None,
        place=asked.place or None,
        issued_from=asked.issued_from,
        issued_to=asked.issued_to,
        due_from=low,
        due_to=high,
        overdue_on=today if late else None,
        recurring=asked.recurring,
    )


def units_asked(state: State, asked: TaskQuestion) -> list[str] | None:
    """The ids of the unit that is asked for, with those for whose work it answers today; None where none is."""
    if asked.unit:
        ids = [asked.unit]
    elif asked.unit_name and asked.unit_name.strip():
        ids = [unit.id for unit in units_named(state, asked.unit_name, asked.place)]
    else:
        return None
    return ids if asked.as_named else sorted({i for unit_id in ids for i in answered_by(unit_id, state.today())})


def units_named(state: State, name: str, place: str | None = None) -> list[Unit]:
    """The units of this name; where none has it as it is written, those that it may mean (typed without accents)."""
    found = state.corpus.find_units(name.strip(), place)
    if found or not name.strip():
        return found
    query = parse(name, kinds=["unit"], size=20, place=place, today=state.today())
    results = state.index.search(query)
    return [state.corpus.unit(hit.id) for hit in results.hits] if results.match == "all" else []


def answered_by(unit_id: str, on: date) -> list[str]:
    """A unit's id with those of the units for whose work it answers on that day; one that is no more has its own."""
    from nlp.registry import Registry

    try:
        return list(dict.fromkeys([unit_id, *(u.id for u in Registry.load().answering(unit_id, on))]))
    except KeyError:
        return [unit_id]


def last_soon_day(state: State) -> date:
    """The last day on which a task still counts as due soon."""
    return add_working_days(state.today(), state.settings.due_soon_days)


def views(state: State, tasks: list[Task]) -> list[TaskView]:
    """The tasks as they stand today."""
    today, soon = state.today(), last_soon_day(state)
    return [TaskView(task, today, soon) for task in tasks]
