"""`chidao extract` and `chidao explain`: what the extractor reads in files, without keeping anything in the record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import console
from api.cli.vietnamese import Command

if TYPE_CHECKING:
    from corpus.types import Reading


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(cls=Command)(extract)
    app.command(cls=Command)(explain)


def extract(
    files: Annotated[
        list[Path], typer.Argument(metavar="TỆP…", help="Tệp hoặc thư mục: văn bản, HTML, PDF, DOCX, ảnh quét.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="THƯ_MỤC", help="Nơi ghi kết quả, mỗi tệp một <tên>.json.")],
    json: console.Json = False,
) -> None:
    """Đọc từng tệp và ghi những gì tìm thấy (nhiệm vụ, đơn vị, thời hạn, viện dẫn) ra tệp JSON."""
    from api.reading import use_corrections

    use_corrections(console.settings().home)
    inputs = list(expand(files))
    out.mkdir(parents=True, exist_ok=True)
    names = _names(inputs)
    results: list[dict[str, Any]] = []
    with console.progress("Đọc", len(inputs)) as done:
        for path in inputs:
            results.append(_extract_one(path, out / f"{names[path]}.json"))
            done()
    failed = [r for r in results if r["error"]]
    for result in failed:
        console.say(result["error"])
    if json:
        console.print_list(results)
    else:
        columns = ("Tệp", "Loại", "Số", ">Nhiệm vụ", ">Viện dẫn")
        rows = [[r["file"], r["kind"], r["number"], r["tasks"], r["references"]] for r in results if not r["error"]]
        console.print_table(columns, rows, title=f"Đã đọc {len(rows)}/{len(results)} tệp, ghi vào {out}")
    if failed:
        raise typer.Exit(console.SOME_FAILED)


def explain(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp cần giải thích.")],
    json: console.Json = False,
) -> None:
    """Cho biết từng thông tin được đọc ra ở chỗ nào trong văn bản, theo quy tắc nào."""
    from api.reading import extractor, use_corrections

    use_corrections(console.settings().home)
    reading = read_or_stop(file)
    extraction = extractor().extract(reading.text, id=file.stem, context=reading.context)
    if json:
        console.print_json(extraction.to_dict() | {"text": reading.text})
        return
    from api.facts import facts_of

    rows = [
        [f"{f.start}–{f.end}", f.label, console.shorten(f.text, 60), f.value, f.rule]
        for f in facts_of(extraction.to_dict(), reading.text)
    ]
    console.print_table((">Vị trí", "Là", "Chữ trong văn bản", "Hiểu là", "Quy tắc"), rows, title=str(file))
    for name, reason in (extraction.directive.reasons if extraction.directive else {}).items():
        console.say(f"{name}: bỏ trống vì {reason}")


def expand(paths: list[Path]) -> Iterator[Path]:
    """The files, and the files inside the folders, in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        else:
            yield path


def read_or_stop(path: Path) -> Reading:
    """The file's reading; one that can't be read ends the command with the reason."""
    from ingest.read import UnreadableError, read

    if not path.is_file():
        console.stop(f"{path}: không có tệp này.")
    try:
        return read(path, name=path.name)
    except UnreadableError as error:
        console.stop(str(error), console.SOME_FAILED)


def _extract_one(path: Path, target: Path) -> dict[str, Any]:
    """Read one file and write its extraction; where the text isn't the file itself, it is written beside as .txt."""
    import json

    from api.reading import extractor
    from ingest.read import UnreadableError, read

    if not path.exists():
        return {"file": str(path), "error": f"{path}: không có tệp này."}
    try:
        reading = read(path, name=path.name)
    except (UnreadableError, OSError) as error:
        return {"file": str(path), "error": str(error)}
    found = extractor().extract(reading.text, id=target.stem, context=reading.context).to_dict()
    target.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    if reading.media_type != "text/plain":
        target.with_suffix(".txt").write_bytes(reading.text.encode())
    return {
        "file": str(path),
        "out": str(target),
        "error": None,
        "kind": found["kind"],
        "number": (found["directive"] or {}).get("number"),
        "tasks": len(found["tasks"]),
        "references": len(found["references"]),
    }


def _names(paths: list[Path]) -> dict[Path, str]:
    """What each file's result is called: its stem, or its whole name where another file has the same stem."""
    from collections import Counter

    stems = Counter(path.stem for path in paths)
    whole = Counter(path.name for path in paths)
    names: dict[Path, str] = {}
    for number, path in enumerate(paths):
        name = path.stem if stems[path.stem] == 1 else path.name
        names[path] = name if stems[path.stem] == 1 or whole[path.name] == 1 else f"{name}-{number}"
    return names
