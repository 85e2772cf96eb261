"""Keeping an installation well: `chidao audit`, `chidao index` and `chidao doctor`."""

from __future__ import annotations

from dataclasses import asdict

import typer

from api.cli import console
from api.cli.opening import opened
from api.cli.vietnamese import Command, Group


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    audit = typer.Typer(cls=Group, no_args_is_help=True, help="Nhật ký: kiểm tra chuỗi.")
    audit.command("verify", cls=Command)(verify)
    app.add_typer(audit, name="audit")
    index = typer.Typer(cls=Group, no_args_is_help=True, help="Chỉ mục tìm kiếm: kiểm tra, dựng lại từ sổ.")
    index.command("check", cls=Command)(check_index)
    index.command("rebuild", cls=Command)(rebuild_index)
    app.add_typer(index, name="index")
    app.command(cls=Command)(doctor)


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


def check_index(json: console.Json = False) -> None:
    """So từng mục của chỉ mục với sổ. Có chỗ khác thì kết thúc với mã 1."""
    from search.check import check

    with opened() as home:
        found = check(home.corpus, home.index)
    if json:
        console.print_json(asdict(found) | {"clean": found.clean})
    else:
        print(
            f"{found.entries} mục: thiếu {len(found.missing)}, khác {len(found.different)}, thừa {len(found.extra)}; "
            f"{found.waiting} tài liệu đang chờ, {found.dead} tài liệu không đưa vào được."
        )
    if not found.clean:
        raise typer.Exit(console.SOME_FAILED)


def rebuild_index(json: console.Json = False) -> None:
    """Dựng lại toàn bộ chỉ mục từ sổ rồi thay vào; trong lúc đó vẫn tìm kiếm được."""
    from search.check import rebuild

    with opened() as home:
        report = rebuild(home.corpus, home.index)
    if json:
        console.print_json(asdict(report))
    else:
        print(f"Đã dựng lại chỉ mục: {report.stored} mục, {len(report.failed)} mục không đưa vào được.")
    if report.failed:
        raise typer.Exit(console.SOME_FAILED)


def doctor(json: console.Json = False) -> None:
    """Cho biết máy này còn thiếu gì và cài thế nào. Thiếu thứ bắt buộc thì kết thúc với mã 1."""
    from ingest.doctor import examine

    findings = examine(console.settings().home)
    if json:
        console.print_list([asdict(finding) for finding in findings])
    else:
        rows = [[f.name, "được" if f.well else "thiếu", f.detail, "" if f.well else f.cure] for f in findings]
        console.print_table(("Phần", "Tình trạng", "Chi tiết", "Cách khắc phục"), rows)
    if any(finding.needed and not finding.well for finding in findings):
        raise typer.Exit(console.SOME_FAILED)
