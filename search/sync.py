"""Feeds the index from the record: takes what changed off the outbox and renews its entries."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from corpus.record import Corpus
from corpus.types import Directive, DirectiveFilter, EventFilter, Pending
from search.entries import document_pages, entries_of, unit_entry, units_of
from search.index import Index, IndexUnavailableError
from search.query import parse
from search.types import KINDS, Entry, Report

BATCH = 100
LEASE = timedelta(seconds=30)
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0  # seconds between tries while the index can't be reached


@dataclass(slots=True)
class Drained:
    """What a drain did: documents indexed, and documents whose entries were refused."""

    done: int = 0
    failed: int = 0


class Indexer:
    """Takes what changed off the outbox and puts it into the index. Any number may run: work is leased."""

    def __init__(self, corpus: Corpus, index: Index, holder: str | None = None) -> None:
        self._corpus, self._index = corpus, index
        self._units_seen = 0
        self._new = True
        self._holder = holder or f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"

    def drain(self, progress: Callable[[int], None] | None = None) -> Drained:
        """Indexes until nothing waits. Raises `IndexUnavailableError`; what was taken is free again after the lease.

        `progress` is told how many documents are done so far.
        """
        drained = Drained()
        if self._new:
            self._fill(drained)
            self._new = False
        while taken := self._corpus.take_outbox(self._holder, BATCH, LEASE):
            self._index_batch(taken, drained)
            if progress:
                progress(drained.done)
        self._renew_units()
        return drained

    def _fill(self, drained: Drained) -> None:
        """Puts everything into an index that has nothing: a lost one, or one of a newer schema."""
        everything = replace(parse("", kinds=KINDS, size=1), facets=False, highlight=False)
        if self._corpus.outbox.waiting()[0] >= self._corpus.documents(limit=1).total:
            return
        if self._index.search(everything).total == 0:
            for ids in document_pages(self._corpus):
                drained.failed += len(self._renew(ids))

    def _renew_units(self) -> None:
        """Units that were joined to others go, units that were parted again come back; their events say which."""
        changed, head = [], self._corpus.audit.head().seq
        cursor: str | None = None
        while head > self._units_seen:
            page = self._corpus.events(EventFilter(subject="unit"), cursor=cursor)
            changed += [event.subject_id for event in page.items if event.seq > self._units_seen]
            cursor = page.next
            if cursor is None or page.items[-1].seq <= self._units_seen:
                break
        units = [self._corpus.unit(each) for each in dict.fromkeys(changed)]
        self._index.put(unit_entry(unit, head) for unit in units if not unit.joined_into)
        self._index.delete({f"unit:{unit.id}": head for unit in units if unit.joined_into})
        self._units_seen = head

    def follow(self, stop: threading.Event, pause: float = 1.0) -> None:
        """Drains whenever there is something, until told to stop; while either is away it waits ever longer."""
        wait = pause
        while not stop.wait(wait):
            try:
                self.drain()
                wait = pause
            except (IndexUnavailableError, SQLAlchemyError):
                wait = min(LONGEST_WAIT, max(FIRST_WAIT, wait * 2))

    def _index_batch(self, taken: Sequence[Pending], drained: Drained) -> None:
        refused = self._renew([pending.document_id for pending in taken])
        done = [pending for pending in taken if pending.document_id not in refused]
        failed = [(each, refused[each.document_id]) for each in taken if each.document_id in refused]
        self._corpus.settle_outbox(done, failed)
        drained.done += len(done)
        drained.failed += len(failed)

    def _renew(self, ids: Sequence[str]) -> dict[str, str]:
        """Renews the entries of documents; document → why an entry of it could not be made or stored."""
        try:
            return _refused(*renew(self._corpus, self._index, ids))
        except IndexUnavailableError:
            raise
        except Exception as error:  # one document that can't be put together must not hold up the others
            if len(ids) == 1:
                return {ids[0]: repr(error)}
            return {document: reason for each in ids for document, reason in self._renew([each]).items()}


def renew(corpus: Corpus, index: Index, document_ids: Sequence[str]) -> tuple[list[Entry], Report]:
    """Brings all that the index has of these documents in line with the record, and takes out what is no more there.

    A directive that the index holds one of them to belong to is renewed as well: it may have lost it.
    """
    revision = max(1, corpus.audit.head().seq)
    there = index.find("document_id", document_ids)
    held = [key.partition(":")[2] for key in there if key.startswith("directive:")]
    carriers = [each for directive in _directives(corpus, held) for each in directive.documents]
    entries = list(entries_of(corpus, dict.fromkeys([*document_ids, *carriers])))
    report = index.put([*entries, *units_of(corpus, entries)])
    involved = {str(entry.fields["directive_id"]) for entry in entries if "directive_id" in entry.fields}
    there |= index.find("directive_id", sorted(involved))
    kept = {entry.key for entry in entries}
    gone = {key: revision for key in there if key not in kept}
    if gone:
        report.failed |= index.delete(gone).failed
    return entries, report


def _directives(corpus: Corpus, ids: Sequence[str]) -> Iterator[Directive]:
    for at in range(0, len(ids), BATCH):
        yield from corpus.directives(DirectiveFilter(ids=ids[at : at + BATCH]), limit=BATCH).items


def _refused(entries: Sequence[Entry], report: Report) -> dict[str, str]:
    """Document → why an entry that it has a part in was refused."""
    return {
        document: report.failed[entry.key]
        for entry in entries
        if entry.key in report.failed
        for document in entry.fields.get("document_id", ())
    }
