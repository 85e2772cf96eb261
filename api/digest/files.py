"""Files beside a digest for those who asked for them: deadlines for the calendar, tasks for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from api.digest.content import Digest
from api.digest.message import Attachment
from api.exports.made import Export, to_bytes
from api.views import TaskView
from corpus.subscriptions import Subscription
from corpus.tracking import soon_until

_TYPES = {"ics": "text/calendar", "csv": "text/csv"}


def attachments(digest: Digest, wanted: Sequence[Subscription], today: date, at: datetime) -> list[Attachment]:
    """The files that a person's subscriptions ask for, over the open tasks of their digest."""
    forms = [form for form in _TYPES if any(s.options.get(form) for s in wanted)]
    tasks = {i.task.id: i.task for items in (digest.overdue, digest.due, digest.given) for i in items if i.open}
    if not forms or not tasks:
        return []
    soon = soon_until(today)
    views = [TaskView(task, today, soon) for task in tasks.values()]
    export = Export("; ".join(digest.interests), "bản tin", at, digest.coverage.head, len(views), views)
    name = f"chidao-{digest.period.key.replace(':', '')}"
    return [Attachment(f"{name}.{form}", _TYPES[form], to_bytes(export, form)) for form in forms]
