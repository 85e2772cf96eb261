"""From the words of a mention to a unit of the registry, of the right place and time.

A mention is a group, or somebody's office ("Giám đốc Sở Y tế" stands for Sở Y tế), or a unit's name. What points
back in the text ("đơn vị nêu trên") is left alone; a body that the registry lacks becomes a provisional unit; what
stays open between two is given as candidates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from nlp.registry import Match, Registry, Resolution, Unit
from nlp.registry.areas import Area
from nlp.registry.groups import Group
from nlp.registry.holders import held_unit
from nlp.registry.members import MARK, NATION
from nlp.registry.names import exact, folded, slug
from nlp.registry.tables import read_toml

_WORDS = read_toml(Path(__file__).parent / "data" / "units" / "mentions.toml")
_ANAPHORA = frozenset(exact(w) for w in _WORDS["anaphora"])
_BODIES = frozenset(folded(w) for w in _WORDS["bodies"])
_SURE = 0.5
_GOOD = 0.8
_LIKELY = 0.65
"""At most so sure is what a place decides that the text only seems to be of."""
_PLACELESS = frozenset(
    {
        "resolution.open",
        "resolution.place-open",
        "resolution.group-without-place",
        "resolution.unknown",
        "resolution.each-province",
    }
)
_LONGEST = 30
"""Words of the name of a unit; what is longer names none."""
_PERIOD = re.compile(r",?\s+giai đoạn\s+\d{4}\s*[-–—]\s*\d{4}", re.IGNORECASE)
_BEGINS = re.compile(
    r"(?:(?:Tại|Ở|Riêng|Còn|Lãnh đạo|Chính quyền|UBND|Ủy ban nhân dân|Chủ tịch UBND)\s+)?(?=(?:tỉnh|thành phố|TP)\b)",
    re.IGNORECASE,
)
"""How a sentence begins that is of a place of its own."""
_LEADERS = ("thủ tướng", "phó thủ tướng", "tổng bí thư")
"""Titles that are units themselves, and may have a person's name behind them."""
_INSIDES = frozenset({"văn phòng sở", "thanh tra sở"})
_SELVES = {"bộ": "bo", "bộ trưởng": "bo", "lãnh đạo bộ": "bo", "sở": "so", "giám đốc sở": "so", "lãnh đạo sở": "so"}
"""What a ministry or a department is called in its own documents, with its kind."""
_WIDE = frozenset({"cong", "tong", "tap", "ngan", "truong", "benh", "doanh"})
"""First words of bodies that belong to a province rather than to the district that writes of them."""
_INNER = ("phong ", "van phong", "bo phan", "to ", "doi ", "vu ")
"""What is a part of the issuer where the registry doesn't know it."""


def resolve(
    text: str,
    *,
    place: str | None = None,
    on: date | None = None,
    issuer: str | None = None,
    sentence: str = "",
    likely: str | None = None,
    registry: Registry | None = None,
) -> Resolution:
    """The unit, group or provisional unit that `text` names in a document.

    `place` is the document's place ("tỉnh Lào Cai"), `on` its date, `issuer` its issuer in words ("UBND huyện Đắk
    R'Lấp"), from which the place is taken, or narrowed, where it says more. `sentence` is what stands before the
    mention in its sentence: one that begins with another place ("Tỉnh Trà Vinh giao …") is of that place. `likely` is
    the place that the text seems to be of, where neither place nor issuer tells: what it decides is never sure.
    Results are cached.
    """
    registry = registry or Registry.load()
    begins = _BEGINS.match(sentence) if sentence else None
    if begins is not None:
        there = registry.lookup.places.first(sentence[begins.end() :])
        scene = _scene(place, on, issuer, registry)
        province = registry.lives.areas.province
        if there is not None and (scene.area is None or province(there) != province(scene.area)):
            place, issuer = registry.lives.areas.full(there), None
    found = _resolve(text, place, on, issuer, registry)
    if likely and found.rule in _PLACELESS and _scene(place, on, issuer, registry).area is None:
        guessed = _resolve(text, likely, on, issuer, registry)
        if guessed.unit is not None:
            return replace(guessed, confidence=min(guessed.confidence, _LIKELY), rule=f"{guessed.rule}-likely-place")
    return found


