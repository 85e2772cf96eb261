"""What is wrong with the registry's data, in words: gaps, overlaps, successors that don't exist, names used twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from nlp.registry.areas import Area
from nlp.registry.registry import Registry
from nlp.registry.types import Level, Unit


def problems(registry: Registry) -> list[str]:
    """Every problem of provinces, central bodies, the bodies of every province, and all areas."""
    areas = registry.lives.areas
    areas.load_all()
    found = [*_references(registry)]
    units = [u for a in areas.by_id.values() if (u := registry.lives.get(a.id)) is not None]
    units += [registry.unit(o) for o in registry.lives.offices.by_level["central"]]
    for province in areas.provinces:
        bodies = list(_bodies(registry, province))
        units += bodies
        found += _twice(bodies)
    found += _twice(u for u in units if u.kind == "area" or not u.place)
    for unit in units:
        found += _life(registry, unit)
    return found


def _bodies(registry: Registry, area: Area) -> Iterator[Unit]:
    for office in registry.lives.offices.by_level[area.level]:
        unit = registry.lives.get(f"{area.id}.{office}")
        if unit is not None:
            yield unit


def _references(registry: Registry) -> Iterator[str]:
    """Rows that name an office that isn't there."""
    offices = registry.lives.offices
    for level, rows in offices.by_level.items():
        above: Level = "province"
        for office in rows.values():
            heirs = [h for heirs in (office.into, *office.into_at.values()) for h in heirs]
            for name in (*(h.to for h in heirs), *(p for p, _, _ in office.parents), *office.instead.values()):
                where: Level = "central" if name.startswith("/") else above if name.startswith("../") else level
                if offices.get(where, name.removeprefix("../").removeprefix("/")) is None:
                    yield f"{level}/{office.id}: không có đơn vị “{name}”"
            if office.heir and offices.get("commune", office.heir) is None:
                yield f"{level}/{office.id}: cấp xã không có đơn vị “{office.heir}”"
            if office.to is not None and not office.into:
                yield f"{level}/{office.id}: kết thúc mà không có đơn vị kế tục"


def _life(registry: Registry, unit: Unit) -> Iterator[str]:
    """A life that ends before it begins, or has nobody after it on the day it ends."""
    if unit.from_ is not None and unit.to is not None and unit.from_ >= unit.to:
        yield f"{unit.id}: kết thúc trước khi bắt đầu"
    if unit.to is not None and not unit.successors:
        yield f"{unit.id}: không ai kế tục"
    for successor in unit.successors:
        heir = registry.lives.get(successor.unit)
        if heir is None:
            yield f"{unit.id}: đơn vị kế tục “{successor.unit}” không có trong danh bạ"
        elif not heir.lives(successor.on):
            yield f"{unit.id}: “{heir.id}” không tồn tại vào ngày {successor.on}"
        elif successor.on != unit.to:
            yield f"{unit.id}: bàn giao ngày {successor.on} nhưng kết thúc ngày {unit.to}"


def _twice(units: Iterable[Unit]) -> Iterator[str]:
    """Two units of one name and place on one day."""
    named: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        for other in named[unit.full_name]:
            if _overlap(unit, other):
                yield f"{unit.id}, {other.id}: cùng tên “{unit.full_name}” trong cùng thời gian"
        named[unit.full_name].append(unit)


def _overlap(a: Unit, b: Unit) -> bool:
    return (a.to is None or b.from_ is None or b.from_ < a.to) and (b.to is None or a.from_ is None or a.from_ < b.to)
