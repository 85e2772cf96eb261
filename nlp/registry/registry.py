"""The registry's public face: look-up, resolution through time, and groups."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from nlp.registry.areas import Area, Areas
from nlp.registry.corrections import Corrections, read_corrections
from nlp.registry.groups import Groups
from nlp.registry.holders import held_unit
from nlp.registry.lives import Lives
from nlp.registry.lookup import Lookup
from nlp.registry.members import MARK, Members
from nlp.registry.names import exact
from nlp.registry.offices import Offices
from nlp.registry.types import Match, Unit

DATA = Path(__file__).parent.parent / "data" / "units"


class Registry:
    """The dated registry of units. Get one from `Registry.load()`; it may be shared."""

    def __init__(self, corrections: Path | None = None, directory: Path = DATA) -> None:
        self.lives = Lives(Areas(directory), Offices(directory))
        self.lookup = Lookup(self.lives)
        self.corrections = read_corrections(corrections, self.lookup) if corrections is not None else Corrections()
        self.lives.replace(self.corrections.units)
        self.groups = Groups(directory, self.lookup.places, self.lives.offices)
        self.listing = Members(directory, self.lives)

    @classmethod
    def load(cls, corrections: Path | None = None) -> Registry:
        """The registry, cached; `corrections` is a TOML or CSV file of a user's own rows merged over it.

        Without it, the one that `install` made the usual one. Raises ValueError where the file makes no sense.
        """
        corrections = corrections or _usual.get("corrections")
        return _load(corrections, corrections.stat().st_mtime_ns if corrections is not None else 0)

    @classmethod
    def install(cls, corrections: Path | None) -> None:
        """Make corrections those of every `Registry.load()` of this process; None takes them away."""
        _usual["corrections"] = corrections

    def find(self, name: str, place: str | None = None, on: date | None = None) -> list[Match]:
        """The units (or the group) that `name` may mean, best first; several of like confidence where it stays open."""
        area = self.place(place, on) if place else None
        found = self.find_in(name, area, on)
        group = self.groups.read(name) if not found else None
        identity = self.listing.identity(group, area) if group is not None else None
        return found if identity is None else [Match(self.unit(identity), 0.9, "registry.group")]

    def find_in(self, name: str, area: Area | None, on: date | None = None) -> list[Match]:
        """`find` in an area that is known."""
        if self.corrections.aliases:
            places = [area.id, self.lives.areas.province(area).id] if area is not None else []
            for place in (*places, ""):
                unit = self.lives.get(self.corrections.aliases.get((exact(name), place), ""))
                if unit is not None:
                    return [Match(unit, 1.0, "registry.corrected")]
        held = held_unit(exact(name))
        return self.lookup.find(name, area, on) or (self.lookup.find(held, area, on) if held else [])

    def place(self, text: str, on: date | None = None) -> Area | None:
        """The area that words name ("Lào Cai", "huyện Kế Sách, tỉnh Sóc Trăng"), None where none or several."""
        return self.lookup.places.context(text, on)

    def knows_place(self, text: str, on: date | None = None) -> bool:
        """Whether words name one area, or the whole country."""
        return self.lookup.places.nation(text) or self.place(text, on) is not None

    def unit(self, unit_id: str) -> Unit:
        """The unit (or group) with this id. Raises KeyError where there is none."""
        unit_id = self.corrections.merges.get(unit_id, unit_id)
        unit = self.lives.get(unit_id) or self.listing.unit(unit_id)
        if unit is None:
            raise KeyError(unit_id)
        return unit

    def today(self, unit_id: str, on: date | None = None) -> list[Unit]:
        """Who answers for the unit's work on that day (default: today), following successors.

        Of a group its members; where it has none any more ("UBND các huyện"), who took over from those that it had.
        """
        unit, on = self.unit(unit_id), on or date.today()
        if unit.kind != "group":
            return self.lives.today(unit, on)
        members = self.listing.members(unit_id, on) or self.listing.members(unit_id, None)
        heirs = {h.id: h for member in members for h in self.lives.today(member, on)}
        return list(heirs.values()) or [unit]

    def answering(self, unit_id: str, on: date | None = None) -> list[Unit]:
        """The units for whose work this one answers on that day (default: today), itself among them.

        Ask a record for these ids to find what a unit of today has to account for ("by unit today").
        """
        on = on or date.today()
        unit = self.unit(unit_id)
        return [u for u in self.lives.before(unit) if unit in self.lives.today(u, on)]

    def lineage(self, unit_id: str) -> list[Unit]:
        """The unit with all that led to it and all that came of it, those that ended first before the others."""
        return self.lives.lineage(self.unit(unit_id))

    def members(self, group: str, place: str | None = None, on: date | None = None) -> list[Unit]:
        """The units of a group (its id, or its words as "các sở, ban, ngành") of a place on a day (default: today).

        Empty where nobody can be listed: the words name no group, or one like "các đơn vị liên quan".
        """
        on = on or date.today()
        if MARK in group:
            return self.listing.members(group, on)
        read = self.groups.read(group)
        identity = self.listing.identity(read, self.place(place, on) if place else None) if read is not None else None
        return self.listing.members(identity, on) if identity is not None else []

    def belongs(self, unit_id: str, group_id: str, on: date | None = None) -> bool:
        """Whether a unit is a member of a group on that day (default: today)."""
        return any(unit.id == unit_id for unit in self.members(group_id, on=on))


_usual: dict[str, Path | None] = {}


@lru_cache(maxsize=4)
def _load(corrections: Path | None, changed: int) -> Registry:
    del changed  # part of the key: a file that was edited is read anew
    return Registry(corrections)
