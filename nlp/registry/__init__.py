"""Who is who, then and today: the dated registry of units (see docs/units.md)."""

from nlp.registry.corrections import FILES, corrections_in
from nlp.registry.registry import Registry
from nlp.registry.types import Level, Match, Resolution, Successor, Unit

__all__ = ["FILES", "Level", "Match", "Registry", "Resolution", "Successor", "Unit", "corrections_in"]
