"""The places that a text leaves to be understood: whose province, whose district."""

from __future__ import annotations

import re

from nlp.types import Context

_LEVEL = {"tp": "thành phố", "tp.": "thành phố", "tỉnh ủy": "tỉnh", "tỉnh uỷ": "tỉnh", "huyện ủy": "huyện"}
_PLACE_NAMED = re.compile(
    r"\b(?P<level>[Tt]ỉnh(?: ủy| uỷ| Ủy)?|[Tt]hành phố|TP\.?|[Hh]uyện(?: ủy)?|[Tt]hị xã|[Qq]uận)\s+"
    r"(?P<place>[A-ZĐÀ-ỸẮẰẲẴẶẤẦẨẪẬ][\w'’.]*(?:[ \n-][A-ZĐÀ-ỸẮẰẲẴẶẤẦẨẪẬ][\w'’]*|-[\w]+){0,3})"
)


def places_of(text: str, issuer: str | None, context: Context | None = None) -> dict[str, str]:
    """The places that a text leaves to be understood, by level: {"tỉnh": "Lào Cai", "huyện": "Đắk R'lấp"}."""
    found: dict[str, str] = {}
    sources = [context.place if context else None, issuer]
    for source in sources:
        for match in _PLACE_NAMED.finditer(source or ""):
            found.setdefault(_LEVEL.get(match["level"].lower(), match["level"].lower()), match["place"])
    for match in _PLACE_NAMED.finditer(text):
        level = _LEVEL.get(match["level"].lower(), match["level"].lower())
        if level in {"tỉnh", "thành phố"} and not (found.keys() & {"tỉnh", "thành phố"}):
            found[level] = " ".join(match["place"].split())
    return found
