"""The query language: what people type, as a `Query`.

    nông thôn mới "đầu tư công" 595/UBND -"phòng cháy" từ:2024-05 đến:06/2024 cơ quan:"UBND tỉnh" trạng thái:"quá hạn"

Words may be typed without accents, filter names too (`tu:`, `co quan:`, `coquan:`). `-` excludes. `name:="value"` takes
the value as a whole; else a part of it will do. Filters of one name widen each other, of different names narrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from search import days
from search.folding import bare, compose, fold, tokens
from search.language import FilterSpec, by_word, known_values, opening, specs
from search.types import KINDS, Kind

Sort = Literal["relevance", "date", "deadline"]
ClauseKind = Literal["words", "phrase", "number"]
TEXTS: tuple[Kind, ...] = ("directive", "document")
MAX_SIZE = 100
MAX_TEXT = 2000
_QUOTES = {'"': '"', "“": "”", "«": "»", "”": "”"}
_OPENING_QUOTE = re.compile("[" + "".join(_QUOTES) + "]")
_WORD = re.compile(r"[^\s\"“”«»]+")
_VALUE = re.compile(r"[^\s\"“”«»,]+")


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
    """A condition on a field: one of `values` (`exact`: whole, else in part), or for dates within `[low, high]`."""

    field: str
    values: tuple[str, ...] = ()
    low: date | None = None
    high: date | None = None
    exact: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. `typing`: the last word may be unfinished; `today` decides what is overdue (None: today)."""

    text: str = ""
    clauses: tuple[Clause, ...] = ()
    filters: tuple[Filter, ...] = ()
    kinds: tuple[Kind, ...] = TEXTS
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
    kinds: Sequence[Kind] = TEXTS,
    sort: Sort = "relevance",
    size: int = 20,
    cursor: str | None = None,
    typing: bool = False,
    explain: bool = False,
    today: date | None = None,
    **filters: str | date | Sequence[str] | None,
) -> Query:
    """Reads a query. `filters` are those of the language under their names in data/language.toml (`issuer=…, since=…`).

    Parameters take values as a whole, as facets give them. Raises `QueryError` with the place of what isn't understood.
    """
    if not 1 <= size <= MAX_SIZE:
        raise QueryError(f"Số kết quả mỗi trang phải từ 1 đến {MAX_SIZE}")
    if len(text) > MAX_TEXT:
        raise QueryError(f"Câu tìm dài quá {MAX_TEXT} ký tự", MAX_TEXT, len(text))
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise QueryError(f"Không có loại mục {unknown[0]!r}; có: {', '.join(KINDS)}")
    if sort not in get_args(Sort):
        raise QueryError(f"Không có cách sắp xếp {sort!r}; có: {', '.join(get_args(Sort))}")
    reader = _Reader(text, typing=typing)
    reader.read()
    conditions = _merged([*reader.filters, *_parameters(filters)])
    return Query(
        text=text,
        clauses=tuple(reader.clauses),
        filters=conditions,
        kinds=tuple(dict.fromkeys(kinds)) or TEXTS,
        sort=sort,
        size=size,
        cursor=cursor,
        typing=typing and reader.open_ended,
        explain=explain,
        today=today,
    )


def _parameters(given: dict[str, str | date | Sequence[str] | None]) -> list[Filter]:
    found = []
    for name, value in given.items():
        if value is None or value == "":
            continue
        if name not in specs():
            raise QueryError(f"Không có bộ lọc {name!r}; có: {', '.join(specs())}")
        values = [value] if isinstance(value, str | date) else list(value)
        found += [make_filter(specs()[name], str(each), exact=True) for each in values]
    return found


def make_filter(
    spec: FilterSpec, value: str, *, exact: bool = False, negated: bool = False, place: tuple[int, int] = (0, 0)
) -> Filter:
    """The filter for one value. Raises `QueryError` at `place` where the value is none that it takes."""
    if spec.takes == "part":
        return Filter(spec.field, (value,), exact=exact, negated=negated)
    if spec.takes == "whole":
        known = known_values(spec)
        chosen = known.get(fold(value), None if known else value)
        if chosen is None:
            choices = ", ".join(f"“{word}”" for word in spec.values)
            raise QueryError(f"Không có {spec.label} “{value}”; có: {choices}", *place)
        return Filter(spec.field, (chosen,), exact=True, negated=negated)
    span = days.span(value)
    if span is None:
        raise QueryError(f"“{value}” không phải ngày, tháng hay năm (ví dụ 2024, 05/2024, 7/5/2024)", *place)
    low, high = span if spec.takes == "within" else (span[0], None) if spec.takes == "from" else (None, span[1])
    return Filter(spec.field, low=low, high=high, negated=negated)


