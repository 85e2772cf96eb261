"""Directives: what was ordered, the tasks in it, and the directives around it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from api.asking import TaskQuestion, task_filter, views
from api.rest.common import READ, CurrentState, Cursor, Limit, etag
from api.rest.shapes import DirectiveShape, Listing, ReferenceShape, TaskShape, directive_shape, task_shape
from corpus.types import DirectiveFilter
from nlp.types import Form

router = APIRouter(prefix="/directives", tags=["directives"])


class Citation(BaseModel):
    """One directive's words that name another; `to` is null where the record doesn't hold it."""

    source: str
    to: str | None
    reference: ReferenceShape


class Citations(BaseModel):
    """The directives around one, and who cites whom."""

    directives: list[DirectiveShape]
    citations: list[Citation]


@router.get("", dependencies=[READ])
def list_directives(
    state: CurrentState,
    form: Form | None = None,
    type: Annotated[str | None, Query(description="Loại văn bản, ví dụ công văn.")] = None,
    number: Annotated[str | None, Query(description="Số, ký hiệu, viết kiểu nào cũng được.")] = None,
    issuer: str | None = None,
    place: str | None = None,
    dated_from: date | None = None,
    dated_to: date | None = None,
    recorded_since: datetime | None = None,
    with_tasks: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[DirectiveShape]:
    """Các văn bản chỉ đạo, mới ban hành trước."""
    wanted = DirectiveFilter(
        form=form,
        type=type,
        number=number,
        issuer=issuer,
        place=place,
        dated_from=dated_from,
        dated_to=dated_to,
        recorded_since=recorded_since and recorded_since.astimezone(),
        with_tasks=with_tasks,
    )
    page = state.corpus.directives(wanted, cursor=cursor, limit=limit)
    return Listing(total=page.total, items=[directive_shape(d) for d in page.items], next=page.next)


@router.get("/{directive_id}", dependencies=[READ])
def get_directive(directive_id: str, state: CurrentState, response: Response) -> DirectiveShape:
    """Một văn bản chỉ đạo, với chỗ trong tài liệu chứng minh từng thông tin."""
    directive = state.corpus.directive(directive_id)
    etag(response, directive.revision)
    return directive_shape(directive)


@router.get("/{directive_id}/tasks", dependencies=[READ])
def list_tasks_of_directive(
    directive_id: str, state: CurrentState, cursor: Cursor = None, limit: Limit = 50
) -> Listing[TaskShape]:
    """Các nhiệm vụ mà văn bản giao, theo hạn."""
    directive = state.corpus.directive(directive_id)
    asked = TaskQuestion(directive=directive.id)
    page = state.corpus.tasks(task_filter(state, asked), cursor=cursor, limit=limit)
    return Listing(total=page.total, items=[task_shape(t) for t in views(state, page.items)], next=page.next)


@router.get("/{directive_id}/citations", dependencies=[READ])
def get_citations(
    directive_id: str,
    state: CurrentState,
    steps: Annotated[int, Query(ge=1, le=3, description="Đi xa mấy bước viện dẫn.")] = 1,
) -> Citations:
    """Văn bản này viện dẫn và được viện dẫn ở đâu."""
    graph = state.corpus.citations.around(state.corpus.directive(directive_id).id, steps=steps)
    inside = [Citation(source=a, to=b, reference=ReferenceShape.model_validate(r)) for a, b, r in graph.edges]
    outside = [Citation(source=a, to=None, reference=ReferenceShape.model_validate(r)) for a, r in graph.outside]
    return Citations(directives=[directive_shape(d) for d in graph.directives], citations=inside + outside)
