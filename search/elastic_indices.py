"""The indices of an Elasticsearch index: strict mappings made from the fields, and the alias that searches go to."""

from __future__ import annotations

import contextlib
import os
import time
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError

from search.fields import EngineField, engine_fields, schema_version

# What is kept of an entry beside its words: enough to show a hit. The rest comes from the record.
_KEPT = ["key", "revision", "stored"]
_ABANDONED = 24 * 3600.0  # seconds after which an index that never got the alias is nobody's


def mappings() -> dict[str, Any]:
    """The strict mappings. Words come cut and folded from us; the standard analyzer finds the spaces between them."""
    properties = {field.name: _property(field) for field in engine_fields()}
    properties["stored"] = {"type": "keyword", "index": False, "doc_values": False}
    return {"dynamic": "strict", "_source": {"includes": _KEPT}, "properties": properties}


def _property(field: EngineField) -> dict[str, Any]:
    match field.type:
        case "words":
            return {
                "type": "text",
                "analyzer": "standard",
                "index_options": "positions" if field.positions else "freqs",
            }
        case "keyword":
            return {"type": "keyword", "norms": False, "doc_values": field.counted}
        case "integer":
            return {"type": "long", "doc_values": True}
        case "float":
            return {"type": "double", "index": False}


class Indices:
    """The indices behind one alias. Each is called `alias-v<schema>-<time>-<process>`."""

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self._client, self.alias = client, alias
        self._prefix = f"{alias}-v{schema_version()}-"

    def ensure(self) -> None:
        """Makes the first index, or a new one if the one there is of another schema."""
        current = self.current()
        if any(name.startswith(self._prefix) for name in current):
            return
        # One name for whoever comes first, so that two who come together make one index and not two.
        name = f"{self._prefix}0-0"
        try:
            self._create(name)
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
        self.point_to(name, current)

    def current(self) -> list[str]:
        """The index that has the alias (one), or none."""
        try:
            return sorted(self._client.indices.get_alias(name=self.alias))
        except NotFoundError:
            return []

    def start(self) -> str:
        """Makes an empty index that nobody sees yet; it refreshes when it is told to."""
        name = f"{self._prefix}{time.time_ns()}-{os.getpid()}"
        self._create(name)
        return name

    def _create(self, name: str) -> None:
        settings = {
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            "refresh_interval": "-1",
            "gc_deletes": "1h",
            "max_result_window": 10_000,
        }
        self._client.indices.create(index=name, mappings=mappings(), settings=settings)

    def point_to(self, name: str, before: list[str]) -> None:
        """Gives the alias to another index in one step, and clears away those it leaves behind."""
        self._client.indices.refresh(index=name)
        self._client.indices.put_settings(index=name, settings={"refresh_interval": "1s"})
        actions: list[dict[str, Any]] = [
            {"remove": {"index": old, "alias": self.alias, "must_exist": False}} for old in before if old != name
        ]
        actions.append({"add": {"index": name, "alias": self.alias, "is_write_index": True}})
        self._client.indices.update_aliases(actions=actions)
        for old in {*before, *self._abandoned(name)} - {name}:
            with contextlib.suppress(NotFoundError, BadRequestError):
                self._client.indices.delete(index=old)

    def _abandoned(self, name: str) -> list[str]:
        """Indices of rebuilds that never ended."""
        everything = self._client.indices.get(
            index=f"{self.alias}-v*", expand_wildcards="open", filter_path="*.aliases"
        )
        limit = time.time_ns() - int(_ABANDONED * 1e9)
        return [
            index
            for index, told in everything.items()
            if index != name and not told["aliases"] and int(index.split("-")[-2]) < limit
        ]
