"""What the extractor reads in a text that is sent: nothing is kept."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.reading import extractor
from api.rest.common import READ
from api.rest.shapes import Day
from nlp.types import Context, Kind

router = APIRouter(tags=["extract"])


class Text(BaseModel):
    """A text, and what is known of it from outside."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=2_000_000)
    kind: Kind | None = Field(None, description="article: bài viết; dispatch: văn bản. Để trống thì tự nhận.")
    title: str | None = Field(None, max_length=2000)
    published: Day | None = None
    place: str | None = Field(None, max_length=300, description="Địa phương của cơ quan hoặc cổng thông tin.")


@router.post("/extract", dependencies=[READ])
def extract(body: Text) -> dict[str, Any]:
    """Đọc một văn bản: nhiệm vụ, đơn vị, thời hạn, viện dẫn, với vị trí và quy tắc của từng điều."""
    context = Context(kind=body.kind, title=body.title, published=body.published, place=body.place)
    return extractor().extract(body.text, context=context).to_dict()
