"""The places that a text leaves to be understood: whose province, whose district."""

from __future__ import annotations

import re
from collections import Counter

from nlp.fold import UPPER, fold
from nlp.layout.types import Layout, Role
from nlp.names import provinces
from nlp.types import Context

_LEVEL = {"tp": "thành phố", "tp.": "thành phố", "tỉnh ủy": "tỉnh", "tỉnh uỷ": "tỉnh", "huyện ủy": "huyện"}
_TOP = frozenset({"tỉnh", "thành phố"})
# A province named as a neighbour is not the one that the text is of.
_NEIGHBOUR = re.compile(r"(?:giáp|ranh|với|sang|từ|và|,)\s$")
_PLACE_NAMED = re.compile(
    r"\b(?P<level>[Tt]ỉnh(?: ủy| uỷ| Ủy)?|[Tt]hành phố|TP\.?|[Hh]uyện(?: ủy)?|[Tt]hị xã|[Qq]uận)\s+"
    rf"(?P<place>[{UPPER}][\w'’.]*(?:(?:[ -]|\n(?=\S))[{UPPER}][\w'’]*){{0,3}})"
)


def places_of(text: str, layout: Layout, issuer: str | None, context: Context | None = None) -> dict[str, str]:
    """The places that a text leaves to be understood, by level: {"tỉnh": "Lào Cai", "huyện": "Đắk R'lấp"}.

    The issuer and the context tell; else the province that the text names, unless it names several alike. What an
    article says goes before what its page sets around it.
    """
    found: dict[str, str] = {}
    for source in (context.place if context else None, issuer):
        for match in _PLACE_NAMED.finditer(source or ""):
            found.setdefault(_level(match), _place(match))
    if not found.keys() & _TOP:
        told = [b.text(text) for b in layout.blocks if b.role in (Role.HEADLINE, Role.PARAGRAPH, Role.ITEM)]
        found.update((_province("\n".join(told)) if layout.kind == "article" else {}) or _province(text))
    return found


def _province(text: str) -> dict[str, str]:
    """The one province that a text is of: the one it names, or names much more than the others."""
    counts: Counter[tuple[str, str]] = Counter()
    spelled: dict[tuple[str, str], str] = {}
    for match in _PLACE_NAMED.finditer(text):
        level = _level(match)
        if level not in _TOP or _NEIGHBOUR.search(text, max(0, match.start() - 40), match.start()):
            continue
        place = _place(match)
        key = (level, fold(place))
        counts[key] += 1
        spelled.setdefault(key, place)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return {}
    return {ranked[0][0][0]: spelled[ranked[0][0]]}


def _place(match: re.Match[str]) -> str:
    """The place's name: a known one where it begins with one, else as far as its line goes."""
    words = match["place"].split()
    for size in (3, 2):
        if fold(" ".join(words[:size])) in provinces():
            return " ".join(words[:size])
    return " ".join(match["place"].split("\n")[0].split())


def _level(match: re.Match[str]) -> str:
    level = match["level"].lower()
    return _LEVEL.get(level, level)
