"""Looking a name up: exact, then without accents, then by likeness; of the right level, place and time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from nlp.registry.areas import Area
from nlp.registry.lives import Lives
from nlp.registry.names import exact, folded, slug, squeeze
from nlp.registry.offices import Office
from nlp.registry.places import NOWHERE, Place, Places
from nlp.registry.types import Match, Unit

_LIKE = 86
_GOOD = 0.6
"""Below this, misspelled readings are tried too."""
_LONGEST = 30
"""Words of a name that are looked at; a longer text is no unit's name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: the offices it may mean, the place in it, how sure the letters are, and the rule."""

    offices: tuple[Office, ...]
    place: Place
    sure: float
    rule: str
    key: str = ""

    def own(self, office: Office) -> float:
        """Less than 1 where the letters are but another spelling of an office, and the name of one beside it."""
        if len(self.offices) == 1 or squeeze(exact(office.name)) == self.key:
            return 1.0
        beside = any(o.level == office.level and squeeze(exact(o.name)) == self.key for o in self.offices)
        return 0.8 if beside else 1.0

    def worded(self, office: Office, unit: Unit) -> float:
        """Less than 1 where an office has another word at this kind of place: "Thành ủy" of a province."""
        words = {squeeze(exact(v)) for v in (office.name, *office.variants.values())}
        said = {w for w in words if w in self.key}
        return 1.0 if not said or squeeze(exact(unit.name)) in said else 0.3


