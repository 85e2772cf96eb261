"""Power cuts: whatever is killed, at whatever moment, the index ends up equal to the record."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from corpus import Corpus
from search import sync
from search.check import check
from search.index import Index, IndexUnavailableError, open_index
from search.query import parse
from search.sync import Indexer
from search.types import Entry
from tests.search import made
from tests.search.test_sync import papers
from tests.servers.elasticsearch.node import Node, cluster, home

ROOT = Path(__file__).resolve().parents[2]
# As many as a change can wait for; CHIDAO_KILLS=5 makes it fifty.
MORE = int(os.environ.get("CHIDAO_KILLS", "1"))
INDEXER_KILLS = {"embedded": 5 * MORE, "elastic": 3 * MORE}
SERVER_KILLS = 2 * MORE


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(f"sqlite:///{tmp_path}/home/chidao.db") as opened:
        yield opened


@contextlib.contextmanager
def worker(record: str, index: str) -> Iterator[subprocess.Popen[str]]:
    """An indexer that is at work; killed on leaving."""
    command = [sys.executable, "-m", "tests.search.worker", record, index]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def settled(corpus: Corpus, index: Index, within: float = 60) -> bool:
    """Whether the index comes to equal the record."""
    until = time.monotonic() + within
    while corpus.outbox.waiting()[0] and time.monotonic() < until:
        with contextlib.suppress(IndexUnavailableError):
            Indexer(corpus, index).drain()
        time.sleep(0.1)
    found = check(corpus, index)
    return found.clean and not found.dead


@pytest.mark.parametrize("engine", INDEXER_KILLS)
def test_an_indexer_that_is_killed_anywhere_loses_nothing(
    corpus: Corpus, tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    chance = random.Random(engine)
    if engine == "embedded":
        address = f"tantivy:{tmp_path}/index"
    else:
        address = f"{request.getfixturevalue('elasticsearch')}/killed"
    for kill in range(INDEXER_KILLS[engine]):
        for paper in papers(4, kill * 4):
            paper.record(corpus)
        with worker(f"sqlite:///{tmp_path}/home/chidao.db", address):
            time.sleep(chance.uniform(0, 0.3))
    assert settled(corpus, open_index(address))


def test_a_server_that_is_killed_again_and_again_has_everything_in_the_end(
    corpus: Corpus, tmp_path: Path, elasticsearch: str
) -> None:
    chance = random.Random(3)
    node = Node(tmp_path / "node", **{"discovery.type": "single-node"}).start()
    address = f"{node.url}/killed"
    try:
        with worker(f"sqlite:///{tmp_path}/home/chidao.db", address):
            for kill in range(SERVER_KILLS):
                for paper in papers(6, kill * 6):
                    paper.record(corpus)
                time.sleep(chance.uniform(0, 1.0))
                node.kill()
                papers(1, 1000 + kill)[0].record(corpus)
                node.start()
        assert settled(corpus, open_index(address))
    finally:
        node.kill()


@pytest.fixture(autouse=True)
def _short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "LEASE", timedelta(milliseconds=200))


def test_a_cluster_that_loses_a_node_under_load_loses_no_entry_and_goes_on_answering(
    tmp_path: Path, elasticsearch: str
) -> None:
    home()
    with cluster(tmp_path / "cluster") as nodes:
        index = open_index(",".join(node.url for node in nodes) + "/shared")
        index.put(made.entries(40))
        stop, written = threading.Event(), []
        question = replace(parse("ubnd"), facets=False, highlight=False)

        def write() -> None:
            at = 0
            while not stop.is_set():
                batch = [Entry("task", f"w{at + n}", 1, {"title": f"việc thứ {at + n}"}) for n in range(20)]
                at += 20
                with contextlib.suppress(IndexUnavailableError):
                    index.put(batch)
                    written.extend(entry.key for entry in batch)

        def ask() -> tuple[int, float]:
            longest, answered = 0.0, 0
            while not stop.is_set():
                began = time.monotonic()
                with contextlib.suppress(IndexUnavailableError):
                    assert index.search(question).total
                    answered += 1
                    longest = max(longest, time.monotonic() - began)
            return answered, longest

        with ThreadPoolExecutor() as pool:
            writing, asking = pool.submit(write), pool.submit(ask)
            time.sleep(2)
            nodes[1].kill()
            time.sleep(8)
            stop.set()
            writing.result()
            answered, longest = asking.result()
        assert answered > 50
        assert longest < 15
        there = dict(index.all_revisions())
        assert len(written) > 200
        assert [key for key in written if key not in there] == []
