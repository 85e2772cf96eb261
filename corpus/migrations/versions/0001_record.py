"""The record as it began."""

from __future__ import annotations

from alembic import op
from sqlalchemy import insert

from corpus.schema import chain, metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())
    op.get_bind().execute(insert(chain).values(id=1, seq=0, hash="0" * 64))


def downgrade() -> None:
    metadata.drop_all(op.get_bind())
