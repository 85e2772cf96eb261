"""When a document is read again, by a newer extractor or because its page changed: new facts, old decisions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Text, select, type_coerce

from corpus import tasks
from corpus.audit import Ledger
from corpus.keys import make_id
from corpus.matching import Piece, anchor, match
from corpus.schema import directives, documents, versions
from corpus.schema import tasks as task_table

Row = dict[str, Any]


def decided(connection: Connection, document: str, own: str | None) -> bool:
    """Whether a person has decided something that binds the document to the directive that it carried so far.

    That is a correction of the directive's fields; where it carries none any more (`own`), a decision about a task too.
    """
    corrected = (documents.c.id == document) & (type_coerce(directives.c.overrides, Text) != "{}")
    query = select(documents.c.id).join(directives, directives.c.id == documents.c.own_directive_id).where(corrected)
    if connection.execute(query).first():
        return True
    task = select(task_table.c.id).where(task_table.c.document_id == document, task_table.c.touched).limit(1)
    return own is None and connection.execute(task).first() is not None


def replace_tasks(
    ledger: Ledger, document: str, version: Row, before: Any, found: dict[str, Row], directive: str | None
) -> None:
    """The version's tasks take the place of the former one's; a task that is known again keeps its id and decisions.

    One that isn't found any more is removed, unless a person decided about it.
    """
    connection = ledger.connection
    old = {t["id"]: t for t in tasks.load(connection, task_table.c.document_id == document)}
    text_before = _text(connection, before["version_id"]) if before is not None else None
    known = match(
        [Piece(i, f["text"], f["start"], f["end"]) for i, f in found.items()],
        [Piece(i, t["found"]["text"], t["found"]["start"], t["found"]["end"]) for i, t in old.items() if t["found"]],
        same_text=text_before == version["text"],
    )
    rows = []
    for new_id, fact in found.items():
        row = old.get(known.get(new_id, ""))
        if row is None:
            row = tasks.fresh(_free(new_id, old), document, fact, "extractor")
        else:
            _log_change(ledger, row, fact)
        stands = row["removed"] and row["touched"]
        moved = {} if row["found"] == fact and "revision" in row else {"revision": ledger.revision - 1}
        rows.append(row | moved | {"found": fact, "removed": stands})
    kept = set(known.values())
    rows += [t | {"removed": t["removed"] or not t["touched"]} for i, t in old.items() if i not in kept]
    changed = [_completed(ledger, r, version["text"], directive) for r in rows]
    tasks.save(connection, [r for r in changed if r != old.get(r["id"])])


def _text(connection: Connection, version_id: str) -> str | None:
    return connection.execute(select(versions.c.text).where(versions.c.id == version_id)).scalar()


def _free(task_id: str, taken: dict[str, Row]) -> str:
    """The id, or one made from it where an earlier task, whose words have changed since, bears it already."""
    while task_id in taken:
        task_id = make_id("t", task_id, "again")
    return task_id


def _log_change(ledger: Ledger, row: Row, fact: Row) -> None:
    """A task that a person has decided about isn't changed silently."""
    if row["touched"] and row["found"] != fact:
        ledger.add("task.reread", "task", row["id"], before=row["found"], after=fact)


def _completed(ledger: Ledger, row: Row, text: str, directive: str | None) -> Row:
    """The row as `tasks.save` wants it, its evidence found again in `text`; `merging.project` derives the rest."""
    anchored = row | {"found": anchor(row["found"], text), "overrides": anchor(row["overrides"], text)}
    nothing = dict.fromkeys(("number", "issuer", "issuer_key", "date", "place"))
    unknown: Row = nothing | {"id": directive or row.get("directive_id")}
    base = anchored if "directive_id" in row else tasks.derive(anchored, unknown, None) | {"current": False}
    return {"recorded_at": ledger.at} | base | {"current": base["current"] and not base["removed"]}
