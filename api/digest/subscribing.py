"""Subscribing by mail address, with a confirmation by mail, and stopping by one click; no account is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from api.digest.links import links_for
from api.digest.message import build
from api.digest.render import render_confirmation
from api.digest.settings import MailSettings
from api.digest.transport import NotSentError, Transport
from corpus.database import now
from corpus.record import Corpus
from corpus.subscriptions import Period, Recipient, Topic
from corpus.types import CorpusError

AGAIN = timedelta(hours=1)
"""A confirmation isn't sent again to the same address sooner than this: nobody can be flooded with them."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A subscription that somebody asks for (see corpus.subscriptions.Subscription); `said` is how people call it."""

    topic: Topic
    value: Any
    said: str
    period: Period = "weekly"
    hour: int = 7
    options: Mapping[str, Any] | None = None


def subscribe(
    corpus: Corpus, settings: MailSettings, base: str, email: str, wishes: list[Wish], *, name: str | None = None
) -> Recipient:
    """Notes the wishes, and mails a request to confirm them unless the address is confirmed.

    Raises CorpusError (NotAllowedError for what is no address) where it can't be noted, or the mail can't be sent.
    """
    recipient = corpus.subscriptions.recipient(email, name=name, actor="người đăng ký")
    for wish in wishes:
        corpus.subscriptions.add(
            recipient.id, wish.topic, wish.value, period=wish.period, hour=wish.hour, options=wish.options,
            actor="người đăng ký",
        )  # fmt: skip
    if not recipient.active:
        _ask(corpus, settings, base, recipient, [wish.said for wish in wishes])
    return recipient


def _ask(corpus: Corpus, settings: MailSettings, base: str, recipient: Recipient, said: list[str]) -> None:
    moment = now()
    key = f"confirm-{_slot(moment)}"
    if not corpus.sends.claim(recipient.id, key, holder=key, message_id=f"confirm.{recipient.id}"):
        return
    links = links_for(base, recipient)
    mail = build(render_confirmation(said, links), recipient, key, settings, at=moment)
    with Transport(settings) as transport:
        try:
            transport.deliver(mail, lambda: corpus.sends.sending(recipient.id, key, holder=key))
        except NotSentError as error:
            raise CorpusError(f"chưa gửi được thư xác nhận tới {recipient.email}: {error}") from error
    corpus.sends.sent(recipient.id, key, holder=key)


def _slot(moment: datetime) -> str:
    return f"{moment.replace(minute=0, second=0, microsecond=0):%Y-%m-%dT%H}"
