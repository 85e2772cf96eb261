"""PDF files: the text layer with what signatures stamp on it, or OCR where there is no layer that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium

from corpus.types import Reading
from ingest.read.formats import PDF
from ingest.read.legible import legibility
from ingest.read.lines import PageText, join_pages, lay_out
from ingest.read.scan import available, certainty, recognise, rendered
from ingest.read.stamps import layered
from ingest.read.tables import grids_of, lay_out_with, ruled
from ingest.read.unreadable import UnreadableError
from ingest.read.words import Word

PAGES = 2_000
CHARACTERS = 5_000_000
_SCANNED = 150  # pages that are recognised at most; longer scans are books
_FEW = 12  # a page with fewer words in its layer is an image with a stamp or a page number
_GARBLED = 0.25  # see `legibility`: whole layers stand at 0.35 and above


@dataclass(slots=True)
class _Page:
    """A page's words and how they came; `note` says what is wrong with it."""

    words: list[Word]
    seals: list[str]
    ocr: bool = False
    ruled: bool = False
    note: str | None = None


def read_pdf(data: bytes, address: str) -> Reading:
    """The reading of a PDF.

    Raises:
        UnreadableError: for an encrypted, broken or empty file, or a scan where tesseract isn't installed.
    """
    document = open_pdf(data)
    pages = list(_pages(document))
    text, back = join_pages([_laid_out(data, index, page) for index, page in enumerate(pages)])
    if not text.strip():
        raise UnreadableError("no-text" if available() else "no-ocr")
    notes = [page.note for page in pages if page.note]
    notes += [f"dấu ký số: {seal}" for page in pages for seal in page.seals]
    return Reading(
        text=text,
        address=address,
        media_type=PDF,
        kind="dispatch",
        source_map={"pages": back},
        ocr=any(page.ocr for page in pages),
        confidence=certainty([page.words for page in pages]),
        notes=tuple(dict.fromkeys(notes)),
    )


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """The document in these bytes.

    Raises:
        UnreadableError: for an encrypted or broken file, or one with no pages or too many.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "corrupt"
        raise UnreadableError(code) from error
    if not 0 < len(document) <= PAGES:
        raise UnreadableError("corrupt" if not len(document) else "too-large", f"{len(document)} trang")
    document.init_forms()
    return document


def _pages(document: pdfium.PdfDocument) -> Iterator[_Page]:
    """Each page's words: of its layer where that reads as Vietnamese, else recognised."""
    characters = recognised = 0
    for index in range(len(document)):
        layer = layered(document, index)
        characters += sum(len(word.text) for word in layer.words)
        if characters > CHARACTERS:
            raise UnreadableError("too-much-text", f"hơn {CHARACTERS} ký tự")
        page = _Page(layer.words, layer.seals, ruled=ruled(document[index]))
        if _is_read(layer.words):
            yield page
            continue
        garbled = len(layer.words) >= _FEW
        if not garbled and not _has_image(document[index]):
            yield page
        elif not available() or recognised >= _SCANNED:
            if garbled:
                page.note = f"trang {index + 1}: lớp chữ hỏng, cần nhận dạng chữ"
            elif not available() and not layer.words and len(document) == 1:
                raise UnreadableError("no-ocr")
            yield page
        else:
            recognised += 1
            yield _recognised(document[index], page, first=index == 0, garbled=garbled)
        document[index].close()


def _recognised(page: pdfium.PdfPage, layer: _Page, *, first: bool, garbled: bool) -> _Page:
    """The page as OCR reads it; what signatures stamped stays as it was stamped."""
    words = recognise(rendered(page), first=first)
    stamped = [word for word in layer.words if word.stamped]
    words = [word for word in words if not any(_meet(word, stamp) for stamp in stamped)] + stamped
    return _Page(words, layer.seals, ocr=True, note="lớp chữ hỏng, đã nhận dạng lại" if garbled else None)


def _meet(word: Word, stamp: Word) -> bool:
    middle = (stamp.x0 + stamp.x1) / 2
    return word.x0 <= middle <= word.x1 and abs(word.base - stamp.base) < 0.6 * stamp.size


def _is_read(words: list[Word]) -> bool:
    return len(words) >= _FEW and legibility(" ".join(word.text for word in words)) >= _GARBLED


def _has_image(page: pdfium.PdfPage) -> bool:
    """Whether an image covers a good part of the page."""
    width, height = page.get_size()
    for item in page.get_objects(max_depth=3):
        if item.type == pdfium.raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            if (right - left) * (top - bottom) > 0.2 * width * height:
                return True
    return False


def _laid_out(data: bytes, index: int, page: _Page) -> PageText:
    grids = grids_of(data, index) if page.ruled and not page.ocr else []
    return lay_out_with(page.words, grids) if grids else lay_out(page.words)
