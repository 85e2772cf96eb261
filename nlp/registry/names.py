"""Names as keys: what the spellings of one name have in common.

`exact` keeps accents and drops what spellings differ in: case, composition, where the tone mark stands (hoà, hòa),
punctuation, "và", the long form of UBND and its like. `folded` drops the accents too. Words stay apart, since heads
are matched word by word; `squeeze` joins them, so that "KH&ĐT" and "KHĐT" are one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# "hoà", "khoẻ", "thuỷ" carry the tone on the last letter in one school and on the first in the other.
_LAST_TONED = re.compile(r"(?<!q)([ou])([àáảãạèéẻẽẹỳýỷỹỵ])(?!\w)")
_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_BREAKS = re.compile(r"[\W_]+")
_ACCENTS = re.compile(r"[\u0300-\u036f]")
# "Phú Quý" and "Phú Quí": y and i are one at the end of a syllable without another vowel.
_Y = re.compile(r"(?<=[b-df-hj-np-tv-xz])y\b|(?<=\bqu)y\b")
_LONG = (
    ("huyện đảo", "huyện"),
    ("ủy ban nhân dân", "ubnd"),
    ("hội đồng nhân dân", "hđnd"),
    ("mặt trận tổ quốc", "mttq"),
    ("ban chỉ đạo", "bcđ"),
)


def strip(text: str) -> str:
    """The text without accents, đ as d."""
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text))).replace("đ", "d")


_LONG_FOLDED = tuple((strip(long), strip(short)) for long, short in _LONG)


def _swap(match: re.Match[str]) -> str:
    first, last = match.groups()
    apart = unicodedata.normalize("NFD", last)
    return unicodedata.normalize("NFC", first + apart[1]) + apart[0]


def _shorten(words: str, table: tuple[tuple[str, str], ...]) -> str:
    words = f" {words} "
    for long, short in table:
        if long in words:
            words = words.replace(f" {long} ", f" {short} ")
    return words.strip()


@lru_cache(maxsize=32768)
def exact(text: str) -> str:
    """The words of a name in lower case, one space between them, without what spellings differ in."""
    text = unicodedata.normalize("NFC", text).casefold()
    text = _BREAKS.sub(" ", _APOSTROPHES.sub("", _LAST_TONED.sub(_swap, text)))
    return _shorten(" ".join(word for word in text.split() if word != "và"), _LONG)


@lru_cache(maxsize=32768)
def folded(text: str) -> str:
    """`exact` without accents; also without "va", so that "KE HOACH VA DAU TU" is met."""
    words = _Y.sub("i", strip(exact(text))).split()
    return _shorten(" ".join(word for word in words if word != "va"), _LONG_FOLDED)


def squeeze(words: str) -> str:
    """The words run together."""
    return words.replace(" ", "")


def slug(name: str) -> str:
    """An identifier of a name: "Sở Kế hoạch và Đầu tư" is "so-ke-hoach-va-dau-tu"."""
    return "-".join(
        strip(_BREAKS.sub(" ", _APOSTROPHES.sub("", unicodedata.normalize("NFC", name).casefold()))).split()
    )
