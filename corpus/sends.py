"""The ledger of mails: one row a person and period, so that nobody is sent the same mail twice, nor forgotten.

`claimed` (somebody prepares it) → `sending` (given to the mail server, the answer isn't known yet) → `sent`, or
`failed` (to be tried again at `retry_at`), or `refused` (for good). A sender that dies while `sending` leaves the
one case that can't be told: `uncertain()` lists it, and it is not sent again by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import and_, func, or_, select, update

from corpus.database import Database, now
from corpus.inserts import insert_once
from corpus.schema_people import sends
from corpus.types import ConflictError

SendState = Literal["claimed", "sending", "sent", "failed", "refused"]


@dataclass(frozen=True, slots=True)
class Send:
    """What became of a person's mail of a period; `archive` is the mail as it was sent."""

    recipient_id: str
    period: str
    state: SendState
    message_id: str
    attempts: int
    holder: str | None
    leased_until: datetime | None
    retry_at: datetime | None
    error: str | None
    created_at: datetime
    sent_at: datetime | None
    archive: str | None


class Sends:
    """Claims mails and keeps what became of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(
        self, recipient_id: str, period: str, *, holder: str, message_id: str, lease: timedelta = timedelta(minutes=5)
    ) -> bool:
        """Whether `holder` is the one to send this mail now: nobody has it, or its sender died before sending it.

        False for what was sent, is being sent, was refused, or isn't to be tried again yet.
        """
        moment = now()
        row = {
            "recipient_id": recipient_id, "period": period, "state": "failed", "message_id": message_id, "attempts": 0,
            "created_at": moment,
        }  # fmt: skip
        over = and_(sends.c.state == "claimed", or_(sends.c.leased_until < moment, sends.c.holder == holder))
        again = and_(sends.c.state == "failed", or_(sends.c.retry_at.is_(None), sends.c.retry_at <= moment))
        mine = and_(sends.c.recipient_id == recipient_id, sends.c.period == period)
        with self._database.write() as connection:
            insert_once(connection, sends, [row])
            values = {"state": "claimed", "holder": holder, "leased_until": moment + lease}
            taken = connection.execute(update(sends).where(mine, or_(over, again)).values(values))
        return taken.rowcount == 1

    def sending(self, recipient_id: str, period: str, *, holder: str) -> None:
        """The mail goes to the server now. Raises ConflictError where the claim was lost meanwhile."""
        self._step(recipient_id, period, holder, "claimed", state="sending", attempts=sends.c.attempts + 1)

    def sent(self, recipient_id: str, period: str, *, holder: str, archive: str | None = None) -> None:
        """The server took it."""
        self._step(
            recipient_id,
            period,
            holder,
            "sending",
            state="sent",
            sent_at=now(),
            archive=archive,
            error=None,
            holder_=None,
        )

    def failed(self, recipient_id: str, period: str, *, holder: str, error: str, retry_at: datetime | None) -> None:
        """The server did not take it; without `retry_at` it never will."""
        state = "failed" if retry_at else "refused"
        self._step(recipient_id, period, holder, "sending", state=state, error=error, retry_at=retry_at, holder_=None)

    def _step(self, recipient_id: str, period: str, holder: str, before: SendState, **values: object) -> None:
        changed = {"holder" if name == "holder_" else name: value for name, value in values.items()}
        mine = and_(
            sends.c.recipient_id == recipient_id,
            sends.c.period == period,
            sends.c.holder == holder,
            sends.c.state == before,
        )
        with self._database.write() as connection:
            done = connection.execute(update(sends).where(mine).values(changed))
        if done.rowcount != 1:
            raise ConflictError("thư này đã do một tiến trình khác gửi", 0)

    def skip(self, recipient_id: str, period: str, *, holder: str) -> None:
        """There is nothing to say and the person wants silence then: done without a mail."""
        self._step(recipient_id, period, holder, "claimed", state="sent", sent_at=now(), archive=None, holder_=None)

    def get(self, recipient_id: str, period: str) -> Send | None:
        """What became of a mail."""
        query = select(sends).where(sends.c.recipient_id == recipient_id, sends.c.period == period)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return Send(*row) if row else None

    def of(self, recipient_id: str, *, limit: int = 60) -> list[Send]:
        """A person's mails, the last first."""
        query = (
            select(sends).where(sends.c.recipient_id == recipient_id).order_by(sends.c.created_at.desc()).limit(limit)
        )
        with self._database.read() as connection:
            return [Send(*row) for row in connection.execute(query)]

    def counts(self, period: str) -> dict[str, int]:
        """How many mails of a period are in each state."""
        query = select(sends.c.state, func.count()).where(sends.c.period == period).group_by(sends.c.state)
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def uncertain(self) -> list[Send]:
        """Mails whose sender died between giving them to the server and noting the answer."""
        query = select(sends).where(sends.c.state == "sending", sends.c.leased_until < now())
        with self._database.read() as connection:
            return [Send(*row) for row in connection.execute(query.order_by(sends.c.period, sends.c.recipient_id))]

    def decide(self, recipient_id: str, period: str, *, delivered: bool) -> None:
        """Settles an uncertain mail, by a person or by the server's own log."""
        values = {"state": "sent", "sent_at": now()} if delivered else {"state": "failed", "retry_at": None}
        mine = and_(sends.c.recipient_id == recipient_id, sends.c.period == period, sends.c.state == "sending")
        with self._database.write() as connection:
            connection.execute(update(sends).where(mine).values(values | {"holder": None}))
