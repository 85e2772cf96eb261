"""What a question costs doesn't grow with the answer: a fixed number of statements, and indexes for what lists ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from corpus import Corpus
from corpus.types import DirectiveFilter, TaskFilter
from tests.corpus.build import Order, Paper

DAY = date(2024, 6, 1)


@dataclass
class Known:
    """Ids in the record that is asked."""

    documents: list[str]
    directive: str
    units: list[str]


QUESTIONS: dict[str, tuple[int, Callable[[Corpus, Known], Any]]] = {
    # statements, the transaction's beginning included
    "tasks": (4, lambda c, _: c.tasks(limit=500)),
    "tasks of units": (4, lambda c, k: c.tasks(TaskFilter(units=k.units), limit=500)),
    "directives": (3, lambda c, _: c.directives(limit=500)),
    "directives of units": (3, lambda c, k: c.directives(DirectiveFilter(units=k.units), limit=500)),
    "documents": (3, lambda c, _: c.documents(limit=500)),
    "units": (3, lambda c, _: c.units(limit=500)),
    "events": (3, lambda c, _: c.events(limit=500)),
    "bundles": (8, lambda c, k: c.bundles(k.documents)),
    "directive": (3, lambda c, k: c.directive(k.directive)),
    "counts": (2, lambda c, _: c.statistics.counts(DAY, DAY)),
    "counts by unit": (2, lambda c, _: c.statistics.by_unit(DAY, DAY)),
    "proposals": (5, lambda c, _: c.proposals.list(limit=500)),
}


@contextmanager
def counted(corpus: Corpus) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(corpus._database._engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(corpus._database._engine, "before_cursor_execute", note)


@pytest.mark.parametrize("size", [2, 30])
def test_statements_do_not_grow_with_the_record(light: Corpus, size: int) -> None:
    found = []
    for i in range(size):
        orders = tuple(Order(f"việc {k} của văn bản {i}", ("Sở Xây dựng", f"UBND xã {k}")) for k in range(3))
        cites = (("Thay thế ", f"{i - 1}/UBND"),)
        found.append(Paper(f"{i}/UBND", orders, address=f"https://a.example/{i}", cites=cites).record(light))
    known = Known([d.id for d in found], found[0].directive_id or "", [u.id for u in light.units().items])
    cost = {}
    for name, (_, ask) in QUESTIONS.items():
        with counted(light) as seen:
            ask(light, known)
        cost[name] = len(seen)
    assert cost == {name: most for name, (most, _) in QUESTIONS.items()}


def test_a_document_is_recorded_in_a_fixed_number_of_statements(light: Corpus) -> None:
    costs = set()
    for i in range(2, 5):
        orders = tuple(Order(f"việc {k} của văn bản {i}", ("Sở Xây dựng",)) for k in range(10**i // 50))
        with counted(light) as seen:
            Paper(f"{i}/UBND", orders, address=f"https://a.example/{i}").record(light)
        costs.add(len(seen))
    assert max(costs) <= 50


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (TaskFilter(), "ix_tasks_due"),
        (TaskFilter(open=True), "ix_tasks_open_due"),
        (TaskFilter(statuses=["done"]), "ix_tasks_status_due"),
        (TaskFilter(issuer="UBND tỉnh Lạng Sơn"), "ix_tasks_issuer_due"),
        (TaskFilter(place="tỉnh Lạng Sơn"), "ix_tasks_due"),
    ],
)
def test_lists_come_from_an_index_in_their_order(light: Corpus, wanted: TaskFilter, index: str) -> None:
    with counted(light) as seen:
        light.tasks(wanted)
    statement = next(s for s in seen if "ORDER BY" in s)
    with light._database.read() as connection:
        values = ["1"] * statement.count("?")
        plan = " ".join(r[3] for r in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values)))
    assert index in plan
    assert "TEMP B-TREE" not in plan
