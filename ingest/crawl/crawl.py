"""One run over one portal: a child process fetches, this process keeps account and hands the pages down the line."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus.crawls import Address, Crawls, Outcome, Run
from ingest.crawl.portal import Portal
from ingest.crawl.report import CrawlReport
from ingest.crawl.wire import Known, Message, Plan, receive

TRIES = 5
"""In so many runs in a row an address may fail before it is left alone."""
READINGS = 3
"""So often what was fetched, and can't be read, is fetched and read again; a later version may be able to."""
FEW = 3
"""Fewer articles than this don't tell whether a layout changed, unless they are all there is."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page or file as it came from a portal, with what the portal says about it. `article` is the address of the
    page that an attachment belongs to, None for a page itself; `attachments` are the files that a page links to.
    """

    body: bytes
    address: str
    headers: dict[str, str]
    portal: Portal
    article: str | None = None
    title: str | None = None
    published: datetime | None = None
    attachments: tuple[str, ...] = ()
    fetched_at: datetime = field(default_factory=lambda: datetime.now(UTC))


class NotTakenError(Exception):
    """The pipeline couldn't read what was fetched; the reason is Vietnamese, for staff."""


class BusyError(Exception):
    """Another process is crawling the portal."""


Deliver = Callable[[Fetched], object]


def crawl(
    portal: Portal,
    *,
    crawls: Crawls,
    deliver: Deliver,
    full: bool = False,
    limit: int | None = None,
    lock: Path | None = None,
    seen: Callable[[Message], None] = lambda _message: None,
) -> CrawlReport:
    """Reads a portal once and returns what was seen; a run that was cut off is carried on.

    `deliver` takes each page and file that is new or changed and raises NotTakenError for what it can't read; `full`
    asks for every known page again; `limit` is how many articles and attachments are asked for at most. `seen` is told
    of each message, for a progress bar. Of those that are given the same `lock` (a file) one runs at a time; the others
    raise BusyError.
    """
    with _alone(lock):
        return _crawl(portal, crawls, deliver, seen, full=full, limit=limit)


def _crawl(
    portal: Portal, crawls: Crawls, deliver: Deliver, seen: Callable[[Message], None], *, full: bool, limit: int | None
) -> CrawlReport:
    started = datetime.now(UTC)
    run = crawls.begin(portal.name, started)
    book = _Book(portal, crawls, run, deliver)
    plan = book.plan(full=full, limit=limit)
    end: Message | None = None
    with _child(plan) as messages:
        for message in messages:
            seen(message)
            if message.what == "end":
                end = message
            else:
                book.enter(message)
    report = book.report(end)
    report.finished = datetime.now(UTC)
    if end is not None:
        crawls.finish(run, report.finished, report.state, report.to_dict())
    return report


@contextmanager
def _alone(lock: Path | None) -> Iterator[None]:
    """Holds a file's lock, which the system takes back however the process ends."""
    if lock is None:
        yield
        return
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError("cổng này đang được một tiến trình khác thu thập") from error
        yield


@contextmanager
def _child(plan: Plan) -> Iterator[Iterator[Message]]:
    """A crawling process and what it tells; it ends with us, whatever ends us."""
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "ingest.crawl.child"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            # a child that died before it had read its plan tells nothing, which is what its end is known by
            with suppress(BrokenPipeError):
                process.stdin.write(plan.to_json().encode() + b"\n")
                process.stdin.flush()
            yield receive(process.stdout)
        finally:
            process.kill()


