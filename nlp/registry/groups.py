"""Reading phrases for many units: "các sở, ban, ngành", "UBND các huyện, thành phố"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from nlp.registry.areas import TYPES, Area
from nlp.registry.names import exact, folded, slug
from nlp.registry.offices import Offices
from nlp.registry.places import Places, commune_type
from nlp.registry.tables import read_toml

_ALONE = frozenset(
    folded(word)
    for word in ("ban", "phòng", "sở", "bộ", "ngành", "hội", "cấp", "đơn vị", "tổ chức", "cơ quan", "trường", "công ty",
                 "ngân hàng", "chi nhánh", "người", "bên", "tập đoàn", "tổng công ty", "bệnh viện", "lực lượng")
)  # fmt: skip
"""Nouns (folded) that name no group when they stand alone without "các"."""
_LISTED = re.compile(r":|\bgồm\b|\bsau đây\b")
_TYPED = re.compile(
    r"^.*\b(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu|tỉnh)\b", re.IGNORECASE | re.DOTALL
)
"""A phrase as far as the last word for a kind of area, after which areas are named."""
_LONGEST = 30
_MOST_NAMES = 200


@dataclass(frozen=True, slots=True)
class Group:
    """A phrase for many units: its parts in order, whether it means only some of them, where, and who by name.

    `unread` counts the words after it that say neither.
    """

    parts: tuple[str, ...]
    some: bool = False
    place: Area | None = None
    names: tuple[str, ...] = ()
    unread: int = 0


@dataclass(slots=True)
class _Scan:
    """What was met while reading a phrase word by word."""

    parts: list[str]
    nouns: list[str]
    types: list[str]
    head: str = ""
    many: bool = False
    some: bool = False
    role: bool = False
    levels: bool = False


class Groups:
    """Reads phrases for groups."""

    def __init__(self, directory: Path, places: Places, offices: Offices) -> None:
        data = read_toml(directory / "groups.toml")
        self._places = places
        words: dict[str, tuple[str, str]] = {}
        for row in data["noun"]:
            words.update(dict.fromkeys(row["words"], ("noun", row["id"])))
        for row in data["head"]:
            words.update({exact(w): ("head", row["id"]) for w in row["words"]})
        words.update({t: ("type", t) for t in TYPES})
        words.update({level: ("level", level) for level in data["levels"]})
        for kind in ("many", "roles", "some", "plain"):
            for word in data["words"][kind]:
                words.setdefault(exact(word), (kind, word))
        for office in offices.by_level["province"].values():
            words.setdefault(exact(office.name), ("head", office.id))
        self._words = words
        self._plain: dict[str, tuple[str, str]] = {}
        for word, meaning in words.items():
            self._plain.setdefault(folded(word), meaning)
        self._reach: dict[str, int] = {}
        for word in (*self._words, *self._plain):
            first, size = word.split(" ", 1)[0], word.count(" ") + 1
            self._reach[first] = max(size, self._reach.get(first, 0))

    def read(self, text: str) -> Group | None:
        """The group that a phrase means; None where it names one unit, or nothing."""
        listed = _LISTED.search(text)
        head, tail = (text[: listed.start()], text[listed.end() :]) if listed else (text, "")
        words = exact(head).split()
        group = self._read(words, self._words)
        if group is None or group.unread:
            plain = self._read(folded(head).split(), self._plain)
            if plain is not None and (group is None or plain.unread < group.unread):
                group = plain
        if group is not None and group.unread and not tail:
            tail = _TYPED.sub("", head) if _TYPED.search(head) else ""
        if group is not None and tail:
            names = tuple(n.strip(" .;") for n in re.split(r"[,;]| và ", tail) if n.strip(" .;"))
            group = replace(group, names=names[:_MOST_NAMES])
        return group

    def _read(self, words: list[str], vocabulary: dict[str, tuple[str, str]]) -> Group | None:
        if not words or len(words) > _LONGEST:
            return None
        scan = _Scan([], [], [])
        at = 0
        while at < len(words):
            size, kind, value = self._next(words, at, vocabulary)
            if not size or (kind == "type" and self._place(tuple(words[at:])) is not None):
                break
            self._take(scan, kind, value, " ".join(words[at : at + size]))
            at += size
        return self._close(scan, tuple(words[at:]))

    def _place(self, words: tuple[str, ...]) -> Area | None:
        """The one province or district that words name."""
        if commune_type(words):
            return None
        read = self._places.read(words, accents=True) or self._places.read(words, accents=False)
        return read.areas[0] if read is not None and len(read.areas) == 1 else None

    def _next(self, words: list[str], at: int, vocabulary: dict[str, tuple[str, str]]) -> tuple[int, str, str]:
        """The longest word of the vocabulary at a position: its size, kind and value."""
        for size in range(min(self._reach.get(words[at], 0), len(words) - at), 0, -1):
            found = vocabulary.get(" ".join(words[at : at + size]))
            if found is not None:
                return size, *found
        if words[at].isdigit() and at == 0:
            return 1, "many", words[at]
        return 0, "", ""

    def _take(self, scan: _Scan, kind: str, value: str, words: str) -> None:
        if kind == "many":
            scan.many = True
        elif kind == "some":
            scan.some = True
        elif kind == "roles":
            scan.role = True
        elif kind == "noun":
            self._end_types(scan)
            scan.head = ""
            scan.parts.append(value)
            scan.nouns.append(words)
        elif kind == "head":
            self._end_types(scan)
            scan.head = value
        elif kind == "type":
            scan.types.append(value)
        elif kind == "level":
            scan.levels = True
            scan.types.append(value)

    @staticmethod
    def _end_types(scan: _Scan) -> None:
        """Turn the types met since the last head into parts: "UBND các huyện, thành phố"."""
        if scan.types:
            head = scan.head or "ubnd"
            scan.parts += [f"{head}-{slug(t)}" for t in dict.fromkeys(scan.types)]
            scan.types = []
        elif scan.head and scan.many:
            scan.parts.append(scan.head)

    def _close(self, scan: _Scan, rest: tuple[str, ...]) -> Group | None:
        """The group, if what was met makes one; the rest is a place, or narrows the group."""
        typed = len(scan.types)
        place = self._place(rest) if rest else None
        named = place is not None and bool(scan.types)
        if named and not scan.many:
            return None
        if scan.nouns and not scan.head and (typed == 1 or scan.levels):
            scan.types = []  # "các sở, ngành, đoàn thể tỉnh"
        self._end_types(scan)
        if not scan.parts:
            return None
        unread = len(rest) if place is None else 0
        if not scan.many and not scan.levels and not self._several(scan, typed, unread):
            return None
        return Group(tuple(dict.fromkeys(scan.parts)), scan.some or unread > 0, place, unread=unread)

    @staticmethod
    def _several(scan: _Scan, typed: int, unread: int) -> bool:
        """Whether a phrase without "các" means many: "quận, huyện", "đoàn thể", "cơ quan liên quan"."""
        if scan.head:
            return typed > 1
        if len(scan.parts) > 1:
            return not unread
        if not scan.nouns:
            return False
        return scan.some or (scan.role and not unread) or folded(scan.nouns[0]) not in _ALONE
