"""Administration: accounts and API tokens, and whether the parts are well."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.accounts import AccountError
from api.pages.rendering import page
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
    accounts, tokens = state.accounts.all(), state.accounts.tokens()
    return page(request, "admin.html", accounts=accounts, tokens=tokens, roles=table("role"), parts=parts)


@router.post("/accounts")
def add_account(
    state: CurrentState,
    visitor: Administrator,
    name: Annotated[str, Form(max_length=80)],
    role: Annotated[Role, Form()],
    password: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Thêm tài khoản."""
    try:
        account = state.accounts.add(name, role, password)
    except AccountError as error:
        raise ProblemError(400, str(error)) from error
    with state.corpus.audit.ledger(visitor.name) as ledger:
        ledger.add("account.add", "account", account.name, after={"role": account.role})
    return RedirectResponse("/admin", 303)


@router.post("/accounts/change")
def change_account(
    state: CurrentState,
    visitor: Administrator,
    name: Annotated[str, Form(max_length=80)],
    role: Annotated[Role, Form()],
    active: Annotated[bool, Form()] = False,
) -> Response:
    """Đổi vai trò của tài khoản, đóng hoặc mở lại."""
    before = state.accounts.get(name)
    if before is None:
        raise ProblemError(404, f"Không có tài khoản “{name}”.")
    if name == visitor.name and (not active or role is not Role.ADMINISTRATOR):
        raise ProblemError(409, "Không thể tự bỏ quyền quản trị của chính mình.")
    after = state.accounts.change(name, role=role, active=active)
    with state.corpus.audit.ledger(visitor.name) as ledger:
        old, new = ({"role": a.role, "active": a.active} for a in (before, after))
        ledger.add("account.change", "account", name, before=old, after=new)
    return RedirectResponse("/admin", 303)
