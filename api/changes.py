"""What pages and REST do to tasks alike: whether this visitor may, and the change itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from api.asking import answered_by
from api.problems import ProblemError
from api.rights import Visitor
from api.state import State
from corpus.types import Event, EventFilter, Status, Task


def refuse_strangers(state: State, visitor: Visitor, task: Task) -> None:
    """Raises ProblemError 403 where the visitor answers for certain units and the task is none of theirs."""
    if not visitor.units:
        return
    mine = {i for unit in visitor.units for i in answered_by(unit, state.today())}
    if not mine & {a.unit_id for a in task.assignments}:
        raise ProblemError(403, "Nhiệm vụ này không giao cho đơn vị mà bạn phụ trách.")


def move(
    state: State,
    visitor: Visitor,
    task_id: str,
    revision: int,
    *,
    to: Status | None = None,
    assignment: str | None = None,
    on: date | None = None,
    note: str | None = None,
    evidence: Sequence[str] = (),
    reason: str | None = None,
) -> Event:
    """Move a task to a status, or note progress, as `corpus.tracking` does (whose errors it passes on)."""
    refuse_strangers(state, visitor, state.corpus.task(task_id))
    return state.corpus.tracking.change(
        task_id,
        actor=visitor.name,
        revision=revision,
        to=to,
        assignment_id=assignment or None,
        on=on,
        note=note or None,
        evidence=[e.strip() for e in evidence if e.strip()],
        reason=reason or None,
    )


def undo(state: State, visitor: Visitor, seq: int, reason: str | None = None) -> Event:
    """Take back a change of a task, as `corpus.tracking` does; who answers for certain units only of theirs."""
    found = state.corpus.events(EventFilter(after_seq=seq - 1), limit=1, newest_first=False).items
    if found and found[0].subject == "task":
        refuse_strangers(state, visitor, state.corpus.task(found[0].subject_id))
    return state.corpus.tracking.undo(seq, actor=visitor.name, reason=reason)


def place_of(text: str, start: int, end: int, picked: str) -> tuple[int, int]:
    """Where the words that a person picked stand: at the offsets given, or at the nearest place that has them.

    Browsers count line ends otherwise than we do, so the words decide. Raises ProblemError 422 where they are nowhere.
    """
    if not picked or text[start:end] == picked:
        return start, end
    plain = picked.replace("\r\n", "\n")
    places = []
    at = text.find(plain)
    while at >= 0:
        places.append(at)
        at = text.find(plain, at + 1)
    if not places:
        raise ProblemError(422, "Đoạn được chọn không có trong văn bản; hãy chọn lại.")
    best = min(places, key=lambda p: abs(p - start))
    return best, best + len(plain)
