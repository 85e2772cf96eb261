"""What crawls leave: runs and addresses."""

from __future__ import annotations

from alembic import op

from corpus.crawls import crawl_addresses, crawl_runs
from corpus.schema import metadata

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    metadata.create_all(op.get_bind(), tables=[crawl_runs, crawl_addresses])


def downgrade() -> None:
    metadata.drop_all(op.get_bind(), tables=[crawl_runs, crawl_addresses])
