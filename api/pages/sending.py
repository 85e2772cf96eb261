"""Files sent from a page: what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import HTMLResponse

from api.pages.rendering import page
from api.problems import ProblemError
from api.rest.common import Crawler, CurrentState
from api.taking import Taken, file_name, take_in

router = APIRouter()
MOST_FILES = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: `taken`, or why it was not."""

    name: str
    taken: Taken | None = None
    problem: str = ""


@router.post("/documents", response_class=HTMLResponse)
def send(
    request: Request, state: CurrentState, visitor: Crawler, files: Annotated[list[UploadFile], File()]
) -> HTMLResponse:
    """Đưa các tệp vào sổ; tệp không đọc được thì nói rõ vì sao, những tệp khác vẫn vào."""
    chosen = [file for file in files if file.filename]
    if not chosen:
        raise ProblemError(422, "Chưa chọn tệp nào.")
    if len(chosen) > MOST_FILES:
        raise ProblemError(413, f"Mỗi lần chỉ nhận {MOST_FILES} tệp; hãy gửi làm nhiều lần.")
    outcomes = []
    for file in chosen:
        try:
            taken = take_in(state, visitor, file.file.read(), file.filename or "")
            outcomes.append(Outcome(taken.document.title or file_name(file.filename or ""), taken))
        except ProblemError as error:
            outcomes.append(Outcome(file_name(file.filename or ""), problem=error.detail))
    bad = sum(1 for outcome in outcomes if outcome.problem)
    return page(request, "sent.html", status=422 if bad == len(outcomes) else 200, outcomes=outcomes, bad=bad)
