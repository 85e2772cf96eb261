"""The whole way: from a portal's page to tasks in the record and an answer of the index."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Corpus
from corpus.types import DocumentFilter
from ingest.crawl.delivery import crawl_into
from ingest.crawl.portal import load_portal
from search.index import Index, open_index
from search.query import parse
from tests.servers.portals import Province


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(f"sqlite:///{tmp_path}/home/c.db") as record:
        yield record


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    opened = open_index(f"tantivy:{tmp_path}/index")
    yield opened
    opened.close()


def test_a_crawl_fills_the_record_and_the_index_once(corpus: Corpus, index: Index, tmp_path: Path) -> None:
    with Province(10) as province:
        portal = load_portal(province.portal(tmp_path, "dn", "/dn"))
        report = crawl_into(portal, corpus=corpus, index=index)
        assert (report.state, report.new) == ("complete", 11), report.reasons
        documents = corpus.documents().items
        assert len(documents) == 11
        article = corpus.documents(DocumentFilter(address=f"{province.address}/dn/tin/bai-7")).items[0]
        assert (article.title, article.portal, article.place) == (
            "Văn bản số 7/UBND-KT về nhiệm vụ 7",
            "dn",
            "tỉnh Thử",
        )
        assert str(article.published) == "2025-06-08"
        tasks = corpus.tasks().items
        assert any(a.unit.startswith("Sở Tài chính") for t in tasks for a in t.assignments)
        assert index.search(parse("7/UBND-KT")).total >= 1
        head = corpus.audit.head()
        again = crawl_into(portal, corpus=corpus, index=index)
        assert (again.new, again.changed, again.unchanged) == (0, 0, 11)
        assert corpus.audit.head() == head  # not one row more


def test_a_page_that_cannot_be_read_is_kept_as_a_failure(corpus: Corpus, index: Index, tmp_path: Path) -> None:
    with Province(2) as province:
        province.extra = ["/hong/rong"]
        portal = load_portal(province.portal(tmp_path, "dn", "/dn"))
        report = crawl_into(portal, corpus=corpus, index=index)
        assert (report.new, report.failed) == (2, 1)
        assert corpus.failures().items[0].address.endswith("/hong/rong")
        counts = [crawl_into(portal, corpus=corpus, index=index).failed for _ in range(4)]
        assert counts == [1, 1, 0, 0]  # three tries, then it is left alone until it changes
        assert corpus.failures().items[0].attempts == 3
