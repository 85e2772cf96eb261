"""Areas over time: provinces, districts (until 1 July 2025) and communes, and what became of each.

Provinces and districts are read at once, a province's communes when they are first asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any

from nlp.registry.names import exact, folded, slug, squeeze, strip
from nlp.registry.tables import read_rows, read_toml
from nlp.registry.types import Level

TWO_TIER = date(2025, 7, 1)
"""The first day without districts (Nghị quyết 203/2025/QH15; Luật 72/2025/QH15)."""
_TABLES = "Bảng chuyển đổi đơn vị hành chính 1/7/2025 (qua gói vietnam-provinces)"
TYPES = ("thành phố", "tỉnh", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")
_COMMUNE_SLUGS = ("xa-", "phuong-", "thi-tran-", "dac-khu-")
_HEADS = {
    "tp": "thành phố",
    "t": "tỉnh",
    "h": "huyện",
    "q": "quận",
    "tx": "thị xã",
    "tt": "thị trấn",
    "x": "xã",
    "p": "phường",
}


@dataclass(frozen=True, slots=True)
class Area:
    """A province, district or commune under one name. `into` are the ids of the areas that took it over at `to`."""

    id: str
    name: str
    level: Level
    parent: str
    short: tuple[str, ...] = ()
    from_: date | None = None
    to: date | None = None
    into: tuple[str, ...] = ()
    source: str = _TABLES

    @property
    def type(self) -> str:
        """The word for what it is: "tỉnh", "thành phố", "xã" …"""
        lower = self.name.lower()
        return next((t for t in TYPES if lower.startswith(t + " ")), "")

    @property
    def bare(self) -> str:
        """The name without that word."""
        return self.name[len(self.type) :].strip()

    def lives(self, on: date) -> bool:
        """Whether the area exists on that day."""
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on < self.to)


def _later(a: date | None, b: date | None) -> date | None:
    return max((d for d in (a, b) if d), default=None)


def _sooner(a: date | None, b: date | None) -> date | None:
    return min((d for d in (a, b) if d), default=None)


def keys(area: Area) -> tuple[set[str], set[str]]:
    """The squeezed keys under which an area is found, with accents and without."""
    name = exact(area.name)
    names = {name, name.removeprefix(area.type).strip(), *(exact(n) for n in area.short)}
    return {squeeze(n) for n in names}, {squeeze(folded(n)) for n in names}


class Areas:
    """All areas, by id and by name."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.by_id: dict[str, Area] = {}
        self._children: dict[str, list[str]] = defaultdict(list)
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._folded: dict[str, list[str]] = defaultdict(list)
        self._communes_of: dict[str, str] = {}
        self._predecessors: dict[str, list[str]] = defaultdict(list)
        self._named: dict[tuple[str, str], str] = {}
        self._loaded: set[str] = set()
        self._loading: set[str] = set()
        self._lock = RLock()
        self._provinces()
        self._districts()

    def _add(self, area: Area) -> Area:
        self.by_id[area.id] = area
        self._children[area.parent].append(area.id)
        with_accents, without = keys(area)
        for key in with_accents:
            self._exact[key].append(area.id)
        for key in without:
            self._folded[key].append(area.id)
        for heir in area.into:
            self._predecessors[heir].append(area.id)
        return area

    def _provinces(self) -> None:
        data = read_toml(self._directory / "provinces.toml")
        for row in data["province"]:
            if "communes_of" in row:
                self._communes_of[row["id"]] = row["communes_of"]
            into = (row["into"],) if "into" in row else ()
            source = data["sources"].get(row["source"], row["source"])
            short = tuple(row.get("short", ()))
            self._add(Area(row["id"], row["name"], "province", "", short, row.get("from"), row.get("to"), into, source))
        self.provinces = tuple(area for area in self.by_id.values())

    def _districts(self) -> None:
        rows: dict[str, dict[str, Any]] = {}
        for row in read_toml(self._directory / "districts_earlier.toml")["district"]:
            rows[f"{row['province']}.{slug(row['name'])}"] = row
        for province, name, _zone in read_rows(self._directory / "districts.csv"):
            identity = f"{province}.{slug(name)}"
            rows.setdefault(identity, {"source": _TABLES}).update(province=province, name=name)
        for identity, row in rows.items():
            above = self.by_id[row["province"]]
            if "communes_of" in row:
                self._communes_of[identity] = f"{above.id}.{slug(row['communes_of'])}"
            heirs = tuple(self._district_id(above.id, heir) for heir in row.get("into", ()))
            begins, ends = _later(row.get("from"), above.from_), _sooner(row.get("to"), TWO_TIER)
            self._add(Area(identity, row["name"], "district", above.id, (), begins, ends, heirs, row["source"]))

    @staticmethod
    def _district_id(province: str, heir: str) -> str:
        other, _, name = heir.rpartition("/")
        return f"{other or province}.{slug(name)}"

    @cached_property
    def _rows(self) -> tuple[dict[str, list[list[str]]], dict[str, list[list[str]]]]:
        earlier: dict[str, list[list[str]]] = defaultdict(list)
        current: dict[str, list[list[str]]] = defaultdict(list)
        for row in read_rows(self._directory / "communes_earlier.csv"):
            earlier[row[0]].append(row)
        for row in read_rows(self._directory / "communes.csv"):
            current[row[0]].append(row)
        return earlier, current

    def load(self, province: str) -> None:
        """Read the communes of a province, unless they were read."""
        if province in self._loaded:
            return
        with self._lock:
            if province not in self._loading:
                self._loading.add(province)
                self._load(province)
                self._loaded.add(province)

    def _load(self, province: str) -> None:
        earlier, current = self._rows
        above = self.by_id[province]
        if above.to is None or above.to > TWO_TIER:
            self._current(above, current[self._communes_of.get(province, province)])
        heir = above.id if above.to is None or above.to > TWO_TIER else above.into[0]
        self.load(heir)
        for _, district, name, into in earlier[province]:
            parent = self.by_id[f"{province}.{slug(district)}"]
            heirs = tuple(self._named[heir, n] for n in into.split("; ") if n)
            identity = self._free(f"{parent.id}.{slug(name)}")
            self._add(Area(identity, name, "commune", parent.id, (), above.from_, TWO_TIER, heirs))

    def _current(self, above: Area, rows: list[list[str]]) -> None:
        for _, name in rows:
            identity = self._named[above.id, name] = self._free(f"{above.id}.{slug(name)}")
            heirs = (f"{above.into[0]}.{slug(name)}",) if above.to and above.to > TWO_TIER else ()
            begins = _later(above.from_, TWO_TIER)
            self._add(Area(identity, name, "commune", above.id, (), begins, above.to, heirs))

    def _free(self, identity: str) -> str:
        """An id that no other commune has: "xã Ba Tô" and "xã Ba Tơ" of one district are two."""
        number, free = 2, identity
        while free in self.by_id:
            free, number = f"{identity}-{number}", number + 1
        return free

    @cached_property
    def _texts(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The tables of communes by province, in lower case with accents and without, to look into before loading."""
        plain, bare = [], []
        for province in self.provinces:
            rows = [*self._rows[0].get(province.id, ()), *self._rows[1].get(province.id, ())]
            text = ",\n".join(",".join(row) for row in rows).lower()
            plain.append((province.id, text))
            bare.append((province.id, strip(text)))
        return plain, bare

    def load_with(self, name: str, *, accents: bool) -> None:
        """Read the communes of those provinces where a commune's name is, or ends in, these words."""
        for province, text in self._texts[0 if accents else 1]:
            if f" {name}," in text:
                self.load(province)

    def load_all(self) -> None:
        """Read every province's communes."""
        for province in self.provinces:
            self.load(province.id)

    def get(self, identity: str) -> Area | None:
        """The area with this id, its province's communes read if need be."""
        if identity not in self.by_id and identity.rpartition(".")[2].startswith(_COMMUNE_SLUGS):
            province = identity.split(".", 1)[0]
            if province in self.by_id:
                self.load(province)
        return self.by_id.get(identity)

    def province(self, area: Area) -> Area:
        """The province that an area is, or was, in."""
        while area.parent:
            area = self.by_id[area.parent]
        return area

    def full(self, area: Area) -> str:
        """The name with the areas above: "huyện Kế Sách, tỉnh Sóc Trăng"."""
        return area.name if not area.parent else f"{area.name}, {self.full(self.by_id[area.parent])}"

    def into(self, area: Area) -> tuple[Area, ...]:
        """Who took the area over; a district that ended on 1 July 2025 went into the communes of its communes."""
        heirs = area.into
        if not heirs and area.level == "district":
            heirs = tuple(dict.fromkeys(h for child in self.children(area) for h in child.into)) or self._zone(area)
        elif not heirs and area.to is not None and area.level == "commune":
            district = self.by_id[area.parent]
            while district.into:
                district = self.by_id[district.into[0]]
            heirs = tuple(a.id for a in self.into(district))
        return tuple(a for a in (self.get(h) for h in heirs) if a is not None)

    def _zone(self, area: Area) -> tuple[str, ...]:
        province = self.province(area)
        heir = province.into[0] if province.to == TWO_TIER else province.id
        for row in read_rows(self._directory / "districts.csv"):
            if row[2] and row[0] == province.id and slug(row[1]) == area.id.rpartition(".")[2]:
                return (f"{heir}.{slug(row[2])}",)
        return ()

    def from_(self, area: Area) -> tuple[Area, ...]:
        """The areas that went into this one; into a commune of today, communes and the districts around them."""
        if area.level != "commune":
            return tuple(self.by_id[p] for p in self._predecessors.get(area.id, ()))
        for province in (p for p in self.provinces if area.parent in (p.id, *p.into)):
            self.load(province.id)
        earlier = [self.by_id[p] for p in self._predecessors.get(area.id, ())]
        districts = {a.parent: self.by_id[a.parent] for a in earlier if self.by_id[a.parent].level == "district"}
        return (*earlier, *(d for d in districts.values() if not d.into))

    def children(self, area: Area, on: date | None = None) -> tuple[Area, ...]:
        """The areas directly below, of one day or of all days."""
        self.load(self.province(area).id)
        parent = self._communes_of.get(area.id, area.id) if area.level == "district" else area.id
        found = (self.by_id[c] for c in self._children.get(parent, ()))
        return tuple(a for a in found if on is None or a.lives(on))

    def named(self, words: list[str], *, accents: bool = True) -> Iterator[Area]:
        """The areas that these words name ("tp hcm", "kế sách"), communes only where they were read."""
        index = self._exact if accents else self._folded
        seen: set[str] = set()
        for form in _forms(words, accents=accents):
            for identity in index.get(form, ()):
                if identity not in seen:
                    seen.add(identity)
                    yield self.by_id[identity]


def _forms(words: list[str], *, accents: bool) -> Iterator[str]:
    yield "".join(words)
    if len(words) == 1 and words[0][:1] in "qp" and words[0][1:].isdigit():
        words = [words[0][0], words[0][1:]]  # "Q1"
    long = _HEADS.get(words[0])
    if long and len(words) > 1:
        head = exact(long) if accents else folded(long)
        yield squeeze(head) + "".join(words[1:])
