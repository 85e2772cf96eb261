"""What persons (or ingest, where texts agree) say belongs together. All of it can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update

from corpus import outbox
from corpus.audit import ROBOT, Audit, Ledger
from corpus.facts import save_units
from corpus.merging import project, root
from corpus.schema import assignments, directives, documents, events, units
from corpus.schema import tasks as task_table
from corpus.types import ConflictError, Event, NotAllowedError, NotFoundError
from corpus.units import UnitBook

Row = dict[str, Any]

EDITABLE = ("type", "number", "date", "issuer", "signer", "signer_position", "subject", "chair")
"""The fields of a directive that a person may set."""


class Joining:
    """Joins and parts, and mends the fields of directives."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    def edit_directive(
        self,
        directive_id: str,
        fields: Mapping[str, str | None],
        *,
        actor: str,
        revision: int,
        reason: str | None = None,
    ) -> Event:
        """Sets fields of a directive (dates as ISO text); None gives a field back to the extractor."""
        for name, value in fields.items():
            if name not in EDITABLE:
                raise NotAllowedError(f"không sửa được trường “{name}”")
            if name == "date" and value is not None:
                _checked_day(value)
        with self._audit.ledger(actor) as ledger:
            row = _directive(ledger.connection, directive_id)
            if row["revision"] != revision:
                raise ConflictError(
                    "văn bản này vừa được người khác thay đổi; hãy xem lại rồi sửa tiếp", row["revision"]
                )
            told = dict(fields) | _issuer_unit(ledger.connection, fields, row["place"])
            kept = {k: v for k, v in row["overrides"].items() if k not in told}
            after = kept | {k: v for k, v in told.items() if v is not None}
            change = update(directives).where(directives.c.id == directive_id)
            ledger.connection.execute(change.values(overrides=after))
            event = ledger.add(
                "directive.corrected", "directive", directive_id, before=row["overrides"], after=after, reason=reason
            )
            project(ledger, [directive_id])
            return event

    def join(self, directive_id: str, into: str, *, actor: str, reason: str | None = None) -> Event:
        """Makes the documents of one directive documents of another: they carry the same order.

        What a person parted, the program (ROBOT) may not join again.
        """
        with self._audit.ledger(actor) as ledger:
            row, target = _directive(ledger.connection, directive_id), root(ledger.connection, into)
            _directive(ledger.connection, target)
            if row["joined_into"] is not None or target == directive_id:
                raise NotAllowedError("văn bản này đã được gộp rồi")
            if actor == ROBOT and _parted_by_a_person(ledger.connection, directive_id):
                raise NotAllowedError("đã có người tách văn bản này ra")
            _set_joined(ledger.connection, directive_id, target)
            event = ledger.add("directive.joined", "directive", directive_id, before=None, after=target, reason=reason)
            _move_documents(ledger, documents.c.directive_id == directive_id)
            return event

    def part(self, directive_id: str, *, actor: str, reason: str | None = None) -> Event:
        """Undoes a join: the directive stands by itself again, with its own documents."""
        with self._audit.ledger(actor) as ledger:
            row = _directive(ledger.connection, directive_id)
            if row["joined_into"] is None:
                raise NotAllowedError("văn bản này chưa được gộp vào văn bản nào")
            _set_joined(ledger.connection, directive_id, None)
            event = ledger.add("directive.parted", "directive", directive_id, before=row["joined_into"], reason=reason)
            target = root(ledger.connection, row["joined_into"])
            _move_documents(ledger, documents.c.directive_id == target)
            return event

    def place(self, document_id: str, directive_id: str | None, *, actor: str, reason: str | None = None) -> Event:
        """Says which directive a document carries; None gives it back to what it says itself."""
        with self._audit.ledger(actor) as ledger:
            query = select(documents.c.placed_in).where(documents.c.id == document_id)
            row = ledger.connection.execute(query).one_or_none()
            if row is None:
                raise NotFoundError(f"không có tài liệu {document_id}")
            if directive_id is not None:
                directive_id = root(ledger.connection, directive_id)
                _directive(ledger.connection, directive_id)
            ledger.connection.execute(
                update(documents).where(documents.c.id == document_id).values(placed_in=directive_id)
            )
            event = ledger.add(
                "document.placed", "document", document_id, before=row.placed_in, after=directive_id, reason=reason
            )
            _move_documents(ledger, documents.c.id == document_id)
            return event

    def join_unit(self, unit_id: str, into: str | None, *, actor: str, reason: str | None = None) -> Event:
        """Says that a (provisional) unit is another one; None parts them again. Its tasks are shown as the other's."""
        with self._audit.ledger(actor) as ledger:
            wanted = select(units).where(units.c.id.in_([unit_id, into or ""]))
            found = {r.id: r for r in ledger.connection.execute(wanted)}
            for one in (unit_id, into):
                if one is not None and one not in found:
                    raise NotFoundError(f"không có đơn vị {one}")
            if into is not None and (into == unit_id or found[into].joined_into is not None):
                raise NotAllowedError("đơn vị đích đã được gộp vào đơn vị khác")
            members = select(units.c.id).where(units.c.joined_into == unit_id).limit(1)
            if into is not None and ledger.connection.execute(members).first():
                raise NotAllowedError("đã có đơn vị khác được gộp vào đơn vị này; hãy tách chúng trước")
            ledger.connection.execute(update(units).where(units.c.id == unit_id).values(joined_into=into))
            event = ledger.add(
                "unit.joined" if into else "unit.parted", "unit", unit_id,
                before=found[unit_id].joined_into, after=into, reason=reason,
            )  # fmt: skip
            given = select(assignments.c.task_id).where(assignments.c.unit_id == unit_id)
            touched = select(task_table.c.document_id).where(task_table.c.id.in_(given)).distinct()
            outbox.put(ledger.connection, ledger.connection.execute(touched).scalars().all(), event.seq)
            return event


