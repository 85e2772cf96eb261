"""What crawls leave: runs and addresses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from corpus.database import Json, Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "crawl_addresses",
        sa.Column("portal", sa.String(length=80), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("final", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("bodiless", sa.Boolean(), nullable=False),
        sa.Column("links", Json(), nullable=False),
        sa.Column("next", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.Column("read_run", sa.Integer(), nullable=True),
        sa.Column("last_run", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("portal", "address", name=op.f("pk_crawl_addresses")),
    )
    op.create_index(op.f("ix_crawl_addresses_last_run"), "crawl_addresses", ["last_run"], unique=False)
    op.create_table(
        "crawl_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("portal", sa.Text(), nullable=False),
        sa.Column("started", Moment(), nullable=False),
        sa.Column("finished", Moment(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=True),
        sa.Column("report", Json(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawl_runs")),
    )
    op.create_index(op.f("ix_crawl_runs_portal"), "crawl_runs", ["portal"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_crawl_runs_portal"), table_name="crawl_runs")
    op.drop_table("crawl_runs")
    op.drop_index(op.f("ix_crawl_addresses_last_run"), table_name="crawl_addresses")
    op.drop_table("crawl_addresses")
