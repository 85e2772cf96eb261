"""Search: the index, in the query language of search/query.py."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.rest.common import READ, CurrentState
from api.rest.shapes import Listing
from search.query import parse
from search.types import Hit, Kind, Suggestion

router = APIRouter(tags=["search"])
MOST_HITS = 100


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


class Answer(Listing[HitShape]):
    """What a query finds. `match`: all words were found, most of them, or words spelt nearly so."""

    facets: dict[str, list[tuple[str, int]]]
    match: Literal["all", "most", "near"]


@router.get("/search", dependencies=[READ])
def search(
    state: CurrentState,
    q: Annotated[str, Query(description="Câu hỏi; có dấu hay không dấu đều được.", max_length=1000)] = "",
    kind: Annotated[list[Kind], Query(description="Loại mục; mặc định văn bản chỉ đạo và tài liệu.")] = [],  # noqa: B006
    sort: Literal["relevance", "date", "deadline"] = "relevance",
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_HITS)] = 20,
) -> Answer:
    """Tìm văn bản, tài liệu, nhiệm vụ, đơn vị."""
    results = state.index.search(parse(q, kinds=kind, sort=sort, size=limit, cursor=cursor, today=state.today()))
    facets = {name: list(values) for name, values in results.facets.items()}
    hits = [hit_shape(h) for h in results.hits]
    return Answer(total=results.total, items=hits, next=results.next, facets=facets, match=results.match)


@router.get("/suggest", dependencies=[READ])
def suggest(
    state: CurrentState,
    q: Annotated[str, Query(max_length=200)],
    limit: Annotated[int, Query(ge=1, le=20)] = 8,
) -> Listing[Suggestion]:
    """Gợi ý khi đang gõ."""
    found = state.index.suggest(q, limit)
    return Listing(total=len(found), items=found)


def hit_shape(hit: Hit) -> HitShape:
    """A hit as JSON, without the whole text of what was found."""
    fields = {k: v for k, v in hit.fields.items() if k != "body"}
    passages = [
        Passage(field=h.field, start=h.start, end=h.end, text=h.text, marks=list(h.marks)) for h in hit.highlights
    ]
    return HitShape(kind=hit.kind, id=hit.id, score=hit.score, fields=fields, passages=passages)
