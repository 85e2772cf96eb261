"""What a directive is, put together from the documents that carry it: a function of them, so order is no matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from corpus import outbox, tasks
from corpus.audit import Ledger
from corpus.inserts import upsert
from corpus.keys import name_key, number_key
from corpus.matching import Piece, match
from corpus.schema import directives, documents
from corpus.schema import tasks as task_table

Row = dict[str, Any]

FIELDS = ("form", "type", "number", "date", "issuer", "issuer_unit", "signer", "signer_position", "subject", "chair")
_POOR_OCR = 0.6
_COLUMNS = [c for c in documents.c if c.name not in ("notes", "flags")]


def root(connection: Connection, directive_id: str) -> str:
    """The directive that this one was joined into, at the end of the way; itself where it wasn't."""
    seen = set()
    while directive_id not in seen:
        seen.add(directive_id)
        into = connection.execute(select(directives.c.joined_into).where(directives.c.id == directive_id)).scalar()
        if into is None:
            break
        directive_id = into
    return directive_id


def project(ledger: Ledger, ids: Iterable[str]) -> None:
    """Brings directives, and the tasks of their documents, in line with the documents that carry them now."""
    wanted = sorted(set(ids))
    connection = ledger.connection
    carriers: dict[str, list[Row]] = defaultdict(list)
    for row in connection.execute(select(*_COLUMNS).where(documents.c.directive_id.in_(wanted))).mappings():
        carriers[row["directive_id"]].append(dict(row))
    before = {
        r["id"]: dict(r) for r in connection.execute(select(directives).where(directives.c.id.in_(wanted))).mappings()
    }
    by_document: dict[str, list[Row]] = defaultdict(list)
    all_ids = [d["id"] for group in carriers.values() for d in group]
    for task in tasks.load(connection, task_table.c.document_id.in_(all_ids)):
        by_document[task["document_id"]].append(task)
    for directive_id in wanted:
        _project_one(ledger, directive_id, carriers[directive_id], before.get(directive_id), by_document)


def _project_one(
    ledger: Ledger, directive_id: str, carriers: list[Row], before: Row | None, by_document: dict[str, list[Row]]
) -> None:
    ranked = sorted(carriers, key=_rank)
    row = _merge(directive_id, ranked, before)
    mine = [t for d in ranked for t in by_document[d["id"]]]
    changed = before is None or any(row[k] != before[k] for k in row if k not in ("revision", "task_count"))
    start = row["date"] or min((d["published"] for d in ranked if d["published"]), default=None)
    was = {t["id"]: t for t in mine}
    mine = [tasks.derive(t, row, start) for t in _choose(mine, row["document_id"])]
    row["task_count"] = sum(t["current"] for t in mine)
    if changed:
        row["revision"] = ledger.add(
            "directive.recorded" if before is None else "directive.changed", "directive", directive_id,
            before=plain(before, FIELDS, "documents", "document_id") if before else None,
            after=plain(row, FIELDS, "documents", "document_id"),
        ).seq  # fmt: skip
    if changed or before is None or before["task_count"] != row["task_count"]:
        upsert(ledger.connection, directives, [row])
    tasks.save(ledger.connection, [t for t in mine if t != was[t["id"]]])
    if changed:
        outbox.put(ledger.connection, [d["id"] for d in ranked], row["revision"])


def _rank(document: Row) -> tuple[bool, bool, bool, int, str]:
    """The best document first: one with tasks, the official text, not read by OCR, with more tasks."""
    poor = document["ocr"] and (document["confidence"] or 0) < _POOR_OCR
    official = document["kind"] == "dispatch" and not poor
    return document["found_tasks"] == 0, not official, document["ocr"], -document["found_tasks"], document["id"]


def _merge(directive_id: str, ranked: Sequence[Row], before: Row | None) -> Row:
    """The directive's row: each field from the best document that gives it, a person's word over all."""
    overrides = before["overrides"] if before else {}
    values: Row = dict.fromkeys(FIELDS)
    evidence: dict[str, list[Any]] = {}
    for name in FIELDS:
        for document in ranked:
            found = document["directive_found"] or {}
            if found.get(name) is not None:
                values[name] = found[name]
                span = (found.get("spans") or {}).get(name)
                if span:
                    evidence[name] = [document["id"], *span]
                break
    values |= overrides
    values["date"] = date.fromisoformat(values["date"]) if values["date"] else None
    reasons = (ranked[0]["directive_found"] or {}).get("reasons", {}) if ranked else {}
    number, issuer = values["number"], values["issuer"]
    return values | {
        "id": directive_id,
        "joined_into": before["joined_into"] if before else None,
        "form": values["form"] or "document",
        "number_key": number_key(number) if number else None,
        "issuer_key": name_key(issuer) if issuer else None,
        "date_sort": values["date"].isoformat() if values["date"] else tasks.FIRST_DAY,
        "place": values.get("place")
        or next((p for d in ranked if (p := (d["directive_found"] or {}).get("place"))), None),
        "document_id": ranked[0]["id"] if ranked else None,
        "documents": [d["id"] for d in ranked],
        "evidence": {k: v for k, v in evidence.items() if k not in overrides},
        "reasons": {k: v for k, v in reasons.items() if values.get(k) is None},
        "overrides": overrides,
        "task_count": 0,
        "recorded_at": min((d["recorded_at"] for d in ranked), default=before["recorded_at"] if before else None),
        "revision": before["revision"] if before else 0,
    }


def _choose(mine: Sequence[Row], best: str | None) -> list[Row]:
    """Which tasks are listed: those of the best document, and those of others that a person has decided about.

    A task of the best document that says what a decided one says gives way to it.
    """
    decided = [t for t in mine if t["touched"] and not t["removed"] and t["document_id"] != best]
    pieces = [_piece(t) for t in mine if t["document_id"] == best and not t["touched"] and not t["removed"]]
    same = match(pieces, [_piece(t) for t in decided], same_text=False)
    return [
        t | {
            "same_as": same.get(t["id"]),
            "current": not t["removed"] and t["id"] not in same and (t["document_id"] == best or t["touched"]),
        }
        for t in mine
    ]  # fmt: skip


def _piece(task: Row) -> Piece:
    now = tasks.facts(task)
    return Piece(task["id"], now["text"], now["start"], now["end"])


def plain(row: Row, *names: str | Iterable[str]) -> Row:
    """The named fields as JSON values, for an event."""
    flat = [n for name in names for n in ([name] if isinstance(name, str) else name)]
    return {n: row[n].isoformat() if isinstance(row[n], date) else row[n] for n in flat}
