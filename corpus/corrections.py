"""What persons mend in the extractor's facts. A correction is an event, outlives re-extraction, and can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, get_args

from sqlalchemy import Connection, select

from corpus import decisions, recurrence, tasks
from corpus.audit import Audit, Ledger
from corpus.inserts import insert_once
from corpus.keys import make_id, name_key
from corpus.schema import directives, documents, units, versions
from corpus.types import Event, NotAllowedError, NotFoundError
from corpus.units import provisional
from nlp.types import AssigneeRole

Row = dict[str, Any]
RULE = "person"
"""The rule of what a person set."""


@dataclass(frozen=True, slots=True)
class Given:
    """An assignee that a person names: by its span in the text, by a unit's id, or by a name alone."""

    role: AssigneeRole = "lead"
    start: int | None = None
    end: int | None = None
    unit_id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A deadline that a person sets: a day or a rule (RFC 5545), with its span where the text says it."""

    date: date | None = None
    rrule: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What to change of a task; what is None stays. `no_deadline` takes the deadline away."""

    span: tuple[int, int] | None = None
    assignees: Sequence[Given] | None = None
    limit: Limit | None = None
    no_deadline: bool = False


class Corrections:
    """Mends tasks."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    def edit(self, task_id: str, edit: Edit, *, actor: str, revision: int, reason: str | None = None) -> Event:
        """Changes a task's span, assignees or deadline."""
        with self._audit.ledger(actor) as ledger:
            row = _one(ledger, task_id, revision)
            mended = _overrides(_Desk(ledger.connection, row["document_id"]), edit)
            after = row | {"overrides": row["overrides"] | mended}
            return decisions.write(ledger, [("task.corrected", row, after)], reason=reason, more=_told(edit))

    def add(self, document_id: str, edit: Edit, *, actor: str, reason: str | None = None) -> Event:
        """Adds a task that the extractor did not see; `edit.span` says where it stands."""
        if edit.span is None:
            raise NotAllowedError("hãy chọn đoạn văn của nhiệm vụ")
        with self._audit.ledger(actor) as ledger:
            desk = _Desk(ledger.connection, document_id)
            row = desk.new_task(ledger, edit.span, _overrides(desk, edit))
            return decisions.write(ledger, [("task.added", row | {"removed": True}, row)], reason=reason)

    def remove(self, task_id: str, *, actor: str, revision: int, reason: str | None = None) -> Event:
        """Takes a task off the lists that is none."""
        with self._audit.ledger(actor) as ledger:
            row = _one(ledger, task_id, revision)
            return decisions.write(ledger, [("task.removed", row, row | {"removed": True})], reason=reason)

    def split(
        self, task_id: str, spans: Sequence[tuple[int, int]], *, actor: str, revision: int, reason: str | None = None
    ) -> Event:
        """Makes a task of each span, all with its assignees and deadline; the first goes on as the task itself."""
        if len(spans) < 2:
            raise NotAllowedError("tách nhiệm vụ cần ít nhất hai đoạn")
        with self._audit.ledger(actor) as ledger:
            row = _one(ledger, task_id, revision)
            desk = _Desk(ledger.connection, row["document_id"])
            first, *others = sorted(spans)
            changes = [("task.split", row, row | {"overrides": row["overrides"] | desk.words(first)})]
            now = tasks.facts(row)
            for span in others:
                shared = {"assignees": now["assignees"], "deadline": now["deadline"]}
                new = desk.new_task(ledger, span, desk.words(span) | shared)
                changes.append(("task.added", new | {"removed": True}, new))
            return decisions.write(ledger, changes, reason=reason)

    def merge(self, revisions: Mapping[str, int], *, actor: str, reason: str | None = None) -> Event:
        """Makes one task of several (id → revision) of a document: from first word to last, for all their units."""
        with self._audit.ledger(actor) as ledger:
            rows = [_one(ledger, i, r) for i, r in revisions.items()]
            if len(rows) < 2 or len({r["document_id"] for r in rows}) > 1:
                raise NotAllowedError("chỉ gộp được từ hai nhiệm vụ trở lên của cùng một tài liệu")
            rows.sort(key=lambda r: (r["start"], r["id"]))
            facts = [tasks.facts(r) for r in rows]
            desk = _Desk(ledger.connection, rows[0]["document_id"])
            words = desk.words((facts[0]["start"], max(f["end"] for f in facts)))
            named = {(a["unit_id"], a["role"]): a for f in reversed(facts) for a in f["assignees"] or []}
            deadline = next((f["deadline"] for f in facts if f["deadline"]), None)
            kept = rows[0]["overrides"] | words | {"assignees": list(named.values()), "deadline": deadline}
            changes = [("task.merged", rows[0], rows[0] | {"overrides": kept})]
            changes += [("task.removed", r, r | {"removed": True}) for r in rows[1:]]
            return decisions.write(ledger, changes, reason=reason)


