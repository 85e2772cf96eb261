"""Offices: the bodies that every area of a level has, and the bodies of the centre, as rows of data.

An office and an area make a unit: "Sở Tài chính" and "tỉnh Lào Cai". See nlp/data/units/province_offices.toml for
what the columns mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from nlp.registry.names import exact, folded, slug, squeeze
from nlp.registry.tables import read_toml
from nlp.registry.types import Level

_FILES: tuple[tuple[str, Level], ...] = (
    ("central.toml", "central"),
    ("province_offices.toml", "province"),
    ("district_offices.toml", "district"),
    ("commune_offices.toml", "commune"),
)
NO_DEPARTMENT_INSPECTORS = date(2025, 7, 1)
"""Since when departments have no inspectorates of their own (Luật Thanh tra 84/2025/QH15)."""


@dataclass(frozen=True, slots=True)
class Heir:
    """An office that took over; `minor` ones don't answer for the whole."""

    to: str
    share: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """A body of every area of a level; `to` and `into` may differ by province (`keeps`, `to_at`, `into_at`)."""

    id: str
    name: str
    level: Level
    kind: str
    short: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    parents: tuple[tuple[str, date | None, date | None], ...] = ()
    from_: date | None = None
    to: date | None = None
    into: tuple[Heir, ...] = ()
    to_at: dict[str, date] = field(default_factory=dict)
    into_at: dict[str, tuple[Heir, ...]] = field(default_factory=dict)
    keeps: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    instead: dict[str, str] = field(default_factory=dict)
    optional: bool = False
    heir: str = ""
    full: str = ""
    variants: dict[str, str] = field(default_factory=dict)
    source: str = ""

    def ends(self, province: str) -> date | None:
        """The day on which it was no more in that province."""
        if province in self.to_at:
            return self.to_at[province]
        return None if province in self.keeps else self.to

    def heirs(self, province: str) -> tuple[Heir, ...]:
        """Who took over there."""
        return self.into_at.get(province, self.into)

    def spellings(self) -> Iterator[str]:
        """Every way to write its name that the data lists; "SKHĐT" also makes "Sở KHĐT"."""
        yield self.name
        yield from self.variants.values()
        yield from self.short
        for symbol in self.symbols:
            if self.kind == "so" and symbol.startswith("S") and len(symbol) > 2:
                yield symbol
                yield f"Sở {symbol[1:]}"
            elif self.kind == "bo" and symbol.startswith("B") and len(symbol) > 3:
                yield f"Bộ {symbol[1:]}"


def _heirs(rows: list[dict[str, Any]]) -> tuple[Heir, ...]:
    return tuple(Heir(r["to"], r["share"], r.get("minor", False)) for r in rows)


def _parents(row: dict[str, Any], level: Level) -> tuple[tuple[str, date | None, date | None], ...]:
    if "parents" in row:
        return tuple((p["to"], p.get("from"), p.get("until")) for p in row["parents"])
    parent = row.get("parent", "" if level == "central" else "ubnd")
    return ((parent, None, None),) if parent else ()


def _office(row: dict[str, Any], level: Level, sources: dict[str, str]) -> Office:
    variants: dict[str, str] = {key: row[key] for key in ("city_name", "town_name", "quarter_name") if key in row}
    return Office(
        id=row["id"],
        name=row["name"],
        level=level,
        kind=row["kind"],
        short=tuple(row.get("short", ())),
        symbols=tuple(row.get("symbols", ())),
        parents=_parents(row, level),
        from_=row.get("from"),
        to=row.get("to"),
        into=_heirs(row.get("into", [])),
        to_at=row.get("to_at", {}),
        into_at={k: _heirs(v) for k, v in row.get("into_at", {}).items()},
        keeps=frozenset(row.get("keeps", ())),
        only=frozenset(row.get("only", ())),
        instead=row.get("instead", {}),
        optional=row.get("optional", False),
        heir=row.get("heir", ""),
        full=row.get("full", ""),
        variants=variants,
        source=sources.get(row["source"], row["source"]),
    )


def _inside(office: Office, word: str, offices: dict[str, Office]) -> Office:
    """The "Thanh tra" or "Văn phòng" of a department, which follows its department."""
    heirs = tuple(
        replace(h, to=slug(f"{word} {offices[h.to].name}")) for h in office.into if offices[h.to].name.startswith("Sở ")
    )
    made = replace(
        office,
        id=slug(f"{word} {office.name}"),
        name=f"{word} {office.name}",
        kind="sub",
        short=tuple(f"{word} {s}" for s in office.spellings() if s.startswith("Sở ")),
        symbols=(),
        parents=((office.id, None, None),),
        into=heirs,
        to_at={},
        into_at={},
        instead={p: slug(f"{word} {offices[i].name}") for p, i in office.instead.items()},
        optional=True,
    )
    if word == "Thanh tra" and (office.to is None or office.to >= NO_DEPARTMENT_INSPECTORS):
        ended = (Heir("thanh-tra", "all"),)
        made = replace(made, to=NO_DEPARTMENT_INSPECTORS, into=ended, source="Luật Thanh tra 84/2025/QH15")
    return made


class Offices:
    """All offices, by level and id, and by name."""

    def __init__(self, directory: Path) -> None:
        self.by_level: dict[Level, dict[str, Office]] = {}
        for name, level in _FILES:
            data = read_toml(directory / name)
            rows = (_office(row, level, data["sources"]) for row in data["office"])
            self.by_level[level] = {office.id: office for office in rows}
        self._add_insides()
        self.exact: dict[str, list[Office]] = defaultdict(list)
        self.folded: dict[str, list[Office]] = defaultdict(list)
        self.spelled: dict[str, list[Office]] = defaultdict(list)
        for offices in self.by_level.values():
            for office in offices.values():
                self._index(office)

    def _add_insides(self) -> None:
        province = self.by_level["province"]
        for office in [o for o in province.values() if o.kind == "so" and o.name.startswith("Sở ")]:
            for word in ("Thanh tra", "Văn phòng"):
                made = _inside(office, word, province)
                province[made.id] = made

    def _index(self, office: Office) -> None:
        for spelling in dict.fromkeys(office.spellings()):
            key, plain = exact(spelling), folded(spelling)
            for index, word in ((self.exact, squeeze(key)), (self.folded, squeeze(plain)), (self.spelled, plain)):
                if office not in index[word]:
                    index[word].append(office)

    def get(self, level: Level, identity: str) -> Office | None:
        """The office of this level with this id."""
        return self.by_level[level].get(identity)