class Lookup:
    """Finds the units that a name may mean."""

    def __init__(self, lives: Lives) -> None:
        self.lives = lives
        self.places = Places(lives.areas)
        self.offices = lives.offices
        self._read = lru_cache(maxsize=32768)(self._readings)

    def find(self, name: str, context: Area | None, on: date | None) -> list[Match]:
        """The units that `name` may mean in a place, on a day; best first."""
        within = self.lives.areas.province(context).id if context is not None else ""
        best: list[Match] = []
        for guess in (False, True):
            for reading in self._read(name, within, guess):
                matches = self._matches(reading, context, on)
                if matches and (not best or matches[0].confidence > best[0].confidence):
                    best = matches
            if best and (best[0].confidence >= _GOOD or len(best) > 1):
                break
        return best

    def known(self, name: str, context: Area | None) -> list[Office]:
        """The offices that a name is of, though the name doesn't say of which place."""
        within = self.lives.areas.province(context).id if context is not None else ""
        return [o for r in self._read(name, within, False) if r.sure > 0.7 for o in r.offices]

    # --- letters ---

    def _readings(self, name: str, within: str, guess: bool) -> list[Reading]:
        """The ways to read the letters as they are written or (`guess`) misspelled, surest first."""
        words, bare = tuple(exact(name).split()), tuple(folded(name).split())
        if not words or len(words) > _LONGEST:
            return []
        # A text without any accent has none that contradicts.
        loss = 0.04 if words == bare else 0.08
        if guess:
            found = [*self._heads(bare, within, accents=False, loss=loss, guess=True), *self._alike(bare, within)]
        else:
            found = [*self._heads(words, within, accents=True), *self._heads(bare, within, accents=False, loss=loss)]
        return sorted(found, key=lambda r: -r.sure)

    def _heads(
        self, words: tuple[str, ...], within: str, *, accents: bool, loss: float = 0.0, guess: bool = False
    ) -> Iterator[Reading]:
        index = self.offices.exact if accents else self.offices.folded
        rule = "registry.exact" if accents else "registry.folded"
        for size in range(len(words), 0, -1):
            offices = index.get("".join(words[:size]))
            if not offices:
                continue
            rest = words[size:]
            place = self.places.guess(rest, within=within) if guess else self._place(rest, within, accents=accents)
            if place is not None:
                yield Reading(tuple(offices), place, (1.0 - loss) * place.sure, rule, "".join(words[:size]))
        whole = None if guess else self.places.read(words, accents=accents, within=within)
        if whole is not None and whole.areas:
            yield Reading((), whole, 0.97 - loss, f"{rule}-area")

    def _place(self, words: tuple[str, ...], within: str, *, accents: bool) -> Place | None:
        """The place that the rest of a name says, accents overlooked where need be."""
        if not words:
            return NOWHERE
        place = self.places.read(words, accents=accents, within=within)
        if place is None and accents:
            place = self.places.read(tuple(folded(" ".join(words)).split()), accents=False, within=within)
            place = Place(place.areas, place.level, place.city, 0.94) if place is not None else None
        return place

    def _alike(self, words: tuple[str, ...], within: str) -> Iterator[Reading]:
        """Readings by likeness: a misspelled head before a place that can be read."""
        for size in range(len(words), 1, -1):
            place = self.places.read(words[size:], accents=False, within=within) if size < len(words) else NOWHERE
            head = " ".join(words[:size])
            if place is None or len(head) < 6:
                continue
            near = process.extract(head, self.offices.spelled.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=4)
            best = near[0][1] if near else 0
            whole = (key for key, score, _ in near if score > best - 3 and not key.startswith(head + " "))
            offices = [o for key in whole for o in self.offices.spelled[key]]
            if offices:
                unique = tuple({(o.level, o.id): o for o in offices}.values())
                yield Reading(unique, place, 0.55 + (best - _LIKE) / 60, "registry.alike")

    # --- place and time ---

    def _matches(self, reading: Reading, context: Area | None, on: date | None) -> list[Match]:
        if not reading.offices:
            units = [u for u in (self.lives.get(a.id) for a in reading.place.areas) if u is not None]
            return self._timed([(u, reading.sure) for u in self._near(units, context)], reading.rule, on)
        found: dict[str, tuple[Unit, float]] = {}
        for office in reading.offices:
            for area, sure in self._where(office, reading, context, on):
                unit = self.lives.of(office, area)
                if unit is None:
                    continue
                instead = area is not None and not unit.id.endswith("." + office.id)
                sure *= reading.sure * reading.own(office) * (0.8 if instead else 1)
                if area is not None and office.variants:
                    sure *= reading.worded(office, unit)
                if unit.id not in found or found[unit.id][1] < sure:
                    found[unit.id] = (unit, sure)
        best = max((sure for _, sure in found.values()), default=0.0)
        return self._timed([f for f in found.values() if f[1] > best - 0.25], reading.rule, on)

    def _near(self, units: list[Unit], context: Area | None) -> list[Unit]:
        """Of areas that share a name, those in the context."""
        if context is None or len(units) < 2:
            return units
        ids = {context.id, self.lives.areas.province(context).id}
        inside = [u for u in units if any(p in ids for p in self._above(u.id))]
        return inside or units

    def _above(self, identity: str) -> Iterator[str]:
        area = self.lives.areas.get(identity)
        while area is not None:
            yield area.id
            yield from area.into if area.level == "province" else ()
            area = self.lives.areas.get(area.parent) if area.parent else None

    def _where(
        self, office: Office, reading: Reading, context: Area | None, on: date | None
    ) -> Iterator[tuple[Area | None, float]]:
        """The areas that the office may be of, and how sure each is."""
        place = reading.place
        if place.areas:
            yield from self._named(office, place, context)
        elif office.level == "central":
            local = context is not None and any(o.level != "central" for o in reading.offices)
            if place.level in (None, "central"):
                yield None, 0.5 if local and place.level is None else 1.0
        elif place.level == "central":
            return
        elif context is not None:
            yield from self._deictic(office, reading, context)
        elif on is None or not any(o.level == "central" for o in reading.offices):
            yield from self._anywhere(office, reading)

    def _named(self, office: Office, place: Place, context: Area | None) -> Iterator[tuple[Area, float]]:
        """The areas that a name gives; less sure where the document is of another province that isn't named."""
        fitting = [a for a in place.areas if a.level == office.level]
        if office.variants and office.level == "district" and not fitting:
            fitting = [d for a in place.areas for d in self._seats(a)]
        sure = 1.0
        if context is not None and office.level != "province" and not place.whole:
            ids = {context.id, self.lives.areas.province(context).id}
            inside = [a for a in fitting if ids.intersection(self._above(a.id))]
            fitting, sure = (inside, 1.0) if inside else (fitting, 0.5)
        for area in fitting:
            yield area, sure

    def _seats(self, province: Area) -> Iterator[Area]:
        """The district of a province's own name: "Thành ủy Sóc Trăng" is that of thành phố Sóc Trăng."""
        for kind in ("thanh-pho", "thi-xa", "huyen"):
            area = self.lives.areas.get(f"{province.id}.{kind}-{slug(province.bare)}")
            if area is not None:
                yield area

    def _deictic(self, office: Office, reading: Reading, context: Area) -> Iterator[tuple[Area, float]]:
        """ "Sở Y tế", "UBND huyện", "Công an tỉnh" where the document's place says which."""
        level = reading.place.level
        if reading.place.city and context.level != "province" and "thành phố" in context.type:
            level = "district"
        if level is not None and level != office.level:
            return
        area: Area | None = context
        sure = 1.0
        while area is not None and area.level != office.level:
            area = self.lives.areas.by_id.get(area.parent)
            sure = 0.97
        if area is None:
            return
        if reading.place.city and area.type != "thành phố":
            return
        levels = {o.level for o in reading.offices}
        if level is None and len(levels) > 1 and area.id != context.id and context.level in levels:
            sure = 0.6
        yield area, sure

    def _anywhere(self, office: Office, reading: Reading) -> Iterator[tuple[Area, float]]:
        """A name without a place, where nothing says which: every province's, none of them sure."""
        if office.level != "province" or reading.place.level not in (None, "province"):
            return
        for area in self.lives.areas.provinces:
            yield area, 0.5

    def _timed(self, found: list[tuple[Unit, float]], rule: str, on: date | None) -> list[Match]:
        """What exists on the day, or else what existed at another time; shared out where several remain."""
        alive = [f for f in found if on is not None and f[0].lives(on)]
        if on is None:
            alive = found
        kept, factor, suffix = (alive, 1.0, "") if alive else (found, 0.65, "-other-time")
        if on is None and len(kept) > 1:
            kept = [f for f in kept if f[0].to is None] or kept
            kept = _latest(kept) if len(kept) < 4 else kept
        if not kept:
            return []
        top = max(sure for _, sure in kept)
        tied = sum(1 for _, sure in kept if sure > top - 0.1)
        share = factor / tied
        matches = [
            Match(u, round(sure * (share if sure > top - 0.1 else factor * 0.5), 3), rule + suffix) for u, sure in kept
        ]
        return sorted(matches, key=lambda m: (-m.confidence, m.unit.id))


def _latest(found: list[tuple[Unit, float]]) -> list[tuple[Unit, float]]:
    """Without those whose successor is among them: "UBND thị xã Bến Cát" became "UBND thành phố Bến Cát"."""
    ids = {u.id for u, _ in found}
    return [f for f in found if not any(s.unit in ids for s in f[0].successors)] or found
