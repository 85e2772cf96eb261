"""Reading the words for a place: "tỉnh Lào Cai", "TP. HCM", "huyện Đắk R'Lấp, tỉnh Đắk Nông", or only "tỉnh"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from nlp.registry.areas import Area, Areas
from nlp.registry.names import exact, folded, strip
from nlp.registry.types import Level

_LEVELS: dict[str, Level] = {
    "tỉnh": "province",
    "tinh": "province",
    "thành phố": "province",
    "thanh pho": "province",
    "tp": "province",
    "huyện": "district",
    "huyen": "district",
    "quận": "district",
    "quan": "district",
    "thị xã": "district",
    "thi xa": "district",
    "tx": "district",
    "xã": "commune",
    "xa": "commune",
    "phường": "commune",
    "phuong": "commune",
    "thị trấn": "commune",
    "thi tran": "commune",
    "đặc khu": "commune",
    "dac khu": "commune",
    "trung ương": "central",
    "trung uong": "central",
    "tw": "central",
    "địa phương": "province",
    "cấp tỉnh": "province",
    "cấp huyện": "district",
    "cấp xã": "commune",
}
_SHORT_TYPES = frozenset({"tt", "p", "q", "h", "x"})
_LINKS: tuple[str, ...] = ("trên địa bàn", "phụ trách", "trực thuộc", "thuộc", "của", "tại", "ở")
_LINKS += tuple(strip(link) for link in _LINKS)
"""Words between a body and its place."""
_NATION = frozenset({"viet nam", "ca nuoc", "toan quoc", "trung uong", "tw"})
_FUZZY = 84


@dataclass(frozen=True, slots=True)
class Place:
    """What the words for a place say: areas (several where a name is shared), or only a level ("tỉnh").

    `sure` is in [0, 1]: 1 as written, less where accents or letters had to be overlooked; `whole` says that the words
    name the area above as well.
    """

    areas: tuple[Area, ...] = ()
    level: Level | None = None
    city: bool = False
    sure: float = 1.0
    whole: bool = False


NOWHERE = Place()


class Places:
    """Reads the words for a place."""

    def __init__(self, areas: Areas) -> None:
        self.areas = areas
        self.read = lru_cache(maxsize=16384)(self._read)
        self.context = lru_cache(maxsize=4096)(self._context)

    def _read(self, words: tuple[str, ...], *, accents: bool = True, within: str = "") -> Place | None:
        """The place that all these words name; `within` is the id of a province to look for communes in."""
        if not words:
            return NOWHERE
        level = _LEVELS.get(" ".join(words))
        if level is not None:
            return Place(level=level, city=words[0] in ("thành", "thanh", "tp"))
        for size in range(len(words), 0, -1):
            found = self._named(words[:size], accents=accents, within=within)
            if not found:
                continue
            if size == len(words):
                found = _highest(found, words)
            above = self.read(words[size:], accents=accents, within="") if size < len(words) else NOWHERE
            if above is None or (above.level is not None and not above.areas):
                continue
            inside = tuple(a for a in found if self._inside(a, above.areas)) if above.areas else found
            if inside:
                return Place(inside, whole=bool(above.areas))
        return self._linked(words, accents=accents, within=within)

    def _linked(self, words: tuple[str, ...], *, accents: bool, within: str) -> Place | None:
        """The place behind a link: "của tỉnh Lào Cai"; tried last, since "Phú Giáo" begins like "phụ trách"."""
        text = " ".join(words)
        link = next((link for link in _LINKS if text.startswith(link + " ")), None)
        return self.read(words[link.count(" ") + 1 :], accents=accents, within=within) if link is not None else None

    def _named(self, words: tuple[str, ...], *, accents: bool, within: str) -> tuple[Area, ...]:
        commune = commune_type(words)
        if commune == len(words):
            return ()
        if commune and within:
            self.areas.load(within)
        elif commune:
            self.areas.load_with(" ".join(words[commune:]), accents=accents)
        return tuple(self.areas.named(list(words), accents=accents))

    def _inside(self, area: Area, above: tuple[Area, ...]) -> bool:
        """Whether an area lies, or came to lie, in one of others."""
        ids = {a.id for a in above}
        while area.parent:
            parent = self.areas.by_id[area.parent]
            if parent.id in ids or ids.intersection(parent.into):
                return True
            area = parent
        return False

    def _then(self, area: Area | None, on: date | None) -> Area | None:
        """The province that had the place of one on an earlier day: "Huế" of 2022 is tỉnh Thừa Thiên Huế."""
        if area is None or on is None or area.level != "province" or area.from_ is None or area.from_ <= on:
            return area
        earlier = [p for p in self.areas.provinces if area.id in p.into and p.lives(on)]
        return earlier[0] if len(earlier) == 1 else area

    @staticmethod
    def nation(text: str) -> bool:
        """Whether words mean the centre or the whole country, and no place in it."""
        return folded(text) in _NATION

    @cached_property
    def _spellings(self) -> tuple[dict[str, str], dict[str, str]]:
        """The folded names of provinces and districts by id: with the word for what they are, and without."""
        areas = [a for a in list(self.areas.by_id.values()) if a.level != "commune"]
        return {a.id: folded(a.name) for a in areas}, {a.id: folded(a.bare) for a in areas}

    def guess(self, words: tuple[str, ...], *, within: str = "") -> Place | None:
        """The place that misspelled words may mean: one that is close, and clearly closer than the next."""
        text = folded(" ".join(words))
        if not 5 <= len(text) <= 40 or _only_types(text):
            return None
        typed = _is_type(words)
        other = self._other_type(words) if typed else ()
        if other:
            return Place(other, sure=0.8)
        names = self._spellings[0 if typed else 1]
        if within and commune_type(words):
            self.areas.load(within)
            communes = (
                a for a in list(self.areas.by_id.values()) if a.level == "commune" and a.id.startswith(within + ".")
            )
            names = {a.id: folded(a.name) for a in communes}
        near = process.extract(text, names, scorer=fuzz.ratio, score_cutoff=_FUZZY, limit=4)
        if not near:
            return None
        best = near[0][1]
        ids = [key for _, score, key in near if score > best - 4]
        return Place(tuple(self.areas.by_id[i] for i in ids), sure=0.5 + (best - _FUZZY) / 50)

    def _other_type(self, words: tuple[str, ...]) -> tuple[Area, ...]:
        """The districts of a name whose word for what they are is another: "huyện Bến Cát", now a city."""
        size = 2 if " ".join(words[:2]) in _LEVELS else 1
        if _LEVELS.get(" ".join(words[:size])) != "district" or len(words) <= size:
            return ()
        return tuple(a for a in self.areas.named(list(words[size:]), accents=False) if a.level == "district")

    def _context(self, text: str, on: date | None = None) -> Area | None:
        """The one area that a document's place means on a day; None where there is none, or several."""
        plain = tuple(folded(text).split())
        for words, accents in ((tuple(exact(text).split()), True), (plain, False)):
            place = self.read(words, accents=accents) if words else None
            if place is not None and place.areas:
                return self._then(self.one(place.areas, on), on)
        self.areas.load_with(exact(text), accents=True)
        place = self._read(tuple(exact(text).split())) if plain else None
        if place is not None and place.areas:
            return self.one(place.areas, on)
        guessed = self.guess(plain) if plain else None
        return self.one(guessed.areas, on) if guessed is not None else None

    def first(self, text: str) -> Area | None:
        """The one province or district that a text begins with: "Tỉnh Trà Vinh giao …"."""
        words = exact(text[:80]).split()
        for end in range(min(len(words), 8), 1, -1):
            place = self.read(tuple(words[:end]), accents=True)
            if place is not None and place.areas:
                return self.one(place.areas, None)
        return None

    def last(self, text: str, on: date | None = None) -> tuple[Area, str] | None:
        """The last province or district that words name by its type, with the words before it: "… tỉnh Sóc Trăng …"."""
        words = exact(text).split()
        for at in range(len(words) - 1, -1, -1):
            here = tuple(words[at : at + 2])
            if not _is_type(here) or commune_type(here):
                continue
            for end in range(min(len(words), at + 12), at + 1, -1):
                place = self.read(tuple(words[at:end]), accents=True)
                area = self.one(place.areas, on) if place is not None and place.areas else None
                if area is not None:
                    return area, " ".join(words[:at])
        return None

    @staticmethod
    def one(areas: tuple[Area, ...], on: date | None) -> Area | None:
        """The only area of these, or the only one that exists on the day."""
        if len(areas) > 1 and on is not None:
            areas = tuple(a for a in areas if a.lives(on)) or areas
        if len(areas) > 1 and on is None:
            areas = tuple(a for a in areas if a.to is None) or areas
        return areas[0] if len(areas) == 1 else None


def _is_type(words: tuple[str, ...]) -> bool:
    return words[0] in _LEVELS or words[0] in _SHORT_TYPES or " ".join(words[:2]) in _LEVELS


def commune_type(words: tuple[str, ...]) -> int:
    """How many of the first words say that a commune is named."""
    if words[0] in ("p", "tt") or _LEVELS.get(words[0]) == "commune":
        return 1
    return 2 if _LEVELS.get(" ".join(words[:2])) == "commune" else 0


def _only_types(text: str) -> bool:
    """Whether folded words are nothing but words for kinds of areas: "tinh thanh pho"."""
    for word in ("thanh pho", "thi xa", "thi tran", "dac khu", "tinh", "huyen", "quan", "xa", "phuong"):
        text = text.replace(word, "")
    return len(text.replace(" ", "")) < 3


def _highest(areas: tuple[Area, ...], words: tuple[str, ...]) -> tuple[Area, ...]:
    """A bare name is the highest area that has it: "Lào Cai" is the province before the city and the ward."""
    if _is_type(words):
        return areas
    for level in ("province", "district"):
        same = tuple(a for a in areas if a.level == level)
        if same:
            return same
    return areas
