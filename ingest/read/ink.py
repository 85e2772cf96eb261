"""Numbers and days written or stamped by hand into the printed head of a dispatch ("Số: 217/TB-UBND", "ngày 18").

OCR of print makes garbage of them. Here the ink between the printed words is found, by its colour where it has one,
and read by a recogniser of digits. What it isn't sure of becomes `UNREAD`: a missing number is better than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from ingest.read.digits import Array
from ingest.read.gaps import Gap, day_gap, month_gap, number_gap
from ingest.read.lines import lines_of
from ingest.read.strokes import Mask, Piece, pieces_of, reading_of
from ingest.read.words import Word

UNREAD = "…"
SURE = 0.91  # from here on a reading of coloured ink stands; chosen on synthetic heads, see docs/scans.md
SURE_IN_GREY = 0.95  # and one of ink that only its place tells from print
PRINTED = 0.6  # from here on what OCR reads as digits stands if the ink doesn't say otherwise
CLEARLY = 0.5  # how sure a reading of ink is that contradicts OCR's

_HEAD = 0.4  # of a page's height
_COLOUR = 40  # by how much a pixel of coloured ink is bluer than the paper, of 255
_TYPED = re.compile(r"\d+[-/ ]?[A-ZĐ]*")


@dataclass(slots=True)
class Crop:
    """A gap's surroundings. `ink` is the darkness in [0, 1], `blue` that of coloured ink, None where there is none."""

    ink: Array
    blue: Array | None
    x: float  # of the upper left corner, pixels of the page
    y: float
    scale: float  # pixels for a point


def inked(image: Image.Image, words: list[Word], dpi: float) -> list[Word]:
    """The words of a first page with what is written into its number, day and month read from the image.

    `image` is in RGB or grey and lies as the words do. What is written becomes one word of digits whose confidence
    is that of the recogniser, or `UNREAD`. The other words are those given, in the order of the lines.
    """
    lines = lines_of(words)
    number = date = False
    for i, line in enumerate(lines):
        if line[0].base * dpi / 72 > _HEAD * image.height or (number and date):
            break
        if not number and (gap := number_gap(line)):
            number = True
            lines[i] = line = _filled(gap, image, dpi) or line
        if not date and (gap := day_gap(line)):
            date = True
            line = _filled(gap, image, dpi) or line
            month = month_gap(line)
            lines[i] = (month and _filled(month, image, dpi)) or line
    return [word for line in lines for word in line]


def _filled(gap: Gap, image: Image.Image, dpi: float) -> list[Word] | None:
    """The gap's line with what OCR and the ink say is in it made one; None where it may stay as it is."""
    said, trust = gap.said
    crop = _crop(gap, image, dpi)
    coloured = crop.blue is not None
    if not coloured and trust >= PRINTED and _TYPED.fullmatch(said):
        return None
    pieces = _coloured(gap, crop) if coloured else _dark(gap, crop)
    if not said and not pieces:
        return None
    ink = crop.ink if crop.blue is None else crop.blue
    text, sure = reading_of(pieces or [], ink)
    if trust >= PRINTED and gap.valid(said) and (text == said or sure < CLEARLY):
        text, sure = said, max(trust, sure if text == said else 0.0)
    elif not gap.valid(text) or sure < (SURE if coloured else SURE_IN_GREY) or (trust >= PRINTED and gap.valid(said)):
        text, sure = UNREAD, min(trust, sure)
    return gap.filled(_word(gap, crop, pieces or [], text, sure))


def _crop(gap: Gap, image: Image.Image, dpi: float) -> Crop:
    scale, em = dpi / 72, gap.em
    x0, x1 = gap.before.x0 - 0.2 * em, gap.after.x1 + 0.2 * em
    y0, y1 = gap.before.base - 1.7 * em, gap.before.base + 0.8 * em
    box = (max(0, round(x0 * scale)), max(0, round(y0 * scale)), round(x1 * scale), round(y1 * scale))
    pixels = np.asarray(image.convert("RGB").crop(box) if image.mode != "RGB" else image.crop(box), np.float32)
    dark = 255 - pixels.min(axis=2)
    dark = dark - np.median(dark)
    ink = np.clip(dark / max(60.0, float(np.percentile(dark, 97))), 0, 1).astype(np.float32)
    blueness = pixels[..., 2] - pixels[..., :2].min(axis=2)
    blueness -= np.median(blueness)
    coloured = (blueness > _COLOUR) & (pixels[..., 0] <= pixels[..., 2])  # a stamp's red isn't
    blue = _stained(ink, coloured, scale) if coloured.sum() > (0.2 * em * scale) ** 2 else None
    return Crop(ink, blue, box[0], box[1], scale)


