"""What e-signing writes onto a page: number and day stand in the appearance of signature fields, not in the text layer.

The appearances are drawn into the page by flattening it, as every viewer shows them; the characters that are new then
are the stamps'. A number or a date takes its place in the line; who signed and when is kept apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as c

from ingest.read.words import Glyph, Word, glyphs_of, words_of

_PART_OF_HEAD = re.compile(r"[\d/.\-  ]{1,12}|\d{1,5}\s?/[\w\-/&. ]{2,30}|(?:ngày )?\d{1,2} tháng \d{1,2} năm \d{4}")
_SIGNED_AT = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4}) +\d{1,2}:\d{2}")


@dataclass(slots=True)
class Layered:
    """A page's words: those of its text layer and the stamped ones in their places; `seals` is what seals say."""

    words: list[Word]
    seals: list[str]


def layered(document: pdfium.PdfDocument, index: int) -> Layered:
    """The words of a page (from 0) as it is shown, its signature fields' appearances included.

    The document's page is changed: the appearances become part of it.
    """
    page = document[index]
    before = glyphs_of(page)
    if not c.FPDFPage_GetAnnotCount(page.raw) or page.flatten() != c.FLATTEN_SUCCESS:
        return Layered(words_of(before), [])
    known = {(g.char, round(g.x0), round(g.base)) for g in before}
    new = [g for g in glyphs_of(document[index]) if (g.char, round(g.x0), round(g.base)) not in known]
    heads: list[Word] = []
    seals: list[str] = []
    for group in _groups(new):
        words = words_of(group, stamped=True)
        text = " ".join(word.text for word in words)
        if _PART_OF_HEAD.fullmatch(text):
            heads += words
        elif text:
            seals.append(text)
    visible = [g for g in before if not any(_covers(word, g) for word in heads)]
    return Layered(words_of(visible) + heads, seals)


def _groups(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """New characters by the appearance that they stand in: it ends where the next one is far off."""
    groups: list[list[Glyph]] = []
    for glyph in glyphs:
        last = groups[-1][-1] if groups else None
        if (
            last
            and abs(glyph.base - last.base) < 3 * last.size
            and -40 * last.size < glyph.x0 - last.x1 < 2 * last.size
        ):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return groups


def _covers(word: Word, glyph: Glyph) -> bool:
    """Whether a stamp is drawn over this character (a day written over the one that was typed)."""
    middle = (glyph.x0 + glyph.x1) / 2
    return not glyph.char.isspace() and word.x0 <= middle <= word.x1 and abs(word.base - glyph.base) < 0.5 * glyph.size
