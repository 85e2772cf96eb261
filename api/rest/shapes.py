"""The JSON that REST and `--json` give: what is not in the record itself but worked out for today is added here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from api.views import TaskView, directive_name
from corpus.types import Assignment, Directive, Page, Status
from nlp.types import ReferenceRole
from search.types import Hit, Kind

T = TypeVar("T")
Day: TypeAlias = date
"""Another name for `date`, which a field of that name would hide."""


class Listing(BaseModel, Generic[T]):
    """A piece of a list."""

    total: int = Field(description="Số mục của cả danh sách.")
    items: list[T]
    next: str | None = Field(None, description="Con trỏ của phần tiếp theo; null là hết.")


class DeadlineShape(BaseModel):
    """The limit of a task, as the text sets it."""

    model_config = ConfigDict(from_attributes=True)

    text: str
    start: int | None
    end: int | None
    rule: str
    date: Day | None
    recurring: bool
    rrule: str | None
    reason: str | None = Field(description="Vì sao không tính được ngày.")


class ReferenceShape(BaseModel):
    """A numbered document that is named; `directive_id` where the record holds it."""

    model_config = ConfigDict(from_attributes=True)

    document_id: str
    text: str
    start: int
    end: int
    rule: str
    number: str | None
    type: str | None
    date: Day | None
    issuer: str | None
    role: ReferenceRole
    directive_id: str | None


class TaskShape(BaseModel):
    """A task, with its state today."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    text: str
    directive_id: str
    document_id: str
    start: int
    end: int
    rule: str
    deadline: DeadlineShape | None
    due: Day | None
    status: Status
    state: str = Field(description="Tình trạng hôm nay: status, hoặc late (quá hạn), soon (sắp đến hạn).")
    assignments: list[Assignment]
    number: str | None
    issuer: str | None
    issued: Day | None
    corrected: list[str]
    closed_on: Day | None
    recorded_at: datetime
    revision: int = Field(description="Phiên bản; gửi lại trong If-Match khi sửa.")


class DirectiveShape(BaseModel):
    """A directive, with what it is called."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    form: str
    type: str | None
    number: str | None
    date: Day | None
    issuer: str | None
    issuer_unit: str | None
    signer: str | None
    signer_position: str | None
    subject: str | None
    chair: str | None
    place: str | None
    document_id: str
    documents: list[str]
    evidence: dict[str, tuple[str, int, int]]
    reasons: dict[str, str]
    corrected: list[str]
    task_count: int
    recorded_at: datetime
    revision: int


class Passage(BaseModel):
    """A piece of a field that answers the query; `marks` are the answering words, `[start, end)` in that field."""

    field: str
    start: int
    end: int
    text: str
    marks: list[tuple[int, int]]


class HitShape(BaseModel):
    """Something found."""

    kind: Kind
    id: str
    score: float
    fields: dict[str, Any]
    passages: list[Passage]


def task_shape(view: TaskView) -> TaskShape:
    """A task as JSON."""
    own = {name: getattr(view.task, name) for name in TaskShape.model_fields if name != "state"}
    return TaskShape.model_validate(own | {"state": view.tone})


def directive_shape(directive: Directive) -> DirectiveShape:
    """A directive as JSON."""
    own = {name: getattr(directive, name) for name in DirectiveShape.model_fields if name != "name"}
    return DirectiveShape.model_validate(own | {"name": directive_name(directive)})


def listing(page: Page[T]) -> Listing[T]:
    """A piece of the record's list as JSON."""
    return Listing(total=page.total, items=page.items, next=page.next)


def hit_shape(hit: Hit) -> HitShape:
    """A hit as JSON, without the whole text of what was found."""
    fields = {k: v for k, v in hit.fields.items() if k != "body"}
    passages = [
        Passage(field=h.field, start=h.start, end=h.end, text=h.text, marks=list(h.marks)) for h in hit.highlights
    ]
    return HitShape(kind=hit.kind, id=hit.id, score=hit.score, fields=fields, passages=passages)
