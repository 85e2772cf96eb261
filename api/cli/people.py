"""`chidao user` and `chidao token`: who may come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import console
from api.cli.opening import opened
from api.cli.vietnamese import Command, Group

if TYPE_CHECKING:
    from corpus.accounts import Account, Accounts

ACTOR = "dòng lệnh"
Login = Annotated[str, typer.Argument(metavar="TÊN", help="Tên tài khoản.")]
Role = Annotated[str, typer.Option("--role", help="reader, secretary, auditor hoặc administrator.")]


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    user = typer.Typer(cls=Group, no_args_is_help=True, help="Tài khoản: thêm, liệt kê, đổi.")
    user.command("add", cls=Command)(add)
    user.command("list", cls=Command)(list_accounts)
    user.command("change", cls=Command)(change)
    app.add_typer(user, name="user")
    token = typer.Typer(cls=Group, no_args_is_help=True, help="Mã truy cập API của tài khoản: cấp, liệt kê, thu hồi.")
    token.command("add", cls=Command)(add_token)
    token.command("list", cls=Command)(list_tokens)
    token.command("revoke", cls=Command)(revoke_token)
    app.add_typer(token, name="token")


def add(
    login: Login,
    role: Role = "reader",
    name: Annotated[str | None, typer.Option("--name", help="Họ tên.")] = None,
    email: Annotated[str | None, typer.Option("--email", help="Địa chỉ thư, để nhận bản tin.")] = None,
    unit: Annotated[list[str] | None, typer.Option("--unit", help="Mã đơn vị mà người này phụ trách.")] = None,
    password: Annotated[
        str, typer.Option(prompt="Mật khẩu", hide_input=True, confirmation_prompt="Nhập lại mật khẩu", help="Mật khẩu.")
    ] = "",
) -> None:
    """Thêm tài khoản; mật khẩu được hỏi nếu không cho sẵn."""
    hashed = _hashed(password)
    with opened() as home:
        home.corpus.accounts.create(
            login,
            name=name or login,
            role=_role(role),  # type: ignore[arg-type]
            actor=ACTOR,
            email=email,
            units=unit or (),
            password_hash=hashed,
        )
    console.say(f"Đã thêm tài khoản “{login}”.")


def list_accounts(json: console.Json = False) -> None:
    """Liệt kê tài khoản."""
    from dataclasses import asdict

    from api.words import words

    with opened() as home:
        page = home.corpus.accounts.list(limit=500)
    if json:
        console.print_list([asdict(a) for a in page.items], total=page.total)
        return
    rows = [
        [a.login, a.name, words("role", a.role), "mở" if a.active else "đóng", ", ".join(a.units)] for a in page.items
    ]
    console.print_table(("Tài khoản", "Họ tên", "Vai trò", "Trạng thái", "Đơn vị phụ trách"), rows)


def change(
    login: Login,
    role: Annotated[str | None, typer.Option("--role", help="Vai trò mới.")] = None,
    active: Annotated[bool | None, typer.Option("--open/--close", help="Mở hoặc đóng tài khoản.")] = None,
    password: Annotated[str | None, typer.Option("--password", help="Mật khẩu mới; phiên đang mở kết thúc.")] = None,
) -> None:
    """Đổi vai trò, mật khẩu, đóng hoặc mở tài khoản."""
    hashed = _hashed(password) if password is not None else None
    with opened() as home:
        account = _account(home.corpus.accounts, login)
        chosen = _role(role) if role else None
        home.corpus.accounts.change(
            account.id,
            actor=ACTOR,
            role=chosen,  # type: ignore[arg-type]
            active=active,
            password_hash=hashed,
        )
    console.say(f"Đã đổi tài khoản “{login}”.")


def add_token(
    login: Login,
    label: Annotated[str, typer.Option("--label", help="Mã này dùng cho việc gì.")] = "",
    days: Annotated[int | None, typer.Option("--days", min=1, max=3650, help="Hết hạn sau bấy nhiêu ngày.")] = None,
) -> None:
    """Cấp một mã truy cập API; mã chỉ hiện một lần này, ra stdout."""
    import secrets
    from datetime import timedelta

    key = secrets.token_urlsafe(32)
    with opened() as home:
        account = _account(home.corpus.accounts, login)
        lifetime = timedelta(days=days) if days else None
        token = home.corpus.accounts.create_token(account.id, label, key, actor=ACTOR, lifetime=lifetime)
    console.say(f"Mã số {token.id}. Hãy cất mã sau, nó không hiện lại nữa:")
    print(key)


def list_tokens(login: Login, json: console.Json = False) -> None:
    """Liệt kê mã truy cập của một tài khoản."""
    from dataclasses import asdict

    with opened() as home:
        tokens = home.corpus.accounts.tokens(_account(home.corpus.accounts, login).id)
    if json:
        console.print_list([asdict(t) for t in tokens])
        return
    rows = [
        [t.id, t.label, console.day(t.created_at), console.day(t.expires_at), console.day(t.revoked_at)] for t in tokens
    ]
    console.print_table(("Mã số", "Dùng cho", "Cấp ngày", "Hết hạn", "Thu hồi"), rows)


def revoke_token(token: Annotated[str, typer.Argument(metavar="MÃ_SỐ", help="Mã số (không phải chính mã).")]) -> None:
    """Thu hồi một mã truy cập."""
    with opened() as home:
        home.corpus.accounts.revoke_token(token, actor=ACTOR)
    console.say(f"Đã thu hồi mã {token}.")


def _hashed(password: str) -> str:
    from api.passwords import WeakPasswordError, hash_password

    try:
        return hash_password(password)
    except WeakPasswordError as error:
        console.stop(str(error))


def _role(role: str) -> str:
    from api.roles import Role

    if role not in list(Role):
        console.stop(f"Không có vai trò “{role}”; có: {', '.join(Role)}.")
    return role


def _account(accounts: Accounts, login: str) -> Account:
    found = accounts.by_login(login)
    if found is None:
        console.stop(f"Không có tài khoản “{login}”.", console.SOME_FAILED)
    return found[0]