def _stained(ink: Array, coloured: Mask, scale: float) -> Array:
    """The ink that is coloured. Where a stroke is thickest or palest it hardly shows its colour, so that a piece is
    coloured as a whole if much of it is; where coloured ink touches print, what is close to the colour is."""
    reach = 2 * max(1, round(0.6 * scale)) + 1
    near: Mask = np.asarray(Image.fromarray(coloured).convert("L").filter(ImageFilter.MaxFilter(reach))) > 0
    for piece in pieces_of(ink > 0.35):
        at = tuple(piece.pixels.T)
        if coloured[at].mean() > 0.25:
            near[at] = True
    stained: Array = ink * near
    return stained


def _coloured(gap: Gap, crop: Crop) -> list[Piece] | None:
    """The pieces of coloured ink in the gap; None where something else that is no print stands among them."""
    assert crop.blue is not None
    em = gap.em * crop.scale
    a = gap.before.x1 - 0.4 * gap.em if gap.exact[0] else gap.before.x0 + 0.8 * gap.em
    b = gap.after.x0 + 0.4 * gap.em if gap.exact[1] else gap.after.x1
    pieces = _within(pieces_of(crop.blue > 0.35), gap, crop, a, b)
    tall = max((p.height for p in pieces), default=0)
    pieces = [p for p in pieces if p.height >= 0.3 * tall or len(p.pixels) > 0.02 * em * em]
    if not pieces:
        return pieces
    first, last = pieces[0].middle[0], max(p.middle[0] for p in pieces)
    other = pieces_of((crop.ink > 0.5) & (crop.blue == 0))
    if any(first < p.middle[0] < last and p.height > 0.4 * em and p.width > 0.12 * em for p in other):
        return None
    return pieces


def _dark(gap: Gap, crop: Crop) -> list[Piece] | None:
    """The pieces of ink without colour in the gap; None where print can't be told from ink."""
    em = gap.em * crop.scale
    if not all(gap.exact):
        return None
    everything = pieces_of(crop.ink > 0.35)
    end = gap.after.x0
    slashed = gap.after.text[0] == "/"
    if slashed:
        slashes = [p for p in _within(everything, gap, crop, gap.before.x1, gap.after.x1) if _slash(p, em)]
        count = gap.after.text.count("/")
        if len(slashes) < count:
            return None
        end = (crop.x + slashes[-count].x0 + 1) / crop.scale
        if abs(end - gap.after.x0) > 0.3 * gap.em:  # else a written 1 may be taken for the slash
            return None
    pieces = [p for p in _within(everything, gap, crop, gap.before.x1 - 0.2 * gap.em, end) if p.height < 2 * em]
    tall = max((p.height for p in pieces), default=0)
    # OCR's boxes lie some points off: what is small and close to the next word may be its first letter.
    near = [p for p in pieces if (crop.x + p.x1) / crop.scale > end - (0.0 if slashed else 0.4) * gap.em]
    if any(slashed or p.height < 0.75 * tall or (crop.x + p.x1) / crop.scale > end + 0.2 * gap.em for p in near):
        return None
    return [p for p in pieces if p.height >= 0.3 * tall and p.height > 0.35 * em and p.width < 6 * p.height]


def _within(pieces: list[Piece], gap: Gap, crop: Crop, a: float, b: float) -> list[Piece]:
    """The pieces whose middle lies on the line and between `a` and `b` points; not specks."""
    em = gap.em * crop.scale
    base = gap.before.base * crop.scale - crop.y
    return [
        p
        for p in pieces
        if a < (crop.x + p.middle[0]) / crop.scale < b
        and -1.1 * em < p.middle[1] - base < 0.35 * em
        and len(p.pixels) > 0.006 * em * em
    ]


def _slash(piece: Piece, em: float) -> bool:
    """Whether the piece is a thin straight stroke that leans to the right."""
    if piece.height < 0.55 * em or not 0.12 * em < piece.width < 0.6 * em:
        return False
    y, x = piece.pixels[:, 0], piece.pixels[:, 1]
    return float(np.corrcoef(x, y)[0, 1]) < -0.9


def _word(gap: Gap, crop: Crop, pieces: list[Piece], text: str, sure: float) -> Word:
    between = gap.line[gap.left + 1 : gap.right]
    lefts = [(crop.x + p.x0) / crop.scale for p in pieces] or [w.x0 for w in between]
    rights = [(crop.x + p.x1) / crop.scale for p in pieces] or [w.x1 for w in between]
    return Word(
        text=text,
        x0=max(min(lefts), gap.before.x0 + 0.1),
        x1=min(max(rights), gap.after.x1 - 0.1),
        base=gap.before.base,
        size=gap.before.size,
        confidence=sure,
        spaced=True,
    )
