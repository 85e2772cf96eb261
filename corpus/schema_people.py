"""The tables of people: accounts and what proves them, recipients of mail and what was sent to them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table, Text

from corpus.database import Json, Moment
from corpus.schema import indexed, metadata

_ID = Text
_SHA = String(64)

accounts = Table(
    "accounts",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("role", String(16), nullable=False),
    Column("units", Json, nullable=False),
    Column("password_hash", Text),
    Column("outside_subject", Text, unique=True),
    Column("active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("revision", BigInteger, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("key_hash", _SHA, primary_key=True),
    Column("account_id", _ID, ForeignKey("accounts.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    indexed("sessions_account", "account_id"),
    indexed("sessions_expires", "expires_at"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("key_hash", _SHA, nullable=False, unique=True),
    Column("account_id", _ID, ForeignKey("accounts.id"), nullable=False),
    Column("label", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    indexed("tokens_account", "account_id"),
)

login_attempts = Table(
    "login_attempts",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("who", Text, nullable=False),
    Column("at", Moment, nullable=False),
    indexed("login_attempts_who", "who", "at"),
)

recipients = Table(
    "recipients",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("email", Text, nullable=False, unique=True),
    Column("name", Text),
    Column("account_id", _ID),
    Column("key", Text, nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("confirmed_at", Moment),
    Column("stopped_at", Moment),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("recipient_id", _ID, ForeignKey("recipients.id"), nullable=False),
    Column("topic", String(16), nullable=False),
    Column("value", Json),
    Column("period", String(16), nullable=False),
    Column("hour", Integer, nullable=False),
    Column("options", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    indexed("subscriptions_recipient", "recipient_id"),
    indexed("subscriptions_period", "period", "hour", "recipient_id"),
    indexed("subscriptions_topic", "topic"),
)

sends = Table(
    "sends",
    metadata,
    Column("recipient_id", _ID, ForeignKey("recipients.id"), primary_key=True),
    Column("period", String(40), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("message_id", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("holder", Text),
    Column("leased_until", Moment),
    Column("retry_at", Moment),
    Column("error", Text),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("archive", Text),
    indexed("sends_state", "state", "period"),
    indexed("sends_period", "period", "state"),
)
