"""The log: every change, who made it and why, chained by hashes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.rest.common import AUDIT, CurrentState, Cursor, Limit
from api.rest.shapes import Listing, listing
from corpus.types import Event, EventFilter, Subject

router = APIRouter(prefix="/audit", tags=["audit"])


class Flaw(BaseModel):
    """A place where the log has been tampered with."""

    seq: int
    message: str


class Verdict(BaseModel):
    """Whether the log is whole, and the head of its chain."""

    whole: bool
    head: str
    flaws: list[Flaw]


@router.get("/events", dependencies=[AUDIT])
def list_events(
    state: CurrentState,
    subject: Subject | None = None,
    subject_id: Annotated[list[str], Query()] = [],  # noqa: B006
    actor: str | None = None,
    action: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[Event]:
    """Các mục nhật ký, mới trước."""
    wanted = EventFilter(
        subject=subject,
        subject_ids=subject_id or None,
        actor=actor,
        action=action,
        since=since and since.astimezone(),
        until=until and until.astimezone(),
    )
    return listing(state.corpus.events(wanted, cursor=cursor, limit=limit))


@router.get("/verify", dependencies=[AUDIT])
def verify(state: CurrentState) -> Verdict:
    """Kiểm tra toàn bộ chuỗi nhật ký."""
    flaws = state.corpus.audit.verify()
    head = str(state.corpus.audit.head())
    return Verdict(whole=not flaws, head=head, flaws=[Flaw(seq=f.seq, message=f.message) for f in flaws])
