"""The last day of what a limit names, told by the directive's date; or the reason why it can't be told."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from nlp.moments import Moment, Term, Unit
from nlp.workdays import add_working_days

_LENGTH: dict[Unit, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


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
        if moment.shift is not None:
            return (this if this >= anchor or not moment.shift else _end(moment, anchor.year + 1)), None
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
