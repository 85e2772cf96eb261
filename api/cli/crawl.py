"""`chidao crawl`, `chidao portals` and `chidao portal check`: portals are read, listed and tried."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import console
from api.cli.vietnamese import Command, Group

if TYPE_CHECKING:
    from corpus.crawls import FinishedRun
    from ingest.crawl.portal import Portal
    from ingest.crawl.report import CrawlReport
    from ingest.crawl.wire import Message

ALL = "all"


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(cls=Command)(crawl)
    app.command(cls=Command)(portals)
    portal = typer.Typer(name="portal", cls=Group, no_args_is_help=True, help="Mô tả của một cổng.")
    portal.command(cls=Command)(check)
    portal.callback()(_portal)
    app.add_typer(portal)


def _portal() -> None:
    """Mô tả của một cổng."""


def crawl(
    names: Annotated[
        list[str], typer.Argument(metavar="CỔNG…", help="Tên cổng (xem chidao portals), tệp TOML, hoặc all.")
    ],
    full: Annotated[bool, typer.Option("--full", help="Hỏi lại mọi trang đã biết, kể cả bài cũ.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Đọc nhiều nhất bấy nhiêu bài và tệp.")] = None,
    json: console.Json = False,
) -> None:
    """Thu thập bài và văn bản mới từ các cổng, rồi đọc và ghi vào sổ. Mô tả riêng đặt ở CHIDAO_HOME/portals."""
    from api.cli.opening import opened
    from ingest.crawl.crawl import BusyError
    from ingest.crawl.delivery import crawl_into as run

    chosen = _load() if ALL in names else [_one(name) for name in dict.fromkeys(names)]
    reports: list[CrawlReport] = []
    busy = False
    with opened() as home:
        for portal in chosen:
            with console.progress(portal.title, None) as done:

                def seen(_message: Message, done: Any = done) -> None:
                    done()

                try:
                    report = run(portal, corpus=home.corpus, index=home.index, full=full, limit=limit, seen=seen)
                except BusyError as error:
                    console.say(f"{portal.name}: {error}")
                    busy = True
                    continue
            reports.append(report)
            _tell(report)
    _show(reports, json=json)
    if busy or any(report.state in ("failed", "layout") for report in reports):
        raise typer.Exit(console.SOME_FAILED)


def _show(reports: list[CrawlReport], *, json: bool) -> None:
    if json:
        console.print_list([report.to_dict() for report in reports])
    else:
        console.print_table(
            ("Cổng", "Kết quả", ">Đã xem", ">Mới", ">Đổi", ">Nguyên", ">Lỗi", ">Bỏ qua"),
            [[r.portal, _state(r.state), r.seen, r.new, r.changed, r.unchanged, r.failed, r.skipped] for r in reports],
        )


def portals(json: console.Json = False) -> None:
    """Liệt kê các cổng đã mô tả và lần thu thập gần nhất của mỗi cổng."""
    from api.cli.opening import opened

    with opened() as home:
        latest = home.corpus.crawls.latest()
    found = [(portal, latest.get(portal.name)) for portal in _load()]
    if json:
        console.print_list([_plain(portal, run) for portal, run in found])
        return
    console.print_table(
        ("Cổng", "Tên", "Nơi", "Lần gần nhất", "Kết quả", ">Mới"),
        [
            [p.name, p.title, p.place or "cả nước", console.day(r.started.date()) if r else "chưa có",
             _state(r.state) if r else "", r.report.get("new", "") if r else ""]
            for p, r in found
        ],
    )  # fmt: skip


def check(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Trang HTML đã lưu.")],
    portal: Annotated[
        str | None,
        typer.Option("--portal", metavar="CỔNG", help="Tên cổng hoặc tệp TOML; mặc định thử mọi cổng đã mô tả."),
    ] = None,
    address: Annotated[str | None, typer.Option("--address", metavar="URL", help="Địa chỉ của trang.")] = None,
    json: console.Json = False,
) -> None:
    """Thử mô tả của một cổng trên một trang đã lưu và cho biết sẽ lấy được gì."""
    from ingest.crawl.check import check as take_from

    described = [_one(portal)] if portal else _load()
    try:
        html = file.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        console.stop(f"{file}: không đọc được tệp ({error.strerror})", console.SOME_FAILED)
    takes = [take_from(one, html, address) for one in described]
    take = max(takes, key=lambda t: (t.fits, len(t.article.body or "") + len(t.listing.articles)))
    if json:
        console.print_json(take.to_dict())
    else:
        article, body = take.article, take.article.body or ""
        rows = [
            ("Bài trong danh sách", "\n".join(take.listing.articles) or "không có"),
            ("Trang tiếp theo", take.listing.next or "không có"),
            ("Tiêu đề", article.title),
            ("Ngày đăng", f"{article.published:%d/%m/%Y %H:%M}" if article.published else "không thấy"),
            ("Tác giả", article.byline),
            ("Nội dung", f"{len(body)} ký tự: {console.shorten(body, 300)}" if body else "không thấy"),
            ("Tệp kèm theo", "\n".join(article.attachments) or "không có"),
        ]
        console.print_table(("Phần", "Lấy được"), rows, title=f"{file} theo mô tả của cổng {take.portal}")
    for problem in take.problems:
        console.say(f"{file}: {problem}")
    if not take.fits:
        raise typer.Exit(console.SOME_FAILED)


def _one(name: str) -> Portal:
    """The portal of this name, or the one that a TOML file describes."""
    from ingest.crawl.portal import PortalError, load_portal

    if not name.endswith(".toml"):
        for portal in _load():
            if portal.name == name:
                return portal
        console.stop(f"không có cổng “{name}”; chidao portals cho biết các cổng đã mô tả")
    try:
        return load_portal(Path(name))
    except PortalError as error:
        console.stop(str(error))


def _load() -> list[Portal]:
    from ingest.crawl.portal import PortalError, load_portals

    try:
        return load_portals(console.settings().home / "portals")
    except PortalError as error:
        console.stop(str(error))


def _tell(report: CrawlReport) -> None:
    for problem in report.problems:
        console.say(f"{report.portal}: {problem}")
    for reason, count in report.reasons.most_common():
        console.say(f"{report.portal}: {count} trang: {reason} (ví dụ {report.examples[reason]})")


def _state(state: str | None) -> str:
    from ingest.crawl.report import STATES

    return dict(STATES).get(state or "", "đang chạy")


def _plain(portal: Portal, run: FinishedRun | None) -> dict[str, Any]:
    return {
        "name": portal.name, "title": portal.title, "place": portal.place, "hosts": portal.hosts, "start": portal.start,
        "last_run": {**run.report, "started": run.started, "finished": run.finished} if run else None,
    }  # fmt: skip
