"""The record as it began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from corpus.database import Json, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "captures",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captures")),
    )
    op.create_table(
        "chain",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain")),
    )
    op.create_table(
        "directives",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("joined_into", sa.Text(), nullable=True),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_key", sa.Text(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("date_sort", sa.String(length=10), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issuer_key", sa.Text(), nullable=True),
        sa.Column("issuer_unit", sa.Text(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("signer_position", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("chair", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("documents", Json(), nullable=False),
        sa.Column("evidence", Json(), nullable=False),
        sa.Column("reasons", Json(), nullable=False),
        sa.Column("overrides", Json(), nullable=False),
        sa.Column("task_count", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directives")),
    )
    op.create_index("ix_directives_date", "directives", ["date_sort", "id"], unique=False)
    op.create_index("ix_directives_issuer", "directives", ["issuer_key", "date_sort", "id"], unique=False)
    op.create_index("ix_directives_joined", "directives", ["joined_into"], unique=False)
    op.create_index("ix_directives_number", "directives", ["number_key"], unique=False)
    op.create_index("ix_directives_place", "directives", ["place", "date_sort", "id"], unique=False)
    op.create_index("ix_directives_recorded", "directives", ["recorded_at"], unique=False)
    op.create_table(
        "events",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("before", Json(), nullable=True),
        sa.Column("after", Json(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_events")),
    )
    op.create_index("ix_events_action", "events", ["action", "seq"], unique=False)
    op.create_index("ix_events_actor", "events", ["actor", "seq"], unique=False)
    op.create_index("ix_events_at", "events", ["at"], unique=False)
    op.create_index("ix_events_subject", "events", ["subject_id", "seq"], unique=False)
    op.create_table(
        "failures",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("capture_id", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_failures")),
    )
    op.create_index("ix_failures_at", "failures", ["at", "address"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("dead", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_revision", "outbox", ["dead", "revision"], unique=False)
    op.create_table(
        "units",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_key", sa.Text(), nullable=True),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("group", sa.Boolean(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("joined_into", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_index("ix_units_joined", "units", ["joined_into"], unique=False)
    op.create_index("ix_units_name", "units", ["name_key", "place_key"], unique=False)
    op.create_index("ix_units_parent", "units", ["parent_id"], unique=False)
    op.create_table(
        "versions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source_map", Json(), nullable=True),
        sa.Column("reading", Json(), nullable=False),
        sa.Column("extraction", Json(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
    )
    op.create_index("ix_versions_document", "versions", ["document_id"], unique=False)
    op.create_table(
        "documents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("own_directive_id", sa.Text(), nullable=True),
        sa.Column("placed_in", sa.Text(), nullable=True),
        sa.Column("directive_id", sa.Text(), nullable=True),
        sa.Column("capture_id", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("portal", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("ocr", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("notes", Json(), nullable=False),
        sa.Column("flags", Json(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("found_tasks", sa.Integer(), nullable=False),
        sa.Column("directive_found", Json(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_documents_capture_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index("ix_documents_address", "documents", ["address"], unique=False)
    op.create_index("ix_documents_directive", "documents", ["directive_id"], unique=False)
    op.create_index("ix_documents_flagged", "documents", ["flagged", "recorded_at", "id"], unique=False)
    op.create_index("ix_documents_own_directive", "documents", ["own_directive_id"], unique=False)
    op.create_index("ix_documents_portal", "documents", ["portal", "recorded_at", "id"], unique=False)
    op.create_index("ix_documents_published", "documents", ["published", "id"], unique=False)
    op.create_index("ix_documents_recorded", "documents", ["recorded_at", "id"], unique=False)
    op.create_table(
        "readings",
        sa.Column("capture_id", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Text(), nullable=False),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_readings_capture_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_readings_version_id")),
        sa.PrimaryKeyConstraint("capture_id", "document_id", "extractor", name=op.f("pk_readings")),
    )
    op.create_index("ix_readings_document", "readings", ["document_id", "fetched_at"], unique=False)
    op.create_table(
        "sightings",
        sa.Column("capture_id", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.Column("headers", Json(), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_sightings_capture_id")),
        sa.PrimaryKeyConstraint("capture_id", "address", name=op.f("pk_sightings")),
    )
    op.create_index("ix_sightings_address", "sightings", ["address", "fetched_at"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_attachments_document_id")),
        sa.PrimaryKeyConstraint("document_id", "address", name=op.f("pk_attachments")),
    )
    op.create_index("ix_attachments_address", "attachments", ["address"], unique=False)
    op.create_table(
        "citations",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("place_no", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_key", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issuer_key", sa.Text(), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_citations_document_id")),
        sa.PrimaryKeyConstraint("document_id", "place_no", name=op.f("pk_citations")),
    )
    op.create_index("ix_citations_number", "citations", ["number_key"], unique=False)
    op.create_table(
        "proposals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_key", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("issuer_key", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_proposals_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index("ix_proposals_document", "proposals", ["document_id"], unique=False)
    op.create_index("ix_proposals_number", "proposals", ["number_key"], unique=False)
    op.create_index("ix_proposals_state", "proposals", ["state", "recorded_at", "id"], unique=False)
    op.create_table(
        "signatures",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_signatures_document_id")),
        sa.PrimaryKeyConstraint("document_id", "band", name=op.f("pk_signatures")),
    )
    op.create_index("ix_signatures_band", "signatures", ["band"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("directive_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("deadline", Json(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_sort", sa.String(length=10), nullable=False),
        sa.Column("settled_to", sa.Date(), nullable=True),
        sa.Column("recurring", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issuer_key", sa.Text(), nullable=True),
        sa.Column("issued", sa.Date(), nullable=True),
        sa.Column("issued_sort", sa.String(length=10), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("touched", sa.Boolean(), nullable=False),
        sa.Column("same_as", sa.Text(), nullable=True),
        sa.Column("found", Json(), nullable=True),
        sa.Column("overrides", Json(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_tasks_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    op.create_index("ix_tasks_closed", "tasks", ["current", "closed_on"], unique=False)
    op.create_index("ix_tasks_directive", "tasks", ["directive_id", "start"], unique=False)
    op.create_index("ix_tasks_document", "tasks", ["document_id", "start"], unique=False)
    op.create_index("ix_tasks_due", "tasks", ["current", "due_sort", "id", "closed_on", "place"], unique=False)
    op.create_index("ix_tasks_ids", "tasks", ["id", "current", "due_sort"], unique=False)
    op.create_index("ix_tasks_issued", "tasks", ["current", "issued_sort", "id"], unique=False)
    op.create_index("ix_tasks_issuer_due", "tasks", ["current", "issuer_key", "due_sort", "id"], unique=False)
    op.create_index("ix_tasks_open_due", "tasks", ["current", "open", "due_sort", "id"], unique=False)
    op.create_index("ix_tasks_recorded", "tasks", ["current", "recorded_at"], unique=False)
    op.create_index("ix_tasks_status_due", "tasks", ["current", "status", "due_sort", "id"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("whole", sa.String(length=16), nullable=False),
        sa.Column("due_sort", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_assignments_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_assignments_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index("ix_assignments_counts", "assignments", ["current", "unit_id", "whole", "due_sort"], unique=False)
    op.create_index("ix_assignments_task", "assignments", ["task_id"], unique=False)
    op.create_index("ix_assignments_unit", "assignments", ["unit_id", "current", "task_id", "role"], unique=False)
    op.create_table(
        "occurrences",
        sa.Column("task_id", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_occurrences_task_id")),
        sa.PrimaryKeyConstraint("task_id", "due", name=op.f("pk_occurrences")),
    )
    op.execute("INSERT INTO chain (id, seq, hash) VALUES (1, 0, '" + "0" * 64 + "')")


def downgrade() -> None:
    op.drop_table("occurrences")
    op.drop_index("ix_assignments_unit", table_name="assignments")
    op.drop_index("ix_assignments_task", table_name="assignments")
    op.drop_index("ix_assignments_counts", table_name="assignments")
    op.drop_table("assignments")
    op.drop_index("ix_tasks_status_due", table_name="tasks")
    op.drop_index("ix_tasks_recorded", table_name="tasks")
    op.drop_index("ix_tasks_open_due", table_name="tasks")
    op.drop_index("ix_tasks_issuer_due", table_name="tasks")
    op.drop_index("ix_tasks_issued", table_name="tasks")
    op.drop_index("ix_tasks_ids", table_name="tasks")
    op.drop_index("ix_tasks_due", table_name="tasks")
    op.drop_index("ix_tasks_document", table_name="tasks")
    op.drop_index("ix_tasks_directive", table_name="tasks")
    op.drop_index("ix_tasks_closed", table_name="tasks")
    op.drop_table("tasks")
    op.drop_index("ix_signatures_band", table_name="signatures")
    op.drop_table("signatures")
    op.drop_index("ix_proposals_state", table_name="proposals")
    op.drop_index("ix_proposals_number", table_name="proposals")
    op.drop_index("ix_proposals_document", table_name="proposals")
    op.drop_table("proposals")
    op.drop_index("ix_citations_number", table_name="citations")
    op.drop_table("citations")
    op.drop_index("ix_attachments_address", table_name="attachments")
    op.drop_table("attachments")
    op.drop_index("ix_sightings_address", table_name="sightings")
    op.drop_table("sightings")
    op.drop_index("ix_readings_document", table_name="readings")
    op.drop_table("readings")
    op.drop_index("ix_documents_recorded", table_name="documents")
    op.drop_index("ix_documents_published", table_name="documents")
    op.drop_index("ix_documents_portal", table_name="documents")
    op.drop_index("ix_documents_own_directive", table_name="documents")
    op.drop_index("ix_documents_flagged", table_name="documents")
    op.drop_index("ix_documents_directive", table_name="documents")
    op.drop_index("ix_documents_address", table_name="documents")
    op.drop_table("documents")
    op.drop_index("ix_versions_document", table_name="versions")
    op.drop_table("versions")
    op.drop_index("ix_units_parent", table_name="units")
    op.drop_index("ix_units_name", table_name="units")
    op.drop_index("ix_units_joined", table_name="units")
    op.drop_table("units")
    op.drop_index("ix_outbox_revision", table_name="outbox")
    op.drop_table("outbox")
    op.drop_index("ix_failures_at", table_name="failures")
    op.drop_table("failures")
    op.drop_index("ix_events_subject", table_name="events")
    op.drop_index("ix_events_at", table_name="events")
    op.drop_index("ix_events_actor", table_name="events")
    op.drop_index("ix_events_action", table_name="events")
    op.drop_table("events")
    op.drop_index("ix_directives_recorded", table_name="directives")
    op.drop_index("ix_directives_place", table_name="directives")
    op.drop_index("ix_directives_number", table_name="directives")
    op.drop_index("ix_directives_joined", table_name="directives")
    op.drop_index("ix_directives_issuer", table_name="directives")
    op.drop_index("ix_directives_date", table_name="directives")
    op.drop_table("directives")
    op.drop_table("chain")
    op.drop_table("captures")
