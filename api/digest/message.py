"""A rendered digest as a mail: headers that programs rely on, and files beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from api.digest.render import Links, Rendered, clean
from api.digest.settings import MailSettings
from corpus.subscriptions import Recipient


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside the mail. `media_type` is like "text/calendar"."""

    name: str
    media_type: str
    data: bytes


def message_id(recipient_id: str, period: str, domain: str) -> str:
    """The Message-ID of a person's mail of a period: the same however often it is made."""
    key = hashlib.sha256(f"{recipient_id}\n{period}".encode()).hexdigest()[:32]
    return f"<chidao.{key}@{domain}>"


def build(
    rendered: Rendered,
    recipient: Recipient,
    period: str,
    settings: MailSettings,
    *,
    links: Links = Links(),
    at: datetime,
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """The mail. What comes from outside (a subject, a name) can add no header: it is one line of plain characters."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(clean(settings.sender_name), addr_spec=settings.sender)
    mail["To"] = Address(clean(recipient.name or ""), addr_spec=recipient.email)
    mail["Subject"] = clean(rendered.subject)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id(recipient.id, period, settings.domain)
    mail["List-Id"] = f"chidao <digest.{settings.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if links.stop:
        mail["List-Unsubscribe"] = f"<{links.stop}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(rendered.text, cte="quoted-printable")
    mail.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    for attachment in attachments:
        main, _, sub = attachment.media_type.partition("/")
        mail.add_attachment(attachment.data, maintype=main, subtype=sub, filename=attachment.name)
    return mail