def sentence_before(text: str, start: int) -> str:
    """The words of a sentence before an offset in it: from the line's beginning or the full stop before."""
    begin = text.rfind("\n", 0, start) + 1
    stop = max(text.rfind(mark, begin, start) for mark in (". ", "; ", ".” ", "! "))
    return text[stop + 1 if stop >= 0 else begin : start].lstrip()


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a document says about who its words mean: its area, its issuer, and whether the whole country is meant."""

    area: Area | None
    issuer: Unit | None

    @property
    def nation(self) -> bool:
        """Whether a central body speaks."""
        return self.issuer is not None and self.issuer.level == "central"


@lru_cache(maxsize=32768)
def _resolve(text: str, place: str | None, on: date | None, issuer: str | None, registry: Registry) -> Resolution:
    scene = _scene(place, on, issuer, registry)
    text = _PERIOD.sub("", text)
    words = exact(text)
    if scene.issuer is not None and scene.issuer.kind == _SELVES.get(words):
        return Resolution(scene.issuer.id, False, 0.9, rule="resolution.issuer-itself")
    if words in _ANAPHORA:
        return Resolution(None, False, 0.0, rule="resolution.anaphora")
    group = registry.groups.read(text)
    if group is not None:
        return _group(group, scene, on, registry)
    held = held_unit(words)
    if not held:
        return Resolution(None, False, 0.0, rule="resolution.holder-only")
    name = text if held == words else held
    inside = _of_issuer(held, scene, registry)
    if inside is not None:
        return Resolution(inside, False, 0.9, rule="resolution.inside-issuer")
    matches = _matches(text, held != words or words.startswith(_LEADERS), scene, on, registry)
    if scene.nation and scene.area is None and (not matches or matches[0].confidence < _SURE):
        each = {o.id for o in registry.lookup.known(name, None) if o.level == "province"}
        if len(each) == 1:
            return Resolution(f"{NATION}{MARK}{each.pop()}", True, 0.6, rule="resolution.each-province")
    if matches:
        return _unit(matches)
    if registry.lookup.known(name, scene.area):
        return Resolution(None, False, 0.0, rule="resolution.place-open")
    return _provisional(name, scene, registry)


def _matches(text: str, holder: bool, scene: _Scene, on: date | None, registry: Registry) -> list[Match]:
    """What the registry finds; for an office-holder also without the name behind: "Bộ trưởng Bộ Y tế Nguyễn Văn A"."""
    if scene.nation and scene.area is not None:
        central = [m for m in registry.find_in(text, None, on) if m.unit.level == "central" and m.confidence > _GOOD]
        if central:
            return central
    matches = registry.find_in(text, scene.area, on)
    words = text.replace("_", " ").split()
    for _ in range(5):
        if (matches and matches[0].confidence >= _SURE) or not holder or len(words) < 3 or not words[-1][0].isupper():
            break
        words.pop()
        matches = registry.find_in(" ".join(words), scene.area, on) or matches
    return matches


@lru_cache(maxsize=4096)
def _scene(place: str | None, on: date | None, issuer: str | None, registry: Registry) -> _Scene:
    """The scene that a document's words are read in."""
    area = registry.place(place, on) if place else None
    if not issuer:
        return _Scene(area, None)
    issuer = _PERIOD.sub("", issuer)
    matches = registry.find_in(held_unit(exact(issuer)) or issuer, area, on)
    if matches and matches[0].confidence >= _SURE:
        unit = matches[0].unit
        own = registry.lives.areas.get(unit.id) or registry.lives.areas.get(unit.id.rpartition(".")[0])
        return _Scene(own or area, unit)
    named = registry.lookup.places.last(issuer, on)
    return _Scene(named[0] if named is not None else area, None)


def _group(group: Group, scene: _Scene, on: date | None, registry: Registry) -> Resolution:
    identity = registry.listing.identity(group, scene.area, nation=scene.nation)
    if identity is None:
        return Resolution(None, True, 0.0, rule="resolution.group-without-place")
    named = [m[0].unit.id for m in (_member(group.parts[0], n, scene.area, on, registry) for n in group.names) if m]
    rule = "resolution.group-listed" if named else f"resolution.group{'-some' if group.some else ''}"
    return Resolution(identity, True, 0.6 if group.some else 0.9, named, rule)


def _member(part: str, name: str, context: Area | None, on: date | None, registry: Registry) -> list[Match]:
    """A member that a group's phrase lists by name: "UBND các phường: Yên Bái, Văn Phú"."""
    head, kind = registry.listing.words(part)
    return registry.lookup.find(f"{head} {kind} {name}", context, on)


def _unit(matches: list[Match]) -> Resolution:
    best = matches[0]
    if best.confidence < _SURE or (len(matches) > 1 and best.confidence - matches[1].confidence < 0.1):
        return Resolution(None, False, best.confidence, [m.unit.id for m in matches[:8]], "resolution.open")
    rest = [m.unit.id for m in matches[1:8]]
    return Resolution(best.unit.id, False, best.confidence, rest, best.rule)


def _of_issuer(words: str, scene: _Scene, registry: Registry) -> str | None:
    """The id of "Văn phòng Sở", "Thanh tra Sở" in a department's own document."""
    if words not in _INSIDES or scene.issuer is None or scene.area is None:
        return None
    office = scene.issuer.id.rpartition(".")[2]
    identity = f"{scene.area.id}.{slug(words.removesuffix(' sở'))}-{office}"
    return identity if registry.lives.get(identity) is not None else None


def _provisional(name: str, scene: _Scene, registry: Registry) -> Resolution:
    """A unit that the registry lacks, by an id that the same words in the same place always get."""
    words = folded(name).split()
    begins = any(" ".join(words[:n]) in _BODIES for n in (1, 2, 3))
    if not begins or not 2 <= len(words) <= _LONGEST or (scene.area is None and not scene.nation):
        return Resolution(None, False, 0.0, rule="resolution.unknown")
    if scene.issuer is not None and " ".join(words).startswith(_INNER):
        return _made(scene.issuer.id, name, registry)
    named = registry.lookup.places.last(name)
    if named is not None and named[1]:
        return _made(named[0].id, named[1], registry)
    if scene.area is None:
        return _made(NATION, name, registry)
    area = registry.lives.areas.province(scene.area) if words[0] in _WIDE else scene.area
    return _made(area.id, name, registry)


def _made(scope: str, name: str, registry: Registry) -> Resolution:
    identity = f"tam.{scope}.{slug(name)}"
    confirmed = registry.corrections.merges.get(identity)
    if confirmed is not None:
        return Resolution(confirmed, False, 1.0, rule="resolution.confirmed")
    return Resolution(identity, False, 0.5, rule="resolution.provisional")
