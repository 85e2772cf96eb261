"""The first page: what is late, what falls due, what came this week, and which units it is with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.asking import last_soon_day, views
from api.pages.charts import UnitBar, month_points, unit_bars
from api.pages.rendering import page
from api.rest.common import READ, CurrentState
from api.state import State
from api.views import directive_name
from corpus.statistics import Counts
from corpus.types import Directive, DirectiveFilter, TaskFilter

router = APIRouter()
SHOWN = 6
MONTHS = 8


@dataclass(frozen=True, slots=True)
class Arrival:
    """A directive that came this week."""

    directive: Directive
    name: str


@router.get("/", response_class=HTMLResponse, dependencies=[READ])
def home(request: Request, state: CurrentState) -> HTMLResponse:
    """Trang tổng quan."""
    today, soon = state.today(), last_soon_day(state)
    monday = today - timedelta(days=today.weekday())
    counts = state.corpus.statistics.counts(today, soon)
    late = state.corpus.tasks(TaskFilter(overdue_on=today), limit=SHOWN)
    near = state.corpus.tasks(TaskFilter(open=True, due_from=today, due_to=soon), limit=SHOWN)
    arrived = state.corpus.directives(DirectiveFilter(recorded_since=_midnight(state, monday)), limit=SHOWN)
    first = months_back(today, MONTHS - 1)
    months = state.corpus.statistics.by_month(first, months_back(today, -1))
    return page(
        request,
        "home.html",
        counts=counts,
        figures=_figures(counts, arrived.total),
        late=views(state, late.items),
        near=views(state, near.items),
        arrived=[Arrival(d, directive_name(d)) for d in arrived.items],
        arrived_total=arrived.total,
        monday=monday,
        soon=soon,
        units=_bars(state, today, soon),
        months=month_points(months),
    )


def _figures(counts: Counts, arrived: int) -> list[tuple[str, int, str, str]]:
    """The four numbers at the top: tone, number, words, where they lead."""
    return [
        ("late", counts.late, "nhiệm vụ quá hạn", "/tasks?state=late"),
        ("soon", counts.soon, "nhiệm vụ sắp đến hạn", "/tasks?state=soon"),
        ("new", counts.late + counts.soon + counts.open, "nhiệm vụ đang mở", "/tasks?state=open"),
        ("done", arrived, "văn bản vào sổ tuần này", "/search?kind=directive&sort=date"),
    ]


def _bars(state: State, today: date, soon: date) -> list[UnitBar]:
    return unit_bars(state.corpus.statistics.by_unit(today, soon, limit=10))


def _midnight(state: State, day: date) -> datetime:
    """When a day of the province begins."""
    return datetime.combine(day, time(), state.settings.timezone)


def months_back(day: date, count: int) -> date:
    """The first day of the month `count` months before that of `day`."""
    months = day.year * 12 + day.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)
