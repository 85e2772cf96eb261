"""Administration: accounts and API tokens, and whether the parts are well."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.pages.rendering import page
from api.passwords import WeakPasswordError, hash_password
from api.problems import ProblemError
from api.rest.common import ADMIN, Administrator, CurrentState
from api.roles import Role
from api.words import table

router = APIRouter(prefix="/admin")


@router.get("", response_class=HTMLResponse, dependencies=[ADMIN])
def admin(request: Request, state: CurrentState) -> HTMLResponse:
    """Trang quản trị."""
    waiting, dead = state.corpus.outbox.waiting()
    parts = [
        ("Sổ gốc", state.settings.record_url.split("@")[-1]),
        ("Chỉ mục", state.settings.index_url.split("@")[-1]),
        ("Chờ đưa vào chỉ mục", f"{waiting}" + (f", {dead} hỏng" if dead else "")),
        ("Đầu chuỗi nhật ký", str(state.corpus.audit.head())),
    ]
    accounts = state.corpus.accounts.list(limit=500).items
    tokens = [(account, token) for account in accounts for token in state.corpus.accounts.tokens(account.id)]
    return page(request, "admin.html", accounts=accounts, tokens=tokens, roles=table("role"), parts=parts)


@router.post("/accounts")
def add_account(
    state: CurrentState,
    visitor: Administrator,
    login: Annotated[str, Form(min_length=1, max_length=80)],
    role: Annotated[Role, Form()],
    password: Annotated[str, Form(max_length=1000)],
    name: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Thêm tài khoản."""
    try:
        hashed = hash_password(password)
    except WeakPasswordError as error:
        raise ProblemError(400, str(error)) from error
    state.corpus.accounts.create(login, name=name or login, role=role.value, actor=visitor.name, password_hash=hashed)
    return RedirectResponse("/admin", 303)


@router.post("/accounts/change")
def change_account(
    state: CurrentState,
    visitor: Administrator,
    id: Annotated[str, Form(max_length=80)],
    revision: Annotated[int, Form(ge=0)],
    role: Annotated[Role, Form()],
    active: Annotated[bool, Form()] = False,
) -> Response:
    """Đổi vai trò của tài khoản, đóng hoặc mở lại."""
    mine = state.corpus.accounts.get(id).login == visitor.name
    if mine and (not active or role is not Role.ADMINISTRATOR):
        raise ProblemError(409, "Không thể tự bỏ quyền quản trị của chính mình.")
    state.corpus.accounts.change(id, actor=visitor.name, revision=revision, role=role.value, active=active)
    return RedirectResponse("/admin", 303)
