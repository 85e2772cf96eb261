"""From the words of a mention to a unit of the registry, of the right place and time.

A mention is a group, or somebody's office ("Giám đốc Sở Y tế" stands for Sở Y tế), or a unit's name. What points
back in the text ("đơn vị nêu trên") is left alone; a body that the registry lacks becomes a provisional unit; what
stays open between two is given as candidates.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from nlp.registry import Match, Registry, Resolution
from nlp.registry.areas import Area
from nlp.registry.names import exact, folded, slug
from nlp.registry.tables import read_toml

_WORDS = read_toml(Path(__file__).parent / "data" / "units" / "mentions.toml")
_HOLDERS = sorted((exact(w) for w in _WORDS["holders"]), key=len, reverse=True)
_KEEPS = {exact(k): exact(v) for k, v in _WORDS["keeps"].items()}
_ANAPHORA = frozenset(exact(w) for w in _WORDS["anaphora"])
_BODIES = frozenset(folded(w) for w in _WORDS["bodies"])
_SURE = 0.5
_INNER = ("phong ", "van phong", "bo phan", "to ", "doi ")
"""What is a part of the issuer where the registry doesn't know it."""


def resolve(
    text: str,
    *,
    place: str | None = None,
    on: date | None = None,
    issuer: str | None = None,
    registry: Registry | None = None,
) -> Resolution:
    """The unit, group or provisional unit that `text` names in a document.

    `place` is the document's place ("tỉnh Lào Cai"), `on` its date, `issuer` its issuer in words ("UBND huyện Đắk
    R'Lấp"), from which the place is taken, or narrowed, where it says more. Results are cached.
    """
    return _resolve(text, place, on, issuer, registry or Registry.load())


@lru_cache(maxsize=32768)
def _resolve(text: str, place: str | None, on: date | None, issuer: str | None, registry: Registry) -> Resolution:
    context, body = _context(place, on, issuer, registry)
    words = exact(text)
    if words in _ANAPHORA:
        return Resolution(None, False, 0.0, rule="resolution.anaphora")
    group = registry.groups.read(text)
    if group is not None:
        return _group(text, group.some, context, on, registry)
    held = _held(words)
    if not held:
        return Resolution(None, False, 0.0, rule="resolution.holder-only")
    name = text if held == words else held
    matches = registry.lookup.find(name, context, on)
    if matches:
        return _unit(matches)
    return _provisional(text if held == words else held, context, body)


@lru_cache(maxsize=4096)
def _context(
    place: str | None, on: date | None, issuer: str | None, registry: Registry
) -> tuple[Area | None, str | None]:
    """The area that a document's own words are read in, and the id of its issuer."""
    area = registry.place(place, on) if place else None
    if not issuer:
        return area, None
    matches = registry.lookup.find(_held(exact(issuer)) or issuer, area, on)
    if not matches or matches[0].confidence < _SURE:
        return area, None
    unit = matches[0].unit
    where = registry.lives.areas.get(unit.id) or registry.lives.areas.get(unit.id.rpartition(".")[0])
    return (where or area), unit.id


def _held(words: str) -> str:
    """The words without the office that somebody holds: "giám đốc sở y tế" is "sở y tế"."""
    changed = True
    while changed:
        changed = False
        for holder in _HOLDERS:
            if words == holder:
                return ""
            if words.startswith(holder + " "):
                rest = words[len(holder) + 1 :]
                words = f"{_KEEPS[holder]} {rest}" if holder in _KEEPS and not rest.startswith(_KEEPS[holder]) else rest
                changed = holder not in _KEEPS
                break
    return words


def _group(text: str, some: bool, context: Area | None, on: date | None, registry: Registry) -> Resolution:
    group = registry.groups.read(text)
    identity = registry.groups.identity(group, context) if group is not None else None
    if group is None or identity is None:
        return Resolution(None, True, 0.0, rule="resolution.group-without-place")
    rule = "resolution.group-some" if some else "resolution.group"
    named = [m[0].unit.id for m in (_member(group.parts[0], n, context, on, registry) for n in group.names) if m]
    return Resolution(identity, True, 0.6 if some else 0.9, named, rule if not named else "resolution.group-listed")


def _member(part: str, name: str, context: Area | None, on: date | None, registry: Registry) -> list[Match]:
    """A member that a group's phrase lists by name: "UBND các phường: Yên Bái, Văn Phú"."""
    head, kind = registry.groups.words(part)
    return registry.lookup.find(f"{head} {kind} {name}", context, on)


def _unit(matches: list[Match]) -> Resolution:
    best = matches[0]
    if len(matches) > 1 and best.confidence - matches[1].confidence < 0.1:
        return Resolution(None, False, best.confidence, [m.unit.id for m in matches[:8]], "resolution.open")
    rest = [m.unit.id for m in matches[1:8]]
    return Resolution(best.unit.id, False, best.confidence, rest, best.rule)


def _provisional(text: str, context: Area | None, body: str | None) -> Resolution:
    """A unit that the registry lacks, by an id that the same words in the same place always get."""
    words = folded(text).split()
    begins = any(" ".join(words[:n]) in _BODIES for n in (1, 2, 3))
    if not begins or len(words) < 2 or context is None:
        return Resolution(None, False, 0.0, rule="resolution.unknown")
    inner = body if body is not None and " ".join(words).startswith(_INNER) else context.id
    return Resolution(f"tam.{inner}.{slug(text)}", False, 0.5, rule="resolution.provisional")
