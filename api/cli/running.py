"""`chidao run` and `chidao watch`: files and folders are read into the record, and what was found is shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import console
from api.cli.opening import opened
from api.cli.vietnamese import Command

if TYPE_CHECKING:
    from corpus import Corpus
    from corpus.types import Document
    from ingest.pipeline import RunReport

_SHOWN = 40  # rows of the table; the rest is on the pages


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(cls=Command)(run)
    app.command(cls=Command)(watch)


def run(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="TỆP…", help="Tệp hoặc thư mục: bài trên cổng, PDF, bản quét, DOCX, DOC, TXT."),
    ],
    workers: Annotated[int | None, typer.Option("--workers", min=1, max=64, help="Số tiến trình đọc tệp.")] = None,
    json: console.Json = False,
) -> None:
    """Đọc các tệp, ghi vào sổ và chỉ mục, rồi cho biết tìm thấy gì. Tệp đã đọc rồi thì không đọc lại."""
    from ingest.pipeline import files
    from ingest.pipeline import run as take_in

    if missing := [path for path in paths if not path.exists()]:
        console.stop(f"{missing[0]}: không có tệp hay thư mục này.")
    total = sum(1 for _ in files(paths))
    with opened() as home:
        with console.progress("Đọc", total) as done:
            report = take_in(paths, corpus=home.corpus, index=home.index, progress=done, workers=workers)
        rows = [_row(home.corpus, document) for document in report.read]
    _show(report, rows, json=json)
    if report.failed:
        raise typer.Exit(console.SOME_FAILED)


def watch(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục nhận văn bản, kể cả thư mục con.")],
    every: Annotated[float, typer.Option("--every", min=0.1, max=3600, help="Cứ bấy nhiêu giây nhìn lại một lần.")] = 5,
) -> None:
    """Theo dõi một thư mục: tệp mới đặt vào được đọc và ghi vào sổ. Dừng bằng Ctrl+C."""
    import threading

    from ingest.watch import watch as follow

    if not folder.is_dir():
        console.stop(f"{folder}: không có thư mục này.")
    with opened() as home:

        def told(report: RunReport) -> None:
            _show(report, [_row(home.corpus, document) for document in report.read], json=False)

        console.say(f"Đang theo dõi {folder}.")
        follow(folder, corpus=home.corpus, index=home.index, stop=threading.Event(), pause=every, told=told)


def _row(corpus: Corpus, document: Document) -> dict[str, Any]:
    """What a document turned out to hold."""
    directive = corpus.directive(document.directive_id) if document.directive_id else None
    return {
        "file": document.address,
        "document": document.id,
        "number": directive.number if directive else None,
        "date": directive.date if directive else None,
        "issuer": directive.issuer if directive else None,
        "subject": (directive.subject if directive else None) or document.title,
        "tasks": directive.task_count if directive else 0,
        "ocr": document.ocr,
    }


def _show(report: RunReport, rows: list[dict[str, Any]], *, json: bool) -> None:
    if json:
        failed = [{"file": failure.address, "error": failure.reason} for failure in report.failed]
        console.print_json({"total": len(rows), "items": rows, "next": None, "known": report.known, "failed": failed})
        return
    for failure in report.failed:
        console.say(failure.reason)
    if rows:
        console.print_table(
            ("Tệp", "Số, ký hiệu", "Ngày", "Cơ quan ban hành", "Về việc", ">Nhiệm vụ"),
            [
                [
                    console.shorten(Path(row["file"]).name, 34),
                    row["number"],
                    console.day(row["date"]),
                    console.shorten(row["issuer"], 30),
                    console.shorten(row["subject"], 60),
                    row["tasks"],
                ]
                for row in rows[:_SHOWN]
            ],
        )
    if len(rows) > _SHOWN:
        print(f"… và {len(rows) - _SHOWN} tài liệu nữa.")
    print(
        f"{report.seen} tệp: {len(rows)} tài liệu mới với {sum(row['tasks'] for row in rows)} nhiệm vụ, "
        f"{report.known} đã đọc từ trước, {len(report.failed)} không đọc được."
    )
