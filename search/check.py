"""Compares the index with the record, entry by entry, and rebuilds it from there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from corpus.record import Corpus
from corpus.types import DirectiveFilter, EventFilter, NotFoundError
from search.entries import all_entries, entries_of
from search.index import Index
from search.sync import renew
from search.types import Entry, Report

_T = TypeVar("_T")
_BATCH = 200
_PASSES = 50


@dataclass(slots=True)
class Difference:
    """Where the index is not what the record says, as keys of entries; `waiting` documents are still in the outbox.

    `missing`: not in the index. `different`: with other contents. `extra`: in the index alone.
    """

    entries: int = 0
    missing: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    waiting: int = 0
    dead: int = 0

    @property
    def clean(self) -> bool:
        """Whether the index equals the record."""
        return not (self.missing or self.different or self.extra)


def check(corpus: Corpus, index: Index) -> Difference:
    """Compares every entry of the record with the index's, contents included. Nothing is changed."""
    difference = Difference()
    difference.waiting, difference.dead = corpus.outbox.waiting()
    there = dict(index.all_revisions())
    for batch in _batches(all_entries(corpus)):
        kept = {entry.key: entry for entry in index.fetch(entry.key for entry in batch)}
        for entry in batch:
            difference.entries += 1
            there.pop(entry.key, None)
            _compare(entry, kept.get(entry.key), difference)
    difference.extra = sorted(key for key in there if not _is_idle_unit(corpus, key))
    return difference


def _is_idle_unit(corpus: Corpus, key: str) -> bool:
    """Whether a key is of a unit that the record still knows, though nothing names it now."""
    kind, _, unit_id = key.partition(":")
    try:
        return kind == "unit" and corpus.unit(unit_id).joined_into is None
    except NotFoundError:
        return False


def _compare(entry: Entry, kept: Entry | None, difference: Difference) -> None:
    if kept is None:
        difference.missing.append(entry.key)
    elif _plain(entry.fields) != kept.fields:
        difference.different.append(entry.key)


def _plain(fields: Any) -> Any:
    return json.loads(json.dumps(dict(fields), default=str))


def rebuild(corpus: Corpus, index: Index) -> Report:
    """Makes the index anew from the record and swaps it in; searches and writes go on meanwhile.

    What the record takes in during the rebuild is added before the swap, and once more after it, so nothing is lost.
    """
    seen = corpus.audit.head().seq

    def stream() -> Iterator[Entry]:
        nonlocal seen
        yield from all_entries(corpus)
        for _ in range(_PASSES):
            before, seen = seen, corpus.audit.head().seq
            if seen == before:
                return
            yield from entries_of(corpus, changed_since(corpus, before))

    report = index.rebuild(stream())
    late = changed_since(corpus, seen)
    for ids in _batches(late):
        report.failed |= renew(corpus, index, ids)[1].failed
    return report


def changed_since(corpus: Corpus, seq: int) -> list[str]:
    """The documents that the log's entries after `seq` touch, by themselves or through their directives and tasks."""
    documents: dict[str, None] = {}
    directives: dict[str, None] = {}
    cursor: str | None = None
    while True:
        page = corpus.events(EventFilter(), cursor=cursor, limit=_BATCH)
        for event in page.items:
            if event.seq <= seq:
                break
            if event.subject == "document":
                documents[event.subject_id] = None
            elif event.subject == "directive":
                directives[event.subject_id] = None
            elif event.subject == "task":
                documents[corpus.task(event.subject_id).document_id] = None
        else:
            cursor = page.next
            if cursor is not None:
                continue
        break
    for ids in _batches(directives):
        for directive in corpus.directives(DirectiveFilter(ids=ids), limit=_BATCH).items:
            documents |= dict.fromkeys(directive.documents)
    return list(documents)


def _batches(items: Iterable[_T]) -> Iterator[list[_T]]:
    remaining = iter(items)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
