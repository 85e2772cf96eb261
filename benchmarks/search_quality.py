"""How well the search ranks: nDCG@10 and success@1 over judged queries, beside a plain multi_match as the baseline.

    python benchmarks/search_quality.py [--elastic] [--misses] [--without PART …]

The baseline is Elasticsearch's `multi_match` over title, number and body with the standard analyzer (`--elastic` starts
the real server for it). PART is left out of our ranking, to see what it brings: marks, pairs, synonyms, slips, prior.
"""

from __future__ import annotations

import argparse
import math
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks import search_texts
from search import planner, synonyms
from search.index import Index, open_index
from search.query import parse

JUDGED = Path(__file__).with_name("search_judged.toml")
Ranking = Callable[[str], list[str]]


@dataclass(frozen=True)
class Judged:
    """A query, its sort, and the ids that answer it."""

    sort: str
    text: str
    relevant: frozenset[str]


def judged() -> list[Judged]:
    """All judged queries."""
    data = tomllib.loads(JUDGED.read_text(encoding="utf-8"))
    found = []
    for sort in ("item", "number"):
        for line in data[sort].strip().splitlines():
            ids, _, text = line.partition(" ")
            found.append(Judged(sort, text, frozenset(ids.split(","))))
    for text, ids in data["topic"].items():
        found.append(Judged("topic", text, frozenset(f"vbpl-{each}" for each in ids.split())))
    return found


def ndcg(ranking: Sequence[str], relevant: frozenset[str], depth: int = 10) -> float:
    """Normalised discounted cumulative gain at `depth`, every answer being worth the same."""
    gain = sum(1 / math.log2(at + 2) for at, each in enumerate(ranking[:depth]) if each in relevant)
    return gain / sum(1 / math.log2(at + 2) for at in range(min(depth, len(relevant))))


def measure(ranking: Ranking, queries: Sequence[Judged]) -> dict[str, tuple[float, float]]:
    """nDCG@10 and success@1 for each sort of query, and for all."""
    scores: dict[str, list[tuple[float, float]]] = {}
    for query in queries:
        found = ranking(query.text)
        score = (ndcg(found, query.relevant), float(bool(found) and found[0] in query.relevant))
        for sort in (query.sort, "all"):
            scores.setdefault(sort, []).append(score)
    return {
        sort: (sum(n for n, _ in each) / len(each), sum(s for _, s in each) / len(each))
        for sort, each in scores.items()
    }


def ours(index: Index) -> Ranking:
    """Our ranking of everything that is text."""
    bare = {"facets": False, "highlight": False}
    return lambda text: [hit.id for hit in index.search(replace(parse(text, size=10), **bare)).hits]


def baseline(url: str) -> Ranking:
    """multi_match on the standard analyzer."""
    from elasticsearch import Elasticsearch, helpers

    client = Elasticsearch(url, request_timeout=60)
    text = {"type": "text", "analyzer": "standard"}
    client.indices.create(index="plain", mappings={"properties": {"title": text, "number": text, "body": text}})
    helpers.bulk(client, _plain(), index="plain", refresh=True)

    def rank(query: str) -> list[str]:
        match = {"multi_match": {"query": query, "fields": ["title", "number", "body"]}}
        told: Any = client.search(index="plain", query=match, size=10, source=False)
        return [hit["_id"] for hit in told["hits"]["hits"]]

    return rank


def _plain() -> Iterator[dict[str, Any]]:
    for entry in everything():
        yield {"_id": entry.id, **{name: entry.fields.get(name) for name in ("title", "number", "body")}}


def everything() -> Iterator[Any]:
    """All entries that are searched."""
    return chain(search_texts.laws(), search_texts.samples(), search_texts.news())


def leave_out(parts: Sequence[str]) -> None:
    """Takes parts of our ranking away for this process."""
    if "marks" in parts:
        planner.MARKED_WEIGHT = 0.0
    if "pairs" in parts:
        planner.PAIR_WEIGHT = 0.0
    if "slips" in parts:
        planner._slips = lambda _group: []
    if "synonyms" in parts:
        synonyms.find = lambda _words: []


def show(name: str, figures: dict[str, tuple[float, float]]) -> None:
    """One line a sort of query."""
    for sort, (gain, first) in figures.items():
        print(f"{name:12} {sort:7} nDCG@10 {gain:.3f}   success@1 {first:.3f}")


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--elastic", action="store_true")
    options.add_argument("--misses", action="store_true")
    options.add_argument("--without", nargs="*", default=[])
    asked = options.parse_args()
    queries = judged()
    with tempfile.TemporaryDirectory() as folder:
        index = open_index(f"tantivy:{folder}/index")
        began = time.monotonic()
        index.put(everything())
        print(f"{len(queries)} queries; indexed in {time.monotonic() - began:.1f} s")
        leave_out(asked.without)
        show("ours", measure(ours(index), queries))
        if asked.misses:
            for query in queries:
                found = ours(index)(query.text)
                if ndcg(found, query.relevant) < (0.7 if query.sort == "topic" else 1):
                    print(f"  {query.sort} {query.text!r}: {sorted(query.relevant)[:3]} got {found[:4]}")
        if asked.elastic:
            from tests.servers.elasticsearch.node import single

            with single(Path(folder) / "elasticsearch") as node:
                show("multi_match", measure(baseline(node.url), queries))
                elastic = open_index(f"{node.url}/ours")
                elastic.put(everything())
                show("ours on ES", measure(ours(elastic), queries))


if __name__ == "__main__":
    main()
