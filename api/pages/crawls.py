"""Crawl runs: when each portal was last read, what came of it, and what went wrong."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.pages.rendering import page
from api.rest.common import READ, CurrentState

router = APIRouter()


@router.get("/crawl", response_class=HTMLResponse, dependencies=[READ])
def crawl(request: Request, state: CurrentState) -> HTMLResponse:
    """Trang thu thập."""
    crawls = state.corpus.crawls
    return page(request, "crawl.html", latest=sorted(crawls.latest().items()), runs=crawls.runs(limit=40))
