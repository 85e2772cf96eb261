"""Changes by REST: a task's life, what the extractor misread, and what belongs together. Edits name their version."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.asking import views
from api.changes import move, refuse_strangers, undo
from api.rest.common import Changer, Corrector, CurrentState, Revision, etag
from api.rest.idempotency import IdempotentRoute
from api.rest.shapes import Day, DirectiveShape, TaskShape, directive_shape, task_shape
from api.rights import Visitor
from api.state import State
from corpus.corrections import Edit, Given, Limit
from corpus.types import Document, Event, Status, Unit
from nlp.types import AssigneeRole

router = APIRouter(route_class=IdempotentRoute)
Offset = Annotated[int, Field(ge=0, le=100_000_000)]
Words = Annotated[str, Field(max_length=5000)]
Id = Annotated[str, Field(min_length=1, max_length=200)]
Span = tuple[Offset, Offset]


class Body(BaseModel):
    """A request's body: what it doesn't know is refused."""

    model_config = ConfigDict(extra="forbid")


class Move(Body):
    """A step in a task's life: a status, a note, or both."""

    status: Status | None = Field(None, description="Tình trạng mới; để trống là chỉ ghi chú.")
    assignment: Id | None = Field(None, description="Chỉ phần của một đơn vị (mã của assignment).")
    on: date | None = Field(None, description="Ngày xảy ra; mặc định hôm nay.")
    note: Words | None = None
    evidence: list[Annotated[str, Field(max_length=300)]] = Field([], max_length=50, description="Số báo cáo.")
    reason: Words | None = None


class GivenBody(Body):
    """An assignee: by its place in the text, by a unit's id, or by a name."""

    role: AssigneeRole = "lead"
    start: Offset | None = None
    end: Offset | None = None
    unit_id: Id | None = None
    name: Annotated[str, Field(min_length=1, max_length=500)] | None = None


class LimitBody(Body):
    """A deadline: a day, or a rule (RFC 5545)."""

    date: Day | None = None
    rrule: Annotated[str, Field(max_length=500)] | None = None
    start: Offset | None = None
    end: Offset | None = None


class EditBody(Body):
    """What to mend of a task; what is left out stays."""

    span: Span | None = None
    assignees: list[GivenBody] | None = Field(None, max_length=200)
    deadline: LimitBody | None = None
    no_deadline: bool = False
    reason: Words | None = None


class NewTask(EditBody):
    """A task that the extractor did not see."""

    document_id: Id
    span: Span


class Split(Body):
    """The pieces that a task is made of."""

    spans: list[Span] = Field(min_length=2, max_length=50)
    reason: Words | None = None


class Merge(Body):
    """Tasks of one document to make one of: id → version."""

    tasks: dict[str, Annotated[int, Field(ge=0, le=2**53)]] = Field(min_length=2, max_length=50)
    reason: Words | None = None


class DirectiveEdit(Body):
    """Fields of a directive to set; null gives a field back to the extractor."""

    fields: dict[
        Literal["type", "number", "date", "issuer", "signer", "signer_position", "subject", "chair"], Words | None
    ] = Field(min_length=1)
    reason: Words | None = None


class Into(Body):
    """Where to join; null parts again."""

    into: Id | None
    reason: Words | None = None


class Reason(Body):
    """Why."""

    reason: Words | None = None


@router.patch("/tasks/{task_id}", tags=["tasks"])
def move_task(
    task_id: str, move_: Move, state: CurrentState, visitor: Changer, revision: Revision, response: Response
) -> TaskShape:
    """Chuyển tình trạng hoặc ghi tiến độ một nhiệm vụ."""
    move(
        state,
        visitor,
        task_id,
        revision,
        to=move_.status,
        assignment=move_.assignment,
        on=move_.on,
        note=move_.note,
        evidence=move_.evidence,
        reason=move_.reason,
    )
    return _task(state, task_id, response)


@router.patch("/tasks/{task_id}/facts", tags=["tasks"])
def correct_task(
    task_id: str, edit: EditBody, state: CurrentState, visitor: Corrector, revision: Revision, response: Response
) -> TaskShape:
    """Sửa đoạn văn, đơn vị hoặc thời hạn mà máy đọc sai."""
    _mine(state, visitor, task_id)
    state.corpus.corrections.edit(task_id, _edit(edit), actor=visitor.name, revision=revision, reason=edit.reason)
    return _task(state, task_id, response)


@router.post("/tasks", tags=["tasks"], status_code=201)
def add_task(new: NewTask, state: CurrentState, visitor: Corrector, response: Response) -> TaskShape:
    """Thêm một nhiệm vụ mà máy không thấy."""
    event = state.corpus.corrections.add(new.document_id, _edit(new), actor=visitor.name, reason=new.reason)
    return _task(state, event.subject_id, response)


