"""Reads the bounces that mail servers send back (RFC 3464) and stops mail to addresses that are gone."""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from api.digest.settling import ID
from corpus.record import Corpus

GONE = re.compile(r"5\.1\.\d{1,3}|5\.2\.1")
"""Enhanced status codes (RFC 3463) of an address that doesn't exist, or a mailbox that takes no mail."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a server says of one recipient. `status` is the enhanced code, `said` the server's own words."""

    email: str
    status: str
    said: str

    @property
    def lasting(self) -> bool:
        """Whether there is no use in writing to the address again."""
        return GONE.fullmatch(self.status) is not None


def messages(path: Path) -> Iterator[Message]:
    """The mails in a Maildir, an mbox, or a single mail's file. Raises OSError where it can't be read."""
    if path.is_dir():
        yield from mailbox.Maildir(path, create=False)
        return
    with path.open("rb") as file:
        start = file.read(5)
    if start == b"From ":
        yield from mailbox.mbox(path, create=False)
    else:
        yield message_from_bytes(path.read_bytes())


def bounces(mails: Iterable[Message]) -> Iterator[Bounce]:
    """The failures that are told of mails of ours; delays, and what is about other mail, are left out."""
    for mail in mails:
        if mail.get_content_type() != "multipart/report" or not ID.search(mail.as_string()):
            continue
        for part in mail.walk():
            if part.get_content_type() == "message/delivery-status":
                blocks = part.get_payload()
                yield from _failures(blocks if isinstance(blocks, list) else [])


def take(corpus: Corpus, found: Iterable[Bounce]) -> tuple[list[Bounce], list[Bounce]]:
    """Stops mail to those who are gone; returns the bounces that stopped somebody, and the others."""
    stopped, others = [], []
    for bounce in found:
        recipient = corpus.subscriptions.by_email(bounce.email)
        if bounce.lasting and recipient is not None and recipient.active:
            corpus.subscriptions.stop(recipient.key, reason=f"thư bị trả lại: {bounce.status} {bounce.said}")
            stopped.append(bounce)
        else:
            others.append(bounce)
    return stopped, others


def _failures(blocks: Iterable[object]) -> Iterator[Bounce]:
    for block in blocks:
        if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
            email = str(block.get("Final-Recipient", "")).rpartition(";")[2].strip()
            said = str(block.get("Diagnostic-Code", "")).rpartition(";")[2]
            yield Bounce(email.lower(), str(block.get("Status", "")).strip(), " ".join(said.split())[:200])
