"""Names of people as Vietnamese texts print them: family name first, two to five syllables, capitals throughout."""

from __future__ import annotations

import re
from functools import cache

from nlp.fold import LOWER, UPPER, fold
from nlp.lexicon import entries, load

# One syllable: "Thìn", "R'Lấp", "K’", "A". Words set wholly in capitals are names only in signatures (see `caps_name`).
_SYLLABLE = rf"(?:[{UPPER}][{LOWER}]{{0,6}}(?:['’]\s?[{UPPER}]?[{LOWER}]{{0,6}})?)"
NAME = re.compile(rf"(?<![\w'’]){_SYLLABLE}(?:[ \t]{_SYLLABLE}){{1,4}}(?![\w'’])")
# Ranks and degrees before a name in a signature.
_TITLES = re.compile(
    r"^(?:(?:(?:đại|thượng|trung|thiếu)\s(?:tướng|tá|úy|uý)|(?:PGS|GS|TS|ThS|BS|CKI+|KS|CN)\.?(?:\s|(?<=\.)))[\s.,]*){1,3}",
    re.IGNORECASE,
)
_GLUED = re.compile(rf"(?<=[{LOWER}])(?=[{UPPER}])")


@cache
def surnames() -> frozenset[str]:
    """First syllables of family names."""
    return frozenset(entries(load("people")["surnames"]))


@cache
def folded_surnames() -> frozenset[str]:
    """The same without accents, for signatures that OCR spoiled."""
    return frozenset(fold(s) for s in surnames())


def _is_surname(word: str, *, loose: bool) -> bool:
    """Whether a word is a family name; `loose` puts aside the accents, which OCR spoils."""
    return word.capitalize() in surnames() or (loose and fold(word) in folded_surnames())


def full_name(text: str) -> str | None:
    """The name that `text` is, spaces mended ("LêSỹ Tuân" → "Lê Sỹ Tuân"), None if it is no person's full name."""
    bare = _TITLES.sub("", text.strip(" .,;:“”\"'`_-"))
    words = _GLUED.sub(" ", " ".join(bare.split())).split()
    if not 2 <= len(words) <= 5 or not _is_surname(words[0], loose=len(words) > 2):
        return None
    if not all(re.fullmatch(_SYLLABLE, w) for w in words):
        if not all(w.isupper() and w.isalpha() and len(w) <= 7 for w in words):
            return None
        words = [w.capitalize() for w in words]
    return " ".join(words)
