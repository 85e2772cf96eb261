"""Who is asking, and whether they may: sessions, tokens, the open door on loopback, and forged requests."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import Request

from api.problems import ProblemError
from api.roles import Permission, Role, may
from api.state import State, state_of
from corpus.accounts import Account

SESSION_COOKIE = "chidao_session"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking. `role` is None for somebody who has not signed in; `open` where no account is asked for."""

    name: str = ""
    role: Role | None = None
    units: tuple[str, ...] = ()
    by_token: bool = False
    open: bool = False

    def may(self, permission: str) -> bool:
        """Whether they have the permission, by its name ("change", "audit" …)."""
        return may(self.role, Permission(permission))


class Needs:
    """A route's dependency that lets in those who have `permission`, and gives the route its `Visitor`."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    async def __call__(self, request: Request) -> Visitor:
        """Who is asking. Raises ProblemError: 401 for nobody, 403 without the right or for a forged request."""
        visitor: Visitor = visitor_of(request)
        if not may(visitor.role, self.permission):
            if visitor.role is None:
                raise ProblemError(401, "Hãy đăng nhập để tiếp tục.", headers={"WWW-Authenticate": "Bearer"})
            raise ProblemError(403, "Tài khoản của bạn không có quyền làm việc này.")
        if request.method not in SAFE_METHODS and not visitor.by_token:
            await _refuse_forged(request, visitor)
        return visitor


def visitor_of(request: Request) -> Visitor:
    """Who is asking, found once a request."""
    known = getattr(request.state, "visitor", None)
    if known is None:
        known = request.state.visitor = _identify(request, state_of(request))
    return known


def form_token(request: Request) -> str:
    """What a form of this visitor must carry to be believed."""
    state = state_of(request)
    session = request.cookies.get(SESSION_COOKIE, "")
    return hmac.new(state.secret, f"form:{session}".encode(), "sha256").hexdigest()


def load_secret(configured: str, home: Path) -> bytes:
    """The installation's secret: the one configured, or one made at random and kept in `home`/secret."""
    if configured:
        return configured.encode()
    path = home / "secret"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        home.mkdir(parents=True, exist_ok=True)
        made = secrets.token_hex(32).encode()
        path.touch(mode=0o600)
        path.write_bytes(made)
        return made


def _identify(request: Request, state: State) -> Visitor:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        account = state.corpus.accounts.by_token(token.strip())
        return _known(account, by_token=True) if account else Visitor()
    if state.is_open():
        return Visitor("người dùng máy này", Role.ADMINISTRATOR, open=True)
    session = request.cookies.get(SESSION_COOKIE)
    account = state.corpus.accounts.by_session(session) if session else None
    return _known(account) if account else Visitor()


def _known(account: Account, *, by_token: bool = False) -> Visitor:
    return Visitor(account.login, Role(account.role), account.units, by_token=by_token)


async def _refuse_forged(request: Request, visitor: Visitor) -> None:
    """A change asked for with a cookie (or through the open door) must come from a page of ours."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ProblemError(403, "Yêu cầu đến từ một trang khác nên bị từ chối.")
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise ProblemError(403, "Yêu cầu đến từ một trang khác nên bị từ chối.")
    if visitor.open and request.url.path.startswith("/api/") and not request.cookies:
        return
    sent = request.headers.get("x-csrf-token")
    if sent is None and request.headers.get("content-type", "").startswith(("multipart/", "application/x-www-form")):
        sent = str((await request.form()).get("csrf", ""))
    if not hmac.compare_digest(sent or "", form_token(request)):
        raise ProblemError(403, "Trang đã mở quá lâu hoặc phiên làm việc đã đổi. Hãy tải lại trang rồi thử lại.")
