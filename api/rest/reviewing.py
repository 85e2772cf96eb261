"""What waits for a person: documents to look at, and what later documents seem to do to earlier directives."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.rest.changing import Body, Id, Reason, Words
from api.rest.common import READ, Corrector, CurrentState, Cursor, Limit
from api.rest.idempotency import IdempotentRoute
from api.rest.shapes import Day, Listing
from corpus.proposals import Act, ProposalState
from corpus.types import Event

router = APIRouter(route_class=IdempotentRoute, tags=["review"])


class ProposalShape(BaseModel):
    """Words of a document that seem to do something to an earlier directive."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    act: Act
    document_id: str
    text: str
    start: int
    end: int
    number: str
    directive_id: str | None
    open_tasks: int
    state: ProposalState
    recorded_at: datetime
    revision: int


class Decision(Body):
    """What a person decides."""

    state: Literal["confirmed", "rejected"]
    tasks: list[Id] | None = Field(None, max_length=500, description="Chỉ những nhiệm vụ này; mặc định mọi nhiệm vụ.")
    due: Day | None = Field(None, description="Hạn mới, khi văn bản gia hạn.")
    reason: Words | None = None


@router.get("/proposals", dependencies=[READ])
def list_proposals(
    state: CurrentState,
    decided: ProposalState | Literal["all"] = "open",
    document: str | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[ProposalShape]:
    """Đề xuất từ văn bản sau đối với văn bản trước (thay thế, bãi bỏ, gia hạn, đôn đốc …), mới ghi nhận trước."""
    wanted = None if decided == "all" else decided
    page = state.corpus.proposals.list(wanted, document_id=document, cursor=cursor, limit=limit)
    items = [ProposalShape.model_validate(proposal) for proposal in page.items]
    return Listing(total=page.total, items=items, next=page.next)


@router.post("/proposals/{proposal_id}/decide")
def decide_proposal(proposal_id: str, body: Decision, state: CurrentState, visitor: Corrector) -> ProposalShape:
    """Đồng ý (nhiệm vụ của văn bản trước đổi theo) hoặc bác bỏ một đề xuất."""
    proposals = state.corpus.proposals
    if body.state == "confirmed":
        proposals.confirm(proposal_id, actor=visitor.name, task_ids=body.tasks, due=body.due, reason=body.reason)
    else:
        proposals.reject(proposal_id, actor=visitor.name, reason=body.reason)
    return ProposalShape.model_validate(proposals.get(proposal_id))


@router.post("/documents/{document_id}/reviewed", tags=["documents"])
def mark_reviewed(document_id: str, body: Reason, state: CurrentState, visitor: Corrector) -> Event:
    """Đã có người xem lại tài liệu: nó ra khỏi danh sách cần xem."""
    return state.corpus.review.done(document_id, actor=visitor.name, reason=body.reason)
