"""Calendar expressions as directives write them: read at a place in the text, and dated by their last day.

"ngày 30/6/2024", "17h00 ngày 15 tháng 6", "tháng 6/2026", "quý III năm 2012", "cuối năm 2025", "tuần này",
"05 ngày làm việc kể từ ngày ban hành".
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from nlp.workdays import add_working_days

Unit = Literal["day", "week", "month", "quarter", "half", "year", "workday"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or a period of the calendar; a part that isn't written is None.

    `index` counts the unit in its year (month 1-12, quarter 1-4, half 1-2); `shift` is "tới", "sau" (+1) or
    "này", "nay" (0) relative to the directive's own; `vague` marks "đầu", "giữa", which end on no day.
    """

    unit: Unit
    year: int | None = None
    index: int | None = None
    day: int | None = None
    shift: int | None = None
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """So many days, weeks, months from a day (`since`), from an event, or from the directive itself."""

    count: int
    unit: Unit
    since: Moment | None = None
    event: bool = False


_YEAR = r"(?P<{}>(?:19|20)\d\d)(?!\d)"
_OF_YEAR = r"(?:\s*[/.\-]\s*|\s*,?\s*năm\s+)" + _YEAR
_NEAR = r"\s+(?P<near>này|nay|tới|sau)\b(?!\s+khi)"
_CLOCK = r"(?:\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2}\b)?(?:\s*phút|['’])?\s*,?\s*)?"
_WEEKDAY = r"(?:\(?\s*(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\s*\)?\s*,?\s*)?"
_NO_NUMBER = r"(?!\s*[/.,\-]?\d)"
_PART = r"(?:(?P<part>cuối|hết|đầu|giữa)\s+)?"

