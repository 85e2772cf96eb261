"""A user's own rows, merged over the registry: units it lacks, names it doesn't know, provisional units confirmed.

As TOML, tables `unit` (columns as in nlp/data/units/, and `place` in words; an `id` that exists is replaced),
`alias` (name, place, unit) and `merge` (provisional, unit); or as CSV with the columns action, name, place, unit,
short, from, to, into, share, source, where action is "unit", "alias" or "merge" and lists are parted by ";".
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.registry.names import exact, slug
from nlp.registry.tables import read_toml
from nlp.registry.types import Successor, Unit

if TYPE_CHECKING:
    from nlp.registry.lookup import Lookup

FILES = ("units.toml", "units.csv")
"""Files of corrections in an installation's home directory."""


@dataclass(slots=True)
class Corrections:
    """What was corrected: units by id, ids by name and place, and the units that provisional ones are."""

    units: dict[str, Unit] = field(default_factory=dict)
    aliases: dict[tuple[str, str], str] = field(default_factory=dict)
    merges: dict[str, str] = field(default_factory=dict)


def corrections_in(home: Path) -> Path | None:
    """The file of corrections in a home directory, None where there is none."""
    return next((home / name for name in FILES if (home / name).is_file()), None)


def read_corrections(path: Path, lookup: Lookup) -> Corrections:
    """The corrections of a file. Raises ValueError naming the file, the row and what is wrong."""
    data = read_toml(path) if path.suffix == ".toml" else _csv(path)
    made = Corrections()
    for kind, read in (("unit", _unit), ("alias", _alias), ("merge", _merge)):
        for number, row in enumerate(data.get(kind, []), 1):
            try:
                read(row, made, lookup)
            except (KeyError, TypeError, ValueError) as error:
                what = f"thiếu “{error.args[0]}”" if isinstance(error, KeyError) else str(error)
                raise ValueError(f"{path.name}: {kind} thứ {number}: {what}") from error
    return made


def _csv(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of a CSV file in the form that TOML gives them."""
    tables: dict[str, list[dict[str, Any]]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                kind = (row.get("action") or "").strip()
                if kind not in ("unit", "alias", "merge"):
                    raise ValueError(f"{path.name}: dòng {number}: action phải là unit, alias hoặc merge")
                values = {k: v.strip() for k, v in row.items() if k and isinstance(v, str) and v.strip()}
                tables.setdefault(kind, []).append(_typed(kind, values, f"{path.name}: dòng {number}"))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path.name}: không đọc được CSV: {error}") from error
    return tables


def _typed(kind: str, row: dict[str, str], where: str) -> dict[str, Any]:
    """A row's columns as the values that TOML would give."""
    typed: dict[str, Any] = dict(row)
    if kind == "merge":
        typed["provisional"] = row.get("name", "")
    if kind == "unit" and "unit" in row:
        typed["id"] = row["unit"]
    if "short" in row:
        typed["short"] = [s.strip() for s in row["short"].split(";")]
    if "into" in row:
        typed["into"] = [{"to": t.strip(), "share": row.get("share", "all")} for t in row["into"].split(";")]
    for column in ("from", "to"):
        if column in row:
            try:
                typed[column] = date.fromisoformat(row[column])
            except ValueError as error:
                raise ValueError(f"{where}: “{row[column]}” không phải là ngày dạng 2025-03-01") from error
    return typed


def _area_id(row: dict[str, Any], lookup: Lookup) -> str:
    """The id of the row's place, "" where it names none."""
    text = row.get("place")
    if not text:
        return ""
    area = lookup.places.context(text)
    if area is None:
        raise ValueError(f"không rõ “{text}” là nơi nào")
    return area.id


def _unit(row: dict[str, Any], made: Corrections, lookup: Lookup) -> None:
    name, place = str(row["name"]), _area_id(row, lookup)
    area = lookup.lives.areas.get(place) if place else None
    identity = row.get("id") or ".".join(p for p in (place, slug(name)) if p)
    begins, ends = row.get("from"), row.get("to")
    if begins and ends and begins >= ends:
        raise ValueError(f"“{name}” kết thúc ({ends}) trước khi bắt đầu ({begins})")
    heirs = row.get("into", [])
    if heirs and ends is None:
        raise ValueError(f"“{name}” có đơn vị kế tục (into) nhưng chưa có ngày kết thúc (to)")
    known = lookup.lives.get(identity)
    words = lookup.lives.areas.full(area) if area is not None else ""
    unit = known or Unit(identity, name, words, area.level if area is not None else "central", row.get("kind", "other"))
    unit = replace(
        unit,
        name=name,
        full_name=f"{name} {words}".strip(),
        short_names=tuple(row.get("short", unit.short_names)),
        from_=begins or unit.from_,
        to=ends or unit.to,
        parents=tuple(row.get("parents", unit.parents)),
        later=partial(tuple, [Successor(h["to"], h.get("share", "all"), ends) for h in heirs]) if ends else unit.later,
        source=row.get("source", "người dùng đính chính"),
    )
    made.units[identity] = unit
    for spelling in (name, *unit.short_names):
        made.aliases[exact(spelling), place] = identity


def _alias(row: dict[str, Any], made: Corrections, lookup: Lookup) -> None:
    made.aliases[exact(row["name"]), _area_id(row, lookup)] = _known(row["unit"], made, lookup)


def _merge(row: dict[str, Any], made: Corrections, lookup: Lookup) -> None:
    made.merges[row["provisional"]] = _known(row["unit"], made, lookup)


def _known(identity: str, made: Corrections, lookup: Lookup) -> str:
    if identity not in made.units and lookup.lives.get(identity) is None:
        raise ValueError(f"danh bạ không có đơn vị “{identity}”")
    return identity
