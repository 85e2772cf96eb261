"""An export as such: the tasks that answer a question, and the head that every form of it carries."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from api.asking import TaskQuestion, task_filter, views
from api.state import State
from api.views import TaskView

COLUMNS = (
    "Nhiệm vụ",
    "Chủ trì",
    "Phối hợp",
    "Hạn",
    "Thời hạn ghi trong văn bản",
    "Tình trạng",
    "Số, ký hiệu",
    "Ngày ban hành",
    "Cơ quan ban hành",
    "Bằng chứng (tài liệu, vị trí)",
    "Mã nhiệm vụ",
)
MOST = 100_000
_PIECE = 500


@dataclass(frozen=True, slots=True)
class Export:
    """The tasks that answer a question; `head` is the log's head once the export itself was logged."""

    described: str
    actor: str
    made_at: datetime
    head: str
    total: int
    tasks: list[TaskView]

    def heading(self) -> list[tuple[str, str]]:
        """What stands above the tasks: label and value."""
        return [
            ("Nội dung", f"Nhiệm vụ theo dõi: {self.described}"),
            ("Số nhiệm vụ", str(self.total)),
            ("Xuất lúc", f"{self.made_at:%H:%M %d/%m/%Y}"),
            ("Người xuất", self.actor),
            ("Đầu chuỗi nhật ký", self.head),
        ]


def make_export(state: State, asked: TaskQuestion, actor: str, form: str) -> Export:
    """Gather the tasks (100,000 at most) and log that they were read out."""
    tasks = list(_all_tasks(state, asked))
    described = asked.described()
    with state.corpus.audit.ledger(actor) as ledger:
        told = {"form": form, "query": asked.model_dump(mode="json", exclude_defaults=True), "tasks": len(tasks)}
        ledger.add("export.made", "export", uuid.uuid4().hex, after=told)
    return Export(described, actor, state.now(), str(state.corpus.audit.head()), len(tasks), tasks)


def row(view: TaskView) -> list[str]:
    """A task as the values of COLUMNS."""
    task = view.task
    by_role = {role: "; ".join(a.unit for a in task.assignments if a.role == role) for role in ("lead", "support")}
    return [
        " ".join(task.text.split()),
        by_role["lead"],
        by_role["support"],
        task.due.isoformat() if task.due else "",
        view.limit,
        view.state,
        task.number or "",
        task.issued.isoformat() if task.issued else "",
        task.issuer or "",
        f"{task.document_id} {task.start}–{task.end}",
        task.id,
    ]


def says_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula."""
    return text[:1] in ("=", "+", "-", "@", "\t", "\r")


def _all_tasks(state: State, asked: TaskQuestion) -> Iterator[TaskView]:
    wanted, cursor, count = task_filter(state, asked), None, 0
    while count < MOST:
        page = state.corpus.tasks(wanted, cursor=cursor, limit=_PIECE)
        yield from views(state, page.items)
        count += len(page.items)
        cursor = page.next
        if cursor is None:
            return


def to_bytes(export: Export, form: str) -> bytes:
    """The export as a file: "xlsx", "csv" or "ics". Raises KeyError for another form."""
    from api.exports import calendars, sheets

    makers = {"xlsx": sheets.to_xlsx, "csv": sheets.to_csv, "ics": calendars.to_ics}
    return makers[form](export)
