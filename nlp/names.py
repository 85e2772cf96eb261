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
# A province or district may stand before a name ("UBND tỉnh Đắk Nông Nguyễn Bốn"); a ward or a road is named itself.
_LEVEL = re.compile(r"(?<!\w)(?:tỉnh|thành phố|TP\.?|huyện|quận|thị xã)\s$", re.IGNORECASE)
_NAMED_AFTER = re.compile(
    r"(?<!\w)(?:xã|phường|thị trấn|thôn|bản|khu|đường|phố|cầu|trường|THPT|THCS|tiểu học|quảng trường|công viên)\s$",
    re.IGNORECASE,
)
_LONGEST_NAME = 4
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


def name_span(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """The full name in a run of capitalised syllables: places before it ("Hà Nội Ngô Văn Quý") stay outside."""
    if not _has_surname(match.group()):
        return None
    words = list(re.finditer(r"\S+", match.group()))
    before = max(0, match.start() - 12), match.start()
    if _NAMED_AFTER.search(text, *before):
        return None
    of_a_place = _LEVEL.search(text, *before) is not None and len(words) != 3 and len(words) != 4
    first = 2 if _is_place(words) or of_a_place else 0
    for i in range(first, len(words) - 1):
        size = len(words) - i
        if words[i].group() in surnames() and 2 <= size <= _LONGEST_NAME:
            span = match.start() + words[i].start(), match.end()
            return None if " ".join(text[slice(*span)].split()) in historic() else span
    return None


def name_in(words: str, before: str = "") -> str | None:
    """The person's name that `words` begins with or ends in, places before it left out; None if there is none."""
    match = NAME.search(words)
    if match is None:
        return None
    text = before + words
    shifted = NAME.search(text, len(before))
    span = name_span(text, shifted) if shifted else None
    return text[slice(*span)] if span else None


def _has_surname(run: str) -> bool:
    return any(w in surnames() for w in run.split())


def _is_place(words: list[re.Match[str]]) -> bool:
    return fold(" ".join(w.group() for w in words[:2])) in provinces()


@cache
def historic() -> frozenset[str]:
    """Names that places and movements bear."""
    return frozenset(entries(load("people")["historic"]))


@cache
def provinces() -> frozenset[str]:
    """Folded names of provinces and great cities, before and after 1 July 2025."""
    return frozenset(fold(p) for p in entries(load("people")["provinces"]))
