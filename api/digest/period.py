"""What time a mail is about: a week (Monday to Sunday), a day, or a quarter of an hour; always Vietnam's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from corpus.tracking import VIETNAM
from nlp.workdays import is_working_day

Kind = Literal["weekly", "daily", "at_once"]
SLOT = timedelta(minutes=15)
WEEK = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to, not including, `end`; `key` names it in the ledger: "2024-W19", "2024-05-13" or, of a quarter
    of an hour, "2024-05-13T09:15".
    """

    kind: Kind
    key: str
    start: datetime
    end: datetime

    @property
    def title(self) -> str:
        """The period as people say it."""
        first, last = self.start.date(), (self.end - timedelta(seconds=1)).date()
        if self.kind == "weekly":
            return f"từ {first:%d/%m} đến {last:%d/%m/%Y}"
        if self.kind == "daily":
            return f"{first:%d/%m/%Y}"
        return f"{self.start:%H:%M}–{self.end:%H:%M} ngày {first:%d/%m/%Y}"

    @property
    def send_day(self) -> date:
        """The day the mail goes out: the first working day of the week after, or its Monday where there is none; of
        a day, the next day.
        """
        after = self.end.date()
        if self.kind != "weekly":
            return after
        week = (after + timedelta(days=n) for n in range(7))
        return next((day for day in week if is_working_day(day)), after)

    def is_due(self, now: datetime, hour: int) -> bool:
        """Whether the mail may go out, for somebody who wants it from this hour (0 … 23) on."""
        moment = now.astimezone(VIETNAM)
        if self.kind == "at_once":
            return moment >= self.end
        return moment >= datetime.combine(self.send_day, time(hour), VIETNAM)


def week(key: str) -> Period:
    """The week of this name ("2024-W19"). Raises ValueError for a name that is none."""
    named = WEEK.fullmatch(key.strip().upper())
    if named is None:
        raise ValueError(f"“{key}” không phải là một tuần; hãy viết như 2024-W19")
    try:
        first = date.fromisocalendar(int(named[1]), int(named[2]), 1)
    except ValueError as error:
        raise ValueError(f"năm {named[1]} không có tuần {named[2]}") from error
    return _period("weekly", f"{named[1]}-W{named[2]}", first, 7)


def week_of(day: date) -> Period:
    """The week that a day is in."""
    year, number, _ = day.isocalendar()
    return week(f"{year}-W{number:02}")


def day_of(day: date) -> Period:
    """A day as a period."""
    return _period("daily", day.isoformat(), day, 1)


def slot_of(moment: datetime) -> Period:
    """The quarter of an hour that a moment is in."""
    local = moment.astimezone(VIETNAM)
    start = local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0)
    return Period("at_once", f"{start:%Y-%m-%dT%H:%M}", start, start + SLOT)


def ended(now: datetime) -> list[Period]:
    """The last week and the last day that are over: the mails that are to go out, if they haven't yet."""
    today = now.astimezone(VIETNAM).date()
    return [week_of(today - timedelta(days=7)), day_of(today - timedelta(days=1))]


def _period(kind: Kind, key: str, first: date, days: int) -> Period:
    start = datetime.combine(first, time(), VIETNAM)
    return Period(kind, key, start, start + timedelta(days=days))
