"""What a person should look at first: readings that left something open."""

from __future__ import annotations

from corpus.types import Reading
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
