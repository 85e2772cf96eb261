"""A directive with its tasks beside its text, and the evidence marked in it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.asking import views
from api.pages.marking import Mark, pieces
from api.pages.rendering import page, vietnamese_day
from api.problems import ProblemError
from api.rest.common import READ, CurrentState
from api.views import TaskView, directive_name
from api.words import words
from corpus.types import Bundle, Directive

router = APIRouter()
FACTS = ("type", "number", "date", "issuer", "signer", "chair", "subject")


@router.get("/directives/{directive_id}", response_class=HTMLResponse, dependencies=[READ])
def directive(request: Request, directive_id: str, state: CurrentState, document: str | None = None) -> HTMLResponse:
    """Trang một văn bản chỉ đạo; `document` chọn tài liệu để xem nếu có nhiều tài liệu cùng mang văn bản này."""
    found = state.corpus.directive(directive_id)
    shown = document if document in found.documents else found.document_id
    bundle = state.corpus.bundle(shown)
    if bundle.document.content is None:
        raise ProblemError(404, "Tài liệu của văn bản này không còn trong sổ.")
    tasks = views(state, [t for t in bundle.tasks if t.current or shown != found.document_id])
    marks = [*_marks_of_facts(found, shown), *_marks_of_tasks(tasks), *_marks_of_references(bundle)]
    return page(
        request,
        "directive.html",
        d=found,
        name=directive_name(found),
        facts=_facts(found, shown),
        tasks=tasks,
        others=max(found.task_count - len(tasks), 0),
        references=[r for r in bundle.references if r.role != "subject"],
        document=bundle.document,
        documents=_documents(state, found, bundle),
        pieces=list(pieces(bundle.document.content.text, marks)),
    )


@router.get("/documents/{document_id}", dependencies=[READ])
def document(document_id: str, state: CurrentState, request: Request) -> Response:
    """Trang một tài liệu: văn bản mà nó mang, hoặc chính nó nếu nó không mang văn bản nào."""
    bundle = state.corpus.bundle(document_id)
    if bundle.directive is not None:
        return RedirectResponse(f"/directives/{bundle.directive.id}?document={bundle.document.id}", 303)
    content = bundle.document.content
    text = content.text if content else ""
    return page(
        request, "document.html", document=bundle.document, pieces=list(pieces(text, _marks_of_references(bundle)))
    )


def _documents(state: Any, found: Directive, bundle: Bundle) -> list[Any]:
    """All documents that carry the directive; the one that is shown is not read twice."""
    if found.documents == (bundle.document.id,):
        return [bundle.document]
    from corpus.types import DocumentFilter

    return list(state.corpus.documents(DocumentFilter(directive_id=found.id), limit=50).items)


def _facts(found: Directive, shown: str) -> list[tuple[str, str, str]]:
    """What is known of the directive: label, value (or why there is none), and the anchor of its evidence."""
    rows = []
    for name in FACTS:
        value: Any = getattr(found, name)
        if name == "date":
            value = vietnamese_day(value)
        if name == "signer" and value and found.signer_position:
            value = f"{value}, {found.signer_position}"
        if not value:
            reason = found.reasons.get(name)
            if not reason and name in ("chair", "signer", "subject"):
                continue
            value = f"chưa rõ ({words('reason', reason)})" if reason else "chưa rõ"
        evidence = found.evidence.get(name)
        rows.append((words("field", name).capitalize(), str(value), name if evidence and evidence[0] == shown else ""))
    return rows


def _marks_of_facts(found: Directive, shown: str) -> list[Mark]:
    return [
        Mark(start, end, "directive", f"f-{name}", words("field", name))
        for name, (document_id, start, end) in found.evidence.items()
        if document_id == shown and name in FACTS
    ]


def _marks_of_tasks(tasks: list[TaskView]) -> list[Mark]:
    marks = []
    for t in tasks:
        anchor = f"t-{t.id}"
        marks.append(Mark(t.task.start, t.task.end, "task", anchor, "nhiệm vụ"))
        for a in t.assignments:
            marks.append(Mark(a.start, a.end, "assignee", anchor, f"{words('assignee_role', a.role)}: {a.unit}"))
        limit = t.task.deadline
        if limit and limit.start is not None and limit.end is not None:
            marks.append(Mark(limit.start, limit.end, "deadline", anchor, f"thời hạn {vietnamese_day(limit.date)}"))
    return marks


def _marks_of_references(bundle: Bundle) -> list[Mark]:
    cited = [r for r in bundle.references if r.role != "subject"]
    return [Mark(r.start, r.end, "reference", f"r-{i}", words("reference_role", r.role)) for i, r in enumerate(cited)]
