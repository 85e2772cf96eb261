"""How search grows: index rate, disk, memory and answer times from 1,000 entries up, and what our own layer costs.

    python -m benchmarks.search_scale [--sizes 1000 10000 100000] [--engine embedded|elastic] [--queries 300]

Each size adds to the one before, and the last 1 % of each is timed by itself. Answers come with facets and highlights.
`layer` is how much longer our call takes than the engine's own for the same plan.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks import search_texts
from search import elastic_query, tantivy_query
from search.elastic import ElasticIndex
from search.embedded import EmbeddedIndex
from search.index import Index, open_index
from search.plan import OneOf
from search.planner import plan
from search.query import Query, parse

WORDS = [
    "đầu tư công", "nong thon moi", "phòng cháy chữa cháy", "cán bộ công chức", "bảo hiểm xã hội", "ngân hàng nhà nước",
    "an toàn thực phẩm", "UBND tỉnh", "giao thông đường bộ", "thi tốt nghiệp", "quy hoạch sử dụng đất", "khoáng sản",
    "xuất khẩu lao động", "hộ kinh doanh", "cải cách hành chính", "dich ta lon", "bệnh nghề nghiệp", "rừng đặc dụng",
]  # fmt: skip
SHAPES = [
    "{w}", "{w}", "{w} {p}", "{w} năm:{y}", '"{w}"', "{n}/UBND", "{n}", '{w} cơ quan:"UBND tỉnh {p}"',
    '{w} loại:"công văn" từ:{y}-03', "{w} đơn vị:\"Sở Y tế\" trạng thái:quá hạn",
    "{w} -{p}", "loại:\"chỉ thị\" năm:{y}",
]  # fmt: skip


def queries(count: int) -> list[Query]:
    """A mixed set: words, phrases, numbers, filters, half of them typed without accents."""
    chance = random.Random(5)
    made = []
    for at in range(count):
        text = SHAPES[at % len(SHAPES)].format(
            w=chance.choice(WORDS), p=chance.choice(search_texts._PLACES), y=chance.randint(2016, 2025),
            n=chance.randint(1, 9000),
        )  # fmt: skip
        made.append(parse(text, kinds=["directive"], size=20, today=date(2025, 9, 15)))
    return made


def timed(index: Index, asked: list[Query]) -> list[float]:
    """Milliseconds of each answer."""
    taken = []
    for query in asked:
        began = time.perf_counter()
        index.search(query)
        taken.append(1000 * (time.perf_counter() - began))
    return taken


def bare(index: Index, query: Query) -> float:
    """Milliseconds that the engine itself takes for what our call asks of it: hits, counts, and the stored entries."""
    asked = plan(query, "all")
    if isinstance(index, EmbeddedIndex):
        searcher = index._follow()
        page = tantivy_query.query(index._schema, replace(asked, filters=(*asked.filters, OneOf("kind", query.kinds))))
        counted = tantivy_query.query(index._schema, replace(asked, bonus=()))
        began = time.perf_counter()
        for _, address in searcher.search(page, query.size + 33, count=False, weight_by_field="prior").hits[
            : query.size
        ]:
            searcher.doc(address).get_first("stored")
        tantivy_query.count(searcher, counted, query)
        return 1000 * (time.perf_counter() - began)
    assert isinstance(index, ElasticIndex)
    body = elastic_query.query(asked, prior=True)
    began = time.perf_counter()
    index._client.search(
        index=index._indices.alias, query=body, post_filter={"terms": {"kind": list(query.kinds)}},
        aggs=elastic_query.aggregations(query), sort=elastic_query.sort(query), size=query.size + 1,
        source={"includes": ["stored"]}, track_total_hits=False,
    )  # fmt: skip
    return 1000 * (time.perf_counter() - began)


def layer(index: Index, asked: list[Query]) -> float:
    """By what share our calls take longer than the engine's, over queries whose words are all found."""
    ours = theirs = 0.0
    for query in asked:
        if not query.clauses or index.search(query).match == "near":
            continue
        ours += min(timed(index, [query] * 3))
        theirs += min(bare(index, query) for _ in range(3))
    return ours / theirs - 1


def disk(folder: Path) -> float:
    """Megabytes of files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


@contextlib.contextmanager
def opened(engine: str, folder: Path) -> Iterator[Index]:
    """An empty index of an engine."""
    if engine == "embedded":
        yield open_index(f"tantivy:{folder}")
        return
    from tests.servers.elasticsearch.node import Node

    node = Node(folder, "2g", **{"discovery.type": "single-node"}).start()
    try:
        yield open_index(f"{node.url}/scale")
    finally:
        node.kill()


def main() -> None:
    """Measures and prints a line a size, then the curve."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", nargs="+", type=int, default=[1000, 10_000, 50_000])
    options.add_argument("--engine", choices=["embedded", "elastic"], default="embedded")
    options.add_argument("--queries", type=int, default=240)
    asked = options.parse_args()
    mixed = queries(asked.queries)
    curve = []
    print("   entries  entries/s  last 1 %/s  disk MB  memory MB   p50 ms   p95 ms   p99 ms  layer")
    with tempfile.TemporaryDirectory() as name, opened(asked.engine, Path(name)) as index:
        entries = search_texts.made(max(asked.sizes))
        there = 0
        for size in sorted(asked.sizes):
            last = max(1, size // 100)
            rates = []
            for count in (size - there - last, last):
                began = time.perf_counter()
                index.put(itertools.islice(entries, count))
                rates.append(count / (time.perf_counter() - began))
            there = size
            timed(index, mixed[:60])
            taken = sorted(timed(index, mixed))
            p50, p95, p99 = (taken[int(len(taken) * share)] for share in (0.5, 0.95, 0.99))
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
            cost = layer(index, mixed[:60])
            print(
                f"{size:10,} {rates[0]:10,.0f} {rates[1]:11,.0f} {disk(Path(name)):8,.0f} {memory:10,.0f}"
                f" {p50:8.1f} {p95:8.1f} {p99:8.1f} {cost:6.0%}",
                flush=True,
            )
            curve.append((size, statistics.mean(taken)))
    most = max(mean for _, mean in curve)
    for size, mean in curve:
        print(f"{size:10,} {'█' * max(1, round(50 * mean / most))} {mean:.1f} ms")


if __name__ == "__main__":
    main()
