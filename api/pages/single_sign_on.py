"""Signing in at the OpenID Connect provider of the house; who has no account here is not given one."""

from __future__ import annotations

import hmac
import logging
import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from api.openid import Attempt, Provider, ProviderError, TokenRefusedError
from api.pages.login import start_session
from api.pages.rendering import page
from api.problems import ProblemError
from api.rest.common import ANYBODY, CurrentState
from api.state import State
from corpus.accounts import Account, Accounts

ATTEMPT_COOKIE = "chidao_sign_in"
ATTEMPT_LASTS = timedelta(minutes=10)
CALLBACK = "/login/oidc/callback"

router = APIRouter()
log = logging.getLogger(__name__)
Text = Annotated[str, Query(max_length=4000)]


@router.get("/login/oidc", response_class=HTMLResponse, dependencies=[ANYBODY])
def leave(request: Request, state: CurrentState, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """Đi tới nhà cung cấp danh tính để đăng nhập."""
    _refuse_without_provider(state)
    if state.is_open():
        return RedirectResponse("/", 303)
    attempt = Attempt(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    try:
        address = Provider.discover(state.settings).address(attempt, _back(request, state))
    except ProviderError as error:
        return _refusal(request, _away(error))
    response = RedirectResponse(address, 303)
    response.set_cookie(
        ATTEMPT_COOKIE,
        _sealed(state, attempt, next),
        max_age=int(ATTEMPT_LASTS.total_seconds()),
        path="/login/oidc",
        httponly=True,
        samesite="lax",
        secure=_back(request, state).startswith("https:"),
    )
    return response


@router.get(CALLBACK, response_class=HTMLResponse, dependencies=[ANYBODY])
def come_back(
    request: Request, state: CurrentState, given: Annotated[Text, Query(alias="state")] = "",
    code: Text = "", error: Text = "", iss: Text | None = None,
) -> Response:  # fmt: skip
    """Từ nhà cung cấp danh tính trở về."""
    _refuse_without_provider(state)
    try:
        attempt, next = _opened(state, request.cookies.get(ATTEMPT_COOKIE, ""), given)
        if error or not code:
            raise _declined(error)
        provider = Provider.discover(state.settings)
        if iss not in (None, provider.issuer):
            raise TokenRefusedError(f"the answer is from {iss!r} (RFC 9207)")
        account = _account_of(state.corpus.accounts, provider.redeem(code, attempt, _back(request, state)))
    except ProblemError as problem:
        return _refusal(request, problem)
    except ProviderError as reason:
        return _refusal(request, _away(reason))
    except TokenRefusedError as reason:
        log.warning("single sign-on: the ID token is refused: %s", reason)
        detail = (
            "Không tin được câu trả lời của nhà cung cấp danh tính nên chưa đăng nhập. Hãy thử lại; nếu vẫn vậy, "
            "nhờ quản trị viên xem giờ của máy chủ, cấu hình OIDC và nhật ký kỹ thuật."
        )
        return _refusal(request, ProblemError(403, detail))
    response = start_session(state, account, next)
    response.delete_cookie(ATTEMPT_COOKIE, path="/login/oidc")
    return response


def _refuse_without_provider(state: State) -> None:
    if state.settings.oidc_issuer is None:
        raise ProblemError(404, "Hệ thống này không dùng đăng nhập một lần.")


def _account_of(accounts: Accounts, claims: dict[str, Any]) -> Account:
    """The account that the claims name, by name or by a mail address that the provider has verified."""
    name, email = claims.get("preferred_username"), claims.get("email")
    found = {}
    if isinstance(name, str) and (known := accounts.by_login(name)):
        found[known[0].id] = known[0]
    if isinstance(email, str) and claims.get("email_verified") is True and (owner := accounts.by_email(email)):
        found[owner.id] = owner
    if len(found) > 1:
        log.warning("single sign-on: name %r and mail %r are two accounts", name, email)
        raise ProblemError(
            403, "Tên và thư điện tử của bạn thuộc hai tài khoản khác nhau ở đây. Hãy nhờ quản trị viên sửa lại."
        )
    account = next(iter(found.values()), None)
    if account is None or not account.active:
        log.warning("single sign-on: no active account for name %r, mail %r", name, email)
        who = name if isinstance(name, str) and name else email if isinstance(email, str) and email else "bạn"
        raise ProblemError(
            403, f"Chưa có tài khoản đang dùng nào cho “{who[:100]}” ở hệ thống này. Hãy đề nghị quản trị viên mở."
        )
    return account


def _back(request: Request, state: State) -> str:
    """The address that the provider sends people back to; it must be registered there."""
    return str(state.settings.base_url or request.base_url).rstrip("/") + CALLBACK


def _sealed(state: State, attempt: Attempt, next: str) -> str:
    """An attempt as its browser keeps it: signed, and good for a short while."""
    until = datetime.now(UTC) + ATTEMPT_LASTS
    kept = {"state": attempt.state, "nonce": attempt.nonce, "verifier": attempt.verifier, "next": next, "exp": until}
    return jwt.encode({"alg": "HS256"}, kept, _key(state))


def _opened(state: State, cookie: str, given: str) -> tuple[Attempt, str]:
    """The attempt that this browser began, and where it leads. Raises ProblemError for another or an old one."""
    try:
        kept = jwt.decode(cookie, _key(state), algorithms=["HS256"]).claims
        jwt.JWTClaimsRegistry(exp={"essential": True}).validate(kept)
    except (JoseError, ValueError) as error:
        log.warning("single sign-on: no attempt of this browser: %s", type(error).__name__)
        raise _not_begun() from error
    if not hmac.compare_digest(kept["state"].encode(), given.encode()):
        log.warning("single sign-on: the state is not of this browser's attempt")
        raise _not_begun()
    return Attempt(kept["state"], kept["nonce"], kept["verifier"]), kept["next"]


def _key(state: State) -> OctKey:
    """The installation's key for attempts; nothing else is signed with it."""
    return OctKey.import_key(hmac.new(state.secret, b"single sign-on", "sha256").digest())


def _not_begun() -> ProblemError:
    return ProblemError(
        400, "Lần đăng nhập này không bắt đầu ở trình duyệt này hoặc đã quá lâu. Hãy đăng nhập lại từ đầu."
    )


def _declined(error: str) -> ProblemError:
    log.warning("single sign-on: the provider answers with error %r", error[:200])
    if error == "access_denied":
        return ProblemError(403, "Nhà cung cấp danh tính không cho bạn vào hệ thống này, hoặc bạn đã thôi đăng nhập.")
    return ProblemError(502, "Nhà cung cấp danh tính báo lỗi nên chưa đăng nhập. Hãy thử lại sau ít phút.")


def _away(error: ProviderError) -> ProblemError:
    log.warning("single sign-on: %s", error)
    return ProblemError(
        502, "Không hỏi được nhà cung cấp danh tính. Hãy thử lại sau ít phút hoặc đăng nhập bằng mật khẩu."
    )


def _refusal(request: Request, problem: ProblemError) -> Response:
    """The page that says why nobody was signed in. The attempt is over."""
    response = page(request, "problem.html", status=problem.status, problem=problem)
    response.delete_cookie(ATTEMPT_COOKIE, path="/login/oidc")
    return response
