"""Who may use the record: accounts, their roles and units, sessions and API tokens. Login itself is the API's.

Keys (of sessions and tokens) are long random texts; only their hashes are stored.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from corpus.audit import Audit
from corpus.cursors import page
from corpus.database import Database, now
from corpus.schema_people import accounts, login_attempts, sessions, tokens
from corpus.types import ConflictError, NotAllowedError, NotFoundError, Page

RoleName = Literal["reader", "secretary", "auditor", "administrator"]

ROLE_WORDS: dict[str, str] = {
    "reader": "người đọc",
    "secretary": "thư ký",
    "auditor": "kiểm tra viên",
    "administrator": "quản trị",
}
"""The roles as staff read them."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may log in. `units` are ids of the units that they answer for; empty means all."""

    id: str
    login: str
    name: str
    email: str | None
    role: RoleName
    units: tuple[str, ...]
    active: bool
    has_password: bool
    created_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Token:
    """An API token, without its key."""

    id: str
    account_id: str
    label: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class Accounts:
    """Accounts and what proves them."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def create(
        self,
        login: str,
        *,
        name: str,
        role: RoleName,
        actor: str,
        email: str | None = None,
        units: Sequence[str] = (),
        password_hash: str | None = None,
        outside_subject: str | None = None,
    ) -> Account:
        """Makes an account; `outside_subject` is who OpenID Connect says it is ("issuer|sub")."""
        _check_role(role)
        account_id = f"p{uuid.uuid4().hex[:20]}"
        told = {"login": login.strip().lower(), "name": name, "email": email, "role": role, "units": list(units)}
        with self._audit.ledger(actor) as ledger:
            row = told | {
                "id": account_id, "password_hash": password_hash, "outside_subject": outside_subject, "active": True,
                "created_at": ledger.at, "revision": ledger.revision,
            }  # fmt: skip
            try:
                with ledger.connection.begin_nested():
                    ledger.connection.execute(insert(accounts).values(row))
            except IntegrityError:
                raise NotAllowedError(f"đã có tài khoản “{login}”") from None
            ledger.add("account.created", "account", account_id, after=told)
        return self.get(account_id)

    def change(
        self,
        account_id: str,
        *,
        actor: str,
        revision: int | None = None,
        name: str | None = None,
        email: str | None = None,
        role: RoleName | None = None,
        units: Sequence[str] | None = None,
        active: bool | None = None,
        password_hash: str | None = None,
    ) -> Account:
        """Changes what is given. Losing the password, the role or the right to log in ends the account's sessions."""
        if role is not None:
            _check_role(role)
        told = {
            k: v
            for k, v in {
                "name": name, "email": email, "role": role, "active": active,
                "units": None if units is None else list(units),
            }.items()
            if v is not None
        }  # fmt: skip
        secret = {"password_hash": password_hash} if password_hash is not None else {}
        with self._audit.ledger(actor) as ledger:
            row = _row(ledger.connection, accounts.c.id == account_id)
            if row is None:
                raise NotFoundError(f"không có tài khoản {account_id}")
            if revision is not None and row["revision"] != revision:
                raise ConflictError("tài khoản vừa được người khác thay đổi", row["revision"])
            event = ledger.add(
                "account.changed", "account", account_id, before={k: row[k] for k in told},
                after=told | ({"password": "changed"} if secret else {}),
            )  # fmt: skip
            values = told | secret | {"revision": event.seq}
            ledger.connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))
            if secret or role is not None or active is False:
                ledger.connection.execute(delete(sessions).where(sessions.c.account_id == account_id))
        return self.get(account_id)

    def get(self, account_id: str) -> Account:
        """An account. Raises NotFoundError."""
        found = self._find(accounts.c.id == account_id)
        if found is None:
            raise NotFoundError(f"không có tài khoản {account_id}")
        return found

    def by_login(self, login: str) -> tuple[Account, str | None] | None:
        """The account with this login name and the hash of its password, None where there is none."""
        with self._database.read() as connection:
            row = _row(connection, accounts.c.login == login.strip().lower())
        return (_account(row), row["password_hash"]) if row else None

    def by_email(self, email: str) -> Account | None:
        """The account with this mail address, None where there is none or several share it."""
        mine = select(accounts).where(func.lower(accounts.c.email) == email.strip().lower()).limit(2)
        with self._database.read() as connection:
            rows = connection.execute(mine).mappings().all()
        return _account(rows[0]) if len(rows) == 1 else None

    def by_outside_subject(self, subject: str) -> Account | None:
        """The account that OpenID Connect's subject ("issuer|sub") belongs to."""
        return self._find(accounts.c.outside_subject == subject)

    def list(self, *, cursor: str | None = None, limit: int = 50) -> Page[Account]:
        """Accounts by login name."""
        keys = [accounts.c.login]
        with self._database.read() as connection:
            return page(
                connection, select(accounts), keys, cursor=cursor, limit=limit, descending=False,
                make=lambda rows: [_account(row._mapping) for row in rows],
            )  # fmt: skip

    def any(self) -> bool:
        """Whether there is an account that can log in."""
        with self._database.read() as connection:
            return connection.execute(select(accounts.c.id).where(accounts.c.active).limit(1)).first() is not None

    def open_session(self, account_id: str, key: str, lifetime: timedelta) -> None:
        """Opens a session under a key; sessions that are over go."""
        moment = now()
        row = {"key_hash": _hash(key), "account_id": account_id, "created_at": moment, "expires_at": moment + lifetime}
        with self._database.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.expires_at < moment))
            connection.execute(insert(sessions).values(row))

    def by_session(self, key: str) -> Account | None:
        """The account whose session this is, None where it is over or the account was closed."""
        mine = select(sessions.c.account_id).where(sessions.c.key_hash == _hash(key), sessions.c.expires_at > now())
        return self._find(accounts.c.id.in_(mine) & accounts.c.active)

    def close_session(self, key: str) -> None:
        """Ends a session."""
        with self._database.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.key_hash == _hash(key)))

    def create_token(
        self, account_id: str, label: str, key: str, *, actor: str, lifetime: timedelta | None = None
    ) -> Token:
        """Makes an API token with this key."""
        token_id = f"k{uuid.uuid4().hex[:20]}"
        with self._audit.ledger(actor) as ledger:
            token = Token(token_id, account_id, label, ledger.at, ledger.at + lifetime if lifetime else None, None)
            row = {"key_hash": _hash(key)} | {name: getattr(token, name) for name in Token.__slots__}
            ledger.connection.execute(insert(tokens).values(row))
            ledger.add("token.created", "account", account_id, after={"token": token_id, "label": label})
        return token

    def by_token(self, key: str) -> Account | None:
        """The account whose API token this is, None where it was revoked, is over, or the account was closed."""
        good = tokens.c.revoked_at.is_(None) & or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > now())
        mine = select(tokens.c.account_id).where(tokens.c.key_hash == _hash(key), good)
        return self._find(accounts.c.id.in_(mine) & accounts.c.active)

    def tokens(self, account_id: str) -> Sequence[Token]:
        """The tokens of an account, the newest first."""
        query = select(*(tokens.c[name] for name in Token.__slots__)).where(tokens.c.account_id == account_id)
        with self._database.read() as connection:
            return [Token(*row) for row in connection.execute(query.order_by(tokens.c.created_at.desc(), tokens.c.id))]

    def revoke_token(self, token_id: str, *, actor: str) -> None:
        """Ends a token."""
        with self._audit.ledger(actor) as ledger:
            mine = select(tokens.c.account_id).where(tokens.c.id == token_id, tokens.c.revoked_at.is_(None))
            account_id = ledger.connection.execute(mine).scalar()
            if account_id is None:
                raise NotFoundError(f"không có mã truy cập {token_id}")
            ledger.connection.execute(update(tokens).where(tokens.c.id == token_id).values(revoked_at=ledger.at))
            ledger.add("token.revoked", "account", account_id, after={"token": token_id})

    def attempt_login(self, who: str, *, most: int = 5, window: timedelta = timedelta(minutes=15)) -> bool:
        """Counts a try to log in as (or from) `who`; False where there were `most` in the window already."""
        moment = now()
        with self._database.write() as connection:
            connection.execute(delete(login_attempts).where(login_attempts.c.at < moment - timedelta(days=1)))
            recent = select(func.count()).where(login_attempts.c.who == who, login_attempts.c.at > moment - window)
            if connection.execute(recent).scalar_one() >= most:
                return False
            connection.execute(insert(login_attempts).values(id=uuid.uuid4().hex, who=who, at=moment))
        return True

    def clear_attempts(self, who: str) -> None:
        """Forgets the tries of somebody who got in."""
        with self._database.write() as connection:
            connection.execute(delete(login_attempts).where(login_attempts.c.who == who))

    def _find(self, where: ColumnElement[bool]) -> Account | None:
        with self._database.read() as connection:
            row = _row(connection, where)
        return _account(row) if row else None


def _row(connection: Connection, where: ColumnElement[bool]) -> Any:
    return connection.execute(select(accounts).where(where)).mappings().one_or_none()


def _account(row: Any) -> Account:
    return Account(
        row["id"], row["login"], row["name"], row["email"], row["role"], tuple(row["units"]), row["active"],
        row["password_hash"] is not None, row["created_at"], row["revision"],
    )  # fmt: skip


def _check_role(role: str) -> None:
    if role not in get_args(RoleName):
        raise NotAllowedError(f"không có vai trò “{role}”")


def _hash(key: str) -> str:
    """Keys are random and long, so one round of SHA-256 is enough."""
    return hashlib.sha256(key.encode()).hexdigest()
