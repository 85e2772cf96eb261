"""Working days of public bodies in Vietnam: Monday to Friday less holidays and days swapped by the Government.

A term in days doesn't count the day that it starts from (Bộ luật Dân sự 2015, Điều 147, khoản 2).
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import holidays

_EXCEPTIONS = Path(__file__).parent / "data" / "workdays.toml"
_LONGEST = 3_660  # more working days than that is a misreading


@cache
def _calendar() -> holidays.HolidayBase:
    """Vietnam's holidays; the package takes its time to load, so only when a working day is asked for."""
    import holidays

    return holidays.country_holidays("VN")


@cache
def _swaps() -> tuple[frozenset[date], frozenset[date]]:
    """Days off and days on that the package doesn't know."""
    with _EXCEPTIONS.open("rb") as file:
        swaps = tomllib.load(file)["swap"]
    return frozenset(s["off"] for s in swaps), frozenset(s["on"] for s in swaps)


def is_working_day(day: date) -> bool:
    """Whether public bodies work on that day."""
    off, on = _swaps()
    return day in on or (day not in off and bool(_calendar().is_working_day(day)))


def add_working_days(start: date, count: int) -> date:
    """The last day of a term of `count` working days (0 … 3660) that starts from `start`, itself not counted.

    Raises ValueError where `count` is out of range.
    """
    if not 0 <= count <= _LONGEST:
        raise ValueError(f"count of working days out of range: {count}")
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
