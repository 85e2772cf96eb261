"""What falls due again and again: "hằng quý", "định kỳ 6 tháng, hằng năm", "ngày 20 hằng tháng", as RFC 5545 rules."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Literal

from nlp.moments import Moment, read_moment

Period = Literal["day", "week", "month", "quarter", "half", "year"]

_PERIOD = r"(?:(?P<{0}months>0?\d|12)\s+(?P<{0}unit>tháng)|(?P<{0}word>ngày|tuần|tháng|quý|năm))\b"
_EVERY = r"(?:hằng|hàng|mỗi)\s+"
_ALSO = (
    rf"(?:\s*(?:,|/|và|hoặc)\s*(?:{_EVERY})?(?:ngày|tuần|tháng|quý|năm|0?[369]\s+tháng)\b(?!\s+\d)"
    r"(?:\s+(?:đầu|cuối)\s+năm)?)*"
)
_TIMES = r"(?:\s*\(?(?:0?1|một|01)\s+lần\)?)?"
_RECURRENCE = re.compile(
    rf"(?:(?P<regular>định\s+kỳ)\s+(?:vào\s+)?(?:{_EVERY})?{_PERIOD.format('a')}|{_EVERY}{_PERIOD.format('b')}){_ALSO}{_TIMES}",
    re.IGNORECASE,
)
_OF_EVERY = re.compile(rf"\s*(?:của\s+)?{_EVERY}(?P<word>tuần|tháng|quý|năm)\b", re.IGNORECASE)
_OF_QUARTER = re.compile(
    rf"\s*(?:của\s+)?tháng\s+(?P<which>đầu|cuối)(?:\s+tiên|\s+cùng)?\s+(?:của\s+)?(?:{_EVERY})?quý\b(?!\s*[IVX\d])",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"\s*(?P<clock>\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2}\b)?(?:\s*phút)?)?\s*,?\s*"
    rf"(?:ngày\s+)?(?:thứ\s+(?P<weekday>hai|ba|tư|năm|sáu|bảy|[2-7])\s+)?{_EVERY}(?P<word>ngày|tuần)\b",
    re.IGNORECASE,
)
_WEEKDAYS = {
    "hai": "MO", "2": "MO", "ba": "TU", "3": "TU", "tư": "WE", "4": "WE", "năm": "TH", "5": "TH",
    "sáu": "FR", "6": "FR", "bảy": "SA", "7": "SA",
}  # fmt: skip
_LINK = re.compile(r"\s*(?:,|và|;)\s*(?:trước\s+)?(?=ngày\b|\d|tháng\b)", re.IGNORECASE)
_WORDS: dict[str, Period] = {
    "ngày": "day", "tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year",
}  # fmt: skip
_LAST_MONTHS: dict[Period, str] = {"quarter": "3,6,9,12", "half": "6,12", "year": "12"}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A period that comes again; `regular` after "định kỳ", `first_month` where the day is in each quarter's first.

    `also` are further days of it ("ngày 30/6 và ngày 31/12 hằng năm"), `weekday` is a week's day as RFC 5545 names it.
    """

    period: Period
    regular: bool = False
    first_month: bool = False
    also: tuple[Moment, ...] = ()
    weekday: str = "FR"


def read_recurrence(text: str, at: int, end: int) -> tuple[Recurrence, int] | None:
    """The recurrence that begins at `at` ("Định kỳ hằng quý"), and where it ends; of a list, the first named counts."""
    match = _RECURRENCE.match(text, at, end)
    if not match:
        return None
    months = match["amonths"] or match["bmonths"]
    word = (match["aword"] or match["bword"] or "").lower()
    by_months: dict[int, Period] = {1: "month", 3: "quarter", 6: "half", 12: "year"}
    period = by_months.get(int(months)) if months else _WORDS[word]
    if period is None:
        return None
    return Recurrence(period, bool(match["regular"])), match.end()


def read_tail(text: str, at: int, end: int, first: Moment) -> tuple[Recurrence, int] | None:
    """What makes the day before `at` come again: " hằng tháng", ", 31/12 hằng năm"; and where it ends."""
    also: list[Moment] = []
    while len(also) < 4 and (link := _LINK.match(text, at, end)) and (more := read_moment(text, link.end(), end)):
        if more[0].unit != first.unit or more[0].year:
            return None
        also.append(more[0])
        at = more[1]
    match = _OF_QUARTER.match(text, at, end)
    if match:
        tail = _OF_EVERY.match(text, match.end(), end)
        return Recurrence("quarter", first_month=match["which"].lower() == "đầu"), tail.end() if tail else match.end()
    match = _OF_EVERY.match(text, at, end)
    return (Recurrence(_WORDS[match["word"].lower()], also=tuple(also)), match.end()) if match else None


def read_hour(text: str, at: int, end: int) -> tuple[Recurrence, int] | None:
    """The hour of each day or the day of each week that begins at `at` (" 16 giờ 00 thứ Năm hằng tuần"); its end."""
    match = _HOUR.match(text, at, end)
    if not match or not (match["clock"] or match["weekday"]):
        return None
    weekday = _WEEKDAYS.get((match["weekday"] or "").lower(), "FR")
    return Recurrence(_WORDS[match["word"].lower()], weekday=weekday), match.end()


def rrule(recurrence: Recurrence, moment: Moment | None) -> str | None:
    """The RFC 5545 rule of its due days: `moment`'s day, else the period's last; None where the two don't fit."""
    period = recurrence.period
    day = moment.day if moment and moment.unit == "day" else None
    if period == "day":
        return "FREQ=DAILY"
    if period == "week":
        return f"FREQ=WEEKLY;BYDAY={recurrence.weekday}" if day is None else None
    if period == "month":
        return f"FREQ=MONTHLY;BYMONTHDAY={day or -1}"
    months = "1,4,7,10" if recurrence.first_month else _LAST_MONTHS[period]
    if moment and moment.index and moment.unit in ("day", "month"):
        return _yearly([moment, *recurrence.also]) if period == "year" else None
    return f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={day or -1}"


def _yearly(days: list[Moment]) -> str | None:
    """The rule of days of the year; one rule holds them only if they are the same day, or the last, of their months."""
    months = ",".join(str(d.index) for d in days)
    numbers = {d.day or -1 for d in days}
    if len(numbers) > 1 and all((d.day or 31) == monthrange(2025, d.index or 1)[1] for d in days):
        numbers = {-1}
    return f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={numbers.pop()}" if len(numbers) == 1 else None
