"""The query language: what people type, as a `Query`.

    nông thôn mới "đầu tư công" 595/UBND -"phòng cháy" từ:2024-05 đến:06/2024 cơ quan:"UBND tỉnh" trạng thái:"quá hạn"

Words may be typed without accents, filter names too (`tu:`, `co quan:`, `coquan:`). `-` excludes. `name:="value"` takes
the value as a whole; else a part of it will do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from search.types import KINDS, Kind

Sort = Literal["relevance", "date", "deadline"]
ClauseKind = Literal["words", "phrase", "number"]
MAX_SIZE = 100


class QueryError(ValueError):
    """A query that can't be understood; the message is for its author, `start` and `end` say where in the text."""

    def __init__(self, message: str, start: int = 0, end: int = 0) -> None:
        super().__init__(message)
        self.message, self.start, self.end = message, start, end


@dataclass(frozen=True, slots=True)
class Clause:
    """Something to look for in the texts: a word, an exact phrase, or a document's number."""

    kind: ClauseKind
    text: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on a field: one of `values` (`exact`: as a whole, else in part), or within `[low, high]` for dates."""

    field: str
    values: tuple[str, ...] = ()
    low: date | None = None
    high: date | None = None
    exact: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. `typing` lets the last word be unfinished; `today` decides what is overdue."""

    text: str = ""
    clauses: tuple[Clause, ...] = ()
    filters: tuple[Filter, ...] = ()
    kinds: tuple[Kind, ...] = ("directive", "document")
    sort: Sort = "relevance"
    size: int = 20
    cursor: str | None = None
    typing: bool = False
    explain: bool = False
    today: date | None = None
    facets: bool = True
    highlight: bool = True


def parse(
    text: str,
    *,
    kinds: Sequence[Kind] = (),
    sort: Sort = "relevance",
    size: int = 20,
    cursor: str | None = None,
    typing: bool = False,
    explain: bool = False,
    today: date | None = None,
    **filters: str | Sequence[str] | date | None,
) -> Query:
    """Reads a query. `filters` are those of the language under their English names (`issuer=…, since=…, unit=…`).

    Parameters take values as a whole, as facets give them. Raises `QueryError` with the place of what isn't understood.
    """
    if not 1 <= size <= MAX_SIZE:
        raise QueryError(f"Số kết quả mỗi trang phải từ 1 đến {MAX_SIZE}")
    for kind in kinds:
        if kind not in KINDS:
            raise QueryError(f"Không có loại mục {kind!r}; có: {', '.join(KINDS)}")
    query = Query(
        text=text,
        clauses=tuple(Clause("words", word) for word in text.split()),
        sort=sort,
        size=size,
        cursor=cursor,
        typing=typing,
        explain=explain,
        today=today,
    )
    return replace(query, kinds=tuple(kinds)) if kinds else query
