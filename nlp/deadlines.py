"""Limits set for tasks: which words of a text are one, and on what day it ends.

A time is a limit where a word that sets one leads it ("trước ngày 30/6/2024", "chậm nhất 15/10", "trong quý III").
A date of a document, a start ("kể từ ngày …"), the time of a fact, a programme's period and a goal's year are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from nlp import limits
from nlp.lastdays import last_day, term_end
from nlp.limits import Lead
from nlp.moments import Moment, Term, read_moment, read_term
from nlp.recurrences import Recurrence, read_hour, read_recurrence, read_tail, rrule
from nlp.types import Deadline, Span

_GRACE = 45  # days before its publication that an article's limit may lie


@dataclass(slots=True)
class DeadlineMatch(Span):
    """Words that set a limit: the day or period or term they name, or what they say comes again."""

    limit: Moment | Term | None = None
    recurrence: Recurrence | None = None


def find_deadlines(text: str, start: int, end: int) -> list[DeadlineMatch]:
    """The limits named in `text[start:end]`, in reading order, none inside another. Words before `start` are seen."""
    found: list[DeadlineMatch] = []
    for at, word in limits.triggers(text, start, end):
        if found and at < found[-1].end:
            continue
        due = bool(found and found[-1].recurrence and limits.same_sentence(text, found[-1].end, at))
        match = _recurring(text, at, end) if word in limits.RECURRING else _led(text, at, end, due)
        if match:
            _append(text, found, match)
    return found


def resolve(
    match: DeadlineMatch, anchor: date | None, published: date | None = None, *, year: int | None = None
) -> Deadline:
    """The limit with its last day, or the reason why that can't be told.

    `anchor` is the directive's date, `published` the day of the article that tells of it, `year` the text's own
    (`text_year`); a missing year is taken from the first of them that is known.
    """
    span = (match.text, match.start, match.end, match.rule)
    moment = match.limit if isinstance(match.limit, Moment) else None
    if match.recurrence:
        return Deadline(*span, date=None, recurring=True, rrule=rrule(match.recurrence, moment), reason="recurring")
    if isinstance(match.limit, Term):
        day, reason = term_end(match.limit, anchor or published, year)
    elif moment:
        day, reason = last_day(moment, anchor or published, year, back=0 if anchor else _GRACE)
    else:
        day, reason = None, "event"
    return Deadline(*span, date=day, reason=reason)


def deadline_of(
    text: str, start: int, end: int, anchor: date | None, published: date | None = None, *, year: int | None = None
) -> Deadline | None:
    """The limit of the task `text[start:end]`: the first in it, one that opens its sentence, or one set right after it.

    What ended before the directive's date is no limit of it.
    """
    opening = limits.sentence_start(text, start)
    matches = find_deadlines(text, opening, end)
    inside = [m for m in matches if m.end > start]
    for match in inside + [m for m in matches if m.end <= start]:
        deadline = resolve(match, anchor, published, year=year)
        if not (deadline.date and anchor and deadline.date < anchor):
            return deadline
    after = limits.next_clause(text, end)
    if after and is_only_limit(text, *after):
        return resolve(find_deadlines(text, *after)[0], anchor, published, year=year)
    return None


def is_only_limit(text: str, start: int, end: int) -> bool:
    """Whether the clause `text[start:end]` does nothing but set a limit ("hoàn thành trước ngày 31/12/2026")."""
    matches = find_deadlines(text, start, end)
    if not matches:
        return False
    at, rest = start, []
    for match in matches:
        rest.append(text[at : match.start])
        at = match.end
    rest.append(text[at:end])
    return all(word in limits.FILLERS for word in re.findall(r"\w+", " ".join(rest).lower()))


def read_cell(text: str, start: int, end: int) -> DeadlineMatch | None:
    """The limit in a cell or field that is known to hold one, where a bare day or period is enough ("Quý II/2026")."""
    found = find_deadlines(text, start, end)
    if found:
        return found[0]
    at = start
    while at < end and not text[at].isalnum():
        at += 1
    year = re.compile(r"((?:19|20)\d\d)\W*$").match(text, at, end)
    if year:
        return _match(text, at, year.end(1), "deadlines.cell", Moment("year", int(year[1])), end)
    recurring = read_recurrence(text, at, end)
    if recurring:
        return DeadlineMatch(text[at : recurring[1]], at, recurring[1], "deadlines.cell", None, recurring[0])
    limit = read_moment(text, at, end) or read_term(text, at, end)
    if limit and not limits.continues(text, limit[1], end):
        return _match(text, at, limit[1], "deadlines.cell", limit[0], end)
    return None


def text_year(text: str) -> int | None:
    """The year that an undated text speaks in: the newest that it names, limits and periods to come aside."""
    return limits.newest_year(text, [(m.start, m.end) for m in find_deadlines(text, 0, len(text))])


def _match(text: str, start: int, stop: int, rule: str, limit: Moment | Term, end: int) -> DeadlineMatch:
    """A match, with what makes it come again ("ngày 20" + " hằng tháng") or leaves it open ("năm kế hoạch")."""
    if isinstance(limit, Moment) and limits.is_of_some_year(text, stop, end):
        limit = replace(limit, vague=True)
    tail = read_tail(text, stop, end, limit) if isinstance(limit, Moment) and limit.year is None else None
    stop = tail[1] if tail else stop
    return DeadlineMatch(text[start:stop], start, stop, rule, limit, tail[0] if tail else None)


def _led(text: str, at: int, end: int, due: bool) -> DeadlineMatch | None:
    """A limit that a lead opens at `at`; where something is `due` again and again, its day is enough."""
    for lead, after in limits.leads(text, at, end):
        for limit, stop in _candidates(text, lead, after, end):
            match = _match(text, at, stop, f"deadlines.{lead.id}", limit, end)
            if limits.is_set(text, lead, limit, at, match.end, end, recurs=due or match.recurrence is not None):
                return match
        hour = read_hour(text, after, end) if lead.admits_days else None
        if hour:
            return DeadlineMatch(text[at : hour[1]], at, hour[1], f"deadlines.{lead.id}", None, hour[0])
        event = limits.event_end(text, lead, at, after, end)
        if event:
            return DeadlineMatch(text[at:event], at, event, f"deadlines.{lead.id}")
    span = limits.read_range(text, at, end)
    if span and not limits.is_fact(text, at, span[1], end):
        return _match(text, at, span[1], "deadlines.range", span[0], end)
    return None


def _candidates(text: str, lead: Lead, at: int, end: int) -> Iterator[tuple[Moment | Term, int]]:
    """What may be the limit after a lead."""
    moment = read_moment(text, at, end)
    if moment:
        yield moment
    term = read_term(text, at, end) if lead.admits_terms else None
    if term:
        yield term


def _recurring(text: str, at: int, end: int) -> DeadlineMatch | None:
    """What comes again, where it stands as a limit and not as an attribute ("kế hoạch hằng năm")."""
    found = read_recurrence(text, at, end)
    if not found or not limits.recurs(text, found[0], at, found[1], end):
        return None
    return DeadlineMatch(text[at : found[1]], at, found[1], "deadlines.recurring", None, found[0])


def _append(text: str, found: list[DeadlineMatch], match: DeadlineMatch) -> None:
    """Adds a match, or joins it to the one before: rounds ("Đợt 1 …; Đợt 2 …"), a recurrence and its day."""
    start = limits.round_start(text, match.start)
    if found and start < match.start and limits.adjoins(text, found[-1].end, start):
        first = found.pop()
        start = limits.round_start(text, first.start)
        found.append(replace(match, text=text[start : match.end], start=start))
        return
    day, before = match.limit, found[-1] if found else None
    names_day = isinstance(day, Moment) and day.unit == "day" and day.year is None
    if (
        names_day
        and before
        and before.recurrence
        and not before.limit
        and limits.same_sentence(text, before.end, match.start)
    ):
        found.pop()
        match = replace(match, recurrence=match.recurrence or before.recurrence)
    found.append(match)