_DAY = re.compile(
    _CLOCK + _WEEKDAY + r"(?P<word>ngày\s+)?(?P<day>\d{1,2})\s*(?P<sep>[/.\-])\s*(?P<month>\d{1,2})"
    rf"(?:\s*(?P=sep)\s*{_YEAR.format('year')}|\s+năm\s+{_YEAR.format('year2')})?"
    + _NO_NUMBER
    + r"(?!\s*%|\s*(?:ngày|tháng|tuần|năm|lần|giờ|xã|huyện)\b)",
    re.IGNORECASE,
)
_DAY_WORDS = re.compile(
    _CLOCK + _WEEKDAY + r"(?:ngày\s+)?(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\b(?!\s*(?:/|-)\s*\d{1,2}\b)"
    rf"(?:\s*,?\s*(?:năm|/|-)\s*{_YEAR.format('year')})?",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(
    _CLOCK
    + _WEEKDAY
    + r"ngày\s+(?P<day>\d{1,2})\b(?!\s*[/.\-]\s*\d|\s*tháng\s+\d)(?:\s+tháng(?P<near_month>\s+(?:này|tới|sau)))?",
    re.IGNORECASE,
)
_MONTH = re.compile(
    _PART + rf"tháng\s+(?P<index>\d{{1,2}})\b(?!\s*[/.\-]\s*\d{{1,2}}\b)(?:{_OF_YEAR.format('year')})?(?:{_NEAR})?",
    re.IGNORECASE,
)
_MONTH_BARE = re.compile(rf"(?P<index>\d{{1,2}})\s*[/\-]\s*{_YEAR.format('year')}", re.IGNORECASE)
_QUARTER = re.compile(
    _PART + rf"qu[ýí]\s+(?P<index>IV|I{{1,3}}|[1-4])\b(?:{_OF_YEAR.format('year')})?(?:{_NEAR})?", re.IGNORECASE
)
_HALF = re.compile(
    rf"0?6\s+tháng\s+(?P<half>đầu|cuối)\s+năm(?:\s+{_YEAR.format('year')}|\s+(?P<near>nay))?", re.IGNORECASE
)
_YEARLY = re.compile(
    _PART
    + rf"năm\s+(?:{_YEAR.format('year')}|(?P<near>nay|tới|sau)\b)(?!\s*[-–—/]\s*(?:năm\s+)?\d|\s*,\s*20\d\d|\s+và\b)",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"(?:(?P<part>cuối|hết|đầu|giữa)\s+)?(?P<unit>tuần|tháng|quý|năm)(?:\s+(?P<near>này|nay|tới|sau)\b)?", re.IGNORECASE
)
_COUNT = re.compile(
    r"(?:(?:tối\s+đa|không\s+quá|chậm\s+nhất|ít\s+nhất|khoảng)\s+)?(?:là\s+)?(?P<count>\d{1,3})\s*(?:\([^()]{1,20}\)\s*)?"
    r"(?P<unit>ngày\s+làm\s+việc|ngày|tuần|tháng|năm|giờ|h)\b(?!\s+(?:đầu|cuối)\b)(?!\s*[/\d])",
    re.IGNORECASE,
)
_SINCE = re.compile(r"[\s,]*(?:kể\s+từ|tính\s+từ|từ|sau)\s+(?:khi|lúc|(?=ngày\b|thời\s+điểm\b))", re.IGNORECASE)
_OWN = re.compile(
    r"\s*(?:ngày|thời\s+điểm)\s+(?:được\s+)?(?:ký(?:\s+ban\s+hành)?|ban\s+hành|có\s+(?:công\s+văn|văn\s+bản))\b"
    r"(?:\s+(?:công\s+văn|văn\s+bản|kế\s+hoạch|chỉ\s+thị|thông\s+báo|công\s+điện|quyết\s+định|kết\s+luận)\s+này)?",
    re.IGNORECASE,
)
_EVENT = re.compile(r"[^.;:\n]{0,80}?(?=[.;,:\n]|$)")

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_SHIFT = {"này": 0, "nay": 0, "tới": 1, "sau": 1}
_UNITS: dict[str, Unit] = {
    "tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year", "ngày": "day", "ngày làm việc": "workday",
}  # fmt: skip
_LENGTH: dict[Unit, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def _near(match: re.Match[str]) -> int | None:
    word = match.groupdict().get("near")
    return _SHIFT[word.lower()] if word else None


def _vague(match: re.Match[str]) -> bool:
    return (match.groupdict().get("part") or "").lower() in ("đầu", "giữa")


def _read_day(text: str, at: int, end: int) -> tuple[Moment, int] | None:
    """A day with its month, written in figures or in words."""
    match = _DAY.match(text, at, end)
    if match:
        year = match["year"] or match["year2"]
        if not (match["word"] or match["sep"] == "/" or year):
            return None  # "2-3", "1.5" alone are amounts
    else:
        match = _DAY_WORDS.match(text, at, end)
        year = match["year"] if match else None
    if not match:
        return None
    moment = Moment("day", int(year) if year else None, int(match["month"]), int(match["day"]))
    last = 29 if moment.index == 2 else 31
    if not (1 <= (moment.index or 0) <= 12 and 1 <= (moment.day or 0) <= last):
        return None
    return moment, match.end()


def _read_day_alone(text: str, at: int, end: int) -> tuple[Moment, int] | None:
    """A day without a month: "ngày 20", "ngày 20 tháng này"."""
    match = _DAY_ALONE.match(text, at, end)
    if not match or not 1 <= int(match["day"]) <= 31:
        return None
    near = (match["near_month"] or "").split()
    return Moment("day", None, None, int(match["day"]), _SHIFT[near[0].lower()] if near else None), match.end()


def _read_period(text: str, at: int, end: int) -> tuple[Moment, int] | None:
    """A month, quarter, half or whole year, or the one at hand."""
    for unit, pattern in (("month", _MONTH), ("quarter", _QUARTER), ("month", _MONTH_BARE)):
        match = pattern.match(text, at, end)
        if match:
            index = _ROMAN.get(match["index"].upper()) or (int(match["index"]) if match["index"].isdigit() else 0)
            year = match["year"]
            if 1 <= index <= 12:
                return Moment(unit, int(year) if year else None, index, None, _near(match), _vague(match)), match.end()  # type: ignore[arg-type]
            return None
    match = _HALF.match(text, at, end)
    if match:
        year = match["year"]
        return Moment(
            "half", int(year) if year else None, 1 if match["half"].lower() == "đầu" else 2, None, _near(match)
        ), match.end()
    match = _YEARLY.match(text, at, end)
    if match:
        year = match["year"]
        return Moment("year", int(year) if year else None, None, None, _near(match), _vague(match)), match.end()
    return None


def _read_this(text: str, at: int, end: int) -> tuple[Moment, int] | None:
    """ "tuần này", "cuối tháng", "tháng sau"; a bare "tháng" or "năm" names nothing, a bare "tuần" is this week."""
    match = _THIS.match(text, at, end)
    if not match or not (match["near"] or match["part"] or match["unit"].lower() == "tuần"):
        return None
    if re.compile(r"\s+(?:\d|[IVX]+\b|lễ|học)").match(text, match.end()):
        return None
    return Moment(_UNITS[match["unit"].lower()], shift=_near(match) or 0, vague=_vague(match)), match.end()


def read_moment(text: str, at: int, end: int) -> tuple[Moment, int] | None:
    """The moment that begins at `at`, and where it ends; None if there is none. Leading white space is passed over."""
    while at < end and text[at].isspace():
        at += 1
    for read in (_read_day, _read_period, _read_this, _read_day_alone):
        found = read(text, at, end)
        if found:
            return found
    return None


def read_term(text: str, at: int, end: int) -> tuple[Term, int] | None:
    """The term that begins at `at` ("05 ngày làm việc kể từ ngày 1/6"), and where it ends; None if there is none."""
    while at < end and text[at].isspace():
        at += 1
    match = _COUNT.match(text, at, end)
    if not match or int(match["count"]) == 0:
        return None
    unit, count = " ".join(match["unit"].lower().split()), int(match["count"])
    if unit in ("giờ", "h"):
        if count % 24:
            return None
        unit, count = "ngày", count // 24
    term, at = Term(count, _UNITS[unit]), match.end()
    since = _SINCE.match(text, at, end)
    if not since:
        return term, at
    own = _OWN.match(text, since.end(), end)
    if own:
        return term, own.end()
    found = _read_day(text, since.end(), end)
    if found:
        return replace(term, since=found[0]), found[1]
    event = _EVENT.match(text, since.end(), end)
    return replace(term, event=True), event.end() if event else since.end()


def last_day(moment: Moment, anchor: date | None, year: int | None, *, back: int = 0) -> tuple[date | None, str | None]:
    """The last day of `moment`, or None and why it can't be told.

    `anchor` is the day it was written: a missing year is that of the next such day, `back` days of grace given.
    `year` serves where there is no anchor.
    """
    if moment.vague:
        return None, "vague"
    if moment.shift is not None and moment.index is None and moment.unit != "day":
        return (_shifted(moment, anchor), None) if anchor else (None, "no-anchor")
    if moment.unit == "day" and moment.index is None:
        return _day_of_month(moment, anchor)
    try:
        if moment.year or (year and not anchor):
            return _end(moment, moment.year or year or 0), None
        if not anchor:
            return None, "no-year"
        this = _end(moment, anchor.year)
        if this >= anchor - timedelta(days=back):
            return this, None
        following = _end(moment, anchor.year + 1)
    except ValueError:
        return None, "no-such-day"
    return (following, None) if (following - anchor).days <= 240 else (None, "no-year")


def term_end(term: Term, anchor: date | None, year: int | None) -> tuple[date | None, str | None]:
    """The last day of a term, or None and why it can't be told."""
    if term.event:
        return None, "event"
    start, reason = last_day(term.since, anchor, year, back=366) if term.since else (anchor, "no-anchor")
    if start is None:
        return None, reason
    try:
        if term.unit == "workday":
            return add_working_days(start, term.count), None
        if term.unit in ("day", "week"):
            return start + timedelta(days=term.count * (7 if term.unit == "week" else 1)), None
        months = start.year * 12 + start.month - 1 + term.count * _LENGTH[term.unit]
        year, month = divmod(months, 12)
        return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1])), None
    except (ValueError, OverflowError):
        return None, "no-such-day"


