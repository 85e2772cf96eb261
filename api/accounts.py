"""Who may come in: accounts, sessions, API tokens and the count of wrong passwords, kept beside the record.

Passwords are hashed with argon2id; session and token secrets are kept as SHA-256 only.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.roles import Role

SHORTEST_PASSWORD = 10
_metadata = sa.MetaData()
_account = sa.Table(
    "account",
    _metadata,
    sa.Column("name", sa.String(80), primary_key=True),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("password", sa.String(200), nullable=False),
    sa.Column("units", sa.JSON, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("created_at", sa.DateTime, nullable=False),
)
_key = sa.Table(
    "account_key",
    _metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("account", sa.String(80), sa.ForeignKey("account.name"), nullable=False, index=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("label", sa.String(80), nullable=False),
    sa.Column("created_at", sa.DateTime, nullable=False),
    sa.Column("expires_at", sa.DateTime, nullable=True),
)
_try = sa.Table(
    "login_try",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("who", sa.String(120), nullable=False, index=True),
    sa.Column("at", sa.DateTime, nullable=False),
)


class AccountError(Exception):
    """Something that can't be done with an account, told in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `units` are ids of units that they answer for; empty means no such limit."""

    name: str
    role: Role
    units: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """An API token, by the first characters of its digest; the secret itself was shown once, when it was made."""

    id: str
    account: str
    label: str
    created_at: datetime
    expires_at: datetime | None


