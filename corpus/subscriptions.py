"""Who asked for which mails: recipients (one an address), and what each wants to hear about.

A recipient confirms by the mail that they are sent; `key` is their secret word in those links, unsubscribing included.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Select, delete, insert, select, update

from corpus.audit import Audit
from corpus.cursors import page
from corpus.database import Database
from corpus.keys import make_id
from corpus.schema_people import recipients, subscriptions
from corpus.types import NotAllowedError, NotFoundError, Page

Topic = Literal["everything", "province", "unit", "my_units", "programme", "search"]
Period = Literal["at_once", "daily", "weekly"]

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets mail. Nothing but the confirmation goes to one who hasn't confirmed, or has stopped it."""

    id: str
    email: str
    name: str | None
    account_id: str | None
    key: str
    created_at: datetime
    confirmed_at: datetime | None
    stopped_at: datetime | None

    @property
    def active(self) -> bool:
        """Whether mail may be sent."""
        return self.confirmed_at is not None and self.stopped_at is None


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a recipient wants to hear about, how often, from which hour (0 … 23, Vietnam's) on.

    `value` is the topic's: a place, a unit's id, a programme's words, a query. `options` are the mail's own
    (`silent`: no mail where there is nothing to say; `ics`, `csv`: attachments).
    """

    id: str
    recipient_id: str
    topic: Topic
    value: Any
    period: Period
    hour: int
    options: Mapping[str, Any]
    created_at: datetime


class Subscriptions:
    """Recipients and their subscriptions."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def recipient(
        self, email: str, *, name: str | None = None, account_id: str | None = None, confirmed: bool = False, actor: str
    ) -> Recipient:
        """The recipient with this address, made where there is none; `confirmed` for an account's own address."""
        address = email.strip().lower()
        if "@" not in address or any(c.isspace() or not c.isprintable() for c in address):
            raise NotAllowedError(f"“{email}” không phải là địa chỉ thư điện tử")
        with self._audit.ledger(actor) as ledger:
            found = _recipient(
                ledger.connection.execute(select(recipients).where(recipients.c.email == address)).first()
            )
            if found is not None:
                return found
            made = Recipient(
                make_id("m", address), address, name, account_id, secrets.token_urlsafe(24), ledger.at,
                ledger.at if confirmed else None, None,
            )  # fmt: skip
            ledger.connection.execute(insert(recipients).values({n: getattr(made, n) for n in Recipient.__slots__}))
            ledger.add("recipient.added", "subscription", made.id, after={"email": address, "confirmed": confirmed})
        return made

    def by_key(self, key: str) -> Recipient | None:
        """The recipient whose secret word this is."""
        return self._one(recipients.c.key == key)

    def by_email(self, email: str) -> Recipient | None:
        """The recipient with this address."""
        return self._one(recipients.c.email == email.strip().lower())

    def confirm(self, key: str) -> Recipient:
        """The recipient wants the mail, perhaps again. Raises NotFoundError for a word that isn't one of ours."""
        return self._set(key, "recipient.confirmed", stop=False)

    def stop(self, key: str, *, reason: str | None = None) -> Recipient:
        """The recipient wants no more mail, or their address bounced."""
        return self._set(key, "recipient.stopped", stop=True, reason=reason)

    def _set(self, key: str, action: str, *, stop: bool, reason: str | None = None) -> Recipient:
        with self._audit.ledger("người nhận") as ledger:
            found = _recipient(ledger.connection.execute(select(recipients).where(recipients.c.key == key)).first())
            if found is None:
                raise NotFoundError("liên kết này không còn hiệu lực")
            if (found.stopped_at is not None) is stop and (stop or found.confirmed_at is not None):
                return found
            values = {"stopped_at": ledger.at} if stop else {"stopped_at": None, "confirmed_at": ledger.at}
            ledger.connection.execute(update(recipients).where(recipients.c.id == found.id).values(values))
            ledger.add(action, "subscription", found.id, reason=reason)
        again = self.by_key(key)
        assert again is not None
        return again

    def add(
        self,
        recipient_id: str,
        topic: Topic,
        value: Any = None,
        *,
        period: Period = "weekly",
        hour: int = 7,
        options: Mapping[str, Any] | None = None,
        actor: str,
    ) -> Subscription:
        """Subscribes to a topic; the same topic again takes the new period, hour and options."""
        if topic not in get_args(Topic) or period not in get_args(Period) or not 0 <= hour <= 23:
            raise NotAllowedError("đăng ký không hợp lệ: hãy xem lại chủ đề, kỳ gửi và giờ gửi")
        said = {"topic": topic, "value": value, "period": period, "hour": hour, "options": dict(options or {})}
        subscription_id = make_id("s", recipient_id, topic, repr(value), "at_once" if period == "at_once" else None)
        with self._audit.ledger(actor) as ledger:
            mine = subscriptions.c.id == subscription_id
            before = ledger.connection.execute(select(subscriptions).where(mine)).first()
            if before is None:
                row = said | {"id": subscription_id, "recipient_id": recipient_id, "created_at": ledger.at}
                ledger.connection.execute(insert(subscriptions).values(row))
            elif {k: getattr(before, k) for k in said} != said:
                ledger.connection.execute(update(subscriptions).where(mine).values(said))
            else:
                return _subscription(before)
            ledger.add("subscription.set", "subscription", recipient_id, after={"id": subscription_id, **said})
            return _subscription(ledger.connection.execute(select(subscriptions).where(mine)).one())

    def remove(self, subscription_id: str, *, actor: str) -> None:
        """Ends a subscription. Raises NotFoundError."""
        with self._audit.ledger(actor) as ledger:
            mine = subscriptions.c.id == subscription_id
            row = ledger.connection.execute(select(subscriptions).where(mine)).first()
            if row is None:
                raise NotFoundError("không có đăng ký này")
            ledger.connection.execute(delete(subscriptions).where(mine))
            ledger.add("subscription.removed", "subscription", row.recipient_id, before={"id": subscription_id})

    def of(self, recipient_id: str) -> list[Subscription]:
        """A recipient's subscriptions, in the order of their making."""
        query = select(subscriptions).where(subscriptions.c.recipient_id == recipient_id)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(subscriptions.c.created_at, subscriptions.c.id))
            return [_subscription(row) for row in rows]

    def list(self, *, cursor: str | None = None, limit: int = 50) -> Page[Recipient]:
        """Recipients by address."""
        with self._database.read() as connection:
            return page(
                connection, select(recipients), [recipients.c.email], cursor=cursor, limit=limit, descending=False,
                make=lambda rows: [Recipient(*row[: len(recipients.c)]) for row in rows],
            )  # fmt: skip

    def due(self, period: Period, hour: int) -> Iterator[tuple[Recipient, tuple[Subscription, ...]]]:
        """Active recipients with what they are subscribed to for this period up to this hour, by id, in batches."""
        last = ""
        while batch := self._due_batch(period, hour, last):
            yield from batch
            last = batch[-1][0].id

    def _due_batch(
        self, period: Period, hour: int, after: str
    ) -> tuple[tuple[Recipient, tuple[Subscription, ...]], ...]:
        wanted = (subscriptions.c.period == period) & (subscriptions.c.hour <= hour)
        active = recipients.c.confirmed_at.is_not(None) & recipients.c.stopped_at.is_(None)
        having = select(subscriptions.c.recipient_id).where(wanted)
        people: Select[Any] = (
            select(recipients)
            .where(active, recipients.c.id > after, recipients.c.id.in_(having))
            .order_by(recipients.c.id)
            .limit(_BATCH)
        )
        with self._database.read() as connection:
            found = [Recipient(*row) for row in connection.execute(people)]
            mine = subscriptions.c.recipient_id.in_([r.id for r in found]) & wanted
            topics: dict[str, tuple[Subscription, ...]] = {}
            for row in connection.execute(select(subscriptions).where(mine).order_by(subscriptions.c.id)):
                topics[row.recipient_id] = (*topics.get(row.recipient_id, ()), _subscription(row))
        return tuple((r, topics[r.id]) for r in found)

    def _one(self, where: ColumnElement[bool]) -> Recipient | None:
        with self._database.read() as connection:
            return _recipient(connection.execute(select(recipients).where(where)).first())


def _recipient(row: Any) -> Recipient | None:
    return Recipient(*row) if row is not None else None


def _subscription(row: Any) -> Subscription:
    return Subscription(*row)
