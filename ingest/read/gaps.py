"""The places in the head of a form that are filled in by hand, found by the printed words about them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.read.words import Word

NUMBER = re.compile(r"^\W*[Ss][ốóòỏõôồổỗoO6]\s*[:;.…,]*")
SYMBOL = re.compile(r"[/-](?=[A-ZĐÐ]{2})")  # a slash alone may be a written 1
DAY = re.compile(r"^\W*[Nn]g[àaáảâ]y")
MONTH = re.compile(r"th[áaàâ]ng")
YEAR = re.compile(r"n[ăaâ]m")

_EMS = {NUMBER: 1.3, DAY: 1.9, MONTH: 2.3, YEAR: 1.8}  # how wide the printed words are, in font sizes
_FAR = 12  # font sizes that the printed words are apart at most
_EDGES = " .…_-:,;'’“”\"|"


@dataclass(slots=True)
class Gap:
    """The place between the printed words `line[left]` and `line[right]`; `line` has ink and print parted."""

    line: list[Word]
    left: int
    right: int
    exact: tuple[bool, bool]  # whether OCR itself saw where the word on the left ends, and the one on the right begins
    most: int  # the greatest number that makes sense here

    @property
    def before(self) -> Word:
        """The printed word on the left."""
        return self.line[self.left]

    @property
    def after(self) -> Word:
        """The printed word on the right."""
        return self.line[self.right]

    @property
    def em(self) -> float:
        """The font's size in points."""
        return (self.before.size + self.after.size) / 2

    @property
    def said(self) -> tuple[str, float]:
        """What OCR read in the gap without the form's dots, and its least confidence."""
        words = self.line[self.left + 1 : self.right]
        return "".join(w.text for w in words).strip(_EDGES), min((w.confidence or 0.0 for w in words), default=0.0)

    def valid(self, digits: str) -> bool:
        """Whether the digits can stand here."""
        return digits.isascii() and digits.isdigit() and 0 < int(digits) <= self.most

    def filled(self, word: Word) -> list[Word]:
        """The line with the word in the gap. Print that begins with a slash or dash follows it without a space."""
        close = self.after.text[0] in "/-"
        text = "Số:" if NUMBER.match(self.before.text) else self.before.text  # OCR makes "Só..." of it
        first = replace(self.before, text=text, x1=min(self.before.x1, word.x0))
        last = replace(self.after, x0=max(word.x1, self.after.x0), spaced=not close)
        if close:
            word = replace(word, x1=last.x0)
        rest = self.line[self.right + 1 :]
        if close and last.text[-1] in "/-" and rest:  # "/TB/ STNMT" is one symbol; half of it would be another's
            last = replace(last, text=last.text + rest[0].text, x1=rest[0].x1)
            rest = rest[1:]
        return [*self.line[: self.left], first, word, last, *rest]


def number_gap(line: list[Word]) -> Gap | None:
    """Between "Số:" and the symbol of a line."""
    for i, word in enumerate(line):
        first = i == 0 or word.x0 - line[i - 1].x1 > word.size
        if first and (found := NUMBER.match(word.text)) and (gap := _gap(line, i, found, SYMBOL, 99999)):
            return gap
    return None


def day_gap(line: list[Word]) -> Gap | None:
    """Between "ngày" and "tháng" of a line that also says "năm"."""
    for i, word in enumerate(line):
        if (found := DAY.match(word.text)) and (gap := _gap(line, i, found, MONTH, 31)) and month_gap(gap.line):
            return gap
    return None


def month_gap(line: list[Word]) -> Gap | None:
    """Between "tháng" and "năm" of a line."""
    for i, word in enumerate(line):
        if (found := MONTH.match(word.text)) and (gap := _gap(line, i, found, YEAR, 12)):
            return gap
    return None


def _gap(line: list[Word], i: int, found: re.Match[str], closing: re.Pattern[str], most: int) -> Gap | None:
    word = line[i]
    line = _parted(line, i, found.end(), word.x0 + _EMS[found.re] * word.size)
    left_exact = line[i] is word and word.x1 - word.x0 < 1.2 * _EMS[found.re] * word.size
    for j in range(i + 1, len(line)):
        last = line[j]
        if last.x0 - line[i].x1 > _FAR * last.size:
            return None
        if not (end := closing.search(last.text)):
            continue
        shown = _EMS.get(closing, 0.55 * (len(last.text) - end.start())) * last.size
        parted = _parted(line, j, end.start(), max(last.x0, last.x1 - shown))
        return Gap(parted, i, j + len(parted) - len(line), (left_exact, parted is line), most)
    return None


def _parted(line: list[Word], i: int, at: int, x: float) -> list[Word]:
    """The line with its i-th word parted before character `at`, at `x` points; the same line where there's no part."""
    word = line[i]
    if not 0 < at < len(word.text):
        return line
    x = min(max(x, word.x0), word.x1)
    first = replace(word, text=word.text[:at], x1=x)
    rest = replace(word, text=word.text[at:], x0=x, spaced=False)
    return [*line[:i], first, rest, *line[i + 1 :]]
