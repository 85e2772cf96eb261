"""When a recurring task falls due, by its rule (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrule, rruleset, rrulestr

_MOST = 400  # occurrences that are looked at: more than a year of days


def next_due(rule: str | None, start: date | None, after: date | None) -> date | None:
    """The first day on which the rule falls due after `start` (a term doesn't count its first day), and after `after`.

    None where there is no rule that can be read, no start, or no day left.
    """
    if start is None:
        return None
    floor = max(start, after or start) + timedelta(days=1)
    return next(occurrences(rule, start, floor, date.max), None)


def occurrences(rule: str | None, start: date, first: date, last: date) -> Iterator[date]:
    """The days in [first, last] on which the rule falls due, counted from `start`; at most 400."""
    parsed = parse(rule, start)
    if parsed is None:
        return
    for count, moment in enumerate(parsed.xafter(datetime.combine(first, time.min), inc=True), start=1):
        if moment.date() > last or count > _MOST:
            return
        yield moment.date()


def parse(rule: str | None, start: date) -> rrule | rruleset | None:
    """The rule, None where it can't be read or goes finer than days."""
    if not rule or "FREQ=HOURLY" in rule or "FREQ=MINUTELY" in rule or "FREQ=SECONDLY" in rule:
        return None
    try:
        return rrulestr(rule, dtstart=datetime.combine(start, time.min))
    except (ValueError, TypeError, AttributeError):
        return None
