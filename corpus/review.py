"""What a person should look at first: readings that left something open."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from corpus.audit import Audit
from corpus.schema import documents
from corpus.types import Event, NotFoundError, Reading
from nlp.types import Extraction

_SURE_OCR = 0.8

FLAGS = {
    "ocr-low": "nhận dạng chữ có độ tin cậy thấp",
    "number-missing": "chưa rõ số, ký hiệu",
    "date-missing": "chưa rõ ngày ban hành",
    "issuer-missing": "chưa rõ cơ quan ban hành",
    "unit-open": "có đơn vị chưa xác định được",
    "deadline-open": "có thời hạn chưa tính được ngày",
    "assignee-missing": "có nhiệm vụ chưa rõ đơn vị được giao",
    "reader-notes": "khi đọc tệp có điều cần chú ý",
}
"""Why a document is in the review queue, and how staff are told."""


def flags_of(reading: Reading, extraction: Extraction) -> list[str]:
    """The flags of a reading, in the order of FLAGS."""
    directive = extraction.directive
    numbered = directive is not None and directive.form == "document"
    open_units = any(m.unit is None and m.candidates for m in extraction.mentions)
    undated = any(
        t.deadline and t.deadline.date is None and not t.deadline.recurring and t.deadline.reason != "event"
        for t in extraction.tasks
    )
    states = {
        "ocr-low": reading.ocr and (reading.confidence is None or reading.confidence < _SURE_OCR),
        "number-missing": numbered and directive is not None and directive.number is None,
        "date-missing": directive is not None and directive.date is None,
        "issuer-missing": directive is not None and directive.issuer is None,
        "unit-open": open_units,
        "deadline-open": undated,
        "assignee-missing": any(not t.assignees for t in extraction.tasks),
        "reader-notes": bool(reading.notes),
    }
    return [flag for flag in FLAGS if states[flag]]


class Review:
    """The queue of documents that need eyes, and what was looked at."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    def done(self, document_id: str, *, actor: str, reason: str | None = None) -> Event:
        """Somebody looked at it: it leaves the queue (`DocumentFilter(flagged=True)`) until it has new flags."""
        with self._audit.ledger(actor) as ledger:
            row = ledger.connection.execute(
                select(documents.c.flags).where(documents.c.id == document_id)
            ).one_or_none()
            if row is None:
                raise NotFoundError(f"không có tài liệu {document_id}")
            change = update(documents).where(documents.c.id == document_id).values(flagged=False)
            ledger.connection.execute(change)
            return ledger.add("document.reviewed", "document", document_id, after={"flags": row.flags}, reason=reason)


def still_flagged(flags: list[str], before: Any) -> bool:
    """Whether a document that is read again (again) needs eyes: not for what somebody has looked at already."""
    looked_at = before is not None and not before["flagged"]
    return bool(set(flags) - set(before["flags"])) if looked_at else bool(flags)
