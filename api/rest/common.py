"""What endpoints share: who may call them, the page of a list, and the version that an edit is made on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Query, Response

from api.problems import ProblemError
from api.rights import Needs, Visitor
from api.roles import Permission
from api.state import State, state_of

CurrentState = Annotated[State, Depends(state_of)]
ANYBODY, READ, EXPORT, CHANGE, CORRECT, CRAWL, AUDIT, ADMIN = (Depends(Needs(p)) for p in Permission)
"""Dependencies of a route: who may call it. A route that wants to know who is asking takes one as a parameter."""
Anybody = Annotated[Visitor, ANYBODY]
Reader = Annotated[Visitor, READ]
Exporter = Annotated[Visitor, EXPORT]
Changer = Annotated[Visitor, CHANGE]
Corrector = Annotated[Visitor, CORRECT]
Crawler = Annotated[Visitor, CRAWL]
Auditor = Annotated[Visitor, AUDIT]
Administrator = Annotated[Visitor, ADMIN]

Cursor = Annotated[str | None, Query(description="Con trỏ: giá trị next của lần gọi trước.", max_length=500)]
Limit = Annotated[int, Query(description="Nhiều nhất bấy nhiêu mục.", ge=1, le=100)]


def etag(response: Response, revision: int) -> None:
    """Tell the version of what is answered."""
    response.headers["ETag"] = f'"{revision}"'


def edited_revision(
    if_match: Annotated[str | None, Header(description='ETag của phiên bản đang sửa, ví dụ "17".')] = None,
) -> int:
    """The version that an edit is made on, from If-Match. Raises ProblemError 428 without one, 400 for a wrong one."""
    if if_match is None:
        raise ProblemError(428, "Hãy gửi If-Match với ETag của bản đang sửa, để không ghi đè việc người khác vừa làm.")
    value = if_match.strip().removeprefix("W/").strip('"')
    if not value.isascii() or not value.isdecimal() or len(value) > 15:
        raise ProblemError(400, 'If-Match phải là ETag mà hệ thống đã trả về, ví dụ "17".')
    return int(value)


Revision = Annotated[int, Depends(edited_revision)]
