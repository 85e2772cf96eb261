"""Keeping an installation well: the index, the log, corrections as gold, and a doctor."""

from __future__ import annotations

import typer

from api.cli import console
from api.cli.opening import opened
from api.cli.vietnamese import Command, Group


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    audit = typer.Typer(cls=Group, no_args_is_help=True, help="Nhật ký: kiểm tra chuỗi.")
    audit.command("verify", cls=Command)(verify)
    app.add_typer(audit, name="audit")


def verify(json: console.Json = False) -> None:
    """Kiểm tra toàn bộ nhật ký: băm, chuỗi, đầu chuỗi và tệp neo. Có sai sót thì kết thúc với mã 1."""
    with opened() as home:
        flaws, head = home.corpus.audit.verify(), str(home.corpus.audit.head())
    if json:
        console.print_json(
            {"whole": not flaws, "head": head, "flaws": [{"seq": f.seq, "message": f.message} for f in flaws]}
        )
    else:
        for flaw in flaws:
            print(f"Mục {flaw.seq}: {flaw.message}")
        print(f"Nhật ký {'đã bị sửa' if flaws else 'nguyên vẹn'}. Đầu chuỗi: {head}")
    if flaws:
        raise typer.Exit(console.SOME_FAILED)
