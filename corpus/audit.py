"""The log: append-only, hash-chained, its head anchored in a file outside the database so that a cut tail is found."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from corpus.database import Database, canonical, now, stamp
from corpus.schema import chain, events
from corpus.types import Event, Subject

ROBOT = "chidao"
"""The actor of what the program does by itself."""

GENESIS = "0" * 64
_BATCH = 5_000
_TAIL = 8_192  # bytes of the anchor file that are read when the record is opened
_ANCHOR = re.compile(rb"(\d{1,18}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the log: its number and its hash. An empty log has 0 and 64 zeros."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where the log isn't what was written: the entry's number and what is wrong, in Vietnamese."""

    seq: int
    message: str


class Ledger:
    """A transaction's hand on the log: others who want to add wait until it ends, so `seq` has no gaps."""

    def __init__(self, connection: Connection, actor: str) -> None:
        self.connection = connection
        self.actor = actor
        self.at = now()
        self._head = _lock(connection)
        self._added: list[dict[str, Any]] = []

    def add(
        self,
        action: str,
        subject: Subject,
        subject_id: str,
        *,
        before: Any = None,
        after: Any = None,
        reason: str | None = None,
    ) -> Event:
        """Writes an entry; it is in the log when the transaction is."""
        seq = self._head.seq + 1
        fields = {
            "seq": seq, "at": self.at, "actor": self.actor, "action": action, "subject": subject,
            "subject_id": subject_id, "before": before, "after": after, "reason": reason, "previous": self._head.hash,
        }  # fmt: skip
        entry = {**fields, "hash": digest(**fields)}
        self._added.append(entry)
        self._head = Head(seq, entry["hash"])
        return Event(**entry)

    @property
    def revision(self) -> int:
        """The number that the next entry gets."""
        return self._head.seq + 1

    def flush(self) -> Head | None:
        """Sends what was added to the database; the new head, None if nothing was."""
        if not self._added:
            return None
        self.connection.execute(insert(events), self._added)
        self.connection.execute(update(chain).values(seq=self._head.seq, hash=self._head.hash))
        self._added = []
        return self._head


def _lock(connection: Connection) -> Head:
    row = connection.execute(select(chain.c.seq, chain.c.hash).where(chain.c.id == 1).with_for_update()).one()
    return Head(row.seq, row.hash)


def digest(
    *,
    seq: int,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    subject_id: str,
    before: Any,
    after: Any,
    reason: str | None,
    previous: str,
) -> str:
    """The hash of an entry, over all its fields in one spelling and the hash before it."""
    value = [seq, stamp(at), actor, action, subject, subject_id, before, after, reason, previous]
    return hashlib.sha256(canonical(value).encode()).hexdigest()


class Audit:
    """Reads and checks the log, and keeps its anchor."""

    def __init__(self, database: Database, home: Path) -> None:
        self._database = database
        self.anchor = home / "audit.anchor"

    @contextlib.contextmanager
    def ledger(self, actor: str) -> Iterator[Ledger]:
        """A writing transaction with its log; the anchor follows when it is in the database."""
        with self._database.write() as connection:
            ledger = Ledger(connection, actor)
            yield ledger
            head = ledger.flush()
        if head is not None:
            self._write_anchor(head)

    def head(self) -> Head:
        """The last entry of the log."""
        with self._database.read() as connection:
            row = connection.execute(select(chain.c.seq, chain.c.hash)).one()
        return Head(row.seq, row.hash)

    def catch_up(self) -> None:
        """Anchors what was written by a process that died before it could. Called when the record is opened."""
        head = self.head()
        if head.seq and head.seq > max((seq for seq, _ in self._anchors(tail=True)), default=0):
            self._write_anchor(head)

    def verify(self) -> list[Flaw]:
        """Reads the whole log and the anchor: hashes, chain, gaps, head, and that no anchored entry is missing."""
        anchored = self._anchors()
        wanted = dict(anchored)
        flaws = [Flaw(0, "tệp neo có dòng không đọc được")] if wanted.pop(0, None) is not None else []
        flaws += [
            Flaw(seq, "tệp neo ghi hai giá trị băm khác nhau cho cùng một mục")
            for seq, value in sorted(set(anchored))
            if seq and wanted[seq] != value
        ]
        last = Head(0, GENESIS)
        with self._database.read() as connection:
            head = connection.execute(select(chain.c.seq, chain.c.hash)).one_or_none()
            for row in connection.execution_options(yield_per=_BATCH).execute(select(events).order_by(events.c.seq)):
                flaws.extend(_check(row._mapping, last, wanted.pop(row.seq, None)))
                last = Head(row.seq, row.hash)
        flaws.extend(Flaw(seq, "mục đã được neo nhưng không còn trong nhật ký") for seq in sorted(wanted))
        if head is None or (head.seq, head.hash) != (last.seq, last.hash):
            flaws.append(Flaw(last.seq, "đầu chuỗi không khớp với mục cuối của nhật ký"))
        return flaws

    def _anchors(self, *, tail: bool = False) -> list[tuple[int, str]]:
        """The anchored entries, or only those at the file's end. A line that isn't one counts as entry 0."""
        if not self.anchor.exists():
            return []
        with self.anchor.open("rb") as file:
            if tail:
                file.seek(max(0, self.anchor.stat().st_size - _TAIL))
                file.readline()
            lines = file.read().splitlines()
        found = [_ANCHOR.fullmatch(line) for line in lines]
        return [(int(m[1]), m[2].decode()) if m else (0, "") for m in found]

    def _write_anchor(self, head: Head) -> None:
        """Adds a line; one `write` of a few bytes under a lock, so that lines of several processes stay whole."""
        descriptor = os.open(self.anchor, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            os.write(descriptor, f"{head}\n".encode("ascii"))
        finally:
            os.close(descriptor)


def _check(row: Any, last: Head, anchored: str | None) -> Iterator[Flaw]:
    """What is wrong with one entry, given the one before it and what the anchor says of it."""
    seq = row["seq"]
    if seq != last.seq + 1:
        yield Flaw(seq, f"thiếu mục sau mục {last.seq}")
    if row["previous"] != last.hash:
        yield Flaw(seq, "không nối với mục trước")
    try:
        good = digest(**{k: v for k, v in row.items() if k != "hash"}) == row["hash"]
    except (TypeError, ValueError):
        good = False
    if not good:
        yield Flaw(seq, "nội dung không khớp với giá trị băm")
    if anchored is not None and anchored != row["hash"]:
        yield Flaw(seq, "giá trị băm không khớp với tệp neo")
