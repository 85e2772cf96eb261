"""How commands speak: results on stdout (a table, or JSON with --json), everything else on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from api.settings import Settings

SOME_FAILED = 1
WRONG_USAGE = 2

Json = Annotated[bool, typer.Option("--json", help="In kết quả ra stdout ở dạng JSON.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help="Nhiều nhất bấy nhiêu kết quả.")]
Cursor = Annotated[str | None, typer.Option("--next", help="Trang tiếp theo: giá trị “next” của lần trước.")]


def say(message: str) -> None:
    """Tell the person at the terminal something that is no result."""
    print(message, file=sys.stderr, flush=True)


def stop(message: str, code: int = WRONG_USAGE) -> NoReturn:
    """End the command with a message; `code` is 1 where some input failed, 2 where the command was used wrongly."""
    say(f"Lỗi: {message}")
    raise typer.Exit(code)


def print_json(value: Any) -> None:
    """Print one JSON value on stdout; dates are written as ISO 8601."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def print_list(items: Sequence[Any], *, total: int | None = None, next: str | None = None) -> None:
    """Print a list in the one form that lists have: {"total", "items", "next"}."""
    print_json({"total": len(items) if total is None else total, "items": list(items), "next": next})


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str | None = None) -> None:
    """Print a table on stdout. Columns named with a leading ">" are set flush right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(
            column.removeprefix(">"), justify="right" if column.startswith(">") else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else 120).print(table)


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Any]:
    """A progress bar on stderr (nothing where stderr is no terminal); yields a function that says one more is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(what, total=total)

        def done(description: str | None = None, total: int | None = None) -> None:
            bar.update(task, advance=1, description=description or what, total=total)

        yield done


def settings(**given: Any) -> Settings:
    """The settings from the environment, `given` ones first; one that makes no sense ends the command and is named."""
    from pydantic import ValidationError

    from api.settings import Settings

    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = "CHIDAO_" + "_".join(str(p).upper() for p in first["loc"]) if first["loc"] else "Cấu hình"
        stop(f"{name}: {first['msg'].removeprefix('Value error, ')}")


def shorten(text: str | None, width: int) -> str:
    """The text on one line, cut at a word where it is longer than `width` characters."""
    flat = " ".join((text or "").split())
    if len(flat) <= width:
        return flat
    return flat[: width - 1].rsplit(" ", 1)[0] + "…"


def day(value: Any) -> str:
    """A date (or ISO string) as Vietnamese staff write it, "" for none."""
    if not value:
        return ""
    year, month, date = str(value)[:10].split("-")
    return f"{date}/{month}/{year}"
