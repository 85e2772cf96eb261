"""A real SMTP server on loopback that keeps what it takes, and refuses, drops and dawdles as the address asks.

A recipient's address says how they are treated: `later.…@` 451 to RCPT, `once.…@` the same the first time, `never.…@`
550 5.1.1, `spam.…@` 554 5.7.1 to the mail itself, `cut.…@` the connection ends before the mail is taken, `mute.…@`
after it, `slow.…@` the answer takes a while.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import Counter
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

SLOW = 0.5


class Mailboxes:
    """What the server took: `taken` in order, as (recipient, Message-ID, the mail)."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, EmailMessage]] = []
        self.tries: Counter[str] = Counter()
        self.down = False
        self._lock = threading.Lock()

    def per_person(self) -> Counter[str]:
        """How many mails each recipient has."""
        return Counter(to for to, _, _ in self.taken)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tries[address] += 1
        kind = address.split(".")[0]
        if self.down or kind == "later" or (kind == "once" and self.tries[address] == 1):
            return "451 4.3.2 try again later"
        if kind == "never":
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        to = envelope.rcpt_tos[0]
        kind = to.split(".")[0]
        transport: Any = server.transport
        if kind == "spam":
            return "554 5.7.1 refused"
        if kind == "cut":
            transport.abort()
            return "421 gone"
        if kind == "slow":
            await asyncio.sleep(SLOW)
        self._keep(to, envelope.content or b"")
        if kind == "mute":
            transport.abort()
        return "250 taken"

    def _keep(self, to: str, content: Any) -> None:
        mail = message_from_bytes(bytes(content), policy=default)
        assert isinstance(mail, EmailMessage)
        with self._lock:
            self.taken.append((to, mail["Message-ID"], mail))


class Server:
    """The server, running between `with` and its end."""

    def __init__(self) -> None:
        self.boxes = Mailboxes()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._controller = Controller(self.boxes, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Server:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()
