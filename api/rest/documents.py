"""Documents: the texts, what was read in them, and the versions that they went through."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.rest.common import READ, CurrentState, Cursor, Limit, etag
from api.rest.shapes import Listing, listing
from corpus.types import Document, DocumentFilter, Version
from nlp.types import Kind

router = APIRouter(prefix="/documents", tags=["documents"])


@router.get("", dependencies=[READ])
def list_documents(
    state: CurrentState,
    kind: Kind | None = None,
    portal: str | None = None,
    place: str | None = None,
    directive: str | None = None,
    published_from: date | None = None,
    published_to: date | None = None,
    recorded_since: datetime | None = None,
    flagged: Annotated[bool | None, Query(description="true: chỉ tài liệu cần người xem lại.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Listing[Document]:
    """Các tài liệu trong sổ, mới ghi nhận trước."""
    wanted = DocumentFilter(
        kind=kind,
        portal=portal,
        place=place,
        directive_id=directive,
        published_from=published_from,
        published_to=published_to,
        recorded_since=recorded_since and recorded_since.astimezone(),
        flagged=flagged,
    )
    return listing(state.corpus.documents(wanted, cursor=cursor, limit=limit))


@router.get("/{document_id}", dependencies=[READ])
def get_document(document_id: str, state: CurrentState, response: Response) -> Document:
    """Một tài liệu với toàn văn và mọi điều đã đọc ra; vị trí tính bằng ký tự trong toàn văn."""
    document = state.corpus.document(document_id)
    etag(response, document.revision)
    return document


@router.get("/{document_id}/versions", dependencies=[READ])
def list_versions(document_id: str, state: CurrentState) -> Listing[Version]:
    """Các phiên bản mà tài liệu đã trải qua, cũ trước."""
    state.corpus.document(document_id)
    versions = state.corpus.versions(document_id)
    return Listing(total=len(versions), items=versions)


@router.get("/{document_id}/source", dependencies=[READ])
def get_source(document_id: str, state: CurrentState) -> Response:
    """Bản lưu: đúng các byte đã lấy về."""
    document = state.corpus.document(document_id)
    name = {"Content-Disposition": f'attachment; filename="{document.capture_id[:16]}"'}
    return Response(state.corpus.bytes_of(document.capture_id), media_type="application/octet-stream", headers=name)
