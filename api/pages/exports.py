"""Where exports are to be had: /export/tasks.xlsx, .csv, .ics and .html (a page to print)."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.exports.made import make_export, to_bytes
from api.pages.rendering import page
from api.pages.tasks import asked_of
from api.rest.common import CurrentState, Exporter

router = APIRouter(prefix="/export")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}


@router.get("/tasks.{form}")
def export_tasks(
    request: Request, form: Literal["xlsx", "csv", "ics", "html"], state: CurrentState, visitor: Exporter
) -> Response:
    """Xuất các nhiệm vụ khớp câu hỏi trong địa chỉ; mỗi lần xuất được ghi vào nhật ký."""
    export = make_export(state, asked_of(request), visitor.name, form)
    if form == "html":
        return page(request, "print.html", export=export)
    name = f'attachment; filename="nhiem-vu-{export.made_at:%Y%m%d-%H%M}.{form}"'
    return Response(to_bytes(export, form), media_type=TYPES[form], headers={"Content-Disposition": name})
