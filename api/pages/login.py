"""Signing in and out: passwords, counted wrong tries, and sessions in a cookie."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.pages.rendering import page
from api.passwords import is_right
from api.problems import ProblemError
from api.rest.common import ANYBODY, CurrentState
from api.rights import SESSION_COOKIE
from api.state import State
from corpus.accounts import Account

router = APIRouter()


@router.get("/login", response_class=HTMLResponse, dependencies=[ANYBODY])
def login(request: Request, state: CurrentState, next: str = "/") -> Response:
    """Trang đăng nhập."""
    if state.is_open():
        return RedirectResponse("/", 303)
    return _form(request, state, next)


@router.post("/login", response_class=HTMLResponse, dependencies=[ANYBODY])
def sign_in(
    request: Request,
    state: CurrentState,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1000)],
    next: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Đăng nhập. Quá số lần sai thì phải chờ, dù mật khẩu có đúng."""
    settings, accounts = state.settings, state.corpus.accounts
    within = timedelta(minutes=settings.login_minutes)
    most = settings.login_tries
    callers = {
        f"name:{name.strip().lower()[:80]}": most,
        f"from:{request.client.host if request.client else ''}": 4 * most,
    }
    if not all(accounts.attempt_login(who, most=n, window=within) for who, n in callers.items()):
        detail = f"Đã thử đăng nhập quá {most} lần. Hãy chờ {settings.login_minutes} phút rồi thử lại."
        raise ProblemError(429, detail, headers={"Retry-After": str(settings.login_minutes * 60)})
    account, hashed = accounts.by_login(name) or (None, None)
    if not is_right(password, hashed) or account is None or not account.active:
        return _form(request, state, next, "Tên tài khoản hoặc mật khẩu không đúng.", 401)
    for who in callers:
        accounts.clear_attempts(who)
    return start_session(state, account, next)


@router.post("/logout", dependencies=[ANYBODY])
def sign_out(request: Request, state: CurrentState) -> Response:
    """Đăng xuất."""
    session = request.cookies.get(SESSION_COOKIE)
    if session:
        state.corpus.accounts.close_session(session)
    response = RedirectResponse("/login", 303)
    response.delete_cookie(SESSION_COOKIE)
    return response


def start_session(state: State, account: Account, next: str) -> Response:
    """Let somebody in and lead them to where they wanted to go, if that is a page of ours."""
    lasts = timedelta(hours=state.settings.session_hours)
    secure = state.settings.base_url is not None and state.settings.base_url.scheme == "https"
    key = secrets.token_urlsafe(32)
    state.corpus.accounts.open_session(account.id, key, lasts)
    response = RedirectResponse(next if _is_ours(next) else "/", 303)
    response.set_cookie(
        SESSION_COOKIE,
        key,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=secure,
    )
    return response


def _is_ours(address: str) -> bool:
    """Whether an address is a path on this site ("//elsewhere" and "/\\elsewhere" are not)."""
    return address.startswith("/") and address[1:2] not in ("/", "\\") and address.isprintable()


def _form(request: Request, state: State, next: str, error: str = "", status: int = 200) -> HTMLResponse:
    oidc = state.settings.oidc_issuer is not None
    return page(request, "login.html", status=status, next=next if _is_ours(next) else "/", error=error, oidc=oidc)
