"""The log as a page, and whether its chain is whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.pages.rendering import address, page
from api.rest.common import AUDIT, CurrentState
from api.words import words
from corpus.types import Event, EventFilter

router = APIRouter()
PAGES = {"task": "/tasks/", "directive": "/directives/", "document": "/documents/", "unit": "/units/"}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the log as the page shows it."""

    event: Event
    action: str
    href: str
    changes: list[tuple[str, str, str]]
    undoable: bool


@router.get("/audit", response_class=HTMLResponse, dependencies=[AUDIT])
def audit(
    request: Request,
    state: CurrentState,
    actor: Annotated[str, Query(max_length=200)] = "",
    subject: Annotated[str, Query(max_length=200)] = "",
    check: bool = False,
    next: Annotated[str | None, Query(max_length=500)] = None,
) -> HTMLResponse:
    """Trang nhật ký; `check` kiểm tra cả chuỗi."""
    wanted = EventFilter(actor=actor or None, subject_ids=[subject] if subject else None)
    found = state.corpus.events(wanted, cursor=next, limit=60)
    return page(
        request,
        "audit.html",
        page=found,
        entries=entries(found.items),
        head=state.corpus.audit.head(),
        flaws=state.corpus.audit.verify() if check else None,
        actor=actor,
        subject=subject,
        address=lambda **changes: address(request, **changes),
    )


def entries(events: list[Event]) -> list[Entry]:
    """Events with what they changed spelt out."""
    return [_entry(e) for e in events]


def _entry(event: Event) -> Entry:
    href = f"{PAGES[event.subject]}{event.subject_id}" if event.subject in PAGES else ""
    undoable = isinstance(event.before, dict) and "overrides" in event.before
    return Entry(event, words("action", event.action), href, _changes(event), undoable)


def _changes(event: Event) -> list[tuple[str, str, str]]:
    """Field, before, after, for each value that differs."""
    before = event.before if isinstance(event.before, dict) else {"": event.before}
    after = event.after if isinstance(event.after, dict) else {"": event.after}
    names = dict.fromkeys([*before, *after])
    return [(n, _say(before.get(n)), _say(after.get(n))) for n in names if before.get(n) != after.get(n)][:12]


def _say(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(_say(v) for v in value)
    if isinstance(value, dict):
        return ", ".join(f"{k}: {_say(v)}" for k, v in value.items())
    return words("status", str(value))
