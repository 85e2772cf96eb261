"""Tasks as a table or a board, and one task with its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from api.asking import STATES, TaskQuestion, task_filter, views
from api.changes import move
from api.invalid import invalid_values
from api.pages.rendering import address, page
from api.problems import ProblemError
from api.rest.common import READ, Changer, CurrentState
from api.views import TaskView
from api.words import table
from corpus.types import CorpusError, Status

router = APIRouter()
PAGE = 50
BOARD = 200
MOST_AT_ONCE = 500
COLUMNS = ("late", "soon", "assigned", "in_progress", "reported", "returned", "done")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board."""

    label: str
    tasks: list[TaskView]


@router.get("/tasks", response_class=HTMLResponse, dependencies=[READ])
def tasks(
    request: Request,
    state: CurrentState,
    view: Literal["", "board"] = "",
    next: Annotated[str | None, Query(max_length=500)] = None,
) -> HTMLResponse:
    """Trang nhiệm vụ: bảng hoặc cột."""
    asked = asked_of(request)
    found = state.corpus.tasks(task_filter(state, asked), cursor=next, limit=BOARD if view == "board" else PAGE)
    shown = views(state, found.items)
    described = asked.described() if asked != TaskQuestion(state=asked.state) else ""
    return page(
        request,
        "tasks.html",
        page=found,
        tasks=shown,
        columns=_columns(shown) if view == "board" else [],
        view=view,
        state=asked.state,
        quick=list(STATES.items()),
        chosen=_chosen(asked),
        described=described,
        moves=[
            (k, v)
            for k, v in table("status").items()
            if k in ("in_progress", "reported", "done", "returned", "cancelled")
        ],
        address=lambda **changes: address(request, **changes),
        export=_exporter(asked),
        back=address(request),
    )


@router.post("/tasks/bulk")
def move_many(
    request: Request,
    state: CurrentState,
    visitor: Changer,
    status: Annotated[Status, Form()],
    reason: Annotated[str, Form(min_length=1, max_length=2000)],
    task: Annotated[list[str], Form()] = [],  # noqa: B006
    back: Annotated[str, Form(max_length=2000)] = "/tasks",
) -> HTMLResponse:
    """Đặt tình trạng cho nhiều nhiệm vụ; cái nào không được thì nói rõ vì sao, những cái khác vẫn xong."""
    done, failed = 0, []
    for chosen in task[:MOST_AT_ONCE]:
        task_id, _, revision = chosen.rpartition(":")
        try:
            move(state, visitor, task_id, int(revision), to=status, note=reason)
            done += 1
        except (CorpusError, ProblemError, ValueError) as error:
            failed.append((task_id, error.detail if isinstance(error, ProblemError) else str(error)))
    return page(request, "bulk.html", done=done, failed=failed, back=back if back.startswith("/tasks") else "/tasks")


def asked_of(request: Request, **fixed: str) -> TaskQuestion:
    """The question in a page's address; fields left empty in a form are not set. Raises ProblemError 422."""
    given: dict[str, object] = {k: v for k, v in request.query_params.items() if v and k in TaskQuestion.model_fields}
    if "status" in given:
        given["status"] = request.query_params.getlist("status")
    try:
        return TaskQuestion.model_validate({"state": "open"} | given | fixed)
    except ValidationError as error:
        raise invalid_values(error.errors()) from error


def _chosen(asked: TaskQuestion) -> dict[str, str]:
    """The values of the filter form."""
    values = {name: getattr(asked, name) for name in ("unit_name", "issuer", "due_from", "due_to")}
    return {name: str(value or "") for name, value in values.items()}


def _exporter(asked: TaskQuestion) -> Callable[[str], str]:
    """Where the same tasks are to be had as a file, by its kind."""
    query = urlencode(asked.model_dump(mode="json", exclude_defaults=True) | {"state": asked.state}, doseq=True)
    return lambda kind: f"/export/tasks.{kind}?{query}"


def _columns(tasks: list[TaskView]) -> list[Column]:
    labels = table("status")
    columns = {tone: Column(labels[tone], []) for tone in COLUMNS}
    for task in tasks:
        if task.tone in columns:
            columns[task.tone].tasks.append(task)
    return [c for c in columns.values() if c.tasks]
