"""Page images to words: rendered, straightened, read by tesseract with each word's box and confidence kept."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from itertools import islice
from statistics import median

import numpy as np
import pypdfium2 as pdfium
import pytesseract
from PIL import Image, ImageOps, ImageSequence

from corpus.types import Reading
from ingest.read.ink import inked
from ingest.read.lines import join_pages, lay_out
from ingest.read.unreadable import UnreadableError
from ingest.read.words import Word

DPI = 300
PIXELS = 60_000_000  # A3 at 600 dpi has 70 million; more is an attack or a plan
PAGES = 200
_TILT = np.arange(-3.0, 3.01, 0.25)  # degrees that a sheet lies crooked at most
_TALLER = 1.4  # a heading's capitals against those of the page's text
_DESCENDERS = set("gjpqyQ,;()/[]|")


def read_image(data: bytes, address: str, media_type: str) -> Reading:
    """The reading of a photographed or scanned page (or of several in one TIFF).

    Raises:
        UnreadableError: for a broken or empty image, or where tesseract isn't installed ("no-ocr").
    """
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(BytesIO(data)) as image:
            frames = [ImageOps.exif_transpose(f.convert("RGB")) for f in islice(ImageSequence.Iterator(image), PAGES)]
    except Image.DecompressionBombError as error:
        raise UnreadableError("bomb", str(error)[:100]) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise UnreadableError("corrupt", str(error)[:100]) from error
    pages = [recognise(frame, _dpi(frame), first=n == 0) for n, frame in enumerate(frames)]
    text, back = join_pages([lay_out(words) for words in pages])
    if not text.strip():
        raise UnreadableError("no-text")
    return Reading(
        text=text,
        address=address,
        media_type=media_type,
        kind="dispatch",
        source_map={"pages": back},
        ocr=True,
        confidence=certainty(pages),
    )


def rendered(page: pdfium.PdfPage) -> Image.Image:
    """The page as an image of `DPI`, smaller if it is a plan."""
    width, height = page.get_size()
    scale = min(DPI / 72, (PIXELS / max(1.0, width * height)) ** 0.5)
    image: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    return image


def recognise(image: Image.Image, dpi: float = DPI, first: bool = False) -> list[Word]:
    """The words on an image of a page, in points of the straightened page.

    Of a document's `first` page the number and date that are written into its head by hand are read too.

    Raises:
        UnreadableError: where tesseract or its Vietnamese isn't installed ("no-ocr").
    """
    if not available():
        raise UnreadableError("no-ocr")
    grey = ink(image)
    angle = tilt(grey)
    data = pytesseract.image_to_data(
        turned(grey, angle), lang="vie", config=f"--psm 3 --dpi {round(dpi)}", output_type=pytesseract.Output.DICT
    )
    lines: dict[tuple[int, int, int], list[int]] = {}
    for i, text in enumerate(data["text"]):
        if text.strip() and float(data["conf"][i]) >= 0:
            lines.setdefault((data["block_num"][i], data["par_num"][i], data["line_num"][i]), []).append(i)
    words: list[Word] = []
    scale = 72 / dpi
    measured = {key: _baseline(data, line) for key, line in lines.items()}
    tallest = _TALLER * median(height for _, height in measured.values()) if measured else 0.0
    for key, line in lines.items():
        base, height = measured[key]
        height = min(height, tallest)  # a stroke of a seal or a signature makes a line look high
        for i in line:
            words.append(
                Word(
                    text=data["text"][i].strip(),
                    x0=data["left"][i] * scale,
                    x1=(data["left"][i] + data["width"][i]) * scale,
                    base=base * scale,
                    size=height * scale / 0.72,
                    confidence=float(data["conf"][i]) / 100,
                    spaced=True,
                )
            )
    return inked(turned(image, angle), words, dpi) if first else words


def certainty(pages: list[list[Word]]) -> float | None:
    """How sure the recognition was: the mean of the words' confidences by letters, in [0, 1]."""
    weights = [(len(w.text), w.confidence) for words in pages for w in words if w.confidence is not None]
    total = sum(n for n, _ in weights)
    return round(sum(n * c for n, c in weights) / total, 3) if total else None


@cache
def available() -> bool:
    """Whether tesseract reads Vietnamese on this machine."""
    try:
        return "vie" in pytesseract.get_languages()
    except (OSError, pytesseract.TesseractError):
        return False


def ink(image: Image.Image) -> Image.Image:
    """The print in grey without what is stamped over it: red ink is as light as paper in the red channel."""
    return image.getchannel("R") if image.mode == "RGB" else image.convert("L")


def tilt(grey: Image.Image) -> float:
    """The degrees by which the image must be turned so that its lines are level, 0 where they are.

    Levelled lines leave the widest gaps between rows of ink.
    """
    small = grey.copy()
    small.thumbnail((700, 1000))
    dark = ImageOps.invert(small)

    def levelness(angle: float) -> float:
        rows = np.asarray(dark.rotate(angle, resample=Image.Resampling.BILINEAR)).sum(axis=1, dtype=np.float64)
        return float(np.var(np.diff(rows)))

    best = max((float(a) for a in _TILT), key=levelness)
    return 0.0 if abs(best) < 0.2 or levelness(best) < 1.1 * levelness(0.0) else best


def turned(image: Image.Image, angle: float) -> Image.Image:
    """The image turned by degrees, on white."""
    if not angle:
        return image
    white = (255,) * len(image.getbands())
    return image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=white if len(white) > 1 else 255)


def _baseline(data: dict[str, list[int]], line: list[int]) -> tuple[float, float]:
    """A line's baseline and the height of its capitals, in pixels."""
    bottoms = [data["top"][i] + data["height"][i] for i in line if not _DESCENDERS & set(str(data["text"][i]))]
    base = median(bottoms or [data["top"][i] + data["height"][i] for i in line])
    return base, max(1.0, median(base - data["top"][i] for i in line))


def _dpi(image: Image.Image) -> float:
    """The image's resolution: what it says if that is a page's, else as if it were an A4 page."""
    said = image.info.get("dpi", (0, 0))[0]
    if 90 <= said <= 1200:
        return float(said)
    return max(70.0, max(image.size) / 11.7)
