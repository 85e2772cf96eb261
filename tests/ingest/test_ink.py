"""Numbers and days written by hand: read where they are clear, never wrongly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from benchmarks import ink_heads
from ingest.read.digits import OTHER, SIDE, normalised, probabilities
from ingest.read.gaps import day_gap, month_gap, number_gap
from ingest.read.ink import UNREAD, inked
from ingest.read.strokes import pieces_of, reading_of
from ingest.read.words import Word


def line(*parts: tuple[str, float, float], confidence: float = 0.9) -> list[Word]:
    return [Word(text, x0, x1, 100, 13, confidence, spaced=True) for text, x0, x1 in parts]


def test_held_out_digits_are_recognised():
    with np.load(Path(__file__).parent / "digits.npz") as stored:
        digits, labels = stored["digits"], stored["labels"]
    chances = probabilities(np.stack([normalised(d.astype(np.float32) / 255) for d in digits]))
    right, sure = chances.argmax(axis=1) == labels, chances.max(axis=1) > 0.9
    assert right.mean() > 0.96
    assert sure.mean() > 0.9
    assert right[sure].mean() > 0.99


def test_no_number_is_wrong_on_synthetic_heads():
    counts = {"right": 0, "null": 0, "wrong": 0}
    for head in ink_heads.heads(60, seed=3):
        found = ink_heads.read(head)
        counts[ink_heads.verdict(head.number, found["number"].text)] += 1
        assert ink_heads.verdict(head.day, found["day"].text) != "wrong"
    assert counts["wrong"] == 0
    assert counts["right"] > 8


def test_letters_are_no_number():
    writer = ink_heads.Writer(seed=5)
    assert {ink_heads.read(writer.head(letters=True))["number"].text for _ in range(12)} == {UNREAD}


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_without_colour_nothing_is_wrong(mode: str):
    for head in ink_heads.heads(15, seed=8):
        grey = replace(head, image=head.image.convert("L").convert(mode))
        found = ink_heads.read(grey)
        for name, truth in (("number", head.number), ("day", head.day)):
            assert ink_heads.verdict(truth, found[name].text) != "wrong"


def test_noise_in_the_gap_is_unread():
    rng = np.random.default_rng(2)
    pixels = np.full((1200, 2400, 3), 250, np.uint8)
    pixels[360:430, 480:640] = rng.integers(0, 255, (70, 160, 3))
    words = line(("Số:", 85, 102), ("%&", 115, 150), ("/TB-UBND", 158, 220), confidence=0.3)
    assert [w.text for w in inked(Image.fromarray(pixels), words, 300)] == ["Số:", UNREAD, "/TB-UBND"]


@pytest.mark.parametrize("number", ["217", "1538", "15A", "12-KL"])
def test_printed_numbers_stay(number: str):
    words = line(("Số:", 85, 102), (number, 106, 126), ("/TB-UBND", 126, 190))
    assert inked(Image.new("RGB", (2400, 1200), "white"), words, 300) == words


def test_an_empty_gap_stays_empty():
    words = line(("Số:", 85, 102), ("/TB-UBND", 126, 190), ("ngày", 300, 325), ("tháng", 350, 380), ("năm", 400, 423))
    assert inked(Image.new("RGB", (2400, 1200), "white"), words, 300) == words


@pytest.mark.parametrize(
    ("parts", "parted", "exact", "why"),
    [
        (
            [("Số:", 85, 102), ("4#", 106, 126), ("/TB-UBND", 126, 190)],
            ["Số:", "4#", "/TB-UBND"],
            (True, True),
            "apart",
        ),
        ([("Số:", 85, 102), ("36Ÿ/QĐ-UBND", 106, 190)], ["Số:", "36Ÿ", "/QĐ-UBND"], (True, False), "with the symbol"),
        ([("Số:2£9/TB-TTr", 85, 190)], ["Số:", "2£9", "/TB-TTr"], (False, False), "all in one"),
        ([("Số...“lÓ../TB/", 80, 158)], ["Số...", "“lÓ..", "/TB/"], (False, False), "with the form's dots"),
        (
            [("Số:", 85, 102), ("1//Ô", 106, 126), ("/TB-UBND", 130, 190)],
            ["Số:", "1//Ô", "/TB-UBND"],
            (True, True),
            "slashes that are written ones",
        ),
        ([("Số:12-KL/TW", 85, 170)], ["Số:", "12", "-KL/TW"], (False, False), "a Party symbol begins with its dash"),
        ([("Số:", 85, 132), ("/TB-UBND", 140, 200)], ["Số:", "/TB-UBND"], (False, True), "too wide to be print alone"),
    ],
)
def test_number_gap(parts, parted, exact, why):
    gap = number_gap(line(*parts))
    assert gap is not None, why
    assert ([w.text for w in gap.line], gap.exact) == (parted, exact), why


def test_day_and_month_grown_together_with_print():
    words = line(("ngàyŸ", 370, 410), ("(lÌtháng", 412, 450), ("®", 455, 462), ("năm", 465, 488), ("2019", 490, 515))
    day = day_gap(words)
    assert day is not None
    assert day.said[0] == "Ÿ(lÌ"
    month = month_gap(day.line)
    assert month is not None
    assert (month.before.text, month.said[0], month.after.text) == ("tháng", "®", "năm")


def test_a_symbol_in_two_words_becomes_one():
    gap = number_gap(line(("Só...", 80, 100), ("lÓ", 104, 120), ("/TB/", 126, 158), ("STNMT", 162, 220)))
    assert gap is not None
    filled = gap.filled(Word("75", 104, 120, 100, 13, 0.95, spaced=True))
    assert [w.text for w in filled] == ["Số:", "75", "/TB/STNMT"]


@pytest.mark.parametrize("text", ["Số liệu báo cáo", "ngày mai", "một số quy định", ""])
def test_lines_without_gaps(text: str):
    words = line(*((t, 60.0 * i, 60.0 * i + 30) for i, t in enumerate(text.split())))
    assert number_gap(words) is None
    assert day_gap(words) is None


@given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=1, max_size=6))
def test_pieces_hold_every_pixel_once_and_do_not_touch(rows: list[list[bool]]):
    mask = np.asarray(rows)
    pieces = pieces_of(mask)
    seen = np.zeros(mask.shape, int)
    for number, piece in enumerate(pieces, start=1):
        assert (seen[tuple(piece.pixels.T)] == 0).all()
        seen[tuple(piece.pixels.T)] = number
    assert ((seen > 0) == mask).all()
    for dy, dx in ((0, 1), (1, 0), (1, 1), (1, -1)):
        for y in range(mask.shape[0] - dy):
            for x in range(max(0, -dx), mask.shape[1] - max(0, dx)):
                a, b = seen[y, x], seen[y + dy, x + dx]
                assert not (a and b) or a == b


def test_no_ink_is_no_number():
    assert reading_of([], np.zeros((5, 5), np.float32)) == ("", 0.0)
    blank = np.zeros((1, SIDE, SIDE), np.float32)
    assert probabilities(blank).shape == (1, OTHER + 1)
    assert normalised(np.zeros((9, 4), np.float32)).sum() == 0
