"""Which unit a phrase means: one of the registry's, or a provisional one known by its name and place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from typing import Any

from corpus.keys import make_id, name_key
from nlp.registry import Registry
from nlp.types import Mention

Row = dict[str, Any]

_SURE = 0.8
"""From this confidence on, the registry's answer is taken; two of them are no answer."""


class UnitBook:
    """The units that one text names. `rows` are those that were asked for, as rows of `units`, by id."""

    def __init__(self, mentions: Iterable[Mention], place: str | None) -> None:
        self._mentions = sorted(mentions, key=lambda m: (m.start, m.end))
        self._starts = [m.start for m in self._mentions]
        self.place = place
        self.rows: dict[str, Row] = {}

    def unit_at(self, text: str, start: int, end: int) -> str:
        """The id of the unit that the phrase at `[start, end)` names."""
        mention = self._mention(start, end)
        row = _known(mention.unit) if mention and mention.unit else None
        if row is None:
            row = provisional(text, self.place, group=bool(mention and mention.group))
        present = self.rows.get(row["id"])
        if present is None or fairer(row["name"], present["name"]):
            self.rows[row["id"]] = row
        return str(row["id"])

    def issuer(self, name: str, day: date | None, span: tuple[int, int] | None = None) -> Row:
        """The row of the unit that issued a directive on a day, by its full name, else as its phrase was resolved."""
        matches = Registry.load().find(name, self.place, day)
        sure = [m for m in matches if m.confidence >= _SURE]
        row = _known(sure[0].unit.id) if len(sure) == 1 else None
        mention = self._mention(*span) if span and row is None else None
        row = row or (_known(mention.unit) if mention and mention.unit else None) or provisional(name, self.place)
        self.rows.setdefault(row["id"], row)
        return row

    def _mention(self, start: int, end: int) -> Mention | None:
        """The mention that is the phrase, or the longest one inside it."""
        at = bisect_left(self._starts, start)
        inside = []
        while at < len(self._mentions) and self._mentions[at].start < end:
            if self._mentions[at].end <= end:
                inside.append(self._mentions[at])
            at += 1
        return max(inside, key=lambda m: m.end - m.start, default=None)


def provisional(name: str, place: str | None, *, group: bool = False) -> Row:
    """The row of a unit that no registry knows: the same for every spelling of its name in one place."""
    name = " ".join(name.split())
    key, place_key = name_key(name), name_key(place) if place else None
    return _row(make_id("u", key, place_key), name, place, known=False, group=group, parent=None)


def _known(unit_id: str) -> Row | None:
    """The row of a unit of the registry, None where this registry has no such id (any more)."""
    try:
        unit = Registry.load().unit(unit_id)
    except KeyError:
        return None
    parent = unit.parents[0] if unit.parents else None
    return _row(
        unit.id, unit.name, unit.place or None, known=not unit.provisional, group=unit.kind == "group", parent=parent
    )


def _row(unit_id: str, name: str, place: str | None, *, known: bool, group: bool, parent: str | None) -> Row:
    return {
        "id": unit_id, "name": name, "name_key": name_key(name), "place": place,
        "place_key": name_key(place) if place else None, "known": known, "group": group, "parent_id": parent,
    }  # fmt: skip


def fairer(name: str, other: str) -> bool:
    """Whether of two spellings of one name the first is to be shown: not all capitals, capitalised, then alphabet."""
    return _fairness(name) < _fairness(other)


def _fairness(name: str) -> tuple[bool, bool, str]:
    return name.isupper(), not name[:1].isupper(), name
