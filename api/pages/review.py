"""What needs a person's eyes first: readings that left something open, and files that could not be read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.pages.rendering import address, page
from api.rest.common import READ, CurrentState
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
        failures=failures,
        address=lambda **changes: address(request, **changes),
    )