def _one(ledger: Ledger, task_id: str, revision: int) -> Row:
    row = decisions.load(ledger.connection, [task_id])[0]
    decisions.check_revision(row, revision)
    return row


class _Desk:
    """A document that a person works on: its text, and what spans of it say."""

    def __init__(self, connection: Connection, document_id: str) -> None:
        query = select(versions.c.text, documents.c.directive_id, documents.c.place).join(
            versions, versions.c.id == documents.c.version_id
        )
        row = connection.execute(query.where(documents.c.id == document_id)).one_or_none()
        if row is None:
            raise NotFoundError(f"không có tài liệu {document_id}")
        self._connection = connection
        self._document_id = document_id
        self._text, self._directive_id, self._place = row

    def words(self, span: tuple[int, int]) -> Row:
        """The facts of a piece of the text, without the white space around it. Raises NotAllowedError for none."""
        start, end = span
        piece = self._text[start:end] if 0 <= start < end <= len(self._text) else ""
        if not piece.strip():
            raise NotAllowedError(f"đoạn {start}–{end} không có chữ nào trong văn bản")
        start += len(piece) - len(piece.lstrip())
        piece = piece.strip()
        return {"text": piece, "start": start, "end": start + len(piece), "rule": RULE}

    def assignee(self, given: Given) -> Row:
        """The facts of an assignee."""
        if given.role not in get_args(AssigneeRole):
            raise NotAllowedError(f"không có vai trò “{given.role}”")
        words = self.words((given.start, given.end or 0)) if given.start is not None else None
        name = words["text"] if words else given.name
        unit_id, name = self._unit(given.unit_id, name)
        return (words or {"text": name, "start": 0, "end": 0, "rule": RULE}) | {"unit_id": unit_id, "role": given.role}

    def _unit(self, unit_id: str | None, name: str | None) -> tuple[str, str]:
        """The unit's id and a name for it; a name that is new makes a provisional unit."""
        if unit_id is not None:
            known = self._connection.execute(select(units.c.name).where(units.c.id == unit_id)).scalar()
            if known is None:
                raise NotFoundError(f"không có đơn vị {unit_id}")
            return unit_id, name or known
        if not name or not name_key(name):
            raise NotAllowedError("hãy cho biết tên đơn vị được giao")
        row = provisional(name, self._place)
        same = (units.c.name_key == row["name_key"]) & (units.c.place_key == row["place_key"]) & units.c.known
        registered = self._connection.execute(select(units.c.id).where(same)).scalars().all()
        if len(registered) == 1:
            return registered[0], name
        insert_once(self._connection, units, [row])
        return row["id"], name

    def deadline(self, limit: Limit) -> Row:
        """The facts of a deadline."""
        if (limit.date is None) == (limit.rrule is None):
            raise NotAllowedError("thời hạn cần một ngày, hoặc một chu kỳ lặp lại")
        if limit.rrule is not None and recurrence.parse(limit.rrule, date(2026, 1, 1)) is None:
            raise NotAllowedError(f"không đọc được chu kỳ lặp lại “{limit.rrule}”")
        words = self.words((limit.start, limit.end or 0)) if limit.start is not None else None
        told = words or {"text": "", "start": None, "end": None, "rule": RULE}
        return told | {
            "date": limit.date.isoformat() if limit.date else None, "recurring": limit.rrule is not None,
            "rrule": limit.rrule, "reason": "recurring" if limit.rrule else None,
        }  # fmt: skip

    def new_task(self, ledger: Ledger, span: tuple[int, int], overrides: Row) -> Row:
        """The row of a task that a person made."""
        query = select(directives).where(directives.c.id == self._directive_id)
        directive = ledger.connection.execute(query).mappings().one_or_none()
        if directive is None:
            raise NotAllowedError("tài liệu này không thuộc văn bản chỉ đạo nào; hãy gắn tài liệu với văn bản trước")
        task_id = make_id("t", self._document_id, RULE, str(ledger.revision), *map(str, span))
        row = tasks.fresh(task_id, self._document_id, None, RULE) | {"overrides": overrides, "recorded_at": ledger.at}
        return tasks.derive(row, dict(directive), None) | {"current": True, "revision": 0}


def _overrides(desk: _Desk, edit: Edit) -> Row:
    """The facts that an edit sets."""
    found: Row = desk.words(edit.span) if edit.span else {}
    if edit.assignees is not None:
        found["assignees"] = [desk.assignee(g) for g in edit.assignees]
    if edit.limit is not None:
        found["deadline"] = desk.deadline(edit.limit)
    elif edit.no_deadline:
        found["deadline"] = None
    if not found:
        raise NotAllowedError("không có gì để sửa")
    return found


def _told(edit: Edit) -> Row:
    """Which fields an edit named, for the event."""
    return {"fields": sorted(k for k, v in asdict(edit).items() if v not in (None, False))}
