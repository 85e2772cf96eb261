"""Names by which the same thing is known again: folded texts, and ids that don't depend on the order of arrival."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u00ad", "-"))
_WORD = re.compile(r"[^\W_]+")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
_LONG_FORMS = {
    "ủy ban nhân dân": "ubnd",
    "hội đồng nhân dân": "hđnd",
    "ban chỉ đạo": "bcđ",
    "thành phố": "tp",
}


def name_key(text: str) -> str:
    """A name folded for comparison: accents matter; case, spaces, punctuation and a tone mark's place don't."""
    words = [_toneless_order(w) for w in _WORD.findall(unicodedata.normalize("NFC", text).casefold())]
    key = f" {' '.join(words)} "
    for long, short in _FOLDED_LONG_FORMS.items():
        key = key.replace(f" {long} ", f" {short} ")
    return key.strip()


def _toneless_order(word: str) -> str:
    """The word with its tone mark at its end, so that "hoà" and "hòa" are one."""
    split = unicodedata.normalize("NFD", word)
    tones = "".join(c for c in split if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in split if c not in _TONES)) + tones


_FOLDED_LONG_FORMS = {
    " ".join(_toneless_order(w) for w in long.split()): _toneless_order(short) for long, short in _LONG_FORMS.items()
}


def number_key(number: str) -> str:
    """A document number folded: `0595/UBND-KT`, `595/ubnd – kt` and `595 / UBND-KT` are one."""
    plain = unicodedata.normalize("NFC", number).translate(_DASHES).upper().replace("Đ", "D")
    return _LEADING_ZEROS.sub("", "".join(plain.split()))


def make_id(prefix: str, *parts: str | None) -> str:
    """An id that is the same for the same parts: the prefix and 20 hex digits."""
    joined = "\x1f".join("" if p is None else p for p in parts)
    return prefix + hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def document_id(capture_id: str, address: str, media_type: str) -> str:
    """A web page is known by its address, whatever it says this week; a file by its bytes, wherever it lies."""
    page = address.startswith(("http://", "https://")) and media_type.split(";")[0] in (
        "text/html",
        "application/xhtml+xml",
    )
    return make_id("d", address) if page else make_id("d", capture_id)


def directive_key(
    document: str,
    *,
    form: str,
    type: str | None,
    number: str | None,
    issuer: str | None,
    day: date | None,
    year: int | None,
    chair: str | None,
    subject: str | None,
) -> str:
    """The id of what a document orders: by number, issuer and year; a meeting by who met, when, under whom, about what.

    `issuer` is its unit's id, None where that leaves open which of several places' it is. A number without a symbol
    ("595") needs the type beside it, since each type has numbers of its own.
    What can't be told apart so is the document's own: a person, or ingest where texts agree, joins it with others.
    """
    year = day.year if day else year
    symbol = number is not None and any(c.isalpha() for c in number)
    if number and issuer and year and (symbol or type):
        return make_id("v", number_key(number), issuer, str(year), *(() if symbol else (type,)))
    if form == "meeting" and issuer and day and subject:
        return make_id("v", "meeting", issuer, day.isoformat(), name_key(chair or ""), name_key(subject))
    return make_id("v", "document", document)


def band_key(band: int) -> int:
    """A MinHash band's hash as a signed 64-bit number, which databases hold."""
    return (band + 2**63) % 2**64 - 2**63


def printable(text: str) -> str:
    """The text with what no database stores (NUL, lone surrogates) replaced one for one, so that offsets hold."""
    if "\x00" not in text and text.isascii():
        return text
    return "".join("\ufffd" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text) if _unfit(text) else text


def _unfit(text: str) -> bool:
    if "\x00" in text:
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
