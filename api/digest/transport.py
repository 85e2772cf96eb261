"""Gives mails to an SMTP server, one connection for many, and says exactly how far each one got."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from api.digest.settings import MailSettings


class NotSentError(Exception):
    """The server didn't take a mail. `lasting`: it never will; `nobody`: there is no such mailbox; `unreachable`: the
    server itself couldn't be spoken to; `unknown`: it broke off after the last dot, and may have taken it.
    """

    def __init__(
        self,
        reason: str,
        *,
        lasting: bool = False,
        nobody: bool = False,
        unreachable: bool = False,
        unknown: bool = False,
    ) -> None:
        super().__init__(reason)
        self.lasting = lasting
        self.nobody = nobody
        self.unreachable = unreachable
        self.unknown = unknown


@dataclass(slots=True)
class Transport:
    """A connection to the mail server, made when it is first needed and again when it was lost."""

    settings: MailSettings
    _smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def deliver(self, mail: EmailMessage, before_end: Callable[[], None]) -> None:
        """Gives one mail to the server. `before_end` is called when all but the last dot is sent: until it returns the
        server can't have taken the mail, and after it the server may have.

        Raises NotSentError where the server refused it or broke off.
        """
        smtp, ended = self._connected(), False
        try:
            _envelope(smtp, mail)
            _send_body(smtp, mail)
            before_end()
            ended = True
            _end(smtp)
        except smtplib.SMTPResponseException as error:
            self._after_refusal()
            raise _refused(error) from error
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self.drop()
            raise NotSentError(f"máy chủ gửi thư ngắt giữa chừng: {error}", unknown=ended) from error

    def close(self) -> None:
        """Ends the connection."""
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self.drop()

    def drop(self) -> None:
        """Leaves the server in the middle of whatever it was told."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = _connect(self.settings)
            except smtplib.SMTPAuthenticationError as error:
                reason = f"máy chủ gửi thư không nhận tên hoặc mật khẩu: {_said(error)}"
                raise NotSentError(reason, unreachable=True) from error
            except (OSError, smtplib.SMTPException) as error:
                raise NotSentError(f"không nối được máy chủ gửi thư: {error}", unreachable=True) from error
        return self._smtp

    def _after_refusal(self) -> None:
        """Makes ready for the next mail; a server that doesn't answer to that is asked anew."""
        try:
            if self._smtp is not None and self._smtp.rset()[0] != 250:
                self.close()
        except (OSError, smtplib.SMTPException):
            self.drop()


def _connect(settings: MailSettings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if settings.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=settings.timeout, context=context)
    else:
        smtp = smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout)
    try:
        if settings.security == "starttls":
            smtp.starttls(context=context)
        if settings.user:
            smtp.login(settings.user, settings.password.get_secret_value())
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _envelope(smtp: smtplib.SMTP, mail: EmailMessage) -> None:
    sender, to = (mail[name].addresses[0].addr_spec for name in ("From", "To"))
    _expect(smtp.mail(sender), 250)
    _expect(smtp.rcpt(to), 250, 251)
    smtp.putcmd("data")
    _expect(smtp.getreply(), 354)


def _send_body(smtp: smtplib.SMTP, mail: EmailMessage) -> None:
    """All of the mail but the dot that ends it (RFC 5321, 4.1.1.4), leading dots doubled (4.5.2)."""
    body = b"\r\n".join(mail.as_bytes().splitlines()) + b"\r\n"
    smtp.send((b"\r\n" + body).replace(b"\r\n.", b"\r\n..")[2:])


def _end(smtp: smtplib.SMTP) -> None:
    smtp.send(b".\r\n")
    _expect(smtp.getreply(), 250)


def _expect(reply: tuple[int, bytes], *codes: int) -> None:
    if reply[0] not in codes:
        raise smtplib.SMTPResponseException(*reply)


def _refused(error: smtplib.SMTPResponseException) -> NotSentError:
    code, said = error.smtp_code, _said(error)
    # RFC 3463: class 5, subject 1 is the address itself; servers without such codes say 550, 551, 553
    nobody = said.startswith("5.1.") or (code in (550, 551, 553) and not said.startswith("5."))
    return NotSentError(f"máy chủ trả lời {code}: {said}", lasting=code >= 500, nobody=nobody and code >= 500)


def _said(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:300]
