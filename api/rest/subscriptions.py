"""Subscriptions to the digest and to alerts, asked for by programs; the person confirms by mail."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.digest.links import public_base
from api.digest.settings import MailSettings
from api.digest.subscribing import subscribe
from api.digest.wishes import wish
from api.rest.common import READ, CurrentState

router = APIRouter(prefix="/subscriptions", tags=["subscriptions"])


class SubscriptionRequest(BaseModel):
    """Một đăng ký nhận thư."""

    email: str = Field(max_length=254, description="Địa chỉ thư của người nhận.")
    name: str | None = Field(None, max_length=100, description="Tên người nhận.")
    topic: Literal["everything", "unit", "province", "programme", "search"]
    value: str = Field("", max_length=300, description="Đơn vị, địa phương, chương trình hoặc câu tìm kiếm.")
    period: Literal["weekly", "daily", "at_once"] = "weekly"
    hour: int = Field(7, ge=0, le=23, description="Gửi từ giờ này (giờ Việt Nam).")
    silent: bool = Field(False, description="Kỳ nào không có gì thì không gửi.")
    ics: bool = Field(False, description="Kèm hạn dưới dạng lịch.")
    csv: bool = Field(False, description="Kèm nhiệm vụ dưới dạng bảng.")


class SubscriptionShape(BaseModel):
    """Đăng ký đã ghi; `confirmed` là false khi người nhận còn phải xác nhận bằng thư."""

    email: str
    said: str
    confirmed: bool


@router.post("", status_code=202, dependencies=[READ])
def add_subscription(request: Request, state: CurrentState, asked: SubscriptionRequest) -> SubscriptionShape:
    """Ghi một đăng ký; nếu địa chỉ chưa được xác nhận thì gửi thư xác nhận tới đó."""
    options: dict[str, Any] = {key: True for key in ("silent", "ics", "csv") if getattr(asked, key)}
    wanted = wish(
        state.corpus, asked.topic, asked.value, period=asked.period, hour=asked.hour, options=options
    )  # fmt: skip
    base = public_base(state.settings, str(request.base_url))
    recipient = subscribe(state.corpus, MailSettings(), base, asked.email, [wanted], name=asked.name)
    return SubscriptionShape(email=recipient.email, said=wanted.said, confirmed=recipient.active)