class Accounts:
    """The accounts in the database at `url` (an SQLAlchemy address); the tables are made where they are missing."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)
        _metadata.create_all(self._engine)
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex())

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def any(self) -> bool:
        """Whether somebody could sign in."""
        with self._engine.connect() as db:
            return db.execute(sa.select(_account.c.name).where(_account.c.active).limit(1)).first() is not None

    def all(self) -> list[Account]:
        """All accounts by name."""
        with self._engine.connect() as db:
            return [_to_account(row) for row in db.execute(sa.select(_account).order_by(_account.c.name))]

    def get(self, name: str) -> Account | None:
        """The account of this name."""
        with self._engine.connect() as db:
            row = db.execute(sa.select(_account).where(_account.c.name == name)).first()
        return _to_account(row) if row else None

    def add(self, name: str, role: Role, password: str, units: Sequence[str] = ()) -> Account:
        """Make an account. Raises AccountError where the name is taken or the password too short."""
        name = name.strip()
        if not 1 <= len(name) <= 80 or not name.isprintable():
            raise AccountError("Tên tài khoản phải có từ 1 đến 80 ký tự in được.")
        values = {"role": role.value, "password": self._hash(password), "units": [*units], "active": True}
        try:
            with self._engine.begin() as db:
                db.execute(_account.insert().values(name=name, created_at=_now(), **values))
        except sa.exc.IntegrityError as error:
            raise AccountError(f"Đã có tài khoản “{name}”.") from error
        return Account(name, role, tuple(units))

    def change(
        self,
        name: str,
        *,
        role: Role | None = None,
        password: str | None = None,
        units: Sequence[str] | None = None,
        active: bool | None = None,
    ) -> Account:
        """Change an account; sessions and tokens end with a new password or when it is closed."""
        values: dict[str, object] = {}
        if role is not None:
            values["role"] = role.value
        if password is not None:
            values["password"] = self._hash(password)
        if units is not None:
            values["units"] = [*units]
        if active is not None:
            values["active"] = active
        with self._engine.begin() as db:
            if values and not db.execute(_account.update().where(_account.c.name == name).values(**values)).rowcount:
                raise AccountError(f"Không có tài khoản “{name}”.")
            if password is not None or active is False:
                db.execute(_key.delete().where(_key.c.account == name))
        account = self.get(name)
        if account is None:
            raise AccountError(f"Không có tài khoản “{name}”.")
        return account

    def check(self, name: str, password: str) -> Account | None:
        """The account, if the password is its own. Takes as long for a name that nobody has."""
        with self._engine.connect() as db:
            row = db.execute(sa.select(_account).where(_account.c.name == name)).first()
        try:
            self._hasher.verify(row.password if row else self._nobody, password)
        except (VerificationError, InvalidHashError):
            return None
        return _to_account(row) if row and row.active else None

    def wrong_tries(self, who: Sequence[str], within: timedelta) -> int:
        """The most wrong tries that any of `who` (names, addresses) has made lately; older ones are forgotten."""
        since = _now() - within
        with self._engine.begin() as db:
            db.execute(_try.delete().where(_try.c.at < since))
            counts = sa.select(sa.func.count()).where(_try.c.who.in_(who)).group_by(_try.c.who)
            return max((row[0] for row in db.execute(counts)), default=0)

    def note_wrong_try(self, who: Sequence[str]) -> None:
        """Count a wrong password against each of `who`."""
        with self._engine.begin() as db:
            db.execute(_try.insert(), [{"who": w, "at": _now()} for w in who])

    def forget_tries(self, who: str) -> None:
        """Start counting anew after a right password."""
        with self._engine.begin() as db:
            db.execute(_try.delete().where(_try.c.who == who))

    def open_session(self, account: Account, lasts: timedelta) -> str:
        """A new session's secret, for a cookie."""
        return self._make_key(account.name, "session", "", lasts)

    def make_token(self, account: str, label: str, lasts: timedelta | None = None) -> str:
        """A new API token's secret, which is told only now."""
        if self.get(account) is None:
            raise AccountError(f"Không có tài khoản “{account}”.")
        return self._make_key(account, "token", label, lasts)

    def whose(self, secret: str, kind: str) -> Account | None:
        """Whose session or token ("session", "token") this secret is, while it lasts and the account is open."""
        found = (
            sa.select(_account)
            .join(_key)
            .where(_key.c.digest == _digest(secret), _key.c.kind == kind, _account.c.active)
        )
        alive = sa.or_(_key.c.expires_at.is_(None), _key.c.expires_at > _now())
        with self._engine.connect() as db:
            row = db.execute(found.where(alive)).first()
        return _to_account(row) if row else None

    def tokens(self, account: str | None = None) -> list[Token]:
        """The API tokens, of one account or of all."""
        query = sa.select(_key).where(_key.c.kind == "token").order_by(_key.c.created_at)
        if account is not None:
            query = query.where(_key.c.account == account)
        with self._engine.connect() as db:
            rows = db.execute(query).all()
        return [
            Token(r.digest[:12], r.account, r.label, _aware(r.created_at), r.expires_at and _aware(r.expires_at))
            for r in rows
        ]

    def revoke(self, secret_or_id: str) -> bool:
        """End a session or token, by its secret or (a token) by its id; False where there is none."""
        by_id = _key.c.digest.startswith(secret_or_id, autoescape=True) if len(secret_or_id) == 12 else sa.false()
        with self._engine.begin() as db:
            return db.execute(_key.delete().where(sa.or_(_key.c.digest == _digest(secret_or_id), by_id))).rowcount > 0

    def _hash(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise AccountError(f"Mật khẩu phải có ít nhất {SHORTEST_PASSWORD} ký tự.")
        return self._hasher.hash(password)

    def _make_key(self, account: str, kind: str, label: str, lasts: timedelta | None) -> str:
        secret = secrets.token_urlsafe(32)
        values = {"digest": _digest(secret), "account": account, "kind": kind, "label": label[:80]}
        with self._engine.begin() as db:
            db.execute(_key.delete().where(_key.c.expires_at < _now()))
            db.execute(_key.insert().values(created_at=_now(), expires_at=lasts and _now() + lasts, **values))
        return secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> datetime:
    """UTC without its zone, as the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None)


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC)


def _to_account(row: sa.Row[tuple[object, ...]]) -> Account:
    return Account(row.name, Role(row.role), tuple(row.units), row.active)
