"""Exports for calendars (ICS, RFC 5545): an all-day entry for each task that has a day, repeated where it recurs."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar, Event, vRecur

from api.exports.made import Export
from api.views import TaskView

_SUMMARY = 120


def to_ics(export: Export) -> bytes:
    """The export as a calendar; tasks without a day are left out."""
    calendar = Calendar()
    calendar.add("prodid", "-//chidao//VN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Chỉ đạo: hạn nhiệm vụ")
    calendar.add("x-wr-caldesc", "; ".join(f"{label}: {value}" for label, value in export.heading()))
    for view in export.tasks:
        if view.due:
            calendar.add_component(_entry(export, view))
    return bytes(calendar.to_ical())


def _entry(export: Export, view: TaskView) -> Event:
    task, text = view.task, " ".join(view.text.split())
    leads = ", ".join(a.unit for a in task.assignments if a.role == "lead")
    entry = Event()
    entry.add("uid", f"{task.id}@chidao")
    entry.add("dtstamp", export.made_at)
    entry.add("dtstart", task.due)
    if task.due:
        entry.add("dtend", task.due + timedelta(days=1))
    entry.add("summary", f"{leads}: {text}"[:_SUMMARY])
    entry.add("description", f"{text}\n{leads}\n{task.number or ''} {task.issuer or ''}\n{view.state}".strip())
    entry.add("transp", "TRANSPARENT")
    if task.deadline and task.deadline.rrule and view.is_open:
        entry.add("rrule", vRecur.from_ical(task.deadline.rrule.removeprefix("RRULE:")))
    return entry
