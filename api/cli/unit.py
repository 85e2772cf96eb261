"""`chidao unit`: who a unit is, from when to when it was, who came after, and who answers for it today.

`chidao import-units` takes in a user's corrections of the registry.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import console
from api.cli.vietnamese import Command

if TYPE_CHECKING:
    from nlp.registry import Match, Registry, Unit

_OPEN = 0.5
"""Below this confidence a look-up names several units, and the person has to say more."""


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(cls=Command)(unit)
    app.command("import-units", cls=Command)(import_units)


def unit(
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên đơn vị, đầy đủ hay viết tắt, có dấu hay không.")],
    place: Annotated[str | None, typer.Option("--place", metavar="NƠI", help="Tỉnh, huyện hoặc xã của đơn vị.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="NGÀY", help="Ngày mà tên ấy được dùng: 2022-05-31 hoặc 31/5/2022.")
    ] = None,
    json: console.Json = False,
) -> None:
    """Cho biết đơn vị là ai, tồn tại từ khi nào đến khi nào, ai kế tục và hôm nay ai trả lời."""
    registry = _registry()
    day = _day(on) if on else None
    if place and not registry.knows_place(place, day):
        console.stop(
            f"Không rõ “{place}” là tỉnh, huyện hay xã nào; hãy ghi đầy đủ, ví dụ “huyện Châu Thành, An Giang”."
        )
    matches = registry.find(name, place, day)
    if not matches:
        console.stop(f"Danh bạ không có đơn vị nào tên “{name}”{f' ở {place}' if place else ''}.", console.SOME_FAILED)
    if matches[0].confidence < _OPEN and len(matches) > 1:
        _ask_back(name, matches)
    answer = describe(registry, matches[0].unit)
    if json:
        console.print_json(answer)
    else:
        _show(answer, matches[0].unit.source)


def import_units(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp đính chính danh bạ: units.toml hoặc units.csv.")],
    json: console.Json = False,
) -> None:
    """Kiểm tra tệp đính chính danh bạ đơn vị rồi đưa vào dùng, thay cho tệp trước."""
    from nlp.registry import FILES, Registry

    if file.suffix not in (".toml", ".csv") or not file.is_file():
        console.stop(f"“{file}” không phải là tệp .toml hoặc .csv đọc được.")
    try:
        rows = Registry.load(file).corrections
    except ValueError as error:
        console.stop(str(error), console.SOME_FAILED)
    home = Path(console.settings().home)
    home.mkdir(parents=True, exist_ok=True)
    data = file.read_bytes()
    for name in FILES:
        (home / name).unlink(missing_ok=True)
    target = home / f"units{file.suffix}"
    target.write_bytes(data)
    counts = {"units": len(rows.units), "names": len(rows.aliases), "merges": len(rows.merges)}
    if json:
        console.print_json({"file": str(target), **counts})
    else:
        console.say(f"Đã nhận {len(rows.units)} đơn vị, {len(rows.aliases)} tên gọi, {len(rows.merges)} đơn vị tạm.")


def describe(registry: Registry, unit: Unit, on: date | None = None) -> dict[str, Any]:
    """A unit as JSON: its life, its successors with what each took over, and who answers on the day (or today)."""

    def full(unit_id: str) -> str:
        try:
            return registry.unit(unit_id).full_name
        except KeyError:
            return unit_id

    return {
        "name": unit.name,
        "place": unit.place or None,
        "from": unit.from_,
        "to": unit.to,
        "parents": [full(p) for p in unit.parents],
        "successors": [{"name": full(s.unit), "share": s.share, "date": s.on} for s in unit.successors],
        "today": [u.full_name for u in registry.today(unit.id, on)],
    }


def _registry() -> Registry:
    """The registry with the installation's own corrections, where there are any."""
    from nlp.registry import Registry, corrections_in

    try:
        return Registry.load(corrections_in(Path(console.settings().home)))
    except ValueError as error:
        console.stop(str(error))


def _day(text: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        with suppress(ValueError):
            return datetime.strptime(text.strip(), form).date()
    return console.stop(f"“{text}” không phải là ngày; hãy ghi như 2022-05-31 hoặc 31/5/2022.")


def _ask_back(name: str, matches: list[Match]) -> None:
    """Several units have the name: list them and stop."""
    shown = "; ".join(m.unit.full_name for m in matches[:5])
    more = f" … và {len(matches) - 5} đơn vị khác" if len(matches) > 5 else ""
    console.stop(f"“{name}” có thể là {shown}{more}. Hãy ghi thêm --place hoặc --on.", console.SOME_FAILED)


def _show(answer: dict[str, Any], source: str) -> None:
    """The answer as a table of two columns."""
    began, ended = console.day(answer["from"]), console.day(answer["to"])
    rows = [
        ["Tên", answer["name"]],
        ["Nơi", answer["place"] or "Trung ương"],
        ["Tồn tại", f"{f'từ {began}' if began else ''} {f'đến trước {ended}' if ended else 'đến nay'}".strip()],
        ["Cấp trên", "; ".join(answer["parents"])],
        *(["Kế tục", f"{s['name']} ({_share(s['share'])}, từ {console.day(s['date'])})"] for s in answer["successors"]),
        ["Hôm nay", "\n".join(answer["today"])],
        ["Căn cứ", source],
    ]
    console.print_table(("", ""), [r for r in rows if r[1]])


def _share(share: str) -> str:
    return "toàn bộ" if share == "all" else share
