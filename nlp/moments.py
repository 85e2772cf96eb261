"""Calendar expressions as directives write them, read at a place in the text.

"ngày 30/6/2024", "17h00 ngày 15 tháng 6", "tháng 6/2026", "quý III năm 2012", "cuối năm 2025", "tuần này",
"05 ngày làm việc kể từ ngày ban hành".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

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
_MORE = r"(?P<more>(?:\s*(?:,|và|đến|tới|-|–)\s*(?:{0}\s+)?(?:{1})\b)*)"
_IN_YEAR = rf"(?:{_OF_YEAR.format('year')})?(?:{_NEAR})?"
_MONTHS, _QUARTERS = r"1[0-2]|0?[1-9]", r"IV|I{1,3}|[1-4]"
_MONTH = re.compile(
    _PART + rf"tháng\s+(?P<index>{_MONTHS})\b{_MORE.format('tháng', _MONTHS)}{_IN_YEAR}",
    re.IGNORECASE,
)
_MONTH_BARE = re.compile(rf"(?P<index>{_MONTHS})\s*[/\-]\s*{_YEAR.format('year')}", re.IGNORECASE)
_QUARTER = re.compile(
    _PART + rf"qu[ýí]\s+(?P<index>{_QUARTERS})\b{_MORE.format('qu[ýí]', _QUARTERS)}{_IN_YEAR}",
    re.IGNORECASE,
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
_AHEAD = re.compile(r"\s+trước\s+(?:ngày|khi|thời\s+điểm)\b", re.IGNORECASE)
_OWN = re.compile(
    r"\s*(?:ngày|thời\s+điểm)\s+(?:được\s+)?(?:ký(?:\s+ban\s+hành)?|ban\s+hành|có\s+(?:công\s+văn|văn\s+bản))\b"
    r"(?:\s+(?:công\s+văn|văn\s+bản|kế\s+hoạch|chỉ\s+thị|thông\s+báo|công\s+điện|quyết\s+định|kết\s+luận)\s+này)?",
    re.IGNORECASE,
)
_EVENT = re.compile(r"[^.;:\n]{0,80}?(?=[.;,:\n]|$)")
_UNTIL = re.compile(r"\s*(?:đến|tới)\b", re.IGNORECASE)
_TOKEN = re.compile(r"\b(?:\d{1,2}|[IV]+)\b", re.IGNORECASE)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_SHIFT = {"này": 0, "nay": 0, "tới": 1, "sau": 1}
_UNITS: dict[str, Unit] = {
    "tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year", "ngày": "day", "ngày làm việc": "workday",
}  # fmt: skip


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


def _read_series(text: str, at: int, end: int) -> tuple[Moment, int] | None:
    """A month or quarter; of several ("quý III, IV/2026") the last, if the list's end shows that it is one."""
    units: tuple[tuple[Unit, re.Pattern[str]], ...] = (("month", _MONTH), ("quarter", _QUARTER))
    for unit, pattern in units:
        match = pattern.match(text, at, end)
        if not match:
            continue
        year, near, stop, index = match["year"], _near(match), match.end(), match["index"]
        if match["more"]:
            is_list = year or near is not None or re.search(r"tháng|qu[ýí]", match["more"], re.IGNORECASE)
            index = _TOKEN.findall(match["more"])[-1] if is_list else index
            stop = stop if is_list else match.end("index")
        number = _ROMAN.get(index.upper()) or int(index)
        return Moment(unit, int(year) if year else None, number, None, near, _vague(match)), stop
    match = _MONTH_BARE.match(text, at, end)
    return (Moment("month", int(match["year"]), int(match["index"])), match.end()) if match else None


def _read_period(text: str, at: int, end: int) -> tuple[Moment, int] | None:
    """A half or a whole year."""
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
    for read in (_read_day, _read_series, _read_period, _read_this, _read_day_alone):
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
    before = _AHEAD.match(text, at, end)
    if before:
        return replace(term, event=True), before.end()
    since = _SINCE.match(text, at, end)
    if not since:
        return term, at
    own = _OWN.match(text, since.end(), end)
    if own:
        return term, own.end()
    found = _read_day(text, since.end(), end)
    if found:
        return None if _UNTIL.match(text, found[1], end) else (replace(term, since=found[0]), found[1])
    event = _EVENT.match(text, since.end(), end)
    return replace(term, event=True), event.end() if event else at
