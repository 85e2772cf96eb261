"""Tasks: who was told to do what by when, and how far it is."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from api.asking import TaskQuestion, task_filter, views
from api.rest.common import READ, CurrentState, Cursor, Limit, etag
from api.rest.shapes import Listing, TaskShape, task_shape
from corpus.types import Event, EventFilter

router = APIRouter(prefix="/tasks", tags=["tasks"])


@router.get("", dependencies=[READ])
def list_tasks(
    state: CurrentState,
    asked: Annotated[TaskQuestion, Query()],
    order: Annotated[
        Literal["due", "issued"], Query(description="due: hạn gần trước; issued: mới ban hành trước.")
    ] = "due",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[TaskShape]:
    """Các nhiệm vụ trong sổ."""
    page = state.corpus.tasks(task_filter(state, asked), order=order, cursor=cursor, limit=limit)
    return Listing(total=page.total, items=[task_shape(t) for t in views(state, page.items)], next=page.next)


@router.get("/{task_id}", dependencies=[READ])
def get_task(task_id: str, state: CurrentState, response: Response) -> TaskShape:
    """Một nhiệm vụ."""
    task = state.corpus.task(task_id)
    etag(response, task.revision)
    return task_shape(views(state, [task])[0])


@router.get("/{task_id}/history", dependencies=[READ])
def get_history(task_id: str, state: CurrentState, cursor: Cursor = None, limit: Limit = 50) -> Listing[Event]:
    """Lịch sử của nhiệm vụ: ai, khi nào, vì sao, từ gì thành gì."""
    state.corpus.task(task_id)
    wanted = EventFilter(subject="task", subject_ids=[task_id])
    page = state.corpus.events(wanted, cursor=cursor, limit=limit, newest_first=False)
    return Listing(total=page.total, items=page.items, next=page.next)
