"""Who belongs to a group on a day.

A group's id is its scope, "nhom" and its parts: "lao-cai.nhom.so_ban_nganh", "son-la.nhom.ubnd-huyen_ubnd-thanh-pho",
"viet-nam.nhom.bo_nganh". Its members are listed for a day, since provinces, districts and departments change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from nlp.registry.areas import TYPES, Area
from nlp.registry.groups import Group
from nlp.registry.lives import Lives
from nlp.registry.names import slug
from nlp.registry.tables import read_toml
from nlp.registry.types import Level, Unit

NATION = "viet-nam"
MARK = ".nhom."


LEVELS = {"cấp tỉnh": "province", "cấp huyện": "district", "cấp xã": "commune"}
_KINDS = sorted(((slug(k), k) for k in (*TYPES, *LEVELS, "các cấp")), key=lambda pair: -len(pair[0]))


def _kind(part: str) -> tuple[str, str]:
    """A part's office, and the type or level of the areas that have it: ("ubnd", "cấp xã")."""
    for end, kind in _KINDS:
        if part.endswith("-" + end):
            return part.removesuffix("-" + end), kind
    return part, ""


def _listed(kinds: list[str]) -> str:
    """Types and levels as they are said: "các huyện, thành phố", "cấp xã"."""
    said = ", ".join(k for k in kinds if k)
    return said if not said or said.startswith(("cấp", "các")) else f"các {said}"


def central(parts: tuple[str, ...]) -> bool:
    """Whether parts can only be of the whole country: ministries, the bodies of every province."""
    return any(p in ("bo", "co-quan-thuoc-chinh-phu") or p.endswith("-tinh") or p.startswith("so-") for p in parts)


class Members:
    """The groups as units, and their members."""

    def __init__(self, directory: Path, lives: Lives) -> None:
        self._lives = lives
        self._nouns: dict[str, dict[str, Any]] = {
            row["id"]: row for row in read_toml(directory / "groups.toml")["noun"]
        }

    def identity(self, group: Group, context: Area | None, *, nation: bool = False) -> str | None:
        """The group's id in a place, or (`nation`) in the whole country; None where the place isn't known."""
        scope = group.place or context
        if central(group.parts) or (scope is None and nation):
            return f"{NATION}{MARK}{'_'.join(group.parts)}"
        return f"{scope.id}{MARK}{'_'.join(group.parts)}" if scope is not None else None

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
        said += [f"{h} {_listed(kinds)}".strip() for h, kinds in heads.items()]
        return ", ".join(said)

    def _split(self, part: str) -> tuple[str | None, str]:
        """The name of a part's office and the type or level of its areas."""
        identity, kind = _kind(part)
        for level in ("province", "district", "commune"):
            office = self._lives.offices.get(level, identity)
            if office is not None:
                return office.name, kind
        return None, kind

    def words(self, part: str) -> tuple[str, str]:
        """The words of a part's head and the type of its areas: ("UBND", "phường")."""
        noun = self._nouns.get(part)
        if noun is not None:
            return noun["words"][0], ""
        head, kind = self._split(part)
        return head or "", kind

    def members(self, identity: str, on: date | None) -> list[Unit]:
        """The units of a group on a day, or ever; empty where nothing can be listed ("các đơn vị liên quan")."""
        scope, mark, parts = identity.partition(MARK)
        if not mark:
            return []
        area = self._lives.areas.get(scope)
        found: dict[str, Unit] = {}
        for part in parts.split("_"):
            for unit in self._part(part, area, on, parts):
                if on is None or unit.lives(on):
                    found.setdefault(unit.id, unit)
        return list(found.values())

    def _part(self, part: str, area: Area | None, on: date | None, parts: str) -> Iterator[Unit]:
        noun = self._nouns.get(part)
        if noun is None:
            yield from self._bodies(part, area, on, parts)
        elif "kinds" in noun:
            yield from self._kinds(noun, area)
        elif "below" in noun:
            provinces = (p for p in self._lives.areas.provinces if on is None or p.lives(on))
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

    def _bodies(self, part: str, area: Area | None, on: date | None, parts: str) -> Iterator[Unit]:
        """The body of each area of a type or level: "ubnd-huyen", "ubnd-cap-xa"; of each province for "so-noi-vu"."""
        head, kind = _kind(part)
        provinces = "-tinh" in parts or not kind
        for below in self._below(area, on, provinces=provinces):
            if kind in ("", "các cấp") or below.type == kind or below.level == LEVELS.get(kind):
                yield from self._office(head, below)

    def _below(self, area: Area | None, on: date | None, *, provinces: bool) -> Iterator[Area]:
        """The areas below one, or of the whole country: its provinces, or all that is below them."""
        if area is None:
            for province in self._lives.areas.provinces:
                if on is None or province.lives(on):
                    yield province
                    yield from () if provinces else self._below(province, on, provinces=False)
            return
        for child in self._lives.areas.children(area, on):
            yield child
            if child.level == "district":
                yield from self._lives.areas.children(child, on)

    def _office(self, name: str, area: Area) -> Iterator[Unit]:
        office = self._lives.offices.get(area.level, name)
        unit = self._lives.of(office, area) if office is not None else None
        if unit is not None:
            yield unit