def _merged(filters: Iterable[Filter]) -> tuple[Filter, ...]:
    """Values of one field put together, so that either will do; excluded ones and dates stay by themselves."""
    merged: dict[object, Filter] = {}
    for each in filters:
        key: object = (each.field, each.exact) if each.values and not each.negated else each
        known = merged.get(key)
        values = tuple(dict.fromkeys((*known.values, *each.values))) if known else each.values
        merged[key] = Filter(each.field, values, each.low, each.high, each.exact, each.negated)
    return tuple(merged.values())


class _Reader:
    """Reads a query from left to right, every character once."""

    def __init__(self, text: str, *, typing: bool) -> None:
        self.text = compose(text)
        self.bare = bare(self.text)
        self.typing = typing
        self.open_ended = False
        self.clauses: list[Clause] = []
        self.filters: list[Filter] = []

    def read(self) -> None:
        at = 0
        while at < len(self.text):
            if self.text[at].isspace():
                self.open_ended = False
                at += 1
                continue
            negated = self.text[at] in "-−–" and at + 1 < len(self.text) and not self.text[at + 1].isspace()
            at = self._clause(at + negated, negated=negated)

    def _clause(self, at: int, *, negated: bool) -> int:
        opened = opening().match(self.bare, at)
        if opened:
            spec = by_word()[fold(opened[1]).replace(" ", "")]
            return self._values(spec, opened.end(), exact=bool(opened[2]), negated=negated, start=at)
        if _OPENING_QUOTE.match(self.text, at):
            phrase, end = self._quoted(at)
            if tokens(phrase):
                self.clauses.append(Clause("phrase", phrase, negated))
            self.open_ended = False
            return end
        word = _WORD.match(self.text, at)
        if word is None:
            return at + 1
        self._word(word[0], negated=negated)
        self.open_ended = not negated
        return word.end()

    def _word(self, word: str, *, negated: bool) -> None:
        if not tokens(word):
            return
        if any(char.isdigit() for char in word):
            before = self.clauses[-1] if self.clauses else None
            if before and before.kind == "words" and fold(before.text).strip(":.") == "so":
                self.clauses.pop()
            self.clauses.append(Clause("number", word, negated))
        else:
            self.clauses.append(Clause("words", word, negated))

    def _quoted(self, at: int) -> tuple[str, int]:
        """A quoted text and where it ends, its quotes included. While typing, the end of the text closes it too."""
        close = self.text.find(_QUOTES[self.text[at]], at + 1)
        if close < 0:
            if not self.typing:
                raise QueryError("Thiếu dấu ngoặc kép đóng", at, len(self.text))
            return self.text[at + 1 :], len(self.text)
        return self.text[at + 1 : close], close + 1

    def _values(self, spec: FilterSpec, at: int, *, exact: bool, negated: bool, start: int) -> int:
        """The values of a filter, separated by commas."""
        while True:
            value, end = self._value(spec, at)
            if not value.strip():
                if self.typing and end >= len(self.text):
                    return end
                raise QueryError(f"Thiếu giá trị sau “{spec.label}:”", start, end)
            place = (at, end)
            self.filters.append(make_filter(spec, value.strip(), exact=exact, negated=negated, place=place))
            if self.text[end : end + 1] != ",":
                return end
            at = end + 1

    def _value(self, spec: FilterSpec, at: int) -> tuple[str, int]:
        if _OPENING_QUOTE.match(self.text, at):
            return self._quoted(at)
        longest = self._known(spec, at)
        if longest:
            return self.text[at:longest], longest
        word = _VALUE.match(self.text, at)
        return (word[0], word.end()) if word else ("", at)

    def _known(self, spec: FilterSpec, at: int) -> int:
        """Where a value of several words that needs no quotes ends: one of a closed list; 0 if there is none."""
        rest = fold(self.text[at : at + 40])
        lengths = [len(word) for word in known_values(spec) if re.match(re.escape(word) + r"(?![^\W_])", rest)]
        return at + max(lengths) if lengths else 0
