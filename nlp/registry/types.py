"""What the registry of units is made of: units, their successors, and what a look-up finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Level = Literal["central", "province", "district", "commune"]
Share = str
"""What of a unit's work a successor took: "all", the field that moved, or the area ("địa bàn xã Kế Sách")."""


@dataclass(frozen=True, slots=True)
class Successor:
    """Who took over: the unit's id, its share of the work, and the day from which it answers."""

    unit: str
    share: Share
    on: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A body of the State, the Party, the Front or a mass organisation, or an area, over the days of its life.

    `name` stands without its place ("Sở Tài chính"); `place` in full ("thành phố Cần Thơ", "huyện Kế Sách, tỉnh Sóc
    Trăng", "" for a central body), and `full_name` has both, so that two provinces never share one. `kind` is "area",
    "group" or a kind of body (see nlp/data/units/). `from_` is its first day and `to` the day on which it was no more
    (exclusive); None where the registry knows of no beginning or no end. `parents` holds ids; `minor` are those
    successors that took a field and don't answer for the whole. `provisional` units are named by a text and not
    (yet) confirmed by a person.
    """

    id: str
    name: str
    place: str
    level: Level
    kind: str
    short_names: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    from_: date | None = None
    to: date | None = None
    parents: tuple[str, ...] = ()
    later: Callable[[], tuple[Successor, ...]] = tuple
    source: str = ""
    full_name: str = ""
    minor: frozenset[str] = frozenset()
    provisional: bool = False

    @property
    def successors(self) -> tuple[Successor, ...]:
        """Who took over, each with its share; worked out when asked for, since a district's are its communes'."""
        return self.later()

    def lives(self, on: date) -> bool:
        """Whether the unit exists on that day."""
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on < self.to)


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that a name may mean. `confidence` is in [0, 1]; `rule` says how it was found ("registry.exact", …)."""

    unit: Unit
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention in a text means; the fields of `nlp.types.Mention` without its span.

    `unit` is the id of the unit or, where `group` is true, of the group ("lao-cai.cac-so-ban-nganh"); None while
    open between the `candidates` or not to be told at all. A provisional unit's id begins with "tam.".
    """

    unit: str | None
    group: bool
    confidence: float
    candidates: list[str] = field(default_factory=list)
    rule: str = "resolution.none"
