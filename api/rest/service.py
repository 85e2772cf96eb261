"""Puts the REST endpoints together and describes them (OpenAPI)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from api.rest import (
    changing,
    directives,
    documents,
    extracting,
    log,
    reviewing,
    searching,
    sending,
    subscriptions,
    tasks,
    units,
)
from api.rest.common import ANYBODY, CurrentState

router = APIRouter(prefix="/api/v1")
for _part in (
    documents,
    directives,
    tasks,
    units,
    searching,
    log,
    changing,
    extracting,
    reviewing,
    sending,
    subscriptions,
):
    router.include_router(_part.router)


@router.get("/openapi.json", include_in_schema=False, dependencies=[ANYBODY])
def openapi(request: Request) -> dict[str, Any]:
    """The description of these endpoints."""
    schema: dict[str, Any] = request.app.openapi()
    return schema


@router.get("/health", tags=["health"], dependencies=[ANYBODY])
def health(state: CurrentState) -> dict[str, str]:
    """Hệ thống có chạy không."""
    state.corpus.audit.head()
    return {"status": "ok"}
