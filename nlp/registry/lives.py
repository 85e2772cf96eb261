"""Units over time: an office of an area, or an area itself, from its first day to its last, and who came after.

A unit lives as long as its name does at its place: "Sở Tài chính tỉnh Lào Cai" of 2022 and of today are one, though
it took in a department in March 2025 and a province in July 2025.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, partial

from nlp.registry.areas import Area, Areas
from nlp.registry.offices import Heir, Office, Offices
from nlp.registry.types import Successor, Unit

_VARIANTS = {"thành phố": "city_name", "thị xã": "town_name", "quận": "quarter_name"}


def _share(heir: Area, heirs: tuple[Area, ...]) -> str:
    """What an area took of one that ended."""
    return "all" if len(heirs) == 1 else f"địa bàn {heir.name}"


class Lives:
    """Makes units and follows them through time."""

    def __init__(self, areas: Areas, offices: Offices) -> None:
        self.areas = areas
        self.offices = offices
        self._units: dict[str, Unit] = {}

    # --- units ---

    def get(self, identity: str) -> Unit | None:
        """The unit with this id: a central body, an area, or an office of an area."""
        unit = self._units.get(identity)
        if unit is None:
            unit = self._make(identity)
            if unit is not None:
                self._units[identity] = unit
        return unit

    def replace(self, units: dict[str, Unit]) -> None:
        """Let these stand for the units of their ids."""
        self._units.update(units)

    def _make(self, identity: str) -> Unit | None:
        central = self.offices.get("central", identity)
        if central is not None:
            return self._central(central)
        place, _, name = identity.rpartition(".")
        area = self.areas.get(place) if place else None
        office = self.offices.get(area.level, name) if area is not None else None
        if office is not None and area is not None:
            return self._office(office, area)
        area = self.areas.get(identity)
        return self._area(area) if area is not None else None

    def of(self, office: Office, area: Area | None) -> Unit | None:
        """The unit that an office makes with an area, or the one that stands there in its stead, or None."""
        if area is None:
            return self.get(office.id)
        province = self.areas.province(area).id
        if province in office.instead:
            return self.get(f"{area.id}.{office.instead[province]}")
        if office.only and province not in office.only:
            return None
        return self.get(f"{area.id}.{office.id}")

    def _central(self, office: Office) -> Unit:
        into = tuple(Successor(h.to, h.share, office.to, office.source) for h in office.into if office.to)
        return Unit(
            office.id,
            office.name,
            "",
            "central",
            office.kind,
            office.short,
            office.symbols,
            office.from_,
            office.to,
            tuple(p for p, _, _ in office.parents),
            lambda: into,
            office.source,
            full_name=office.name,
            minor=frozenset(h.to for h in office.into if h.minor),
        )

    def _area(self, area: Area) -> Unit:
        above = self.areas.full(self.areas.by_id[area.parent]) if area.parent else ""
        parents = (area.parent,) if area.parent else ()
        return Unit(
            area.id,
            area.name,
            above,
            area.level,
            "area",
            area.short,
            (),
            area.from_,
            area.to,
            parents,
            cache(partial(self._area_successors, area)),
            area.source,
            full_name=self.areas.full(area),
        )

    def _area_successors(self, area: Area) -> tuple[Successor, ...]:
        heirs = self.areas.into(area) if area.to is not None else ()
        return tuple(Successor(h.id, _share(h, heirs), area.to, area.source) for h in heirs if area.to)

    def _office(self, office: Office, area: Area) -> Unit | None:
        province = self.areas.province(area).id
        ends = office.ends(province)
        begins = max((d for d in (office.from_, area.from_) if d), default=None)
        to = min((d for d in (ends, area.to) if d), default=None)
        if begins is not None and to is not None and begins >= to:
            return None
        if province in office.instead or (office.only and province not in office.only):
            return None
        name = office.variants.get(_VARIANTS.get(area.type, ""), office.name)
        place = self.areas.full(area)
        above = self.areas.full(self.areas.by_id[area.parent]) if area.parent else ""
        form = office.full or "{name} {place}"
        return Unit(
            f"{area.id}.{office.id}",
            name,
            place,
            area.level,
            office.kind,
            office.short,
            office.symbols,
            begins,
            to,
            tuple(self._parents(office, area)),
            cache(lambda: tuple(self._successors(office, area, to))),
            office.source,
            full_name=form.format(name=name, place=place, short=area.bare, above=above),
            minor=frozenset(self._minor(office, area)),
        )

    # --- around a unit ---

    def _reference(self, reference: str, area: Area) -> str | None:
        """The id that a row's reference means there: "ubnd" beside it, "../ubnd" above it, "/bo-cong-an" central."""
        if reference.startswith("/"):
            return reference[1:]
        if not reference.startswith("../"):
            office = self.offices.get(area.level, reference)
            where: Area | None = area
        else:
            name = reference[3:]
            where = self.areas.by_id[area.parent]
            office = self.offices.get(where.level, name)
            if office is None:
                where = self.areas.province(area)
                office = self.offices.get("province", name)
        if office is None or where is None:
            return None
        return self._id(office, where)

    def _id(self, office: Office, area: Area) -> str | None:
        """The id of an office's unit, by rule, without making the unit."""
        province = self.areas.province(area).id
        if office.only and province not in office.only:
            return None
        return f"{area.id}.{office.instead.get(province, office.id)}"

    def _parents(self, office: Office, area: Area) -> Iterator[str]:
        for reference, _since, _until in office.parents:
            identity = self._reference(reference, area)
            if identity is not None:
                yield identity

    def _heirs(self, office: Office, area: Area) -> tuple[Heir, ...]:
        return office.heirs(self.areas.province(area).id)

    def _minor(self, office: Office, area: Area) -> Iterator[str]:
        for heir in self._heirs(office, area):
            identity = self._reference(heir.to, area) if heir.minor else None
            if identity is not None:
                yield identity

    def _successors(self, office: Office, area: Area, to: date | None) -> Iterator[Successor]:
        if to is None:
            return
        if office.ends(self.areas.province(area).id) == to and self._heirs(office, area):
            for heir in self._heirs(office, area):
                identity = self._reference(heir.to, area)
                if identity is not None:
                    yield from self._at(identity, to, heir.share, office.source)
            return
        heirs = self.areas.into(area)
        for other in heirs:
            name = office.id if other.level == area.level else (office.heir or office.id)
            same = self.offices.get(other.level, name)
            if same is not None:
                yield from self._there(same, other, to, _share(other, heirs), area.source)

    def _there(self, office: Office, area: Area, to: date, share: str, source: str) -> Iterator[Successor]:
        """The same office of the area that took over; where it ended there on that day, who took it over there."""
        province = self.areas.province(area).id
        ended = office.ends(province)
        if (ended is not None and ended <= to) or (province in office.instead and province in office.into_at):
            for heir in self._heirs(office, area):
                identity = self._reference(heir.to, area)
                if identity is not None:
                    yield Successor(identity, share if share != "all" else heir.share, to, office.source)
            return
        identity = self._id(office, area)
        if identity is not None:
            yield Successor(identity, share, to, source)

    def _at(self, identity: str, to: date, share: str, source: str) -> Iterator[Successor]:
        """A successor at the same place or above it; where its place ended on the same day, at the place's heirs."""
        place, _, name = identity.rpartition(".")
        where = self.areas.get(place) if place else None
        if where is None or where.to is None or where.to > to:
            yield Successor(identity, share, to, source)
            return
        for other in self.areas.into(where):
            office = self.offices.get(other.level, name)
            found = self._id(office, other) if office is not None else None
            if found is not None:
                yield Successor(found, share, to, source)

    # --- through time ---

    def today(self, unit: Unit, on: date) -> list[Unit]:
        """Who answers for the unit's work on a day: itself, or its successors' successors, nearest first."""
        found: dict[str, Unit] = {}
        seen = {unit.id}
        queue = deque([unit])
        while queue:
            current = queue.popleft()
            if current.to is None or on < current.to:
                found.setdefault(current.id, current)
                continue
            for successor in current.successors:
                if successor.unit in current.minor or successor.unit in seen:
                    continue
                heir = self.get(successor.unit)
                if heir is not None:
                    seen.add(heir.id)
                    queue.append(heir)
        return list(found.values())

    def predecessors(self, unit: Unit) -> list[Unit]:
        """The units that this one took over, of the same place and of the areas that went into it."""
        area = self._place(unit)
        earlier: list[Unit] = []
        if area is None:
            offices: Iterable[Office] = self.offices.by_level["central"].values()
            earlier = [u for u in (self.get(o.id) for o in offices if o.to) if u is not None]
        elif unit.kind == "area":
            earlier = [u for u in (self.get(a.id) for a in self.areas.from_(area)) if u is not None]
        else:
            for where in (area, *self.areas.from_(area)):
                names = (o.id for o in self.offices.by_level[where.level].values())
                earlier += [u for u in (self.get(f"{where.id}.{n}") for n in names) if u is not None]
        return [u for u in earlier if any(s.unit == unit.id for s in u.successors)]

    def _place(self, unit: Unit) -> Area | None:
        if unit.kind == "area":
            return self.areas.get(unit.id)
        place = unit.id.rpartition(".")[0]
        return self.areas.get(place) if place else None

    def before(self, unit: Unit) -> list[Unit]:
        """The unit and all that led to it."""
        return self._walk(unit, self.predecessors)

    def lineage(self, unit: Unit) -> list[Unit]:
        """The unit, all that led to it and all that came of it, by last day and first."""
        found = {u.id: u for u in (*self.before(unit), *self._walk(unit, self._heirs_of))}
        return sorted(found.values(), key=lambda u: (u.to or date.max, u.from_ or date.min, u.id))

    @staticmethod
    def _walk(unit: Unit, step: Callable[[Unit], list[Unit]]) -> list[Unit]:
        found = {unit.id: unit}
        queue = deque([unit])
        while queue:
            for other in step(queue.popleft()):
                if other.id not in found:
                    found[other.id] = other
                    queue.append(other)
        return list(found.values())

    def _heirs_of(self, unit: Unit) -> list[Unit]:
        return [u for u in (self.get(s.unit) for s in unit.successors) if u is not None]
