"""The index follows the record, whatever happens to either."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from corpus import Corpus
from search import sync
from search.check import check, rebuild
from search.index import Index, IndexUnavailableError, open_index
from search.query import parse
from search.sync import Indexer
from search.types import Entry, Report
from tests.corpus.build import DAY, Order, Paper
from tests.servers.elasticsearch.node import free_port


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(f"sqlite:///{tmp_path}/home/chidao.db") as opened:
        yield opened


def papers(count: int, start: int = 0) -> list[Paper]:
    """Directives with two tasks each."""
    return [
        Paper(
            number=f"{at}/UBND-KT", address=f"https://langson.example.vn/tin/{at}", day=DAY + timedelta(days=at),
            subject=f"về việc đẩy mạnh giải ngân đợt {at}",
            orders=(
                Order(f"báo cáo việc {at}", ("Sở Xây dựng",), ("Sở Tài chính",), date(2024, 6, 30)),
                Order(f"kiểm tra việc {at}", ("Sở Y tế",)),
            ),
        )
        for at in range(start, start + count)
    ]  # fmt: skip


def test_what_is_recorded_is_found(corpus: Corpus, index: Index) -> None:
    document = papers(1)[0].record(corpus)
    assert Indexer(corpus, index).drain().done == 1
    (hit,) = index.search(parse("giai ngan 0/UBND")).hits
    assert (hit.kind, hit.id) == ("directive", document.directive_id)
    task = corpus.tasks().items[0]
    (found,) = index.search(parse("báo cáo việc", kinds=["task"], lead="Sở Xây dựng")).hits
    assert found.id == task.id
    assert document.content is not None
    start, end = found.fields["span"]
    assert document.content.text[start:end] == found.fields["title"] == task.text
    (unit, *_) = index.search(parse("so xay dung", kinds=["unit"])).hits
    assert unit.id == task.assignments[0].unit_id
    assert check(corpus, index).clean
    assert corpus.outbox.waiting() == (0, 0)


def test_a_page_that_orders_nothing_is_found_as_a_document(corpus: Corpus, index: Index) -> None:
    document = Paper(orders=(), orders_nothing=True, extra="Lễ hội hoa đào", number=None).record(corpus)
    Indexer(corpus, index).drain()
    (hit,) = index.search(parse("le hoi hoa dao")).hits
    assert (hit.kind, hit.id) == ("document", document.id)
    assert check(corpus, index).clean


def test_changes_reach_the_index(corpus: Corpus, index: Index) -> None:
    for paper in papers(3):
        paper.record(corpus)
    indexer = Indexer(corpus, index)
    indexer.drain()
    task = corpus.tasks().items[0]
    corpus.change(task.id, to="in_progress", actor="an", revision=task.revision)
    assert index.search(parse("trạng thái:đang thực hiện", kinds=["task"])).total == 0
    indexer.drain()
    assert [hit.id for hit in index.search(parse("trạng thái:đang thực hiện", kinds=["task"])).hits] == [task.id]
    assert index.search(parse("trạng thái:đang thực hiện")).total == 1
    assert check(corpus, index).clean


def test_a_new_reading_takes_the_old_tasks_with_it(corpus: Corpus, index: Index) -> None:
    paper = papers(1)[0]
    paper.record(corpus)
    indexer = Indexer(corpus, index)
    indexer.drain()
    later = paper.but(version="1.1", orders=(Order("rà soát lại toàn bộ", ("Sở Nội vụ",)),))
    later.record(corpus)
    indexer.drain()
    assert [hit.fields["title"] for hit in index.search(parse("", kinds=["task"])).hits] == ["rà soát lại toàn bộ"]
    assert check(corpus, index).clean


def test_a_document_that_moves_to_another_directive_leaves_nothing_behind(corpus: Corpus, index: Index) -> None:
    one, other = (paper.record(corpus) for paper in papers(2))
    indexer = Indexer(corpus, index)
    indexer.drain()
    assert one.directive_id
    assert other.directive_id
    corpus.joining.join(other.directive_id, one.directive_id, actor="an")
    indexer.drain()
    assert index.search(parse("", kinds=["directive"])).total == 1
    assert check(corpus, index).clean
    corpus.joining.part(other.directive_id, actor="an")
    indexer.drain()
    assert index.search(parse("", kinds=["directive"])).total == 2
    assert check(corpus, index).clean


def test_units_that_are_joined_are_one(corpus: Corpus, index: Index) -> None:
    for paper in papers(2):
        paper.record(corpus)
    indexer = Indexer(corpus, index)
    indexer.drain()
    (one,), (other,) = corpus.find_units("Sở Xây dựng"), corpus.find_units("Sở Y tế")
    corpus.joining.join_unit(one.id, other.id, actor="an")
    indexer.drain()
    assert one.id not in [hit.id for hit in index.search(parse("", kinds=["unit"])).hits]
    assert check(corpus, index).clean


def test_a_lost_index_is_filled_again(corpus: Corpus, index: Index) -> None:
    for paper in papers(3):
        paper.record(corpus)
    Indexer(corpus, index).drain()
    index.rebuild([])
    assert not check(corpus, index).clean
    Indexer(corpus, index).drain()
    assert check(corpus, index).clean


def test_a_check_names_what_is_wrong(corpus: Corpus, index: Index) -> None:
    for paper in papers(3):
        paper.record(corpus)
    Indexer(corpus, index).drain()
    lost, old, *_ = [hit.key for hit in index.search(parse("", kinds=["directive"])).hits]
    index.delete({lost: 10**9})
    (entry,) = index.fetch([old])
    index.put([Entry("directive", entry.id, 10**9, {**entry.fields, "title": "khác", "date": None, "deadline": None,
                                                   "open_deadline": None, "published": None})])  # fmt: skip
    index.put([Entry("task", "nowhere", 1, {"title": "thừa"})])
    found = check(corpus, index)
    assert (found.missing, found.different, found.extra) == ([lost], [old], ["task:nowhere"])
    assert not found.clean


def test_a_rebuild_while_writes_go_on_loses_nothing(corpus: Corpus, index: Index) -> None:
    for paper in papers(30):
        paper.record(corpus)
    indexer = Indexer(corpus, index)
    indexer.drain()
    index.put([Entry("task", "nowhere", 1, {"title": "thừa"})])
    stop = threading.Event()
    question = replace(parse("giải ngân"), facets=False)

    def write() -> None:
        for paper in papers(20, 100):
            paper.record(corpus)
            Indexer(corpus, index, "other").drain()

    def ask() -> int:
        fewest = 30
        while not stop.wait(0.01):
            fewest = min(fewest, index.search(question).total)
        return fewest

    with ThreadPoolExecutor() as pool:
        writing, asking = pool.submit(write), pool.submit(ask)
        rebuild(corpus, index)
        writing.result()
        stop.set()
        assert asking.result() == 30
    indexer.drain()
    assert check(corpus, index).clean


def test_a_refused_entry_is_tried_again_and_then_put_aside_while_the_rest_goes_on(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = open_index(f"tantivy:{tmp_path}/index")
    for paper in papers(2):
        paper.record(corpus)
    bad = corpus.directives().items[0]
    put = index.put

    def refuse(entries: Iterator[Entry]) -> Report:
        kept = list(entries)
        report = put(entry for entry in kept if entry.id != bad.id)
        report.failed |= {entry.key: "mapper_parsing_exception" for entry in kept if entry.id == bad.id}
        return report

    monkeypatch.setattr(index, "put", refuse)
    done = Indexer(corpus, index).drain()
    assert (done.done, done.failed) == (1, 8)
    assert corpus.outbox.waiting() == (0, 1)
    assert corpus.outbox.dead() == [(bad.document_id, "mapper_parsing_exception")]
    assert index.search(parse("giải ngân")).total == 1


def test_a_document_that_cannot_be_put_together_does_not_hold_up_the_others(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, *others = [paper.record(corpus).id for paper in papers(3)]
    made = sync.entries_of

    def stumble(record: Corpus, ids: Iterable[str]) -> Iterator[Entry]:
        wanted = list(ids)
        if bad in wanted:
            raise KeyError(bad)
        return made(record, wanted)

    monkeypatch.setattr(sync, "entries_of", stumble)
    index = open_index(f"tantivy:{tmp_path}/index")
    assert Indexer(corpus, index).drain().done == len(others)
    assert corpus.outbox.dead() == [(bad, f"KeyError('{bad}')")]


def test_while_the_server_is_down_the_record_goes_on_and_the_index_says_so(corpus: Corpus) -> None:
    index = open_index(f"http://127.0.0.1:{free_port()}/chidao")
    papers(1)[0].record(corpus)
    with pytest.raises(IndexUnavailableError):
        Indexer(corpus, index).drain()
    with pytest.raises(IndexUnavailableError):
        index.search(parse("đầu tư"))
    assert corpus.outbox.waiting() == (1, 0)
