"""What later documents seem to do to earlier directives' tasks: proposed with their words, decided by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row, Select, exists, func, select, update

from corpus import decisions, tasks
from corpus.acts import ACTS
from corpus.audit import Audit, Ledger
from corpus.citations import resolve
from corpus.cursors import page
from corpus.database import Database
from corpus.schema import directives, documents, proposals
from corpus.schema import tasks as task_table
from corpus.tracking import MOVES, change
from corpus.types import ConflictError, Event, NotAllowedError, NotFoundError, Page, Status

ProposalState = Literal["open", "confirmed", "rejected"]
Act = Literal["replace", "abolish", "extend", "adjust", "urge", "report"]

_ENDS: dict[str, Status] = {"replace": "superseded", "abolish": "cancelled", "report": "reported"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document says (`text[start:end]`) that it does something to an earlier directive, None if that isn't known."""

    id: str
    act: Act
    document_id: str
    text: str
    start: int
    end: int
    number: str
    directive_id: str | None
    open_tasks: int
    state: ProposalState
    recorded_at: datetime
    revision: int


class Proposals:
    """Lists proposals, and does what they propose when a person says so."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def list(
        self,
        state: ProposalState | None = "open",
        *,
        document_id: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[Proposal]:
        """Proposals on directives that are in the record, the last recorded first."""
        there = exists().where(directives.c.number_key == proposals.c.number_key, directives.c.document_id.is_not(None))
        query = _all().where(there)
        if state is not None:
            query = query.where(proposals.c.state == state)
        if document_id is not None:
            query = query.where(proposals.c.document_id == document_id)
        keys = [proposals.c.recorded_at, proposals.c.id]
        with self._database.read() as connection:
            return page(
                connection, query, keys, cursor=cursor, limit=limit, descending=True,
                make=lambda rows: _made(connection, rows),
            )  # fmt: skip

    def get(self, proposal_id: str) -> Proposal:
        """A proposal. Raises NotFoundError."""
        with self._database.read() as connection:
            rows = connection.execute(_all().where(proposals.c.id == proposal_id)).all()
            if not rows:
                raise NotFoundError(f"không có đề xuất {proposal_id}")
            return _made(connection, rows)[0]

    def confirm(
        self,
        proposal_id: str,
        *,
        actor: str,
        task_ids: Sequence[str] | None = None,
        due: date | None = None,
        reason: str | None = None,
    ) -> Event:
        """Does what is proposed to the earlier directive's open tasks, or to some of them.

        Replaced ones are superseded, abolished ones cancelled, reported ones reported, extended ones get the new day
        `due`; others are noted.
        """
        with self._audit.ledger(actor) as ledger:
            proposal = _open(ledger, proposal_id)
            if proposal.directive_id is None:
                raise NotAllowedError(f"chưa xác định được văn bản số {proposal.number} trong kho")
            event = _decide(ledger, proposal, "confirmed", reason)
            rows = _affected(ledger, proposal, task_ids)
            if rows:
                _apply(ledger, proposal, rows, due, reason)
            return event

    def reject(self, proposal_id: str, *, actor: str, reason: str | None = None) -> Event:
        """The words don't mean that."""
        with self._audit.ledger(actor) as ledger:
            return _decide(ledger, _open(ledger, proposal_id), "rejected", reason)


def _all() -> Select[Any]:
    return select(proposals, documents.c.place).join(documents, documents.c.id == proposals.c.document_id)


def _made(connection: Any, rows: Sequence[Row[Any]]) -> list[Proposal]:
    """The proposals with the directives that they are on and how many open tasks those have, in two statements."""
    targets = resolve(connection, rows)
    open_ones = (
        select(task_table.c.directive_id, func.count())
        .where(task_table.c.directive_id.in_({t for t in targets if t}), task_table.c.open, task_table.c.current)
        .group_by(task_table.c.directive_id)
    )
    counts = {row[0]: row[1] for row in connection.execute(open_ones)}
    return [
        Proposal(
            r.id, r.act, r.document_id, r.text, r.start, r.end, r.number, t, counts.get(t or "", 0), r.state,
            r.recorded_at, r.revision,
        )
        for r, t in zip(rows, targets, strict=True)
    ]  # fmt: skip


def _open(ledger: Ledger, proposal_id: str) -> Proposal:
    rows = ledger.connection.execute(_all().where(proposals.c.id == proposal_id)).all()
    if not rows:
        raise NotFoundError(f"không có đề xuất {proposal_id}")
    if rows[0].state != "open":
        raise ConflictError("đề xuất này đã có người quyết định", rows[0].revision)
    return _made(ledger.connection, rows)[0]


def _decide(ledger: Ledger, proposal: Proposal, state: ProposalState, reason: str | None) -> Event:
    told = {"proposal": proposal.id, "act": proposal.act, "number": proposal.number, "text": proposal.text}
    event = ledger.add(
        f"proposal.{state}",
        "document",
        proposal.document_id,
        after=told | {"directive": proposal.directive_id},
        reason=reason,
    )
    change_ = update(proposals).where(proposals.c.id == proposal.id).values(state=state, revision=event.seq)
    ledger.connection.execute(change_)
    return event


def _affected(ledger: Ledger, proposal: Proposal, task_ids: Sequence[str] | None) -> list[dict[str, Any]]:
    """The directive's open tasks that the proposal can be done to."""
    of = task_table.c.directive_id == proposal.directive_id
    where = of & task_table.c.open & task_table.c.current
    if task_ids is not None:
        where &= task_table.c.id.in_(list(task_ids))
    rows = tasks.load(ledger.connection, where)
    if task_ids is not None and len(rows) != len(set(task_ids)):
        raise NotAllowedError("có nhiệm vụ không thuộc văn bản được nhắc tới, hoặc đã kết thúc")
    end = _ENDS.get(proposal.act)
    return [r for r in rows if end is None or end in MOVES[r["status"]]]


def _apply(
    ledger: Ledger, proposal: Proposal, rows: Sequence[dict[str, Any]], due: date | None, reason: str | None
) -> None:
    query = select(documents.c.directive_id).where(documents.c.id == proposal.document_id)
    cited = {
        "proposal": proposal.id,
        "cites": {
            "document": proposal.document_id,
            "start": proposal.start,
            "end": proposal.end,
            "text": proposal.text,
        },
        "directive": ledger.connection.execute(query).scalar(),
    }
    if proposal.act == "extend":
        if due is None:
            raise NotAllowedError("hãy cho biết thời hạn mới")
        changes = [
            ("task.extended", row, row | {"overrides": row["overrides"] | {"deadline": _until(due)}}) for row in rows
        ]
        decisions.write(ledger, changes, reason=reason, more=cited)
    else:
        change(ledger, rows, to=_ENDS.get(proposal.act), note=ACTS[proposal.act], reason=reason, more=cited)


def _until(day: date) -> dict[str, Any]:
    """The facts of a deadline that a later document sets; its words are that document's, so none of this one's."""
    return {
        "text": "", "start": None, "end": None, "rule": "person", "date": day.isoformat(), "recurring": False,
        "rrule": None, "reason": None,
    }  # fmt: skip
