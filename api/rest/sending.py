"""Documents sent by programs: one file a request (multipart), read into the record."""

from __future__ import annotations

from fastapi import APIRouter, Response, UploadFile

from api.rest.common import Crawler, CurrentState, etag
from api.rest.idempotency import IdempotentRoute
from api.taking import take_in
from corpus.types import Document

router = APIRouter(route_class=IdempotentRoute)


@router.post("/documents", tags=["documents"], status_code=201)
def send_document(state: CurrentState, visitor: Crawler, file: UploadFile, response: Response) -> Document:
    """Đưa một tệp (PDF, DOCX, HTML, bản quét, văn bản thuần; tối đa 30 MB) vào sổ; tệp đã có thì trả lời 200."""
    taken = take_in(state, visitor, file.file.read(), file.filename or "")
    if taken.known:
        response.status_code = 200
    response.headers["Location"] = f"/api/v1/documents/{taken.document.id}"
    etag(response, taken.document.revision)
    return taken.document
