"""What the crawling child tells its parent, and how: one line of JSON, then as many bytes as it announces."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import IO, Any, BinaryIO, Literal

Role = Literal["listing", "article", "attachment"]
What = Literal["read", "unchanged", "failed", "skipped", "gone", "end"]


@dataclass(slots=True)
class Known:
    """What the record knows of an address: its validators, where it led and redirected to, and how it stands.

    `settled` is true for what this run has already dealt with, `before` for what an earlier, finished run had read.
    """

    role: Role
    final: str | None = None
    etag: str | None = None
    modified: str | None = None
    links: list[str] = field(default_factory=list)
    next: str | None = None
    settled: bool = False
    before: bool = False
    revisit: bool = True


@dataclass(slots=True)
class Plan:
    """All that the child needs to know: the portal's description, what is known of its addresses, and the limits.

    `deep` walks every page of a listing even where it shows nothing new; `limit` is how many articles and attachments
    are asked for at most, None for no limit.
    """

    portal: str
    known: dict[str, Known] = field(default_factory=dict)
    deep: bool = False
    limit: int | None = None

    def to_json(self) -> str:
        """The plan as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """The plan that `to_json` wrote."""
        values = json.loads(text)
        values["known"] = {address: Known(**known) for address, known in values["known"].items()}
        return cls(**values)


@dataclass(slots=True)
class Message:
    """One thing that happened. `address` is canonical; `reason` is Vietnamese, for staff.

    `links` are a listing's articles or an article's attachments; `source` is the article that an attachment belongs to.
    """

    what: What
    role: Role = "article"
    address: str = ""
    final: str = ""
    reason: str = ""
    title: str | None = None
    published: str | None = None
    digest: str | None = None
    bodiless: bool = False
    source: str | None = None
    links: list[str] = field(default_factory=list)
    next: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    body: bytes = b""


def send(stream: BinaryIO, message: Message) -> None:
    """Writes one message; blocks until the other side has taken it."""
    head: dict[str, Any] = {name: getattr(message, name) for name in Message.__slots__ if name != "body"}
    head["size"] = len(message.body)
    stream.write(json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n" + message.body)
    stream.flush()


def receive(stream: IO[bytes]) -> Iterator[Message]:
    """The messages of a stream until it ends; one that was cut off by the child's death isn't given."""
    while line := stream.readline():
        if not line.endswith(b"\n"):
            return
        head = json.loads(line.decode("utf-8", "surrogatepass"))
        size = head.pop("size")
        body = stream.read(size)
        if len(body) < size:
            return
        yield Message(**head, body=body)
