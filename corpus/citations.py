"""The citation graph: which directives a document names, and which documents name a directive. Resolved when asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from corpus import views
from corpus.database import Database
from corpus.keys import name_key
from corpus.schema import directives, documents, references
from corpus.types import Directive, Reference

_MOST = 300  # nodes of one picture


def resolve(connection: Connection, rows: Sequence[Any]) -> list[str | None]:
    """For each row of `citations`, with the `place` of its document, the one directive that bears its number.

    Dates, issuers and places agree where both sides give them; None where the record holds none, or several fit.
    """
    keys = sorted({r.number_key for r in rows if r.number_key})
    table = directives.c
    found: dict[str, list[Any]] = defaultdict(list)
    for i in range(0, len(keys), 500):
        query = select(table.id, table.number_key, table.date, table.issuer_key, table.place).where(
            table.number_key.in_(keys[i : i + 500]), table.document_id.is_not(None)
        )
        for row in connection.execute(query):
            found[row.number_key].append(row)
    return [_only(r, found.get(r.number_key, ())) for r in rows]


def _only(reference: Any, candidates: Sequence[Any]) -> str | None:
    fitting = [
        c
        for c in candidates
        if (reference.date is None or c.date is None or reference.date == c.date)
        and _within(reference.issuer_key, c.issuer_key)
        and (_within(_key(reference.place), _key(c.place)) or _within(_key(c.place), _key(reference.place)))
    ]
    return fitting[0].id if len(fitting) == 1 else None


def _key(place: str | None) -> str | None:
    return name_key(place) if place else None


def _within(part: str | None, whole: str | None) -> bool:
    """Whether a name is (a part of) another: "UBND tỉnh" is said for "UBND tỉnh Lạng Sơn". What isn't told agrees."""
    return part is None or whole is None or f" {part} " in f" {whole} "


@dataclass(frozen=True, slots=True)
class Graph:
    """Directives around one. `edges`: (citing, cited, the words that cite); `outside`: cited, but not in the record."""

    directives: list[Directive]
    edges: list[tuple[str, str, Reference]]
    outside: list[tuple[str, Reference]]


class Citations:
    """Reads the graph in both directions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def around(self, directive_id: str, *, steps: int = 1) -> Graph:
        """The directives that are up to `steps` citations away, in either direction; 300 at most."""
        with self._database.read() as connection:
            return _around(connection, directive_id, steps)


def _around(connection: Connection, directive_id: str, steps: int) -> Graph:
    seen = {directive_id}
    edges: dict[tuple[str, str, str, int], tuple[str, str, Reference]] = {}
    outside: list[tuple[str, Reference]] = []
    border = {directive_id}
    for _ in range(steps):
        ahead, unknown = _cited_by(connection, border)
        found = ahead + _citing(connection, border)
        outside += unknown
        edges |= {(a, b, r.document_id, r.start): (a, b, r) for a, b, r in found}
        border = {i for a, b, _ in found for i in (a, b)} - seen
        border = set(sorted(border)[: max(0, _MOST - len(seen))])
        seen |= border
        if not border:
            break
    rows = connection.execute(select(directives).where(directives.c.id.in_(sorted(seen)))).all()
    kept = [e for e in edges.values() if e[0] in seen and e[1] in seen]
    return Graph([views.directive(r) for r in rows], kept, outside)


def _cited_by(
    connection: Connection, ids: set[str]
) -> tuple[list[tuple[str, str, Reference]], list[tuple[str, Reference]]]:
    """What the documents of these directives cite: in the record, and outside it."""
    query = (
        select(references, documents.c.directive_id.label("citing"), documents.c.place)
        .join(documents, documents.c.id == references.c.document_id)
        .where(documents.c.directive_id.in_(sorted(ids)), references.c.role == "cited")
        .order_by(references.c.document_id, references.c.place_no)
    )
    rows = connection.execute(query).all()
    inside, outside = [], []
    for row, target in zip(rows, resolve(connection, rows), strict=True):
        if target is None:
            outside.append((row.citing, views.reference(row, None)))
        elif target != row.citing:
            inside.append((row.citing, target, views.reference(row, target)))
    return inside, outside


def _citing(connection: Connection, ids: set[str]) -> list[tuple[str, str, Reference]]:
    """What cites these directives."""
    numbers = select(directives.c.number_key).where(
        directives.c.id.in_(sorted(ids)), directives.c.number_key.is_not(None)
    )
    query = (
        select(references, documents.c.directive_id.label("citing"), documents.c.place)
        .join(documents, documents.c.id == references.c.document_id)
        .where(
            references.c.number_key.in_(numbers), references.c.role == "cited", documents.c.directive_id.is_not(None)
        )
        .order_by(references.c.document_id, references.c.place_no)
        .limit(_MOST * 10)
    )
    rows = connection.execute(query).all()
    targets = resolve(connection, rows)
    return [
        (row.citing, target, views.reference(row, target))
        for row, target in zip(rows, targets, strict=True)
        if target in ids and target is not None and target != row.citing
    ]
