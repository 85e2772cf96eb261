"""The search page: a query, what it finds with the words marked, and facets to narrow it by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, get_args
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.pages.rendering import address, page, shorten
from api.rest.common import READ, CurrentState
from api.words import words
from search.fields import fields
from search.query import QueryError, Sort, parse
from search.types import KINDS, Hit, Kind, Results

router = APIRouter()
SORTS: dict[Sort, str] = {"relevance": "Sát câu hỏi nhất", "date": "Mới ban hành trước", "deadline": "Hạn gần trước"}
MOST_VALUES = 8


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value to narrow by; `href` sets it, or takes it back where it is chosen."""

    label: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A field to narrow by."""

    label: str
    values: list[FacetValue]


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as the page shows it."""

    href: str
    title: str
    kind: str
    number: str
    issuer: str
    issued: date | None
    due: date | None
    passages: list[list[tuple[str, bool]]]


@router.get("/search", response_class=HTMLResponse, dependencies=[READ])
def search(
    request: Request,
    state: CurrentState,
    q: Annotated[str, Query(max_length=1000)] = "",
    kind: Kind | None = None,
    sort: Sort = "relevance",
    next: Annotated[str | None, Query(max_length=2000)] = None,
) -> HTMLResponse:
    """Trang tìm kiếm."""
    chosen: dict[str, Any] = {
        name: request.query_params.getlist(name) for name in _facet_names() if name in request.query_params
    }
    results, problem = None, None
    try:
        query = parse(q, kinds=[kind] if kind else (), sort=sort, cursor=next, today=state.today(), **chosen)
        results = state.index.search(query)
    except QueryError as error:
        problem = error.message
    link = _linker(request)
    return page(
        request,
        "search.html",
        query_text=q,
        results=results,
        problem=problem,
        hits=[_found(hit) for hit in results.hits] if results else [],
        facets=_facets(results, chosen, link) if results else [],
        kinds=[(None, "Văn bản và tài liệu"), *((k, words("kind", k)) for k in KINDS)],
        chosen_kind=kind,
        sorts=[(s, SORTS[s]) for s in get_args(Sort)],
        chosen_sort=sort,
        address=link,
        status=400 if problem else 200,
    )


def _facet_names() -> list[str]:
    return [f.name for f in fields().values() if f.facet]


def _linker(request: Request) -> Callable[..., str]:
    return lambda **changes: address(request, **changes)


def _facets(results: Results, chosen: dict[str, list[str]], link: Callable[..., str]) -> list[Facet]:
    shown = []
    for name, counted in results.facets.items():
        if name == "kind":
            continue
        mine = chosen.get(name, [])
        values = []
        for value, count in counted[:MOST_VALUES]:
            rest = [v for v in mine if v != value] if value in mine else [*mine, value]
            values.append(FacetValue(_label(name, value), count, link(**{name: rest, "next": None}), value in mine))
        if values:
            shown.append(Facet(fields()[name].label.capitalize(), values))
    return shown


def _label(name: str, value: str) -> str:
    group = {"status": "status", "role": "assignee_role"}.get(name)
    return words(group, value) if group else value


def _found(hit: Hit) -> Found:
    f = hit.fields
    where = {
        "directive": f"/directives/{quote(hit.id, safe='')}",
        "document": f"/documents/{quote(hit.id, safe='')}",
        "task": f"/tasks/{quote(hit.id, safe='')}",
        "unit": f"/units/{quote(hit.id, safe='')}",
    }
    title = shorten(str(f.get("title") or f.get("body") or hit.id), 180)
    passages = [h.pieces() for h in hit.highlights if h.field != "title"][:2]
    due = _first(f.get("open_deadline")) or _first(f.get("deadline"))
    return Found(
        where[hit.kind],
        title,
        words("kind", hit.kind),
        _text(f.get("number")),
        _text(f.get("issuer")),
        f.get("date"),
        due,
        passages,
    )


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list | tuple) else value