def _end(moment: Moment, year: int) -> date:
    """The last day of a moment in a year. Raises ValueError if that year has no such day."""
    if moment.unit == "day":
        return date(year, moment.index or 0, moment.day or 0)
    month = (moment.index or 1) * _LENGTH[moment.unit]
    return date(year, month, calendar.monthrange(year, month)[1])


def _shifted(moment: Moment, anchor: date) -> date:
    """The last day of the week (its Sunday), month, quarter or year at hand, or of the next."""
    if moment.unit == "week":
        return anchor + timedelta(days=6 - anchor.weekday() + 7 * (moment.shift or 0))
    length = _LENGTH[moment.unit]
    periods = (anchor.year * 12 + anchor.month - 1) // length + (moment.shift or 0)
    year, month = divmod((periods + 1) * length - 1, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _day_of_month(moment: Moment, anchor: date | None) -> tuple[date | None, str | None]:
    """A day of this month or the next, where the text or the day itself says which."""
    if not anchor:
        return None, "no-anchor"
    shift = moment.shift
    if shift is None:
        if (moment.day or 0) < anchor.day:
            return None, "no-month"
        shift = 0
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + shift, 12)
    try:
        return date(year, month + 1, moment.day or 0), None
    except ValueError:
        return None, "no-such-day"
