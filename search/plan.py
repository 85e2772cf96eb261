"""A query as both engines carry it out: a tree of these nodes, which each engine writes in its own terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word that is in a field. Scored by BM25 times `weight`; a weight of 0 only filters."""

    field: str
    word: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side in a field, in this order."""

    field: str
    words: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix:
    """A word that begins so; its score is `weight`."""

    field: str
    start: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word one letter away; its score is `weight`."""

    field: str
    word: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class OneOf:
    """A keyword field that has one of these values, whole. Not scored."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """An integer field within `[low, high]`; None is open. Not scored."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one; scored as the best of them and `tie` times the others."""

    nodes: tuple[Node, ...]
    tie: float = 0.1


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`count` of the nodes or more; scores add up."""

    nodes: tuple[Node, ...]
    count: int


Leaf = Term | Phrase | Prefix | Fuzzy | OneOf | Range
Node = Leaf | AnyOf | AtLeast


@dataclass(frozen=True, slots=True)
class Plan:
    """All of `required` and `filters`, none of `excluded`; `bonus` adds to the score where it matches.

    `surfaces` are the word sequences that a highlight marks.
    """

    required: tuple[Node, ...] = ()
    bonus: tuple[Node, ...] = ()
    filters: tuple[Node, ...] = ()
    excluded: tuple[Node, ...] = ()
    surfaces: tuple[tuple[str, ...], ...] = ()
    unfinished: str | None = None


def leaves(node: Node) -> Iterator[Leaf]:
    """The leaves under a node."""
    if isinstance(node, AnyOf | AtLeast):
        for each in node.nodes:
            yield from leaves(each)
    else:
        yield node
