"""The fields of an entry, read from data/fields.toml, and the engine fields they become.

An engine indexes text that we have cut and folded already (see search/analysis.py), so that both engines agree on
every word. Its own fields are of three sorts only: `words` (tokens, cut at spaces), `keyword` (whole values), figures.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

FieldType = Literal["text", "number", "keyword", "date", "id", "stored"]
EngineType = Literal["words", "keyword", "integer", "float"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entry (see data/fields.toml for what its type means); `label` is its Vietnamese name."""

    name: str
    type: FieldType
    label: str
    many: bool = False
    facet: bool = False
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class EngineField:
    """A field of an engine. `positions`: phrases are searched in it; `counted`: facets or order use its values."""

    name: str
    type: EngineType
    positions: bool = False
    counted: bool = False


def read_data(name: str) -> dict[str, Any]:
    """One of this room's data files."""
    return tomllib.loads((files("search") / "data" / name).read_text(encoding="utf-8"))


@cache
def fields() -> dict[str, Field]:
    """All fields by name."""
    return {name: Field(name, **value) for name, value in read_data("fields.toml").items() if name != "version"}


@cache
def schema_version() -> int:
    """Grows whenever an index made earlier can't be used any more and has to be rebuilt."""
    return int(read_data("fields.toml")["version"])


@cache
def facets() -> tuple[str, ...]:
    """The names of the fields whose values are counted, and of the kind."""
    return ("kind", *(field.name for field in fields().values() if field.facet))


@cache
def engine_fields() -> tuple[EngineField, ...]:
    """All fields that an engine has, in one order."""
    made = [
        EngineField("key", "keyword", counted=True),
        EngineField("kind", "keyword", counted=True),
        EngineField("revision", "integer", counted=True),
        EngineField("by_date", "integer", counted=True),
        EngineField("by_deadline", "integer", counted=True),
        EngineField("prior", "float", counted=True),
        EngineField("names", "words", positions=True),
    ]
    for field in fields().values():
        made += _made_of(field)
    return tuple(made)


def _made_of(field: Field) -> list[EngineField]:
    name = field.name
    match field.type:
        case "text":
            return [
                EngineField(name, "words", positions=True),
                EngineField(f"{name}_marked", "words"),
                EngineField(f"{name}_pairs", "words"),
            ]
        case "number":
            return [EngineField(name, "words", positions=True)]
        case "keyword":
            return [
                EngineField(name, "keyword", counted=field.facet),
                EngineField(f"{name}_parts", "words", positions=True),
            ]
        case "id":
            return [EngineField(name, "keyword")]
        case "date":
            return [EngineField(name, "integer", counted=True)]
        case "stored":
            return []
