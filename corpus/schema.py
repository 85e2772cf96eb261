"""The tables. `events`, `versions`, `readings`, `captures` and `sightings` only grow; others are derived, or lists."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from corpus.database import Json, Moment

REVISION = "0003"
"""The migration that these tables correspond to."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(column_0_label)s",
    }
)
_ID = Text
_SHA = String(64)


def indexed(name: str, *columns: str) -> Index:
    """An index of a table that is being described."""
    return Index(f"ix_{name}", *columns)


captures = Table(
    "captures",
    metadata,
    Column("id", _SHA, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Column("data", LargeBinary),
)

sightings = Table(
    "sightings",
    metadata,
    Column("capture_id", _SHA, ForeignKey("captures.id"), primary_key=True),
    Column("address", Text, primary_key=True),
    Column("fetched_at", Moment, nullable=False),
    Column("headers", Json, nullable=False),
    indexed("sightings_address", "address", "fetched_at"),
)

failures = Table(
    "failures",
    metadata,
    Column("address", Text, primary_key=True),
    Column("capture_id", _SHA),
    Column("reason", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("final", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    indexed("failures_at", "at", "address"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("version_id", _ID, nullable=False),
    Column("own_directive_id", _ID),
    Column("placed_in", _ID),
    Column("directive_id", _ID),
    Column("capture_id", _SHA, ForeignKey("captures.id"), nullable=False),
    Column("address", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("title", Text),
    Column("published", Date),
    Column("portal", Text),
    Column("place", Text),
    Column("ocr", Boolean, nullable=False),
    Column("confidence", Float),
    Column("fetched_at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("notes", Json, nullable=False),
    Column("flags", Json, nullable=False),
    Column("flagged", Boolean, nullable=False),
    Column("found_tasks", Integer, nullable=False),
    Column("directive_found", Json),
    Column("revision", BigInteger, nullable=False),
    indexed("documents_directive", "directive_id"),
    indexed("documents_own_directive", "own_directive_id"),
    indexed("documents_address", "address"),
    indexed("documents_recorded", "recorded_at", "id"),
    indexed("documents_published", "published", "id"),
    indexed("documents_portal", "portal", "recorded_at", "id"),
    indexed("documents_flagged", "flagged", "recorded_at", "id"),
)

versions = Table(
    "versions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("document_id", _ID, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("source_map", Json),
    Column("reading", Json, nullable=False),
    Column("extraction", Json, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    indexed("versions_document", "document_id"),
)

readings = Table(
    "readings",
    metadata,
    Column("capture_id", _SHA, ForeignKey("captures.id"), primary_key=True),
    Column("document_id", _ID, primary_key=True),
    Column("extractor", Text, primary_key=True),
    Column("version_id", _ID, ForeignKey("versions.id"), nullable=False),
    Column("fetched_at", Moment, nullable=False),
    indexed("readings_document", "document_id", "fetched_at"),
)

attachments = Table(
    "attachments",
    metadata,
    Column("document_id", _ID, ForeignKey("documents.id"), primary_key=True),
    Column("address", Text, primary_key=True),
    indexed("attachments_address", "address"),
)

signatures = Table(
    "signatures",
    metadata,
    Column("document_id", _ID, ForeignKey("documents.id"), primary_key=True),
    Column("band", BigInteger, primary_key=True),
    indexed("signatures_band", "band"),
)

directives = Table(
    "directives",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("joined_into", _ID),
    Column("form", String(16), nullable=False),
    Column("type", Text),
    Column("number", Text),
    Column("number_key", Text),
    Column("date", Date),
    Column("date_sort", String(10), nullable=False),
    Column("issuer", Text),
    Column("issuer_key", Text),
    Column("issuer_unit", _ID),
    Column("signer", Text),
    Column("signer_position", Text),
    Column("subject", Text),
    Column("chair", Text),
    Column("place", Text),
    Column("document_id", _ID),
    Column("documents", Json, nullable=False),
    Column("evidence", Json, nullable=False),
    Column("reasons", Json, nullable=False),
    Column("overrides", Json, nullable=False),
    Column("task_count", Integer, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("revision", BigInteger, nullable=False),
    indexed("directives_date", "date_sort", "id"),
    indexed("directives_number", "number_key"),
    indexed("directives_issuer", "issuer_key", "date_sort", "id"),
    indexed("directives_place", "place", "date_sort", "id"),
    indexed("directives_recorded", "recorded_at"),
    indexed("directives_joined", "joined_into"),
)

references = Table(
    "citations",
    metadata,
    Column("document_id", _ID, ForeignKey("documents.id"), primary_key=True),
    Column("place_no", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("number", Text),
    Column("number_key", Text),
    Column("type", Text),
    Column("date", Date),
    Column("issuer", Text),
    Column("issuer_key", Text),
    Column("role", String(16), nullable=False),
    indexed("citations_number", "number_key"),
)

units = Table(
    "units",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("place", Text),
    Column("place_key", Text),
    Column("known", Boolean, nullable=False),
    Column("group", Boolean, nullable=False),
    Column("parent_id", _ID),
    Column("joined_into", _ID),
    indexed("units_name", "name_key", "place_key"),
    indexed("units_joined", "joined_into"),
    indexed("units_parent", "parent_id"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("directive_id", _ID, nullable=False),
    Column("document_id", _ID, ForeignKey("documents.id"), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("deadline", Json),
    Column("due", Date),
    Column("due_sort", String(10), nullable=False),
    Column("settled_to", Date),
    Column("recurring", Boolean, nullable=False),
    Column("status", String(16), nullable=False),
    Column("open", Boolean, nullable=False),
    Column("number", Text),
    Column("issuer", Text),
    Column("issuer_key", Text),
    Column("issued", Date),
    Column("issued_sort", String(10), nullable=False),
    Column("place", Text),
    Column("current", Boolean, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("touched", Boolean, nullable=False),
    Column("same_as", _ID),
    Column("found", Json),
    Column("overrides", Json, nullable=False),
    Column("closed_on", Date),
    Column("recorded_at", Moment, nullable=False),
    Column("revision", BigInteger, nullable=False),
    indexed("tasks_directive", "directive_id", "start"),
    indexed("tasks_document", "document_id", "start"),
    indexed("tasks_due", "current", "due_sort", "id", "closed_on", "place"),
    indexed("tasks_ids", "id", "current", "due_sort"),
    indexed("tasks_open_due", "current", "open", "due_sort", "id"),
    indexed("tasks_status_due", "current", "status", "due_sort", "id"),
    indexed("tasks_issuer_due", "current", "issuer_key", "due_sort", "id"),
    indexed("tasks_issued", "current", "issued_sort", "id"),
    indexed("tasks_recorded", "current", "recorded_at"),
    indexed("tasks_closed", "current", "closed_on"),
)

occurrences = Table(
    "occurrences",
    metadata,
    Column("task_id", _ID, ForeignKey("tasks.id"), primary_key=True),
    Column("due", Date, primary_key=True),
    Column("settled_on", Date, nullable=False),
)

assignments = Table(
    "assignments",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("task_id", _ID, ForeignKey("tasks.id"), nullable=False),
    Column("unit_id", _ID, ForeignKey("units.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("current", Boolean, nullable=False),
    Column("whole", String(16), nullable=False),
    Column("due_sort", String(10), nullable=False),
    indexed("assignments_task", "task_id"),
    indexed("assignments_unit", "unit_id", "current", "task_id", "role"),
    indexed("assignments_counts", "current", "unit_id", "whole", "due_sort"),
)

events = Table(
    "events",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("before", Json),
    Column("after", Json),
    Column("reason", Text),
    Column("previous", _SHA, nullable=False),
    Column("hash", _SHA, nullable=False),
    indexed("events_subject", "subject_id", "seq"),
    indexed("events_actor", "actor", "seq"),
    indexed("events_action", "action", "seq"),
    indexed("events_at", "at"),
)

chain = Table(
    "chain",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", _SHA, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("document_id", _ID, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    Column("holder", Text),
    Column("leased_until", Moment),
    Column("dead", Boolean, nullable=False),
    indexed("outbox_revision", "dead", "revision"),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("document_id", _ID, ForeignKey("documents.id"), nullable=False),
    Column("act", String(16), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("number_key", Text, nullable=False),
    Column("date", Date),
    Column("issuer_key", Text),
    Column("state", String(16), nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("revision", BigInteger, nullable=False),
    indexed("proposals_document", "document_id"),
    indexed("proposals_state", "state", "recorded_at", "id"),
    indexed("proposals_number", "number_key"),
)
