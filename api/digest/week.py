"""All that happened in a period, gathered from the record once; what each person gets is chosen from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from api.digest.period import Period
from corpus.crawls import FinishedRun
from corpus.record import Corpus
from corpus.types import Directive, DirectiveFilter, DocumentFilter, Page, Task, TaskFilter

AHEAD = timedelta(days=14)
_PIECE = 500


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the world the record saw in the period, and the head of its log when the mail was made."""

    portals: int
    troubled: tuple[str, ...]
    documents: int
    failed: int
    head: str


@dataclass(slots=True)
class Happenings:
    """What happened in a period and what lies ahead of `today`.

    `given` are tasks that became known in the period, `due` those open that fall due within two weeks, `overdue` those
    open whose day has passed, `done` and `replaced` those closed in the period. `news` are directives that became
    known. `memo` keeps what was chosen for one interest, for the next person who has it.
    """

    period: Period
    today: date
    news: list[Directive]
    given: list[Task]
    due: list[Task]
    overdue: list[Task]
    done: list[Task]
    replaced: list[Task]
    coverage: Coverage
    directives: dict[str, Directive] = field(default_factory=dict)

    by_directive: defaultdict[str, list[Task]] = field(default_factory=lambda: defaultdict(list))
    """The tasks given in the period, by directive."""
    memo: dict[object, Any] = field(default_factory=dict)


def gather(corpus: Corpus, period: Period, today: date) -> Happenings:
    """Reads the record once; what it costs grows with the period, and with what is open, not with the archive.

    A mail that goes out at once tells what is new, and nothing else.
    """
    first, last = period.start.date(), (period.end - timedelta(seconds=1)).date()
    recorded = TaskFilter(recorded_since=period.start)
    ahead = period.kind != "at_once"
    closed = TaskFilter(closed_from=first, closed_to=last)
    news = [
        d for d in _all(corpus.directives, DirectiveFilter(recorded_since=period.start)) if d.recorded_at < period.end
    ]
    found = Happenings(
        period=period,
        today=today,
        news=news,
        given=[t for t in _all(corpus.tasks, recorded) if t.recorded_at < period.end],
        due=list(_all(corpus.tasks, TaskFilter(open=True, due_from=today, due_to=today + AHEAD))) if ahead else [],
        overdue=list(_all(corpus.tasks, TaskFilter(overdue_on=today))) if ahead else [],
        done=list(_all(corpus.tasks, replace(closed, statuses=["done"]))) if ahead else [],
        replaced=list(_all(corpus.tasks, replace(closed, statuses=["superseded", "cancelled"]))) if ahead else [],
        coverage=_coverage(corpus, period),
        directives={d.id: d for d in news},
    )
    for task in found.given:
        found.by_directive[task.directive_id].append(task)
    lists = (found.given, found.due, found.overdue, found.done, found.replaced)
    missing = {t.directive_id for tasks in lists for t in tasks} - set(found.directives)
    for piece in _pieces(sorted(missing)):
        found.directives |= {d.id: d for d in _all(corpus.directives, DirectiveFilter(ids=piece))}
    return found


def _coverage(corpus: Corpus, period: Period) -> Coverage:
    runs: dict[str, FinishedRun] = {}
    for run in corpus.crawls.since(period.start):
        if run.finished is not None and run.finished < period.end:
            runs[run.portal] = run
    head = corpus.audit.head()
    return Coverage(
        portals=len(runs),
        troubled=tuple(sorted(name for name, run in runs.items() if run.state in ("layout", "failed", "stopped"))),
        documents=corpus.documents(DocumentFilter(recorded_since=period.start), limit=1).total,
        failed=corpus.failures(limit=1).total,
        head=f"{head.seq}:{head.hash}",
    )


def _all(read: Callable[..., Page[Any]], wanted: Any) -> Iterator[Any]:
    """Everything that a list of the record holds, piece by piece."""
    cursor: str | None = None
    while True:
        piece = read(wanted, cursor=cursor, limit=_PIECE)
        yield from piece.items
        if (cursor := piece.next) is None:
            return


def _pieces(ids: list[str]) -> Iterator[list[str]]:
    return (ids[at : at + _PIECE] for at in range(0, len(ids), _PIECE))
