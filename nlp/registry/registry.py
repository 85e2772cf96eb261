"""The registry's public face: look-up, resolution through time, and groups."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from nlp.registry.types import Match, Unit


class Registry:
    """The dated registry of units. Get one from `Registry.load()`; it is immutable and may be shared by threads."""

    @classmethod
    def load(cls, corrections: Path | None = None) -> Registry:
        """The registry, cached; `corrections` is a TOML or CSV file of a user's own rows merged over it."""
        return _load(corrections)

    def find(self, name: str, place: str | None = None, on: date | None = None) -> list[Match]:
        """The units that `name` may mean, best first; several with like confidence where it stays open."""
        del name, place, on
        return []

    def unit(self, unit_id: str) -> Unit:
        """The unit (or group) with this id. Raises KeyError where there is none."""
        raise KeyError(unit_id)

    def today(self, unit_id: str, on: date | None = None) -> list[Unit]:
        """Who answers for the unit's work on that day (default: today), following successors."""
        del on
        return [self.unit(unit_id)]

    def lineage(self, unit_id: str) -> list[Unit]:
        """The unit with all that led to it and all that came of it, by first day."""
        return [self.unit(unit_id)]

    def members(self, group: str, place: str | None = None, on: date | None = None) -> list[Unit]:
        """The units of a group (its id, or its words as "các sở, ban, ngành") of a place on a day."""
        del group, place, on
        return []


@cache
def _load(corrections: Path | None) -> Registry:
    del corrections
    return Registry()
