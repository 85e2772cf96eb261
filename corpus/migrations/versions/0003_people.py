"""Accounts, recipients of mail, and the ledger of mails."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from corpus.database import Json, Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("units", Json(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("outside_subject", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login"),
        sa.UniqueConstraint("outside_subject"),
    )
    op.create_table(
        "login_attempts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempts")),
    )
    op.create_index("ix_login_attempts_who", "login_attempts", ["who", "at"], unique=False)
    op.create_table(
        "recipients",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("stopped_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients")),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "sends",
        sa.Column("recipient_id", sa.Text(), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("retry_at", Moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("archive", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_sends_recipient_id")),
        sa.PrimaryKeyConstraint("recipient_id", "period", name=op.f("pk_sends")),
    )
    op.create_index("ix_sends_period", "sends", ["period", "state"], unique=False)
    op.create_index("ix_sends_state", "sends", ["state", "period"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sessions_account_id")),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_account", "sessions", ["account_id"], unique=False)
    op.create_index("ix_sessions_expires", "sessions", ["expires_at"], unique=False)
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("recipient_id", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("value", Json(), nullable=True),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("options", Json(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_subscriptions_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    op.create_index("ix_subscriptions_period", "subscriptions", ["period", "hour", "recipient_id"], unique=False)
    op.create_index("ix_subscriptions_recipient", "subscriptions", ["recipient_id"], unique=False)
    op.create_index("ix_subscriptions_topic", "subscriptions", ["topic"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_tokens_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("key_hash"),
    )
    op.create_index("ix_tokens_account", "tokens", ["account_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_tokens_account", table_name="tokens")
    op.drop_table("tokens")
    op.drop_index("ix_subscriptions_topic", table_name="subscriptions")
    op.drop_index("ix_subscriptions_recipient", table_name="subscriptions")
    op.drop_index("ix_subscriptions_period", table_name="subscriptions")
    op.drop_table("subscriptions")
    op.drop_index("ix_sessions_expires", table_name="sessions")
    op.drop_index("ix_sessions_account", table_name="sessions")
    op.drop_table("sessions")
    op.drop_index("ix_sends_state", table_name="sends")
    op.drop_index("ix_sends_period", table_name="sends")
    op.drop_table("sends")
    op.drop_table("recipients")
    op.drop_index("ix_login_attempts_who", table_name="login_attempts")
    op.drop_table("login_attempts")
    op.drop_table("accounts")
