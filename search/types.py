"""What goes into an index and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["document", "directive", "task", "unit"]
KINDS: tuple[Kind, ...] = ("directive", "document", "task", "unit")
Match = Literal["all", "most", "near"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found. `fields` are named in search/fields.toml; one that is unknown there is refused.

    `revision` is the record's and only grows: an index never replaces an entry with an older one.
    """

    kind: Kind
    id: str
    revision: int
    fields: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The entry's name in the index, `kind:id`."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage of a hit's field, `fields[field][start:end] == text`; `marks` are the words that answer the query.

    Marks are `[start, end)` in the same field's text, in order, and don't overlap.
    """

    field: str
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]

    def pieces(self) -> list[tuple[str, bool]]:
        """The passage cut into (text, is it marked), for a page to show."""
        pieces, at = [], self.start
        for a, b in self.marks:
            pieces += [
                (self.text[at - self.start : a - self.start], False),
                (self.text[a - self.start : b - self.start], True),
            ]
            at = b
        pieces.append((self.text[at - self.start :], False))
        return [piece for piece in pieces if piece[0]]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that answers a query. `score` compares hits of one answer only; `explanation` is there on request."""

    kind: Kind
    id: str
    score: float
    fields: Mapping[str, Any]
    highlights: tuple[Highlight, ...] = ()
    explanation: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The entry's name in the index, `kind:id`."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Results:
    """An answer. `facets` counts all `total` entries, most frequent value first; `next` is the cursor of the next page.

    `match` says how the words were taken: every one ("all"), most of them because no entry had all ("most"), or
    words spelt nearly so ("near").
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    next: str | None = None
    match: Match = "all"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion to offer while somebody types: the words to search for and what it would find."""

    text: str
    kind: Kind
    id: str


@dataclass(slots=True)
class Report:
    """What became of a batch of writes. `stale` were no newer than what the index has; `failed`: key → reason."""

    stored: int = 0
    stale: int = 0
    failed: dict[str, str] = field(default_factory=dict)
