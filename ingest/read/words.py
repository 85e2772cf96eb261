"""Words with their place on a page, the common ground of text layers and OCR."""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as c

from ingest.read.unreadable import UnreadableError

_HYPHEN = "\x02"  # how pdfium shows a hyphen at the end of a line
GLYPHS = 150_000  # more on one page is an attack: a dense page of a dispatch has 5,000


@dataclass(slots=True)
class Word:
    """A run of glyphs. Coordinates are points (1/72 inch) from the page's upper left corner as it is shown.

    `base` is the baseline, `size` the height of the font; `confidence` in [0, 1], None where no OCR was at work;
    `stamped` if it was written onto the page by a signature's appearance; `spaced` if a space was typed before it.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    confidence: float | None = None
    stamped: bool = False
    spaced: bool = False

    @property
    def top(self) -> float:
        """Where the word's capitals end above."""
        return self.base - 0.72 * self.size


@dataclass(slots=True)
class Glyph:
    """One character as it is drawn."""

    char: str
    x0: float
    x1: float
    base: float
    size: float


def glyphs_of(page: pdfium.PdfPage) -> list[Glyph]:
    """The characters of a page's text layer in the order in which they are drawn, each once, as the page is shown.

    Raises:
        UnreadableError: for a page with more characters than any document has ("too-much-text").
    """
    textpage = page.get_textpage()
    handle = textpage.raw
    count = c.FPDFText_CountChars(handle)
    if count > GLYPHS:
        raise UnreadableError("too-much-text", f"{count} ký tự trên một trang")
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation()
    box, x, y = c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    glyphs: list[Glyph] = []
    seen: set[tuple[str, int, int]] = set()
    for i in range(count):
        char = chr(c.FPDFText_GetUnicode(handle, i))
        if c.FPDFText_IsGenerated(handle, i) == 1 and not char.isspace():
            continue
        if char == _HYPHEN:
            char = "-"
        if char in "\r\n\x00" or not c.FPDFText_GetLooseCharBox(handle, i, box):
            continue
        c.FPDFText_GetCharOrigin(handle, i, x, y)
        size = float(box.top - box.bottom)
        if rotation in (0, 180):
            x0, x1 = box.left - left, box.right - left
            base = top - y.value
            if rotation == 180:
                x0, x1, base = right - left - x1, right - left - x0, top - bottom - base
        else:
            x0, x1 = box.bottom - bottom, box.top - bottom
            base, size = x.value - left, float(box.right - box.left)
            if rotation == 270:
                x0, x1, base = top - bottom - x1, top - bottom - x0, right - left - base
        key = (char, round(x0), round(base))
        if key in seen and not char.isspace():  # bold type that is made by drawing twice
            continue
        seen.add(key)
        glyphs.append(Glyph(char, x0, x1, base, abs(size) or 1.0))
    return glyphs


def words_of(glyphs: list[Glyph], stamped: bool = False) -> list[Word]:
    """Glyphs put together where they follow each other on a baseline without a gap."""
    words: list[Word] = []
    open_word: Word | None = None
    spaced = False
    for glyph in glyphs:
        if glyph.char.isspace():
            open_word, spaced = None, True
            continue
        if open_word is not None and _follows(open_word, glyph):
            open_word.text += glyph.char
            open_word.x1 = max(open_word.x1, glyph.x1)
            open_word.size = max(open_word.size, glyph.size)
            continue
        open_word = Word(glyph.char, glyph.x0, glyph.x1, glyph.base, glyph.size, stamped=stamped, spaced=spaced)
        words.append(open_word)
        spaced = False
    return words


def _follows(word: Word, glyph: Glyph) -> bool:
    if unicodedata.combining(glyph.char):
        return True
    gap = glyph.x0 - word.x1
    return abs(glyph.base - word.base) < 0.1 * word.size and -0.3 * word.size < gap < 0.12 * word.size
