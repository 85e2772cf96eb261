"""Tells Vietnamese text from garbage: by the syllables that every administrative text is full of."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

_SYLLABLE = re.compile(r"[^\W\d_]+")
SAMPLE = 40_000  # characters that are looked at; a text doesn't change its encoding after that


@cache
def _frequent() -> frozenset[str]:
    data = tomllib.loads(files("ingest.read").joinpath("data/legacy.toml").read_text(encoding="utf-8"))
    return frozenset(data["frequent"]["syllables"].split())


def legibility(text: str) -> float:
    """The share of the text's words that are among the most frequent Vietnamese syllables, in [0, 1].

    Real dispatches and articles stand at 0.35 to 0.7, garbled text layers below 0.2; 0.0 for a text without words.
    """
    words = _SYLLABLE.findall(unicodedata.normalize("NFC", text[:SAMPLE]).lower())
    return sum(word in _frequent() for word in words) / len(words) if words else 0.0
