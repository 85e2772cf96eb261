"""Ranking doesn't get worse: floors on the judged queries of benchmarks/search_judged.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import search_quality, search_texts
from search.index import open_index

# nDCG@10 and success@1 as measured, less one query's worth. Raise them when they rise.
FLOORS = {"item": (0.975, 0.955), "number": (1.0, 1.0), "topic": (0.90, 0.95), "all": (0.965, 0.965)}


@pytest.mark.skipif(not search_texts.BULK.exists(), reason="../shared/bulk is not beside the checkout")
def test_judged_queries_are_answered_as_well_as_before(tmp_path: Path) -> None:
    index = open_index(f"tantivy:{tmp_path}")
    assert index.put(search_quality.everything()).failed == {}
    queries = search_quality.judged()
    assert len(queries) >= 150
    known = {entry.id for entry in search_quality.everything()}
    assert {each for query in queries for each in query.relevant} <= known
    figures = search_quality.measure(search_quality.ours(index), queries)
    for sort, (gain, first) in FLOORS.items():
        assert figures[sort][0] >= gain, sort
        assert figures[sort][1] >= first, sort
