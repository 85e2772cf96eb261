"""The embedded index: tantivy, in a folder, for a laptop or one server. Several processes may use it at once."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import tantivy
from tantivy import Query as EngineQuery

from search import answers, cursor, tantivy_query
from search.analysis import EntryError, analyse, stored
from search.generations import BusyError, Generations, schema
from search.index import IndexUnavailableError
from search.plan import Leaf, OneOf, Plan, Range
from search.planner import by_relevance, has_words, plan
from search.query import Query, parse
from search.types import Entry, Hit, Kind, Match, Report, Results, Suggestion

BATCH = 5000
_SLACK = 32
_FIRST, _LAST = 0, (1 << 63) - 1


class EmbeddedIndex:
    """See `search.index.Index`."""

    def __init__(self, folder: str | Path) -> None:
        self._generations = Generations(Path(folder))
        self._schema = schema()
        self._name = ""
        self._seen = 0
        self._index: tantivy.Index
        self._follow()

    def close(self) -> None:
        """Lets go of the files."""
        self._name = ""

    def _follow(self) -> tantivy.Searcher:
        """A searcher of what is there now: other processes commit and swap generations too."""
        name = self._generations.current()
        assert name is not None
        if name != self._name:
            self._index, self._name, self._seen = self._generations.open(name), name, 0
        changed = (self._generations.folder / name / "meta.json").stat().st_mtime_ns
        if changed != self._seen:
            self._index.reload()
            self._seen = changed
        return self._index.searcher()

    # Writing

    def put(self, entries: Iterable[Entry]) -> Report:
        """See `Index.put`."""
        self._follow()
        return self._write_all(self._index, entries)

    def _write_all(self, index: tantivy.Index, entries: Iterable[Entry]) -> Report:
        """Stores entries in batches; a batch is there as a whole or (if we are killed) not at all."""
        report = Report()
        remaining = iter(entries)
        batch = list(itertools.islice(remaining, BATCH))
        if not batch:
            return report
        with self._writing(index) as writer:
            while batch:
                self._write(index, writer, batch, report)
                batch = list(itertools.islice(remaining, BATCH))
        return report

    @contextlib.contextmanager
    def _writing(self, index: tantivy.Index) -> Iterator[tantivy.IndexWriter]:
        try:
            with self._generations.writer(index) as writer:
                yield writer
        except BusyError as error:
            raise IndexUnavailableError(str(error)) from error
        index.reload()

    def _write(self, index: tantivy.Index, writer: tantivy.IndexWriter, batch: list[Entry], report: Report) -> None:
        newest: dict[str, Entry] = {}
        for entry in batch:
            known = newest.get(entry.key)
            if known is not None:
                report.stale += 1
            if known is None or known.revision < entry.revision:
                newest[entry.key] = entry
        documents = {}
        for key, entry in newest.items():
            try:
                documents[key] = _document(entry, self._schema)
            except EntryError as error:
                report.failed[key] = str(error)
        index.reload()
        there = self._revisions(index.searcher(), list(documents))
        for key, document in documents.items():
            if there.get(key, 0) >= newest[key].revision:
                report.stale += 1
                continue
            if key in there:
                writer.delete_documents_by_term("key", key)
            writer.add_document(document)
            report.stored += 1
        writer.commit()

    def delete(self, revisions: Mapping[str, int]) -> Report:
        """See `Index.delete`."""
        if not revisions:
            return Report()
        self._follow()
        report = Report()
        with self._writing(self._index) as writer:
            self._index.reload()
            for key, revision in self._revisions(self._index.searcher(), list(revisions)).items():
                if revision > revisions[key]:
                    report.stale += 1
                else:
                    writer.delete_documents_by_term("key", key)
                    report.stored += 1
            writer.commit()
        return report

    def rebuild(self, entries: Iterable[Entry]) -> Report:
        """See `Index.rebuild`."""
        name = self._generations.start()
        report = self._write_all(self._generations.open(name), entries)
        self._generations.point_to(name)
        return report

    # Reading

    def revision_of(self, keys: Iterable[str]) -> dict[str, int]:
        """See `Index.revision_of`."""
        return self._revisions(self._follow(), list(keys))

    def _revisions(self, searcher: tantivy.Searcher, keys: Sequence[str]) -> dict[str, int]:
        if not keys or not searcher.num_docs:
            return {}
        found = EngineQuery.term_set_query(self._schema, "key", keys)
        named = {_hash(key): key for key in keys}
        return {named[code]: revision for code, revision in _revision_codes(searcher, found, len(keys))}

    def all_revisions(self) -> Iterator[tuple[str, int]]:
        """See `Index.all_revisions`."""
        searcher = self._follow()
        if not searcher.num_docs:
            return
        everything = EngineQuery.all_query()
        known = dict(_revision_codes(searcher, everything, searcher.num_docs))
        for key, _ in searcher.terms_with_prefix("key", "", everything):
            yield key, known[_hash(key)]

    def find(self, field: str, values: Sequence[str]) -> dict[str, int]:
        """See `Index.find`."""
        searcher = self._follow()
        if not values or not searcher.num_docs:
            return {}
        found = EngineQuery.term_set_query(self._schema, field, list(values))
        addresses = [address for _, address in searcher.search(found, searcher.num_docs, count=False).hits]
        revisions = searcher.fast_field_values("revision", addresses)
        keys = [str(searcher.doc(address).get_first("key")) for address in addresses]
        return {key: int(revision or 0) for key, revision in zip(keys, revisions, strict=True)}

    def fetch(self, keys: Iterable[str]) -> list[Entry]:
        """See `Index.fetch`."""
        searcher = self._follow()
        wanted = list(keys)
        if not wanted or not searcher.num_docs:
            return []
        found = EngineQuery.term_set_query(self._schema, "key", wanted)
        addresses = [address for _, address in searcher.search(found, len(wanted), count=False).hits]
        revisions = searcher.fast_field_values("revision", addresses)
        documents = [searcher.doc(address) for address in addresses]
        return [
            answers.entry(str(document.get_first("key")), int(revision or 0), str(document.get_first("stored")))
            for document, revision in zip(documents, revisions, strict=True)
        ]

    def search(self, query: Query) -> Results:
        """See `Index.search`."""
        searcher = self._follow()
        place = cursor.read(query, 2 if by_relevance(query) else 1)
        if place is None and has_words(query):
            results = self._answer(searcher, query, "all", [])
            nearly = None if results.total else self._answer(searcher, query, "near", [])
            return nearly if nearly and nearly.total else results
        return self._answer(searcher, query, *(place or ("all", [])))

    def _answer(self, searcher: tantivy.Searcher, query: Query, match: Match, place: Sequence[float]) -> Results:
        asked = plan(query, match)
        kinds = OneOf("kind", query.kinds)
        page = replace(asked, filters=(*asked.filters, kinds))
        sorted_page = self._by_relevance if by_relevance(query) else self._by_day
        found, following = sorted_page(searcher, query, page, [int(each) for each in place])
        total, counts = tantivy_query.count(
            searcher, tantivy_query.query(self._schema, replace(asked, bonus=())), query
        )
        hits = tuple(self._hit(searcher, query, page, score, address) for score, address in found)
        return Results(total, hits, counts, cursor.write(query, match, following) if following else None, match)

    def _by_relevance(
        self, searcher: tantivy.Searcher, query: Query, page: Plan, place: Sequence[int]
    ) -> tuple[list[tuple[float, tantivy.DocAddress]], list[float]]:
        """The page of best hits, and the place of the next one: how many came before, and which was the last.

        What was indexed since may have moved the last one a little: the page begins behind it, wherever it is near.
        """
        offset, last = place or (0, 0)
        offset = min(offset, searcher.num_docs)
        start = max(0, offset - _SLACK)
        made = tantivy_query.query(self._schema, page)
        asked = offset - start + query.size + 1 + _SLACK
        found = searcher.search(made, asked, count=False, offset=start, weight_by_field="prior").hits
        codes = searcher.fast_field_values("key_hash", [address for _, address in found])
        skip = codes.index(last) + 1 if last in codes else offset - start
        shown = found[skip : skip + query.size]
        more = len(found) > skip + query.size
        return shown, [start + skip + query.size, int(codes[skip + query.size - 1] or 0)] if more else []

    def _by_day(
        self, searcher: tantivy.Searcher, query: Query, page: Plan, place: Sequence[int]
    ) -> tuple[list[tuple[float, tantivy.DocAddress]], list[float]]:
        """The page sorted by day, and the place of the next one: the order number of the last hit."""
        due = query.sort == "deadline"
        field, order = ("by_deadline", tantivy.Order.Asc) if due else ("by_date", tantivy.Order.Desc)
        if place:
            rest = Range(field, place[0] + 1, _LAST) if due else Range(field, _FIRST, place[0] - 1)
            page = replace(page, filters=(*page.filters, rest))
        made = tantivy_query.query(self._schema, replace(page, bonus=()))
        found = searcher.search(made, limit=query.size + 1, count=False, order_by_field=field, order=order).hits
        shown = found[: query.size]
        return [(0.0, address) for _, address in shown], [shown[-1][0]] if len(found) > query.size else []

    def _hit(
        self, searcher: tantivy.Searcher, query: Query, page: Plan, score: float, address: tantivy.DocAddress
    ) -> Hit:
        document = searcher.doc(address)
        told = answers.explain(self._scores(searcher, page, address)) if query.explain else ()
        key, kept = document.get_first("key"), document.get_first("stored")
        return answers.hit(query, page, str(key), score, str(kept), told)

    def _scores(self, searcher: tantivy.Searcher, page: Plan, address: tantivy.DocAddress) -> dict[Leaf, float]:
        scores = {}
        for leaf in answers.scored_leaves(page):
            try:
                told = tantivy_query.node_query(self._schema, leaf).explain(searcher, address)
            except ValueError:  # the engine's way to say that this entry doesn't match the leaf
                continue
            scores[leaf] = float(json.loads(told.to_json())["value"])
        return scores

    def suggest(self, prefix: str, size: int = 8) -> list[Suggestion]:
        """See `Index.suggest`."""
        return answers.suggestions(self.search, prefix, size)

    def similar(self, key: str, size: int = 5) -> Results:
        """See `Index.similar`."""
        searcher = self._follow()
        found = searcher.search(EngineQuery.term_query(self._schema, "key", key, "basic"), 1).hits
        if not found:
            return Results(0, ())
        document = searcher.doc(found[0][1])
        query = replace(parse(""), kinds=(_kind(key),), size=size, facets=False)
        like = tantivy_query.like(self._schema, json.loads(str(document.get_first("stored"))))
        others = [
            (tantivy.Occur.Must, like),
            (tantivy.Occur.Must, tantivy_query.node_query(self._schema, OneOf("kind", query.kinds))),
            (tantivy.Occur.MustNot, tantivy_query.node_query(self._schema, OneOf("key", (key,)))),
        ]
        result = searcher.search(EngineQuery.boolean_query(others), size)
        hits = tuple(self._hit(searcher, query, Plan(), score, address) for score, address in result.hits)
        return Results(len(hits), hits)


def _kind(key: str) -> Kind:
    return key.partition(":")[0]  # type: ignore[return-value]


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) >> 1


def _document(entry: Entry, made_of: tantivy.Schema) -> tantivy.Document:
    made = analyse(entry)
    return tantivy.Document.from_dict({**made, "key_hash": _hash(entry.key), "stored": stored(entry)}, made_of)


def _revision_codes(searcher: tantivy.Searcher, query: EngineQuery, limit: int) -> Iterator[tuple[int, int]]:
    addresses = [address for _, address in searcher.search(query, limit, count=False).hits]
    codes = searcher.fast_field_values("key_hash", addresses)
    revisions = searcher.fast_field_values("revision", addresses)
    return zip(codes, revisions, strict=True)  # type: ignore[arg-type]