def _issuer_unit(connection: Connection, fields: Mapping[str, str | None], place: str | None) -> dict[str, str | None]:
    """The unit and the place that go with an issuer that a person set."""
    if "issuer" not in fields:
        return {}
    if fields["issuer"] is None:
        return {"issuer_unit": None, "place": None}
    book = UnitBook((), place)
    unit = book.issuer(fields["issuer"], None)
    save_units(connection, book)
    return {"issuer_unit": unit["id"], "place": unit["place"]}


def _checked_day(value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise NotAllowedError(f"“{value}” không phải là một ngày (năm-tháng-ngày)") from None


def _directive(connection: Connection, directive_id: str) -> Row:
    row = connection.execute(select(directives).where(directives.c.id == directive_id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"không có văn bản chỉ đạo {directive_id}")
    return dict(row)


def _parted_by_a_person(connection: Connection, directive_id: str) -> bool:
    parted = (events.c.subject_id == directive_id) & (events.c.action == "directive.parted") & (events.c.actor != ROBOT)
    return connection.execute(select(events.c.seq).where(parted).limit(1)).first() is not None


def _set_joined(connection: Connection, directive_id: str, into: str | None) -> None:
    connection.execute(update(directives).where(directives.c.id == directive_id).values(joined_into=into))


def _move_documents(ledger: Ledger, *which: Any) -> None:
    """Gives the documents to the directive that they carry now, and brings both sides in line."""
    connection = ledger.connection
    query = select(documents.c.id, documents.c.own_directive_id, documents.c.placed_in, documents.c.directive_id)
    touched: set[str] = set()
    for row in connection.execute(query.where(*which)).all():
        said = row.placed_in or row.own_directive_id
        target = root(connection, said) if said else None
        touched |= {d for d in (row.directive_id, target) if d}
        connection.execute(update(documents).where(documents.c.id == row.id).values(directive_id=target))
        outbox.put(connection, [row.id], ledger.revision - 1)
    project(ledger, touched)
