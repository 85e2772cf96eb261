"""What a crawl fetched goes down the line: kept, read, extracted, recorded; and the index follows at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from corpus.record import Corpus
from corpus.types import Reading
from ingest.crawl.crawl import Fetched, NotTakenError, crawl
from ingest.crawl.portal import Portal
from ingest.crawl.report import CrawlReport
from ingest.crawl.wire import Message
from ingest.pipeline import signed
from ingest.read import Selectors, UnreadableError, read
from ingest.same import join_same
from nlp import Extractor
from search.index import Index
from search.sync import Indexer


class Delivery:
    """Takes what was fetched into a record."""

    def __init__(self, corpus: Corpus, extractor: Extractor | None = None) -> None:
        self._corpus = corpus
        self._extractor = extractor or Extractor()

    def __call__(self, fetched: Fetched) -> None:
        """Records one page or file. Raises NotTakenError, and keeps the failure, where it can't be read."""
        media_type = fetched.headers.get("Content-Type", "application/octet-stream")
        capture = self._corpus.keep(
            fetched.body,
            address=fetched.address,
            media_type=media_type,
            fetched_at=fetched.fetched_at,
            headers=fetched.headers,
        )
        try:
            found = read(
                fetched.body,
                name=fetched.address,
                media_type=media_type,
                address=fetched.address,
                selectors=selectors(fetched.portal),
            )
        except UnreadableError as error:
            self._corpus.fail(fetched.address, capture.id, error.reason)
            raise NotTakenError(error.reason) from error
        reading = _known(found, fetched)
        try:
            extraction = self._extractor.extract(reading.text, id=capture.id, context=reading.context)
        except Exception as error:
            # A text that a rule trips over must not keep the rest of the portal out of the record, run after run.
            reason = f"bộ đọc gặp lỗi với văn bản này: {type(error).__name__}: {error}"
            self._corpus.fail(fetched.address, capture.id, reason)
            raise NotTakenError(reason) from error
        reading = signed(reading)
        document = self._corpus.record(capture, reading, extraction)
        join_same(self._corpus, document, tuple(reading.signature))


def crawl_into(
    portal: Portal,
    *,
    corpus: Corpus,
    index: Index,
    full: bool = False,
    limit: int | None = None,
    seen: Callable[[Message], None] = lambda _message: None,
) -> CrawlReport:
    """Crawls a portal into the record (see `crawl`) and brings the index up to it. Raises BusyError as `crawl` does."""
    lock = corpus.home / f"crawl-{portal.name}.lock"
    report = crawl(portal, crawls=corpus.crawls, deliver=Delivery(corpus), full=full, limit=limit, lock=lock, seen=seen)
    Indexer(corpus, index).drain()
    return report


def selectors(portal: Portal) -> Selectors:
    """A portal's selectors as the reader of its pages takes them."""
    how = portal.article
    return Selectors(
        title=how.title, date=how.date, body=how.body, byline=how.byline, remove=how.drop, attachments=how.attachments
    )


def _known(found: Reading, fetched: Fetched) -> Reading:
    """The reading with what the portal and the page around it say."""
    title, published = found.title or fetched.title, found.published
    if published is None and fetched.published is not None:
        published = fetched.published.date()
    kind = found.kind if fetched.article else fetched.portal.kind
    context = replace(
        found.context,
        kind=found.context.kind or kind,
        title=found.context.title or title,
        published=found.context.published or published,
        place=found.context.place or fetched.portal.place,
    )
    return replace(
        found,
        address=fetched.address,
        portal=fetched.portal.name,
        kind=kind,
        title=title,
        published=published,
        attachments=fetched.attachments,
        context=context,
    )
