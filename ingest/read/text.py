"""Bytes to text: Unicode in its encodings, and the 8-bit writings of Vietnamese that came before it."""

from __future__ import annotations

import codecs
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.read.legible import SAMPLE, legibility

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARGIN = 0.1  # how much more legible a legacy reading must be before it is believed
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was in ("utf-8", "tcvn3", "vni" …); `lossy` where bytes were left unread."""

    text: str
    encoding: str
    lossy: bool = False


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of `data`. UTF-8 comes through as it stands, its byte order mark and line ends included.

    `declared` is the encoding that a header or a page names; it is tried after Unicode has proved impossible.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(data.decode(encoding, errors="replace"), encoding)
    try:
        return modernise(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 3 and error.start > len(data) // 2:  # cut off inside a character
            return modernise(Decoded(data.decode("utf-8", errors="replace"), "utf-8", lossy=True))
    if guess := _utf16_without_mark(data):
        return Decoded(data.decode(guess, errors="replace"), guess)
    readings = [_eight_bit(data, name) for name in ("windows-1252", "windows-1258", declared or "windows-1252")]
    readings += [Decoded(data.decode("utf-8", errors="replace"), "utf-8", lossy=True)]
    readings += [Decoded(convert(readings[0].text, name), name) for name in ("tcvn3", "vni")]
    return max(readings, key=lambda reading: legibility(reading.text))


def modernise(decoded: Decoded) -> Decoded:
    """The text itself, or its conversion where it is legacy Vietnamese that was stored as Unicode letters."""
    sample = decoded.text[:SAMPLE]
    if not any("\x80" <= c <= "ÿ" for c in sample):
        return decoded
    plain = legibility(sample)
    for name in ("tcvn3", "vni"):
        if legibility(convert(sample, name)) > plain + _MARGIN:
            return Decoded(convert(decoded.text, name), name)
    return decoded


def is_binary(text: str) -> bool:
    """Whether control characters are so many that this is no text (one in fifty of its beginning)."""
    sample = text[:SAMPLE]
    return len(_BINARY.findall(sample)) * 50 > len(sample)


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 whose byte order mark was lost: half of the bytes of Latin text are zero, all on one side."""
    head = data[:2000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 < len(head):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _eight_bit(data: bytes, name: str) -> Decoded:
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = "cp1252"
    text = data.decode(codec, errors="replace")
    return Decoded(unicodedata.normalize("NFC", text), codec, lossy="�" in text)


@cache
def _tables() -> tuple[dict[int, str], dict[str, str], dict[str, str]]:
    """TCVN3's letters, VNI's letters and VNI's marks."""
    data = tomllib.loads(files("ingest.read").joinpath("data/legacy.toml").read_text(encoding="utf-8"))
    tcvn3 = {ord(k): v for k, v in data["tcvn3"].items()}
    marks = data["vni"]["marks"]
    return tcvn3, data["vni"]["single"], marks | {k.upper(): v for k, v in marks.items()}


def convert(text: str, writing: str) -> str:
    """Text in `writing` ("tcvn3" or "vni", as Windows-1252 letters) as composed Unicode. Linear."""
    tcvn3, single, marks = _tables()
    if writing == "tcvn3":
        return text.translate(tcvn3)
    out: list[str] = []
    bearer = ""
    for char in text:
        if bearer and char in marks:
            out[-1] = unicodedata.normalize("NFC", bearer + marks[char])
            bearer = ""
            continue
        letter = single.get(char, char)
        out.append(letter)
        bearer = letter if letter in "aeouyơưAEOUYƠƯ" else ""
    return "".join(out)
