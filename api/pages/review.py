"""What needs a person's eyes first: what later documents propose, readings that left something open, failures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.pages.rendering import address, page
from api.problems import ProblemError
from api.rest.common import READ, Corrector, CurrentState
from corpus.review import FLAGS
from corpus.types import DocumentFilter

router = APIRouter()


@router.get("/review", response_class=HTMLResponse, dependencies=[READ])
def review(
    request: Request,
    state: CurrentState,
    next: Annotated[str | None, Query(max_length=500)] = None,
) -> HTMLResponse:
    """Trang những gì cần người xem lại."""
    found = state.corpus.documents(DocumentFilter(flagged=True), cursor=next, limit=50)
    failures = state.corpus.failures(limit=50)
    return page(
        request,
        "review.html",
        page=found,
        flags=FLAGS,
        proposals=state.corpus.proposals.list(limit=50),
        failures=failures,
        address=lambda **changes: address(request, **changes),
    )


@router.post("/review/proposals/{proposal_id}")
def decide(
    proposal_id: str,
    state: CurrentState,
    visitor: Corrector,
    decision: Annotated[Literal["confirmed", "rejected"], Form()],
    due: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Đồng ý hoặc bác bỏ điều mà văn bản sau làm với văn bản trước."""
    proposals = state.corpus.proposals
    if decision == "rejected":
        proposals.reject(proposal_id, actor=visitor.name)
        return RedirectResponse("/review", 303)
    try:
        day = date.fromisoformat(due) if due else None
    except ValueError as error:
        raise ProblemError(422, f"“{due}” không phải là một ngày.") from error
    proposals.confirm(proposal_id, actor=visitor.name, due=day)
    return RedirectResponse("/review", 303)


@router.post("/review/documents/{document_id}")
def looked_at(document_id: str, state: CurrentState, visitor: Corrector) -> Response:
    """Đã xem lại một tài liệu: nó ra khỏi danh sách."""
    state.corpus.review.done(document_id, actor=visitor.name)
    return RedirectResponse("/review", 303)
