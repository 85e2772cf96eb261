"""`chidao evaluate`: how well the extractor reads a folder of annotated texts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import console
from api.cli.vietnamese import Command

if TYPE_CHECKING:
    from nlp.evaluation import Comparison, Figure


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(cls=Command)(evaluate)


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="THƯ_MỤC", help="Thư mục có các cặp ID.txt và ID.json.")],
    each: Annotated[bool, typer.Option("--each", help="Kể ra từng tài liệu: thiếu gì, thừa gì.")] = False,
    held_out: Annotated[
        Path | None,
        typer.Option("--held-out", help="Tệp TOML liệt kê (held_out = […]) các tài liệu để dành, được tính riêng."),
    ] = None,
    json: console.Json = False,
) -> None:
    """Chấm điểm bộ đọc văn bản trên các tài liệu đã có chú giải mẫu."""
    golds = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not golds:
        console.stop(f"{folder}: không có tệp chú giải (.json) nào.")
    apart = _held_out(held_out)
    results = {path.stem: _score(path) for path in _with_progress(golds)}
    seen = {name: result for name, result in results.items() if name not in apart}
    sets = {"all": results.values(), "seen": seen.values(), "held_out": [r for n, r in results.items() if n in apart]}
    if json:
        console.print_json(_as_json(sets, split=bool(apart)))
        return
    if each:
        _print_notes(seen)
    _print_figures("Tất cả" if apart else "", sets["all"])
    if apart:
        _print_figures("Đã xem khi viết quy tắc", sets["seen"])
        _print_figures("Để dành", sets["held_out"])


def _held_out(path: Path | None) -> frozenset[str]:
    import tomllib

    if path is None:
        return frozenset()
    try:
        return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["held_out"])
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        console.stop(f"{path}: không đọc được danh sách để dành ({error}).")


def _with_progress(paths: list[Path]) -> Iterable[Path]:
    with console.progress("Chấm điểm", len(paths)) as done:
        for path in paths:
            yield path
            done()


def _score(path: Path) -> Comparison:
    """Read one text and hold the reading against its annotation."""
    import json

    from api.reading import extractor
    from nlp.evaluation import compare

    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    except (OSError, ValueError) as error:
        console.stop(f"{path}: không đọc được ({error}).", console.SOME_FAILED)
    return compare(text, gold, extractor().extract(text, id=path.stem).to_dict())


def _as_json(sets: dict[str, Any], *, split: bool) -> dict[str, Any]:
    from nlp.evaluation import total

    figures = {name: {k: f.to_dict() for k, f in total(results).items()} for name, results in sets.items()}
    return figures if split else figures["all"]


def _print_notes(results: dict[str, Comparison]) -> None:
    for name, result in results.items():
        of = {k: result.figures[k].f1 for k in ("tasks", "assignments", "references")}
        print(f"{name}: " + ", ".join(f"{k} {v:.2f}" for k, v in of.items()))
        print("".join(f"    {note}\n" for note in result.notes), end="")
    print()


def _print_figures(title: str, results: Iterable[Comparison]) -> None:
    from nlp.evaluation import total

    if title:
        print(title)
    print(f"{'field':24}{'P':>8}{'R':>8}{'F1':>8}{'macro':>8}{'gold':>7}{'found':>7}")
    for name, figure in total(results).items():
        print(_line(name, figure))
    print()


def _line(name: str, f: Figure) -> str:
    ratios = f"{f.precision:8.3f}{f.recall:8.3f}{f.f1:8.3f}{f.macro_f1:8.3f}"
    return f"{name:24}{ratios}{f.gold:7}{f.found:7}"
