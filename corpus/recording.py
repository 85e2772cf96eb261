"""Takes a reading into the record: document, directive, references, units, tasks, log and outbox, all or nothing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, select

from corpus import facts, keys, outbox
from corpus.audit import Ledger
from corpus.database import canonical
from corpus.inserts import insert_once, upsert
from corpus.merging import project, root
from corpus.rereading import decided, replace_tasks
from corpus.review import flags_of, still_flagged
from corpus.schema import documents, failures, readings, versions
from corpus.types import Capture, Reading
from corpus.units import UnitBook
from nlp.types import Extraction

Row = dict[str, Any]

_NUMBERS = re.compile(r"\d+")


def record(ledger: Ledger, capture: Capture, reading: Reading, extraction: Extraction) -> str:
    """Takes the reading in and answers with its document's id; what is in already changes nothing."""
    connection = ledger.connection
    document = keys.document_id(capture.id, reading.address, reading.media_type)
    done = select(readings.c.version_id).where(
        readings.c.capture_id == capture.id,
        readings.c.document_id == document,
        readings.c.extractor == extraction.version,
    )
    connection.execute(delete(failures).where(failures.c.address == reading.address))
    if connection.execute(done).first():
        return document
    version = _version(ledger, document, reading, extraction)
    head_before = _head(connection, document)
    insert_once(connection, versions, [version])
    added = {
        "capture_id": capture.id, "document_id": document, "extractor": extraction.version,
        "version_id": version["id"], "fetched_at": capture.fetched_at,
    }  # fmt: skip
    insert_once(connection, readings, [added])
    head = _head(connection, document)
    if head is not None and head["version_id"] == version["id"] != (head_before or {}).get("version_id"):
        _apply(ledger, head, version, capture, reading, extraction)
    elif head_before is None or head_before["version_id"] != version["id"]:
        ledger.add("document.older_version", "document", document, after={"version": version["id"]})
    return document


def _version(ledger: Ledger, document: str, reading: Reading, extraction: Extraction) -> Row:
    """The row of `versions`; its id is a hash of all that it says, so the log's word for it vouches for the text."""
    told = _storable(asdict(reading) | {"context": asdict(reading.context)})
    text, source_map = told.pop("text"), told.pop("source_map")
    found = _storable(extraction.to_dict())
    said = [document, text, source_map, told, found]
    return {
        "id": hashlib.sha256(canonical(said).encode()).hexdigest(), "document_id": document,
        "extractor": extraction.version, "text": text, "source_map": source_map, "reading": told,
        "extraction": found, "recorded_at": ledger.at,
    }  # fmt: skip


def _storable(value: Any) -> Any:
    """JSON values that any database stores: dates as text, no NUL, no lone surrogates."""
    if isinstance(value, str):
        return keys.printable(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {keys.printable(str(k)): _storable(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(v) for v in value]
    return value


def _head(connection: Connection, document: str) -> Row | None:
    """The reading that stands: of the latest capture, by the newest extractor."""
    rows = connection.execute(select(readings).where(readings.c.document_id == document)).mappings()
    return max((dict(r) for r in rows), key=_newness, default=None)


def _newness(row: Row) -> tuple[Any, str, list[int], str]:
    return row["fetched_at"], row["capture_id"], [int(n) for n in _NUMBERS.findall(row["extractor"])], row["extractor"]


def _apply(ledger: Ledger, head: Row, version: Row, capture: Capture, reading: Reading, extraction: Extraction) -> None:
    """Makes a version the document's current one: its facts replace the former version's, decisions stay."""
    connection, document = ledger.connection, version["document_id"]
    before = connection.execute(select(documents).where(documents.c.id == document)).mappings().one_or_none()
    book = UnitBook(extraction.mentions, reading.context.place)
    found = facts.found_tasks(document, version, book)
    directive = facts.found_directive(version["extraction"], book, found)
    own = facts.own_directive(document, directive, version["reading"]) if directive else None
    if before is not None and own != before["own_directive_id"] and decided(connection, document, own):
        own, directive = before["own_directive_id"], directive or before["directive_found"]
    placed = before["placed_in"] if before else None
    said = placed or own
    effective = root(connection, said) if said else None
    facts.save_units(connection, book)
    row = _document_row(document, version, capture, reading, extraction, before) | {
        "fetched_at": head["fetched_at"], "own_directive_id": own, "placed_in": placed, "directive_id": effective,
        "directive_found": directive, "found_tasks": len(found),
        "recorded_at": before["recorded_at"] if before else ledger.at,
    }  # fmt: skip
    row["revision"] = ledger.add(
        "document.reread" if before else "document.recorded", "document", document,
        before={"version": before["version_id"], "directive": before["directive_id"]} if before else None,
        after={"version": version["id"], "directive": effective, "address": row["address"]},
    ).seq  # fmt: skip
    upsert(connection, documents, [row])
    facts.replace_parts(connection, document, version, reading)
    replace_tasks(ledger, document, version, before, found, effective)
    touched = {d for d in (effective, before["directive_id"] if before else None) if d}
    project(ledger, touched)
    outbox.put(connection, [document], ledger.revision - 1)


def _document_row(
    document: str, version: Row, capture: Capture, reading: Reading, extraction: Extraction, before: Any
) -> Row:
    told, found = version["reading"], version["extraction"]
    flags = flags_of(reading, extraction)
    published = extraction.published or reading.published
    return {
        "id": document, "version_id": version["id"], "capture_id": capture.id, "address": told["address"],
        "media_type": told["media_type"], "kind": found["kind"], "title": found["title"] or told["title"],
        "published": published, "portal": told["portal"], "place": told["context"]["place"], "ocr": reading.ocr,
        "confidence": reading.confidence, "extractor": extraction.version,
        "notes": [*told["notes"], *found["notes"]], "flags": flags, "flagged": still_flagged(flags, before),
    }  # fmt: skip
