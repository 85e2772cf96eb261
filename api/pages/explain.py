"""Try the extractor on a text or a file: every fact with its place and its rule. Nothing is kept."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse

from api.facts import facts_of
from api.pages.marking import Mark, pieces
from api.pages.rendering import page
from api.problems import ProblemError
from api.reading import extractor
from api.rest.common import READ

router = APIRouter()
LONGEST_TEXT = 300_000


@router.get("/explain", response_class=HTMLResponse, dependencies=[READ])
def explain(request: Request) -> HTMLResponse:
    """Trang đọc thử."""
    return page(request, "explain.html", text="", extraction=None)


@router.post("/explain", response_class=HTMLResponse, dependencies=[READ])
def explain_text(
    request: Request,
    text: Annotated[str, Form(max_length=LONGEST_TEXT)] = "",
    file: UploadFile | None = None,
) -> HTMLResponse:
    """Đọc thử một đoạn văn bản hoặc một tệp."""
    from ingest.read import UnreadableError, read
    from nlp.types import Context

    context, given = Context(), text
    if file is not None and file.filename:
        try:
            reading = read(file.file.read(), name=file.filename, media_type=file.content_type)
        except UnreadableError as error:
            raise ProblemError(422, str(error)) from error
        text, context, given = reading.text, reading.context, ""
    else:
        text = given = text.replace("\r\n", "\n")
        if "\n" not in text.strip():
            context = Context(kind="dispatch")  # of an article, a lone paragraph would be the headline
    extraction = extractor().extract(text, context=context).to_dict()
    facts = facts_of(extraction, text)
    marks = [Mark(f.start, f.end, f.kind, f"x-{i}", f"{f.label} · {f.rule}") for i, f in enumerate(facts)]
    return page(
        request, "explain.html", text=given, extraction=extraction, facts=facts, pieces=list(pieces(text, marks))
    )
