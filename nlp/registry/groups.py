"""Groups: "các sở, ban, ngành", "UBND các huyện, thành phố", and who belongs to them on a day.

A group's id is its scope, "nhom" and its parts: "lao-cai.nhom.so_ban_nganh", "son-la.nhom.ubnd-huyen_ubnd-thanh-pho",
"viet-nam.nhom.bo_nganh". Its members are listed for a day, since provinces, districts and departments change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from nlp.registry.areas import TYPES, Area
from nlp.registry.lives import Lives
from nlp.registry.names import exact, folded, slug
from nlp.registry.places import Places
from nlp.registry.tables import read_toml
from nlp.registry.types import Level, Unit

NATION = "viet-nam"
MARK = ".nhom."
_ALONE = frozenset({"ban", "phong", "so", "bo", "nganh", "hoi", "cap", "don vi", "to chuc", "co quan", "truong"})
"""Nouns (folded) that name no group when they stand alone without "các"."""
_LISTED = re.compile(r":|\bgồm\b|\bsau đây\b")
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Group:
    """A phrase for many units: its parts in order, whether it means only some of them, where, and who by name.

    `unread` counts the words after it that say neither.
    """

    parts: tuple[str, ...]
    some: bool = False
    place: Area | None = None
    names: tuple[str, ...] = ()
    unread: int = 0


@dataclass(slots=True)
class _Scan:
    """What was met while reading a phrase word by word."""

    parts: list[str]
    nouns: list[str]
    types: list[str]
    head: str = ""
    many: bool = False
    some: bool = False
    levels: bool = False


class Groups:
    """Reads phrases for groups, and lists their members."""

    def __init__(self, directory: Path, lives: Lives, places: Places) -> None:
        data = read_toml(directory / "groups.toml")
        self._lives = lives
        self._places = places
        self._nouns: dict[str, dict[str, Any]] = {row["id"]: row for row in data["noun"]}
        self._levels: dict[str, list[str]] = data["levels"]
        words: dict[str, tuple[str, str]] = {}
        for row in data["noun"]:
            words.update(dict.fromkeys(row["words"], ("noun", row["id"])))
        for row in data["head"]:
            words.update({exact(w): ("head", row["id"]) for w in row["words"]})
        words.update({t: ("type", t) for t in TYPES})
        words.update({level: ("level", level) for level in self._levels})
        for kind in ("many", "roles", "some", "plain"):
            for word in data["words"][kind]:
                words.setdefault(exact(word), (kind, word))
        self._words = words
        self._plain = {folded(w): kind for w, kind in words.items()}
        self._deepest = max(len(w.split()) for w in words)

    # --- reading ---

    def read(self, text: str) -> Group | None:
        """The group that a phrase means; None where it names one unit, or nothing."""
        listed = _LISTED.search(text)
        head, tail = (text[: listed.start()], text[listed.end() :]) if listed else (text, "")
        words = exact(head).split()
        group = self._read(words, self._words)
        if group is None or group.unread:
            plain = self._read(folded(head).split(), self._plain)
            if plain is not None and (group is None or plain.unread < group.unread):
                group = plain
        if group is not None and tail:
            names = tuple(n.strip(" .;") for n in re.split(r"[,;]| và ", tail) if n.strip(" .;"))
            group = replace(group, names=names)
        return group

    def _read(self, words: list[str], vocabulary: dict[str, tuple[str, str]]) -> Group | None:
        if not words or len(words) > _LONGEST:
            return None
        scan = _Scan([], [], [])
        at = 0
        while at < len(words):
            size, kind, value = self._next(words, at, vocabulary)
            if not size:
                break
            self._take(scan, kind, value, " ".join(words[at : at + size]))
            at += size
        return self._close(scan, tuple(words[at:]))

    def _next(self, words: list[str], at: int, vocabulary: dict[str, tuple[str, str]]) -> tuple[int, str, str]:
        """The longest word of the vocabulary at a position: its size, kind and value."""
        for size in range(min(self._deepest, len(words) - at), 0, -1):
            found = vocabulary.get(" ".join(words[at : at + size]))
            if found is not None:
                return size, *found
        if words[at].isdigit() and at == 0:
            return 1, "many", words[at]
        return 0, "", ""

    def _take(self, scan: _Scan, kind: str, value: str, words: str) -> None:
        if kind == "many":
            scan.many = True
        elif kind == "some":
            scan.some = True
        elif kind == "noun":
            self._end_types(scan)
            scan.head = ""
            scan.parts.append(value)
            scan.nouns.append(words)
        elif kind == "head":
            self._end_types(scan)
            scan.head = value
        elif kind == "type":
            scan.types.append(value)
        elif kind == "level":
            scan.levels = True
            scan.types += self._levels[value]

    @staticmethod
    def _end_types(scan: _Scan) -> None:
        """Turn the types met since the last head into parts: "UBND các huyện, thành phố"."""
        if scan.types:
            head = scan.head or "ubnd"
            scan.parts += [f"{head}-{slug(t)}" for t in dict.fromkeys(scan.types)]
            scan.types = []
        elif scan.head and scan.many:
            scan.parts.append(scan.head)

    def _close(self, scan: _Scan, rest: tuple[str, ...]) -> Group | None:
        """The group, if what was met makes one; the rest is a place, or narrows the group."""
        typed = len(scan.types)
        place: Area | None = None
        if rest:
            read = self._places.read(rest, accents=True) or self._places.read(rest, accents=False)
            place = read.areas[0] if read is not None and len(read.areas) == 1 else None
        named = place is not None and bool(scan.types)
        if named and not scan.many:
            return None
        if scan.nouns and not scan.head and (typed == 1 or scan.levels):
            scan.types = []  # "các sở, ngành, đoàn thể tỉnh"
        self._end_types(scan)
        if not scan.parts:
            return None
        unread = len(rest) if place is None else 0
        if not scan.many and not scan.levels and not self._several(scan, typed, unread):
            return None
        return Group(tuple(dict.fromkeys(scan.parts)), scan.some or unread > 0, place, unread=unread)

    @staticmethod
    def _several(scan: _Scan, typed: int, unread: int) -> bool:
        """Whether a phrase without "các" means many: "quận, huyện", "đoàn thể", "cơ quan liên quan"."""
        if scan.head:
            return typed > 1
        if len(scan.parts) > 1:
            return not unread
        if not scan.nouns:
            return False
        return scan.some or folded(scan.nouns[0]) not in _ALONE

    # --- members ---

    def identity(self, group: Group, context: Area | None, *, nation: bool = False) -> str | None:
        """The group's id in a place, or (`nation`) in the whole country; None where the place isn't known."""
        scope = group.place or context
        if self._central(group.parts) or (scope is None and nation):
            return f"{NATION}{MARK}{'_'.join(group.parts)}"
        return f"{scope.id}{MARK}{'_'.join(group.parts)}" if scope is not None else None

    def _central(self, parts: tuple[str, ...]) -> bool:
        return any(p in ("bo", "co-quan-thuoc-chinh-phu") or p.endswith("-tinh") or p.startswith("so-g") for p in parts)

    def unit(self, identity: str) -> Unit | None:
        """The group as a unit of kind "group"; None where the id is no group's."""
        scope, mark, parts = identity.partition(MARK)
        area = self._lives.areas.get(scope)
        if not mark or (area is None and scope != NATION):
            return None
        place = self._lives.areas.full(area) if area is not None else ""
        name = self._name(parts.split("_"))
        if name is None:
            return None
        level: Level = area.level if area is not None else "central"
        parents = (area.id,) if area is not None else ()
        full = f"{name} {place}".strip()
        return Unit(identity, name, place, level, "group", parents=parents, full_name=full, source="groups.toml")

    def _name(self, parts: list[str]) -> str | None:
        """The words of the parts: "các sở, ban, ngành", "UBND các huyện, thành phố"."""
        nouns = [self._nouns[p]["words"][0] for p in parts if p in self._nouns]
        heads: dict[str, list[str]] = {}
        for part in parts:
            if part in self._nouns:
                continue
            head, kind = self._split(part)
            if head is None:
                return None
            heads.setdefault(head, []).append(kind)
        said = [f"các {', '.join(nouns)}"] if nouns else []
        said += [f"{h} các {', '.join(k for k in kinds if k)}".removesuffix(" các ") for h, kinds in heads.items()]
        return ", ".join(said)

    def _split(self, part: str) -> tuple[str | None, str]:
        """The name of a part's office and the type of its areas."""
        kind = next((t for t in TYPES if part.endswith("-" + slug(t))), "")
        identity = part.removesuffix("-" + slug(kind)) if kind else part
        for level in ("province", "district", "commune"):
            office = self._lives.offices.get(level, identity)
            if office is not None:
                return office.name, kind
        return None, kind

    def words(self, part: str) -> tuple[str, str]:
        """The words of a part's head and the type of its areas: ("UBND", "phường")."""
        head, kind = self._split(part)
        return head or "", kind

    def members(self, identity: str, on: date) -> list[Unit]:
        """The units of a group on a day; empty where nothing can be listed ("các đơn vị liên quan")."""
        scope, mark, parts = identity.partition(MARK)
        if not mark:
            return []
        area = self._lives.areas.get(scope)
        found: dict[str, Unit] = {}
        for part in parts.split("_"):
            for unit in self._part(part, area, on, parts):
                if unit.lives(on):
                    found.setdefault(unit.id, unit)
        return list(found.values())

    def _part(self, part: str, area: Area | None, on: date, parts: str) -> Iterator[Unit]:
        noun = self._nouns.get(part)
        if noun is None:
            yield from self._bodies(part, area, on, parts)
        elif "kinds" in noun:
            yield from self._kinds(noun, area)
        elif "below" in noun:
            provinces = (p for p in self._lives.areas.provinces if p.lives(on))
            for below in provinces if area is None else self._lives.areas.children(area, on):
                yield from self._office("ubnd", below)

    def _kinds(self, noun: dict[str, Any], area: Area | None) -> Iterator[Unit]:
        """The bodies of some kinds that an area (or the centre) surely has."""
        level: Level = noun["level"] if area is None or area.level != "district" else "district"
        if level == "central":
            area = None
        elif area is not None and level == "province":
            area = self._lives.areas.province(area)
        elif area is None:
            return
        for office in self._lives.offices.by_level[level].values():
            if office.kind in noun["kinds"] and not office.optional:
                unit = self._lives.of(office, area)
                if unit is not None:
                    yield unit

    def _bodies(self, part: str, area: Area | None, on: date, parts: str) -> Iterator[Unit]:
        """The body of each area of a type: "ubnd-huyen"; of each province for "so-giao-duc-va-dao-tao"."""
        kind = next((t for t in TYPES if part.endswith("-" + slug(t))), "")
        head = part.removesuffix("-" + slug(kind)) if kind else part
        provinces = "-tinh" in parts or not kind
        for below in self._below(area, on, provinces=provinces):
            if not kind or below.type == kind:
                yield from self._office(head, below)

    def _below(self, area: Area | None, on: date, *, provinces: bool) -> Iterator[Area]:
        if area is None:
            yield from (p for p in self._lives.areas.provinces if p.lives(on))
            if provinces:
                return
        for child in self._lives.areas.children(area, on) if area is not None else ():
            yield child
            if child.level == "district":
                yield from self._lives.areas.children(child, on)

    def _office(self, name: str, area: Area) -> Iterator[Unit]:
        office = self._lives.offices.get(area.level, name)
        unit = self._lives.of(office, area) if office is not None else None
        if unit is not None:
            yield unit
