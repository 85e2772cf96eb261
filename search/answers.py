"""What both engines share in making an answer: hits with their highlights, facets in order, explanations."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import cast

from search.fields import fields
from search.folding import fold
from search.highlight import passages
from search.plan import Fuzzy, Leaf, Phrase, Plan, Prefix, Term, leaves
from search.query import Query, QueryError, parse
from search.types import Entry, Highlight, Hit, Kind, Results, Suggestion

MAX_FACET_VALUES = 50
MAX_SUGGESTION = 120  # characters
# What an engine is asked for, so that equal counts are cut in the same place by both.
FACET_VALUES_ASKED = 1000


def hit(query: Query, plan: Plan, key: str, score: float, stored: str, explanation: Iterable[str] = ()) -> Hit:
    """A hit from what an engine has stored of an entry. The body is left out but for its highlights."""
    kind, _, entry_id = key.partition(":")
    values = json.loads(stored)
    shown = {name: value for name, value in values.items() if name != "body"}
    marked = tuple(_highlights(values, plan)) if query.highlight else ()
    return Hit(cast(Kind, kind), entry_id, score, shown, marked, tuple(explanation))


def entry(key: str, revision: int, stored: str) -> Entry:
    """An entry from what an engine has stored of it."""
    kind, _, entry_id = key.partition(":")
    return Entry(cast(Kind, kind), entry_id, revision, json.loads(stored))


def _highlights(values: Mapping[str, object], plan: Plan) -> Iterable[Highlight]:
    for name in ("title", "body"):
        text = values.get(name)
        if isinstance(text, str):
            yield from passages(name, text, plan.surfaces, plan.unfinished)


def facet(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """A facet's values, most frequent first, equal ones in alphabetical order, at most 50."""
    ordered = sorted(counts, key=lambda each: (-each[1], fold(each[0]), each[0]))
    return tuple(ordered[:MAX_FACET_VALUES])


def scored_leaves(plan: Plan) -> list[Leaf]:
    """The parts of a plan that add to a score, each once."""
    found = (leaf for node in (*plan.required, *plan.bonus) for leaf in leaves(node))
    return [
        leaf for leaf in dict.fromkeys(found) if isinstance(leaf, Term | Phrase | Prefix | Fuzzy) and leaf.weight > 0
    ]


def explain(scores: Mapping[Leaf, float]) -> list[str]:
    """Why a hit is there, for a reader: what was found where, what it is worth most first."""
    ordered = sorted(scores.items(), key=lambda each: -each[1])
    return [f"{_told(leaf)}: +{value:.2f}".replace(".", ",") for leaf, value in ordered if value > 0]


def _told(leaf: Leaf) -> str:
    name, _, form = leaf.field.rpartition("_")
    if form not in ("marked", "pairs") or not name:
        name, form = leaf.field, ""
    place = fields()[name].label if name in fields() else "tên gọi"
    how = {"marked": "đúng dấu ", "pairs": "cặp từ "}.get(form, "")
    match leaf:
        case Phrase(_, words, _):
            return f"{how}“{' '.join(words)}” liền nhau trong {place}"
        case Prefix(_, start, _):
            return f"từ bắt đầu bằng “{start}” trong {place}"
        case Fuzzy(_, word, _):
            return f"từ gần giống “{word}” trong {place}"
        case Term(_, word, _):
            return f"{how}“{word}” trong {place}"
        case _:
            return f"điều kiện {place}"


def _cut(text: str) -> str:
    """A title's beginning, whole words, as much as a list of suggestions has room for."""
    return text if len(text) <= MAX_SUGGESTION else text[:MAX_SUGGESTION].rpartition(" ")[0]


def suggestions(search: Callable[[Query], Results], prefix: str, size: int) -> list[Suggestion]:
    """What an index offers to somebody who has typed this much: units first, then texts, nothing twice."""
    found: dict[str, Suggestion] = {}
    for kinds in (("unit",), ("directive", "document")):
        try:
            query = parse(prefix, kinds=kinds, size=size, typing=True)
        except QueryError:  # nobody wants to be told off in the middle of a word
            return []
        if not query.clauses:
            return []
        for each in search(replace(query, facets=False, highlight=False)).hits:
            text = str(each.fields.get("number") or "") if any(c.isdigit() for c in prefix) else ""
            text = text or _cut(str(each.fields.get("title") or ""))
            if text:
                found.setdefault(fold(text), Suggestion(text, each.kind, each.id))
    return list(found.values())[:size]
