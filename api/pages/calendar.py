"""A month with the tasks that fall due on its days."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.asking import views
from api.pages.home import months_back
from api.pages.rendering import page
from api.rest.common import READ, CurrentState
from api.views import TaskView
from corpus.types import TaskFilter
from nlp.workdays import is_working_day

router = APIRouter()
MOST = 500
A_DAY = 5


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the page; `off` where public bodies don't work, `inside` where it is of the month shown."""

    date: date
    inside: bool
    off: bool
    tasks: list[TaskView]


@router.get("/calendar", response_class=HTMLResponse, dependencies=[READ])
def calendar(
    request: Request,
    state: CurrentState,
    month: Annotated[str | None, Query(pattern=r"^(?:19|20)\d\d-(?:0[1-9]|1[0-2])$")] = None,
) -> HTMLResponse:
    """Trang lịch của một tháng (YYYY-MM)."""
    first = date.fromisoformat(f"{month}-01") if month else state.today().replace(day=1)
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    found = state.corpus.tasks(TaskFilter(due_from=weeks[0][0], due_to=weeks[-1][-1]), limit=MOST)
    by_day: dict[date, list[TaskView]] = {}
    for task in views(state, found.items):
        by_day.setdefault(task.due or first, []).append(task)
    days = [[Day(d, d.month == first.month, not is_working_day(d), by_day.get(d, [])) for d in week] for week in weeks]
    return page(
        request,
        "calendar.html",
        first=first,
        weeks=days,
        total=found.total,
        most=MOST,
        a_day=A_DAY,
        before=f"{months_back(first, 1):%Y-%m}",
        after=f"{months_back(first, -1):%Y-%m}",
    )
