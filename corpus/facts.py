"""The rows that one extraction gives: its directive, tasks, references and units."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, select, update

from corpus import keys
from corpus.acts import rows
from corpus.inserts import insert_once
from corpus.schema import attachments, proposals, references, signatures, units
from corpus.types import Reading
from corpus.units import UnitBook, fairer

Row = dict[str, Any]

_UNNAMED: Row = {
    "form": "document", "type": None, "number": None, "date": None, "issuer": None, "subject": None, "chair": None,
    "spans": {}, "reasons": {}, "issuer_unit": None, "issuer_told": False, "place": None, "signer": None,
    "signer_position": None,
}  # fmt: skip


def found_directive(found: Row, book: UnitBook, tasks: dict[str, Row]) -> Row | None:
    """What this document says of the directive, as `merging` puts it together with others."""
    directive = found["directive"]
    if directive is None:
        return _UNNAMED if tasks else None
    signer = directive["signer"] or {}
    day = date.fromisoformat(directive["date"]) if directive["date"] else None
    unit = book.issuer(directive["issuer"], day, directive["spans"].get("issuer")) if directive["issuer"] else None
    same = ("form", "type", "number", "date", "issuer", "subject", "chair", "spans", "reasons")
    return {name: directive[name] for name in same} | {
        "issuer_unit": unit["id"] if unit else None, "place": unit["place"] if unit else book.place,
        "signer": signer.get("name"), "signer_position": signer.get("position"), "issuer_told": _told(unit),
    }  # fmt: skip


def _told(unit: Row | None) -> bool:
    """Whether an issuer can be told from those of other places: the registry knows it, or its place is known."""
    return unit is not None and (unit["known"] or unit["place"] is not None)


def own_directive(document: str, directive: Row, told: Row) -> str:
    """The id of the directive that this document by itself says it carries."""
    day = directive["date"]
    published = told["published"]
    return keys.directive_key(
        document, form=directive["form"], type=directive["type"], number=directive["number"],
        issuer=directive["issuer_unit"] if directive["issuer_told"] else None,
        day=date.fromisoformat(day) if day else None, year=int(published[:4]) if published else None,
        chair=directive["chair"], subject=directive["subject"],
    )  # fmt: skip


def found_tasks(document: str, version: Row, book: UnitBook) -> dict[str, Row]:
    """The extractor's tasks by id, their assignees as units. The id is of the words, so it outlives a moved span."""
    found: dict[str, Row] = {}
    counts: dict[str, int] = {}
    for task in version["extraction"]["tasks"]:
        key = keys.name_key(task["text"])
        counts[key] = counts.get(key, 0) + 1
        assignees = [a | {"unit_id": book.unit_at(a["text"], a["start"], a["end"])} for a in task["assignees"]]
        fact = {k: task[k] for k in ("text", "start", "end", "rule", "deadline")} | {"assignees": assignees}
        found[keys.make_id("t", document, key, str(counts[key]))] = fact
    return found


def save_units(connection: Connection, book: UnitBook) -> None:
    """Adds the units that are new, and betters the spelling of those that are there."""
    query = select(units.c.id, units.c.name).where(units.c.id.in_(list(book.rows)))
    there = {row.id: row.name for row in connection.execute(query)}
    insert_once(connection, units, [r for r in book.rows.values() if r["id"] not in there])
    for row in book.rows.values():
        if row["id"] in there and fairer(row["name"], there[row["id"]]):
            connection.execute(update(units).where(units.c.id == row["id"]).values(name=row["name"]))


def replace_parts(connection: Connection, document: str, version: Row, reading: Reading) -> None:
    """References, attachments, signatures and proposals are the current version's; proposals decided on stay."""
    for table in (references, attachments, signatures):
        connection.execute(delete(table).where(table.c.document_id == document))
    cited = [
        {
            "document_id": document, "place_no": i, "text": r["text"], "start": r["start"], "end": r["end"],
            "rule": r["rule"], "type": r["type"], "number": r["number"],
            "number_key": keys.number_key(r["number"]) if r["number"] else None,
            "date": date.fromisoformat(r["date"]) if r["date"] else None, "issuer": r["issuer"],
            "issuer_key": keys.name_key(r["issuer"]) if r["issuer"] else None, "role": r["role"],
        }
        for i, r in enumerate(version["extraction"]["references"])
    ]  # fmt: skip
    insert_once(connection, references, cited)
    linked = sorted(set(version["reading"]["attachments"]))
    insert_once(connection, attachments, [{"document_id": document, "address": a} for a in linked])
    insert_once(
        connection,
        signatures,
        [{"document_id": document, "band": b} for b in sorted(set(map(keys.band_key, reading.signature)))],
    )
    _replace_proposals(connection, document, version)


def _replace_proposals(connection: Connection, document: str, version: Row) -> None:
    found = version["extraction"]
    kind = (found["directive"] or {}).get("type")
    connection.execute(delete(proposals).where(proposals.c.document_id == document, proposals.c.state == "open"))
    told = {"recorded_at": version["recorded_at"], "revision": 0}
    acts = [row | told for row in rows(document, version["text"], found["references"], kind)]
    insert_once(connection, proposals, acts)
