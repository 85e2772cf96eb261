"""Search: the index, in the query language of search/query.py."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from api.rest.common import READ, CurrentState
from api.rest.shapes import HitShape, Listing, hit_shape
from search.query import parse
from search.types import Kind, Suggestion

router = APIRouter(tags=["search"])
MOST_HITS = 100


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
