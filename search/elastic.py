"""The index on an Elasticsearch server."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError, helpers

from search import answers, cursor, elastic_query
from search.analysis import EntryError, analyse, stored
from search.elastic_indices import Indices
from search.index import IndexUnavailableError
from search.plan import Leaf, Plan
from search.planner import by_relevance, has_words, plan
from search.query import Query, parse
from search.types import Entry, Match, Report, Results, Suggestion

SEARCH_TIMEOUT = 15.0  # seconds
WRITE_TIMEOUT = 60.0
_CHUNK = 500
_CHUNK_BYTES = 8_000_000
_RETRIES = 5
_PAGE = 5000
_PORTS = {"http": 9200, "https": 443}
_BUSY = (408, 429, 502, 503, 504)


class ElasticIndex:
    """See `search.index.Index`. The address is `http(s)://[user:password@]host:port[,http(s)://host:port …]/alias`."""

    def __init__(self, url: str, *, api_key: str | None = None, ca_file: str | None = None) -> None:
        hosts = [urlsplit(each) for each in url.split(",")]
        alias = hosts[-1].path.strip("/") or "chidao"
        options: dict[str, Any] = {"api_key": api_key} if api_key else {}
        if hosts[0].username and not api_key:
            options["basic_auth"] = (hosts[0].username, hosts[0].password or "")
        if ca_file:
            options["ca_certs"] = ca_file
        self._client = Elasticsearch(
            [f"{host.scheme}://{host.hostname}:{host.port or _PORTS[host.scheme]}" for host in hosts],
            request_timeout=SEARCH_TIMEOUT, max_retries=2, retry_on_timeout=False, **options,
        )  # fmt: skip
        self._writer = self._client.options(request_timeout=WRITE_TIMEOUT)
        self._indices = Indices(self._writer, alias)
        self._ready = False

    def close(self) -> None:
        """Lets go of the connections."""
        self._client.close()

    @contextlib.contextmanager
    def _reached(self) -> Iterator[None]:
        """Makes sure that the index is there; what means "not just now" becomes `IndexUnavailableError`."""
        try:
            if not self._ready:
                self._indices.ensure()
                self._ready = True
            yield
        except NotFoundError as error:
            self._ready = False
            raise IndexUnavailableError("Chỉ mục đang được dựng lại") from error
        except TransportError as error:
            raise IndexUnavailableError(f"Không liên lạc được với máy chủ tìm kiếm: {error}") from error
        except ApiError as error:
            if error.status_code in _BUSY:
                raise IndexUnavailableError(f"Máy chủ tìm kiếm đang bận: {error}") from error
            raise

    # Writing

    def put(self, entries: Iterable[Entry]) -> Report:
        """See `Index.put`."""
        with self._reached():
            report = self._bulk(self._indices.alias, entries)
            if report.stored:
                self._writer.indices.refresh(index=self._indices.alias)
        return report

    def delete(self, revisions: Mapping[str, int]) -> Report:
        """See `Index.delete`."""
        if not revisions:
            return Report()
        report = Report()
        actions = (
            {"_op_type": "delete", "_id": key, "version": revision, "version_type": "external_gte"}
            for key, revision in revisions.items()
        )
        with self._reached():
            self._send(self._indices.alias, actions, report)
            self._writer.indices.refresh(index=self._indices.alias)
        return report

    def rebuild(self, entries: Iterable[Entry]) -> Report:
        """See `Index.rebuild`."""
        with self._reached():
            name = self._indices.start()
            report = self._bulk(name, entries)
            self._indices.point_to(name, self._indices.current())
        return report

    def _bulk(self, target: str, entries: Iterable[Entry]) -> Report:
        report = Report()
        self._send(target, _actions(entries, report), report)
        return report

    def _send(self, target: str, actions: Iterable[dict[str, Any]], report: Report) -> None:
        sent = helpers.streaming_bulk(
            self._writer,
            actions,
            index=target,
            chunk_size=_CHUNK,
            max_chunk_bytes=_CHUNK_BYTES,
            raise_on_error=False,
            raise_on_exception=True,
            max_retries=_RETRIES,
            initial_backoff=0.2,
            max_backoff=5,
            require_alias=target == self._indices.alias,
        )
        for stored_well, answer in sent:
            ((_, told),) = answer.items()
            if stored_well:
                report.stored += 1
            elif told["status"] == 409:
                report.stale += 1
            elif told["status"] != 404 or "error" in told:
                report.failed[told["_id"]] = json.dumps(told.get("error"), ensure_ascii=False)

    # Reading

    def revision_of(self, keys: Iterable[str]) -> dict[str, int]:
        """See `Index.revision_of`."""
        wanted = list(keys)
        found: dict[str, int] = {}
        with self._reached():
            for at in range(0, len(wanted), _PAGE):
                told = self._client.mget(index=self._indices.alias, ids=wanted[at : at + _PAGE], source=False)
                found |= {each["_id"]: each["_version"] for each in told["docs"] if each.get("found")}
        return found

    def all_revisions(self) -> Iterator[tuple[str, int]]:
        """See `Index.all_revisions`."""
        return self._scan({"match_all": {}})

    def find(self, field: str, values: Sequence[str]) -> dict[str, int]:
        """See `Index.find`."""
        found: dict[str, int] = {}
        for at in range(0, len(values), _PAGE):
            found |= dict(self._scan({"terms": {field: list(values[at : at + _PAGE])}}))
        return found

    def _scan(self, query: dict[str, Any]) -> Iterator[tuple[str, int]]:
        """Key and revision of everything that a query finds, from one moment's view of the index."""
        with self._reached():
            pit = self._client.open_point_in_time(index=self._indices.alias, keep_alive="5m")["id"]
            after: list[Any] | None = None
            while True:
                told = self._client.search(
                    pit={"id": pit, "keep_alive": "5m"}, query=query, size=_PAGE, sort=["_shard_doc"],
                    search_after=after, source=False, version=True, track_total_hits=False,
                )  # fmt: skip
                pit = told["pit_id"]
                hits = told["hits"]["hits"]
                for hit in hits:
                    yield hit["_id"], hit["_version"]
                if len(hits) < _PAGE:
                    break
                after = hits[-1]["sort"]
            self._client.close_point_in_time(id=pit)

    def fetch(self, keys: Iterable[str]) -> list[Entry]:
        """See `Index.fetch`."""
        wanted = list(keys)
        if not wanted:
            return []
        with self._reached():
            told = self._client.mget(index=self._indices.alias, ids=wanted, source_includes=["stored"])
        return [
            answers.entry(each["_id"], each["_version"], each["_source"]["stored"])
            for each in told["docs"]
            if each.get("found")
        ]

    def search(self, query: Query) -> Results:
        """See `Index.search`."""
        try:
            return self._search(query)
        except IndexUnavailableError as error:
            if not isinstance(error.__cause__, NotFoundError):
                raise
            return self._search(query)  # a rebuild took the old index away under us: the new one is there

    def _search(self, query: Query) -> Results:
        place = cursor.read(query, 2 if by_relevance(query) else 1)
        with self._reached():
            if place is None and has_words(query):
                results = self._answer(query, "all", [])
                nearly = None if results.total else self._answer(query, "near", [])
                return nearly if nearly and nearly.total else results
            return self._answer(query, *(place or ("all", [])))

    def _answer(self, query: Query, match: Match, after: Sequence[float]) -> Results:
        asked = plan(query, match)
        if not by_relevance(query):
            asked = replace(asked, bonus=())
        names = {leaf: str(at) for at, leaf in enumerate(answers.scored_leaves(asked))} if query.explain else {}
        told = self._client.search(
            index=self._indices.alias,
            query=elastic_query.query(asked, names, prior=by_relevance(query)),
            post_filter={"terms": {"kind": list(query.kinds)}},
            aggs=elastic_query.aggregations(query),
            sort=elastic_query.sort(query),
            search_after=list(after) or None,
            size=query.size + 1,
            source={"includes": ["stored"]},
            track_total_hits=False,
            include_named_queries_score=bool(names),
        )
        found = told["hits"]["hits"]
        shown = found[: query.size]
        leaf_of = {name: leaf for leaf, name in names.items()}
        hits = tuple(
            answers.hit(
                query, asked, each["_id"], each["_score"] or 0.0, each["_source"]["stored"], _told(each, leaf_of)
            )
            for each in shown
        )
        following = cursor.write(query, match, shown[-1]["sort"]) if len(found) > query.size else None
        total, values = elastic_query.counts(told["aggregations"], query)
        return Results(total, hits, values, following, match)

    def suggest(self, prefix: str, size: int = 8) -> list[Suggestion]:
        """See `Index.suggest`."""
        return answers.suggestions(self.search, prefix, size)

    def similar(self, key: str, size: int = 5) -> Results:
        """See `Index.similar`."""
        with self._reached():
            try:
                kept = self._client.get(index=self._indices.alias, id=key, source=["stored"])["_source"]["stored"]
            except NotFoundError:
                return Results(0, ())
            like = elastic_query.like(key, json.loads(kept), self._indices.alias)
            told = self._client.search(
                index=self._indices.alias, query=like, size=size, source={"includes": ["stored"]}
            )
        query = replace(parse(""), highlight=False)
        hits = tuple(
            answers.hit(query, Plan(), each["_id"], each["_score"], each["_source"]["stored"])
            for each in told["hits"]["hits"]
        )
        return Results(len(hits), hits)


def _actions(entries: Iterable[Entry], report: Report) -> Iterator[dict[str, Any]]:
    for entry in entries:
        try:
            source = {**analyse(entry), "stored": stored(entry)}
        except EntryError as error:
            report.failed[entry.key] = str(error)
            continue
        yield {"_id": entry.key, "version": entry.revision, "version_type": "external", "_source": source}


def _told(hit: Mapping[str, Any], leaf_of: Mapping[str, Leaf]) -> Sequence[str]:
    matched = hit.get("matched_queries") or {}
    return answers.explain({leaf_of[name]: score for name, score in matched.items() if name in leaf_of})
