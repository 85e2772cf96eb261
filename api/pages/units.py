"""Units: a list, and one unit with its tasks, its life, and how it keeps its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.asking import STATES, answered_by, last_soon_day, task_filter, views
from api.pages.charts import month_points
from api.pages.home import MONTHS, months_back
from api.pages.rendering import address, page
from api.pages.tasks import PAGE, asked_of
from api.rest.common import READ, CurrentState
from corpus.types import TaskFilter

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Stage:
    """A unit in the life of another: it before or after a reform, or it itself (`here`)."""

    id: str
    name: str
    first: date | None
    last: date | None
    here: bool


@router.get("/units", response_class=HTMLResponse, dependencies=[READ])
def units(
    request: Request,
    state: CurrentState,
    name: Annotated[str, Query(max_length=200)] = "",
    next: Annotated[str | None, Query(max_length=500)] = None,
) -> HTMLResponse:
    """Trang các đơn vị."""
    found = state.corpus.units(name or None, cursor=next, limit=100)
    return page(request, "units.html", page=found, name=name, address=lambda **changes: address(request, **changes))


@router.get("/units/{unit_id}", response_class=HTMLResponse, dependencies=[READ])
def unit(
    request: Request,
    unit_id: str,
    state: CurrentState,
    next: Annotated[str | None, Query(max_length=500)] = None,
) -> HTMLResponse:
    """Trang một đơn vị."""
    found = state.corpus.unit(unit_id)
    asked = asked_of(request, unit=unit_id)
    today, soon = state.today(), last_soon_day(state)
    mine = TaskFilter(units=answered_by(unit_id, today))
    tasks = state.corpus.tasks(task_filter(state, asked), cursor=next, limit=PAGE)
    months = state.corpus.statistics.by_month(months_back(today, MONTHS - 1), months_back(today, -1), mine)
    return page(
        request,
        "unit.html",
        unit=found,
        stages=life(unit_id),
        counts=state.corpus.statistics.counts(today, soon, mine),
        months=month_points(months),
        page=tasks,
        tasks=views(state, tasks.items),
        state=asked.state,
        quick=list(STATES.items()),
        address=lambda **changes: address(request, **changes),
    )


def life(unit_id: str) -> list[Stage]:
    """What led to a unit and what came of it, by first day; empty where the registry doesn't know it."""
    from nlp.registry import Registry

    try:
        line = Registry.load().lineage(unit_id)
    except KeyError:
        return []
    return [Stage(u.id, u.full_name, u.from_, u.to, u.id == unit_id) for u in line]
