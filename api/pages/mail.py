"""Mail without an account: subscribing, confirming, changing, stopping by one click, and each mail as it was sent.

What stands behind `/mail/KEY` is opened by the key alone, which is in the recipient's own mails; so those routes ask
for nothing else, and RFC 8058's one-click POST from a mail program is heard.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.digest.links import public_base
from api.digest.settings import MailSettings
from api.digest.subscribing import subscribe
from api.digest.wishes import PERIODS, TOPICS, called, wish
from api.pages.rendering import page
from api.problems import ProblemError
from api.rest.common import ANYBODY, CurrentState
from api.state import State
from corpus.subscriptions import Recipient
from corpus.types import CorpusError

MOST = 20
"""So many subscriptions may be asked for from one place in an hour."""
BLANK = {"email": "", "topic": "everything", "value": "", "period": "weekly", "hour": 7, "name": ""}
ARCHIVE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"

router = APIRouter(prefix="/mail")


@router.get("", response_class=HTMLResponse, dependencies=[ANYBODY])
def ask(request: Request) -> HTMLResponse:
    """Trang đăng ký nhận bản tin."""
    return page(request, "mail_subscribe.html", topics=TOPICS, periods=PERIODS, typed=BLANK, error=None, sent_to=None)


@router.post("", response_class=HTMLResponse, dependencies=[ANYBODY])
def asked(
    request: Request,
    state: CurrentState,
    email: Annotated[str, Form(max_length=254)],
    topic: Annotated[str, Form(max_length=20)],
    value: Annotated[str, Form(max_length=300)] = "",
    period: Annotated[str, Form(max_length=10)] = "weekly",
    hour: Annotated[int, Form(ge=0, le=23)] = 7,
    name: Annotated[str, Form(max_length=100)] = "",
    options: Annotated[list[str], Form()] = [],  # noqa: B006
) -> HTMLResponse:
    """Ghi đăng ký và gửi thư xác nhận tới địa chỉ ấy."""
    caller = f"mail:{request.client.host if request.client else ''}"
    if not state.corpus.accounts.attempt_login(caller, most=MOST, window=timedelta(hours=1)):
        raise ProblemError(429, "Đã có quá nhiều đăng ký từ nơi này. Hãy thử lại sau một giờ.")
    typed = {"email": email, "topic": topic, "value": value, "period": period, "hour": hour, "name": name}
    form: dict[str, Any] = {"topics": TOPICS, "periods": PERIODS, "typed": typed}
    chosen: dict[str, Any] = {key: True for key in ("silent", "ics", "csv") if key in options}
    try:
        wanted = wish(state.corpus, topic, value, period=period, hour=hour, options=chosen)
        subscribe(
            state.corpus,
            MailSettings(),
            public_base(state.settings, str(request.base_url)),
            email,
            [wanted],
            name=name.strip() or None,
        )
    except CorpusError as error:
        return page(request, "mail_subscribe.html", status=400, error=str(error), sent_to=None, **form)
    return page(request, "mail_subscribe.html", error=None, sent_to=email, **form)


@router.get("/{key}", response_class=HTMLResponse)
def mine(request: Request, state: CurrentState, key: str) -> HTMLResponse:
    """Các đăng ký của một người nhận."""
    recipient = _known(state, key)
    found = state.corpus.subscriptions.of(recipient.id)
    names = [(s, called(state.corpus, s), PERIODS[s.period]) for s in found]
    sends = [s for s in state.corpus.sends.of(recipient.id, limit=20) if s.archive]
    return page(request, "mail_own.html", recipient=recipient, subscriptions=names, sends=sends, asks=None)


@router.get("/{key}/{step}", response_class=HTMLResponse)
def before(request: Request, state: CurrentState, key: str, step: str) -> HTMLResponse:
    """Hỏi lại trước khi xác nhận hoặc thôi nhận: chương trình đọc thư hay tự mở liên kết thì chưa có gì thay đổi."""
    if step not in ("confirm", "stop"):
        raise ProblemError(404, "Không có trang này.")
    recipient = _known(state, key)
    return page(request, "mail_own.html", recipient=recipient, subscriptions=[], sends=[], asks=step)


@router.post("/{key}/confirm")
def confirm(state: CurrentState, key: str) -> Response:
    """Xác nhận đăng ký."""
    _known(state, key)
    state.corpus.subscriptions.confirm(key)
    return RedirectResponse(f"/mail/{key}", 303)


@router.post("/{key}/stop")
def stop(state: CurrentState, key: str) -> Response:
    """Thôi nhận thư (RFC 8058)."""
    _known(state, key)
    state.corpus.subscriptions.stop(key, reason="người nhận yêu cầu")
    return RedirectResponse(f"/mail/{key}", 303)


@router.post("/{key}/remove/{subscription_id}")
def remove(state: CurrentState, key: str, subscription_id: str) -> Response:
    """Bỏ một đăng ký."""
    recipient = _known(state, key)
    if subscription_id not in {s.id for s in state.corpus.subscriptions.of(recipient.id)}:
        raise ProblemError(404, "Không có đăng ký này.")
    state.corpus.subscriptions.remove(subscription_id, actor="người nhận")
    return RedirectResponse(f"/mail/{key}", 303)


@router.get("/{key}/archive/{period}", response_class=HTMLResponse)
def archive(state: CurrentState, key: str, period: str) -> HTMLResponse:
    """Một bản tin như đã gửi."""
    recipient = _known(state, key)
    sent = state.corpus.sends.get(recipient.id, period)
    if sent is None or sent.archive is None:
        raise ProblemError(404, "Không có bản tin này.")
    return HTMLResponse(sent.archive, headers={"Content-Security-Policy": ARCHIVE_POLICY})


def _known(state: State, key: str) -> Recipient:
    recipient = state.corpus.subscriptions.by_key(key)
    if recipient is None:
        raise ProblemError(404, "Liên kết này không còn hiệu lực.")
    return recipient