class _Book:
    """Keeps account of a run: what was known, what was met, what is to be told."""

    def __init__(self, portal: Portal, crawls: Crawls, run: Run, deliver: Deliver) -> None:
        self.portal = portal
        self.crawls = crawls
        self.run = run
        self.deliver = deliver
        self.known = crawls.addresses(portal.name)
        self.empty: list[str] = []

    def plan(self, *, full: bool, limit: int | None) -> Plan:
        """What the child is to do."""
        since = datetime.now(UTC) - timedelta(days=self.portal.revisit_days)
        known = {address: self._known(row, since, full) for address, row in self.known.items()}
        return Plan(str(self.portal.file), known, deep=full or self.run.deep, limit=limit)

    def _known(self, row: Address, since: datetime, full: bool) -> Known:
        fresh = row.first_seen is not None and row.first_seen >= since
        tried_enough = row.failures >= TRIES
        closed = row.outcome == "gone" or (row.outcome == "skipped" and row.final is not None)
        return Known(
            role=row.role,  # type: ignore[arg-type]
            final=row.final,
            etag=row.etag,
            modified=row.modified,
            links=row.links,
            next=row.next,
            settled=row.last_run == self.run.id,
            before=(row.read_run is not None and row.read_run != self.run.id) or closed or tried_enough,
            revisit=full or (not closed and not tried_enough and (fresh or row.failures > 0)),
        )

    def enter(self, message: Message) -> None:
        """Hands a page down the line, then notes that this run is done with its address."""
        before = self.known.get(message.address)
        found = Address(message.address, message.role, "unchanged", message.source)
        if message.what == "read":
            self._read(message, before, found)
        elif message.what == "unchanged":
            _carry_over(before, found)
        else:
            _carry_over(before, found)
            found.outcome, found.reason = _missed(message), message.reason
            found.final = message.final or None
            found.failures = (before.failures if before else 0) + 1 if message.what == "failed" else 0
        self.crawls.settle(self.run, found, datetime.now(UTC))
        self.known[message.address] = found

    def _read(self, message: Message, before: Address | None, found: Address) -> None:
        headers = {name.lower(): value for name, value in message.headers.items()}
        found.final = message.final if message.final != message.address else None
        found.etag, found.modified = headers.get("etag"), headers.get("last-modified")
        found.links, found.next = message.links, message.next
        found.digest, found.bodiless = message.digest, message.bodiless
        if message.role == "listing":
            if not message.links and (before is None or before.links):
                self.empty.append(message.address)
                found.links = before.links if before else []
            return
        if before is not None and before.digest == found.digest and self._is_done_with(before):
            return
        found.outcome = "new" if before is None or before.read_run is None else "changed"
        try:
            self.deliver(_fetched(self.portal, message))
        except NotTakenError as error:
            found.outcome, found.reason = "failed", str(error)
            found.failures = before.failures + 1 if before else 1
            if found.failures < READINGS:
                found.etag = found.modified = None

    def _is_done_with(self, row: Address) -> bool:
        """Whether the same content at an address need not be handed down again."""
        return row.digest is not None and (row.read_run is not None or row.failures >= READINGS)

    def report(self, end: Message | None) -> CrawlReport:
        """The run's summary, from what the record holds of it, so that a run in pieces gives the same."""
        report = CrawlReport(self.portal.name, started=self.run.started, resumed=self.run.resumed)
        met = self.crawls.met(self.run)
        for row in met:
            if row.outcome in ("failed", "skipped"):
                report.miss(row.outcome, row.reason or "không rõ", row.address)
            else:
                report.count(row.outcome)  # type: ignore[arg-type]
        self._judge_articles(report, met)
        if end is None:
            report.problem("tiến trình thu thập bị ngắt; lần chạy sau sẽ làm tiếp", "stopped")
            return report
        if end.reason == "finished":
            self._judge_listings(report)
        report.requests, report.not_modified = end.counts["requests"], end.counts["not_modified"]
        if end.reason != "finished":
            report.problem(end.reason, "stopped")
        elif end.counts["left"]:
            report.problem(f"còn ít nhất {end.counts['left']} bài chưa đọc vì giới hạn của lần chạy", "stopped")
        if end.counts["errors"]:
            report.problem(f"lỗi trong bộ thu thập: {end.counts['errors']} lần", "failed")
        return report

    def _judge_articles(self, report: CrawlReport, met: list[Address]) -> None:
        """Whether the articles still look as the portal's description says."""
        read = [row for row in met if row.role == "article" and row.outcome in ("new", "changed")]
        bodiless = [row for row in read if row.bodiless]
        if bodiless and 2 * len(bodiless) >= len(read) and (len(read) >= FEW or len(read) == len(bodiless)):
            words = f"{len(bodiless)} trong {len(read)} bài không thấy phần nội dung theo mô tả của cổng"
            report.problem(f"{words}, ví dụ {bodiless[0].address}", "layout")

    def _judge_listings(self, report: CrawlReport) -> None:
        """Whether the listings could be read and still lead somewhere."""
        for address in self.empty:
            report.problem(f"trang danh sách không còn bài nào theo mô tả của cổng: {address}", "layout")
        for row in self.known.values():
            missed = row.outcome in ("failed", "gone") or (row.outcome == "skipped" and row.final is None)
            if row.role == "listing" and missed:
                report.problem(f"trang danh sách không đọc được ({row.reason}): {row.address}", "failed")


def _missed(message: Message) -> Outcome:
    return message.what if message.what in ("failed", "skipped", "gone") else "failed"


def _carry_over(before: Address | None, found: Address) -> None:
    """What an unchanged address keeps."""
    if before is None:
        return
    for name in ("final", "etag", "modified", "digest", "bodiless", "links", "next", "source"):
        setattr(found, name, getattr(before, name))


def _fetched(portal: Portal, message: Message) -> Fetched:
    attached = message.role == "attachment"
    return Fetched(
        body=message.body,
        address=message.address if attached else message.final or message.address,
        headers=dict(message.headers),
        portal=portal,
        article=message.source if attached else None,
        title=message.title,
        published=datetime.fromisoformat(message.published) if message.published else None,
        attachments=() if attached else tuple(message.links),
    )
