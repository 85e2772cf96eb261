"""Units: who they are and were, and what they were told to do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.asking import TaskQuestion, task_filter, views
from api.rest.common import READ, CurrentState, Cursor, Limit
from api.rest.shapes import Listing, TaskShape, listing, task_shape
from corpus.types import Unit

router = APIRouter(prefix="/units", tags=["units"])


@router.get("", dependencies=[READ])
def list_units(
    state: CurrentState,
    name: Annotated[str | None, Query(description="Phần đầu của tên, có dấu hoặc không.", max_length=200)] = None,
    place: str | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[Unit]:
    """Các đơn vị được giao nhiệm vụ, theo tên."""
    return listing(state.corpus.units(name, place, cursor=cursor, limit=limit))


@router.get("/{unit_id}", dependencies=[READ])
def get_unit(unit_id: str, state: CurrentState) -> Unit:
    """Một đơn vị."""
    return state.corpus.unit(unit_id)


@router.get("/{unit_id}/tasks", dependencies=[READ])
def list_tasks_of_unit(
    unit_id: str,
    state: CurrentState,
    asked: Annotated[TaskQuestion, Query()],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[TaskShape]:
    """Nhiệm vụ của đơn vị, kể cả khi nó còn mang tên khác."""
    state.corpus.unit(unit_id)
    wanted = task_filter(state, asked.model_copy(update={"unit": unit_id}))
    page = state.corpus.tasks(wanted, cursor=cursor, limit=limit)
    return Listing(total=page.total, items=[task_shape(t) for t in views(state, page.items)], next=page.next)
