"""Fixed days: "ngày 7/5/2024", "ngày 11 tháng 6 năm 2026", "07-5-2024", and what OCR makes of them.

Form of the day of issue: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4 (days under 10 and months 1, 2 with a leading 0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# A digit, or a letter that OCR reads where a digit stood.
_D = r"[\dlIOoÓ]"
_Y = rf"[12lI][890oO]{_D}{{2}}"
_DAY = re.compile(
    rf"(?:(?<![\w/.,-])|(?<=ngày))(?P<day>{_D}{{1,2}})"
    rf"(?:\s?(?P<sep>[/.-])\s?(?P<month>{_D}{{1,2}})(?:\s?(?P=sep)\s?(?P<year>{_Y}))?"
    rf"|\s{{1,3}}tháng\s{{0,3}}(?P<long_month>{_D}{{1,2}})"
    rf"(?:\s{{0,3}},?\s{{0,3}}năm\s{{0,3}}(?P<long_year>{_Y})|/(?P<mixed_year>{_Y}))?)"
    r"(?![\w%]|[/-]\d|[.,]\d)"
)
_DAY_WORDS = re.compile(r"(?:ngày|sáng|chiều|tối|trưa|đêm|hôm|mùng|mồng|trước|đến|hết|từ)\s{0,3}$", re.IGNORECASE)
_MENDED = str.maketrans("lIOoÓ", "11000")
_BEFORE = 12


@dataclass(frozen=True, slots=True)
class Day:
    """A day named at `[start, end)` (the word "ngày" outside). `year` and `date` are None where no year is given.

    `date` is also None where there is no such day ("31/6/2024"): nothing is put in its place.
    """

    start: int
    end: int
    day: int
    month: int
    year: int | None
    date: date | None
    rule: str = "dates.day"


def find_days(text: str, start: int = 0, end: int | None = None) -> list[Day]:
    """All days named in `text[start:end]`, in order. Fractions, sections and scores ("18/19", "24/7") are none."""
    return list(iter_days(text, start, len(text) if end is None else end))


def iter_days(text: str, start: int, end: int) -> Iterator[Day]:
    """The days of `text[start:end]` one after the other, for callers that need only the first."""
    for match in _DAY.finditer(text, start, end):
        day = _day(text, match)
        if day is not None:
            yield day


def day_at(text: str, start: int, end: int) -> Day | None:
    """The day whose figures begin at `start`, if there is one before `end`."""
    match = _DAY.match(text, start, end)
    return _day(text, match) if match else None


def _day(text: str, match: re.Match[str]) -> Day | None:
    figures = match["day"] + (match["month"] or match["long_month"])
    if not any(c.isdigit() for c in figures):
        return None
    day, month = _number(match["day"]), _number(match["month"] or match["long_month"])
    printed = match["year"] or match["long_year"] or match["mixed_year"]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    if (
        printed is None
        and match["month"]
        and not _DAY_WORDS.search(text, max(0, match.start() - _BEFORE), match.start())
    ):
        return None
    year = _number(printed) if printed else None
    return Day(match.start(), match.end(), day, month, year, make_date(year, month, day))


def make_date(year: int | None, month: int, day: int) -> date | None:
    """The date, None without a year or where the calendar has no such day."""
    if year is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(figures: str) -> int:
    return int(figures.translate(_MENDED))
