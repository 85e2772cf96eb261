"""How fast is the record? Documents recorded a second, and the time of lists over 100,000 tasks.

python -m benchmarks.record [DATABASE URL]
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from corpus import Corpus, schema
from corpus.types import TaskFilter
from tests.corpus.build import Order, Paper

DOCUMENTS, COPIES, TASKS = 500, 20, 10
DAY = date(2024, 6, 1)
UNITS = [f"Sở {n}" for n in ("Xây dựng", "Tài chính", "Y tế", "Nội vụ", "Tư pháp")] + [
    f"UBND xã {i}" for i in range(200)
]
COPIED = {
    "documents": ("id", "directive_id", "own_directive_id"),
    "directives": ("id", "document_id"),
    "tasks": ("id", "directive_id", "document_id"),
    "assignments": ("id", "task_id"),
}
"""Tables that are multiplied, with the columns that get new ids."""


def fill(corpus: Corpus) -> float:
    """Documents recorded a second; then copies of their rows, to make up 100,000 tasks."""
    begun = time.perf_counter()
    for i in range(DOCUMENTS):
        dice = random.Random(i)
        orders = tuple(
            Order(
                f"thực hiện nhiệm vụ {k} của văn bản {i} về phát triển kinh tế - xã hội",
                (dice.choice(UNITS), dice.choice(UNITS)),
                (dice.choice(UNITS),),
                DAY + timedelta(days=dice.randrange(-900, 900)) if dice.random() < 0.6 else None,
            )
            for k in range(TASKS)
        )
        day = DAY - timedelta(days=dice.randrange(1500))
        Paper(f"{i}/UBND", orders, f"UBND tỉnh {i % 20}", day, address=f"https://a.example/{i}").record(corpus)
    rate = DOCUMENTS / (time.perf_counter() - begun)
    with corpus._database.write() as connection:
        for copy in range(1, COPIES):
            for name, keys in COPIED.items():
                table = schema.metadata.tables[name]
                columns = [c.concat(f"~{copy}") if c.name in keys else c for c in table.c]
                originals = select(*columns).where(table.c.id.not_like("%~%"))
                connection.execute(insert(table).from_select([c.name for c in table.c], originals))
        total = connection.execute(select(func.count()).select_from(schema.tasks)).scalar_one()
    print(f"{rate:.0f} documents of {TASKS} tasks a second; {total:,} tasks in the record")
    return rate


def timed(name: str, ask: Callable[[], Any]) -> None:
    """Prints the median and the worst of nine tries, in ms."""
    times = []
    for _ in range(9):
        begun = time.perf_counter()
        ask()
        times.append((time.perf_counter() - begun) * 1000)
    print(f"{name:28}{statistics.median(times):8.1f}{max(times):8.1f} ms")


def main(url: str) -> None:
    """Fills a record and asks it."""
    with Corpus.open(url) as corpus:
        fill(corpus)
        unit = corpus.find_units("Sở Xây dựng")[0].id
        second = corpus.tasks().next
        timed("tasks, first piece", corpus.tasks)
        timed("tasks, second piece", lambda: corpus.tasks(cursor=second))
        timed("tasks, overdue", lambda: corpus.tasks(TaskFilter(overdue_on=DAY)))
        timed("tasks, last issued", lambda: corpus.tasks(order="issued"))
        timed("tasks of a unit", lambda: corpus.tasks(TaskFilter(units=[unit])))
        timed("tasks of an issuer", lambda: corpus.tasks(TaskFilter(issuer="UBND tỉnh 3")))
        timed("directives", corpus.directives)
        timed("units", corpus.units)
        timed("counts", lambda: corpus.statistics.counts(DAY, DAY + timedelta(days=7)))
        timed("counts by unit", lambda: corpus.statistics.by_unit(DAY, DAY + timedelta(days=7)))
        timed("log verified", corpus.audit.verify)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(f"sqlite:///{folder}/chidao.db")
