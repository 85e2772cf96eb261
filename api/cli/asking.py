"""`chidao search`, `tasks` and `trace`: questions to the record and the index."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import console
from api.cli.opening import opened
from api.cli.vietnamese import Command

if TYPE_CHECKING:
    from api.asking import TaskQuestion
    from api.state import State
    from api.views import TaskView
    from corpus.types import Page, Task
    from search.types import Hit

Unit = Annotated[str | None, typer.Option("--unit", help="Đơn vị được giao, ví dụ “Sở Xây dựng”; không cần dấu.")]
TaskState = Annotated[
    str, typer.Option("--state", help="open: đang mở; late: quá hạn; soon: sắp đến hạn; reported; done; all: tất cả.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="TỆP", help="Xuất mọi kết quả ra tệp .xlsx, .csv hoặc .ics.")
]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"], help="Ngày, ví dụ 30/06/2026.")]


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(cls=Command)(search)
    app.command(cls=Command)(tasks)
    app.command(cls=Command)(trace)


def search(
    query: Annotated[list[str], typer.Argument(metavar="CÂU_HỎI", help="Từ cần tìm; có dấu hay không đều được.")],
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="directive, document, task, unit; dùng nhiều lần được.")
    ] = None,
    sort: Annotated[str, typer.Option("--sort", help="relevance, date hoặc deadline.")] = "relevance",
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="Nhiều nhất bấy nhiêu kết quả.")] = 20,
    next: console.Cursor = None,
    json: console.Json = False,
) -> None:
    """Tìm văn bản, tài liệu, nhiệm vụ, đơn vị."""
    from api.words import words
    from search.query import parse

    with opened() as home:
        asked: Any = {"kinds": kind or (), "sort": sort, "size": limit, "cursor": next, "today": home.today()}
        results = home.index.search(parse(" ".join(query), **asked))
        if json:
            from api.rest.shapes import hit_shape

            items = [hit_shape(hit).model_dump(mode="json") for hit in results.hits]
            console.print_list(items, total=results.total, next=results.next)
            return
        if note := words("match", results.match):
            console.say(note)
        rows = [_hit_row(hit) for hit in results.hits]
        console.print_table(("Loại", "Số", "Ngày", "Nội dung", "Cơ quan"), rows, title=f"{results.total} kết quả")
        if results.next:
            console.say(f"Còn nữa: thêm --next {results.next}")


def tasks(
    unit: Unit = None,
    state: TaskState = "open",
    directive: Annotated[str | None, typer.Option("--directive", help="Mã văn bản chỉ đạo.")] = None,
    due_from: Day = None,
    due_to: Day = None,
    limit: console.Limit = 50,
    next: console.Cursor = None,
    out: Out = None,
    json: console.Json = False,
) -> None:
    """Liệt kê nhiệm vụ: việc gì, của đơn vị nào, hạn bao giờ, đến đâu rồi."""
    given = {"unit_name": unit, "state": state, "directive": directive, "due_from": due_from, "due_to": due_to}
    with opened() as home:
        asked = _question(given)
        if out:
            _export(home, asked, out)
            return
        page = _find(home, asked, limit, next)
        _show(home, asked, page, json)


def trace(
    unit: Annotated[
        list[str], typer.Argument(metavar="ĐƠN_VỊ", help="Tên đơn vị, ví dụ “Sở Xây dựng”; không cần dấu.")
    ],
    state: TaskState = "all",
    issued_from: Day = None,
    issued_to: Day = None,
    limit: console.Limit = 200,
    next: console.Cursor = None,
    out: Out = None,
    json: console.Json = False,
) -> None:
    """Theo dấu một đơn vị (kể cả tên cũ, tên mới): được giao gì, theo văn bản nào, đến đâu rồi."""
    from api.asking import units_named

    name = " ".join(unit)
    with opened() as home:
        units = units_named(home, name)
        if not units:
            console.stop(f"Sổ không có đơn vị nào tên “{name}”.", console.SOME_FAILED)
        given = {"unit_name": name, "state": state, "issued_from": issued_from, "issued_to": issued_to}
        asked = _question(given)
        if out:
            _export(home, asked, out)
            return
        page = _find(home, asked, limit, next)
        if not json:
            named = "; ".join(f"{u.name}{', ' + u.place if u.place else ''}" for u in units)
            console.say(f"Đơn vị: {named}")
        _show(home, asked, page, json)
        console.say(f"Đầu chuỗi nhật ký: {home.corpus.audit.head()}")


def _question(given: dict[str, Any]) -> TaskQuestion:
    from pydantic import ValidationError

    from api.asking import STATES, TaskQuestion

    set_ = {k: v.date() if isinstance(v, datetime) else v for k, v in given.items() if v is not None}
    try:
        return TaskQuestion.model_validate(set_)
    except ValidationError:
        console.stop(f"--state phải là một trong: {', '.join(STATES)}.")


def _export(state: State, asked: TaskQuestion, out: Path) -> None:
    """Write all answers to a file, whose ending says its form, and log that."""
    from api.exports.made import make_export, to_bytes

    form = out.suffix.removeprefix(".").lower()
    if form not in ("xlsx", "csv", "ics"):
        console.stop(f"{out}: tệp xuất phải có đuôi .xlsx, .csv hoặc .ics.")
    export = make_export(state, asked, "dòng lệnh", form)
    out.write_bytes(to_bytes(export, form))
    console.say(f"Đã xuất {export.total} nhiệm vụ ra {out}. Đầu chuỗi nhật ký: {export.head}")


def _find(state: State, asked: TaskQuestion, limit: int, cursor: str | None) -> Page[Task]:
    from api.asking import task_filter

    return state.corpus.tasks(task_filter(state, asked), cursor=cursor, limit=min(limit, 500))


def _show(state: State, asked: TaskQuestion, page: Page[Task], json: bool) -> None:
    from api.asking import views

    shown = views(state, page.items)
    if json:
        from api.rest.shapes import task_shape

        items = [task_shape(view).model_dump(mode="json") for view in shown]
        console.print_list(items, total=page.total, next=page.next)
        return
    columns = ("Nhiệm vụ", "Đơn vị", "Hạn", "Tình trạng", "Văn bản")
    title = f"{page.total} nhiệm vụ ({asked.described()})"
    console.print_table(columns, [_task_row(view) for view in shown], title=title)
    if page.next:
        console.say(f"Còn nữa: thêm --next {page.next}")


def _task_row(view: TaskView) -> list[str]:
    who = ", ".join(a.unit if a.role == "lead" else f"{a.unit} (phối hợp)" for a in view.assignments)
    due = f"{console.day(view.due)} {view.distance}".strip() or view.limit
    return [console.shorten(view.text, 90), who, due, view.state, view.task.number or ""]


def _hit_row(hit: Hit) -> list[str]:
    from api.words import words

    fields = hit.fields
    title = fields.get("title") or fields.get("body") or hit.id
    return [
        words("kind", hit.kind),
        str(fields.get("number") or ""),
        console.day(fields.get("date")),
        console.shorten(str(title), 90),
        str(fields.get("issuer") or ""),
    ]