@router.delete("/tasks/{task_id}", tags=["tasks"], status_code=204)
def remove_task(task_id: str, state: CurrentState, visitor: Corrector, revision: Revision) -> Response:
    """Bỏ một mục không phải là nhiệm vụ."""
    _mine(state, visitor, task_id)
    state.corpus.corrections.remove(task_id, actor=visitor.name, revision=revision)
    return Response(status_code=204)


@router.post("/tasks/{task_id}/split", tags=["tasks"])
def split_task(
    task_id: str, split: Split, state: CurrentState, visitor: Corrector, revision: Revision, response: Response
) -> TaskShape:
    """Tách một nhiệm vụ thành nhiều nhiệm vụ; nhiệm vụ đầu giữ mã cũ."""
    _mine(state, visitor, task_id)
    state.corpus.corrections.split(task_id, split.spans, actor=visitor.name, revision=revision, reason=split.reason)
    return _task(state, task_id, response)


@router.post("/tasks/merge", tags=["tasks"])
def merge_tasks(merge: Merge, state: CurrentState, visitor: Corrector, response: Response) -> TaskShape:
    """Gộp nhiều nhiệm vụ của một tài liệu thành một."""
    for task_id in merge.tasks:
        _mine(state, visitor, task_id)
    event = state.corpus.corrections.merge(merge.tasks, actor=visitor.name, reason=merge.reason)
    return _task(state, event.subject_id, response)


@router.post("/audit/events/{seq}/undo", tags=["audit"])
def undo_change(seq: int, body: Reason, state: CurrentState, visitor: Corrector) -> Event:
    """Hoàn tác một thay đổi về nhiệm vụ."""
    return undo(state, visitor, min(max(seq, 1), 2**53), body.reason)


@router.patch("/directives/{directive_id}", tags=["directives"])
def correct_directive(
    directive_id: str,
    edit: DirectiveEdit,
    state: CurrentState,
    visitor: Corrector,
    revision: Revision,
    response: Response,
) -> DirectiveShape:
    """Sửa số, ngày, cơ quan … của văn bản."""
    fields: Any = edit.fields
    state.corpus.joining.edit_directive(directive_id, fields, actor=visitor.name, revision=revision, reason=edit.reason)
    directive = state.corpus.directive(directive_id)
    etag(response, directive.revision)
    return directive_shape(directive)


@router.post("/directives/{directive_id}/join", tags=["directives"])
def join_directive(directive_id: str, body: Into, state: CurrentState, visitor: Corrector) -> DirectiveShape:
    """Gộp văn bản này vào văn bản khác (hai tài liệu cùng mang một văn bản), hoặc tách ra (into là null)."""
    if body.into is None:
        state.corpus.joining.part(directive_id, actor=visitor.name, reason=body.reason)
    else:
        state.corpus.joining.join(directive_id, body.into, actor=visitor.name, reason=body.reason)
    return directive_shape(state.corpus.directive(directive_id))


@router.post("/documents/{document_id}/join", tags=["documents"])
def place_document(document_id: str, body: Into, state: CurrentState, visitor: Corrector) -> Document:
    """Cho biết tài liệu mang văn bản chỉ đạo nào; null là theo chính tài liệu."""
    state.corpus.joining.place(document_id, body.into, actor=visitor.name, reason=body.reason)
    return state.corpus.document(document_id)


@router.post("/units/{unit_id}/join", tags=["units"])
def join_unit(unit_id: str, body: Into, state: CurrentState, visitor: Corrector) -> Unit:
    """Cho biết đơn vị này chính là đơn vị khác; null là tách ra."""
    state.corpus.joining.join_unit(unit_id, body.into, actor=visitor.name, reason=body.reason)
    return state.corpus.unit(unit_id)


def _mine(state: State, visitor: Visitor, task_id: str) -> None:
    refuse_strangers(state, visitor, state.corpus.task(task_id))


def _task(state: State, task_id: str, response: Response) -> TaskShape:
    task = state.corpus.task(task_id)
    etag(response, task.revision)
    return task_shape(views(state, [task])[0])


def _edit(body: EditBody) -> Edit:
    given = None
    if body.assignees is not None:
        given = [Given(g.role, g.start, g.end, g.unit_id, g.name) for g in body.assignees]
    d = body.deadline
    limit = Limit(d.date, d.rrule, d.start, d.end) if d else None
    return Edit(span=body.span, assignees=given, limit=limit, no_deadline=body.no_deadline)
