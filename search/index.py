"""The index: derived from the record, and thrown away and rebuilt at will."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from search.query import Query
from search.types import Entry, Report, Results, Suggestion


class IndexUnavailableError(Exception):
    """The index can't be reached just now (a server is down, a lock is held); trying again later may work."""


class Index(Protocol):
    """What both engines do. Keys are `kind:id`. Every method may raise `IndexUnavailableError`."""

    def put(self, entries: Iterable[Entry]) -> Report:
        """Stores entries whose revision is newer than what is there; visible to searches when it returns."""

    def delete(self, revisions: Mapping[str, int]) -> Report:
        """Takes out entries by key, unless the index has one newer than the revision given."""

    def search(self, query: Query) -> Results:
        """Answers a query, best first."""

    def suggest(self, prefix: str, size: int = 8) -> list[Suggestion]:
        """What somebody who has typed this much may be looking for: units, numbers, titles."""

    def similar(self, key: str, size: int = 5) -> Results:
        """Entries like this one, of its own kind; empty if there is no such entry."""

    def revision_of(self, keys: Iterable[str]) -> dict[str, int]:
        """The revisions of those entries that are there."""

    def all_revisions(self) -> Iterator[tuple[str, int]]:
        """Key and revision of every entry, in any order."""

    def find(self, field: str, values: Sequence[str]) -> dict[str, int]:
        """Key → revision of the entries that have one of these values in a field of type `id`."""

    def fetch(self, keys: Iterable[str]) -> list[Entry]:
        """Those entries that are there, as they were put in (days as ISO strings)."""

    def rebuild(self, entries: Iterable[Entry]) -> Report:
        """Builds a new index aside and swaps it in when `entries` ends; until then searches see the old one."""

    def close(self) -> None:
        """Lets go of files and connections."""


def open_index(url: str, *, api_key: str | None = None, ca_file: str | None = None) -> Index:
    """Opens the index at `tantivy:FOLDER` (made if missing) or `http(s)://host:port/prefix` (Elasticsearch).

    `api_key` and `ca_file` (the certificate that signed the server's) are for servers that want them.
    Raises ValueError for any other address. A server that is down is no error here: it may be back for the search.
    """
    scheme, _, rest = url.partition(":")
    if scheme == "tantivy" and rest:
        from search.embedded import EmbeddedIndex

        return EmbeddedIndex(rest)
    if scheme in ("http", "https"):
        from search.elastic import ElasticIndex

        return ElasticIndex(url, api_key=api_key, ca_file=ca_file)
    raise ValueError(f"Không hiểu địa chỉ chỉ mục {url!r}: cần tantivy:THƯ_MỤC hoặc http(s)://máy:cổng/tiền-tố")
