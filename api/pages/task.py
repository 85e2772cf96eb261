"""One task: its evidence, its life, and the forms by which people move and mend it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.asking import views
from api.changes import move, place_of, refuse_strangers, undo
from api.pages.audit import entries
from api.pages.marking import Mark, pieces
from api.pages.rendering import page, vietnamese_day
from api.problems import ProblemError
from api.rest.common import READ, Changer, Corrector, CurrentState
from api.state import State
from api.words import words
from corpus.corrections import Edit, Given, Limit
from corpus.tracking import MOVES
from corpus.types import ConflictError, Document, EventFilter, Status, Task

router = APIRouter(prefix="/tasks")
Revision = Annotated[int, Form(ge=0)]
KEPT = "Những gì bạn nhập vẫn còn trong biểu mẫu."
Words = Annotated[str, Form(max_length=5000)]


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed into a form that could not be taken: it is shown again, so that nothing is lost."""

    form: str = ""
    values: dict[str, str] = field(default_factory=dict)
    problem: str = ""


@router.get("/{task_id}", response_class=HTMLResponse, dependencies=[READ])
def task(request: Request, task_id: str, state: CurrentState) -> HTMLResponse:
    """Trang một nhiệm vụ."""
    return show(request, state, task_id, Draft())


@router.post("/{task_id}/move")
def move_task(
    request: Request,
    task_id: str,
    state: CurrentState,
    visitor: Changer,
    revision: Revision,
    to: Annotated[str, Form(max_length=20)] = "",
    assignment: Annotated[str, Form(max_length=80)] = "",
    on: Annotated[str, Form(max_length=10)] = "",
    note: Words = "",
    evidence: Words = "",
) -> Response:
    """Chuyển tình trạng, hoặc ghi tiến độ."""
    values = {"to": to, "assignment": assignment, "on": on, "note": note, "evidence": evidence}
    status: Status | None = to or None  # type: ignore[assignment]
    try:
        move(
            state,
            visitor,
            task_id,
            revision,
            to=status,
            assignment=assignment,
            on=_day(on),
            note=note,
            evidence=evidence.split(";"),
        )
    except ConflictError as error:
        return show(request, state, task_id, Draft("move", values, str(error)), 409)
    return RedirectResponse(f"/tasks/{task_id}", 303)


@router.post("/{task_id}/correct")
def correct_task(
    request: Request,
    task_id: str,
    state: CurrentState,
    visitor: Corrector,
    revision: Revision,
    start: Annotated[int, Form(ge=0)],
    end: Annotated[int, Form(ge=0)],
    picked: Annotated[str, Form(max_length=20000)] = "",
    leads: Words = "",
    supports: Words = "",
    due: Annotated[str, Form(max_length=10)] = "",
    reason: Words = "",
) -> Response:
    """Sửa đoạn văn, đơn vị, thời hạn của nhiệm vụ."""
    found = state.corpus.task(task_id)
    refuse_strangers(state, visitor, found)
    values = {"leads": leads, "supports": supports, "due": due, "reason": reason}
    edit = _edit(state, found, (start, end, picked), leads, supports, _day(due))
    if edit is None:
        return show(request, state, task_id, Draft("correct", values, "Chưa có gì được sửa."), 422)
    try:
        state.corpus.corrections.edit(task_id, edit, actor=visitor.name, revision=revision, reason=reason or None)
    except ConflictError as error:
        return show(request, state, task_id, Draft("correct", values, str(error)), 409)
    return RedirectResponse(f"/tasks/{task_id}", 303)


@router.post("/{task_id}/remove")
def remove_task(task_id: str, state: CurrentState, visitor: Corrector, revision: Revision, reason: Words) -> Response:
    """Bỏ một mục không phải là nhiệm vụ."""
    found = state.corpus.task(task_id)
    refuse_strangers(state, visitor, found)
    state.corpus.corrections.remove(task_id, actor=visitor.name, revision=revision, reason=reason or None)
    return RedirectResponse(f"/directives/{found.directive_id}", 303)


@router.post("/{task_id}/undo")
def undo_change(task_id: str, state: CurrentState, visitor: Corrector, seq: Annotated[int, Form(ge=1)]) -> Response:
    """Hoàn tác một thay đổi trong lịch sử nhiệm vụ."""
    undo(state, visitor, seq)
    return RedirectResponse(f"/tasks/{task_id}", 303)


def show(request: Request, state: State, task_id: str, draft: Draft, status: int = 200) -> HTMLResponse:
    """The page of a task, with what somebody had typed where it could not be taken."""
    found = state.corpus.task(task_id)
    document = state.corpus.document(found.document_id)
    events = state.corpus.events(EventFilter(subject="task", subject_ids=[task_id]), limit=100)
    view = views(state, [found])[0]
    return page(
        request,
        "task.html",
        status=status,
        t=view,
        document=document,
        pieces=list(pieces(document.content.text if document.content else "", marks_of(found))),
        history=entries(events.items),
        moves=[(to, words("status", to)) for to in _moves(found)],
        leads="; ".join(a.unit for a in found.assignments if a.role == "lead"),
        supports="; ".join(a.unit for a in found.assignments if a.role == "support"),
        draft=draft,
        message={"kind": "bad", "text": f"{draft.problem} Nội dung bạn nhập vẫn còn trong biểu mẫu."}
        if draft.problem
        else None,
    )


def marks_of(task: Task) -> list[Mark]:
    """The evidence of one task."""
    marks = [Mark(task.start, task.end, "task on", f"t-{task.id}", "nhiệm vụ")]
    for a in task.assignments:
        marks.append(Mark(a.start, a.end, "assignee", "", f"{words('assignee_role', a.role)}: {a.unit}"))
    if task.deadline and task.deadline.start is not None and task.deadline.end is not None:
        day = vietnamese_day(task.deadline.date)
        marks.append(Mark(task.deadline.start, task.deadline.end, "deadline", "", f"thời hạn {day}"))
    return marks


def _moves(task: Task) -> list[str]:
    """Where the task, or one of its units' parts, may go."""
    there = {to for a in task.assignments for to in MOVES[a.status]} or set(MOVES[task.status])
    return [s for s in MOVES if s in there]


def _edit(
    state: State, task: Task, span: tuple[int, int, str], leads: str, supports: str, due: date | None
) -> Edit | None:
    """What differs from the task as it stands; None where nothing does."""
    document: Document = state.corpus.document(task.document_id)
    place = place_of(document.content.text if document.content else "", *span)
    given = [Given("lead", name=n) for n in _names(leads)] + [Given("support", name=n) for n in _names(supports)]
    now = [(a.role, a.unit) for a in task.assignments]
    changes: dict[str, Any] = {}
    if place != (task.start, task.end):
        changes["span"] = place
    if [(g.role, g.name) for g in given] != now:
        changes["assignees"] = [_kept(task, g) for g in given]
    if due != (task.deadline.date if task.deadline else None):
        changes |= {"limit": Limit(date=due)} if due else {"no_deadline": True}
    return Edit(**changes) if changes else None


def _kept(task: Task, given: Given) -> Given:
    """An assignee that the task had already keeps its place in the text."""
    for a in task.assignments:
        if a.unit == given.name:
            placed = a.end > a.start
            return Given(given.role, a.start if placed else None, a.end if placed else None, unit_id=a.unit_id)
    return given


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]


def _day(text: str) -> date | None:
    """A day as a form gives it. Raises ProblemError 422 for what is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ProblemError(422, f"“{text}” không phải là một ngày.") from error
