"""What crawls leave in the record, a row a run and a row an address: the next run asks only for what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, func, select, update
from sqlalchemy.engine import RowMapping

from corpus.database import Database, Json, Moment
from corpus.schema import metadata

Outcome = Literal["new", "changed", "unchanged", "failed", "skipped", "gone"]

crawl_runs = Table(
    "crawl_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("portal", Text, nullable=False, index=True),
    Column("started", Moment, nullable=False),
    Column("finished", Moment),
    Column("state", String(16)),
    Column("report", Json),
)

crawl_addresses = Table(
    "crawl_addresses",
    metadata,
    Column("portal", String(80), primary_key=True),
    Column("address", Text, primary_key=True),
    Column("role", String(16), nullable=False),
    Column("source", Text),
    Column("outcome", String(16), nullable=False),
    Column("reason", Text),
    Column("final", Text),
    Column("etag", Text),
    Column("modified", Text),
    Column("digest", String(64)),
    Column("bodiless", Boolean, nullable=False),
    Column("links", Json, nullable=False),
    Column("next", Text),
    Column("failures", Integer, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("read_run", Integer),
    Column("last_run", Integer, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run over one portal. `resumed`: it was begun before and cut off. `deep`: no earlier run came to its end, so
    that known pages of a listing don't mean that all behind them is known.
    """

    id: int
    portal: str
    started: datetime
    resumed: bool
    deep: bool


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """A run as the record shows it: its report is what the crawler counted; `finished` is None until it ends."""

    id: int
    portal: str
    started: datetime
    finished: datetime | None
    state: str | None
    report: dict[str, Any]


@dataclass(slots=True)
class Address:
    """What is known of an address of a portal. `read_run` is the first run that read it, `last_run` the last that
    met it; `failures` counts the runs in a row in which it failed; `final` is where it redirects to.
    """

    address: str
    role: str
    outcome: Outcome
    source: str | None = None
    reason: str | None = None
    final: str | None = None
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    bodiless: bool = False
    links: list[str] = field(default_factory=list)
    next: str | None = None
    failures: int = 0
    first_seen: datetime | None = None
    read_run: int | None = None
    last_run: int = 0


class Crawls:
    """The crawls' part of the record."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, portal: str, at: datetime) -> Run:
        """The portal's run that was cut off, to be carried on, or a new one begun at this time."""
        with self._database.write() as connection:
            own = crawl_runs.c.portal == portal
            row = connection.execute(
                select(crawl_runs).where(own, crawl_runs.c.finished.is_(None)).order_by(crawl_runs.c.id.desc())
            ).first()
            ended = select(crawl_runs.c.state).where(own, crawl_runs.c.finished.is_not(None))
            deep = connection.execute(ended.order_by(crawl_runs.c.id.desc())).scalar() != "complete"
            if row is not None:
                return Run(row.id, portal, row.started, True, deep)
            made = connection.execute(crawl_runs.insert().values(portal=portal, started=at)).inserted_primary_key
            return Run(int(made[0]) if made else 0, portal, at, False, deep)

    def finish(self, run: Run, at: datetime, state: str, report: dict[str, Any]) -> None:
        """Ends a run with its report."""
        with self._database.write() as connection:
            connection.execute(
                update(crawl_runs).where(crawl_runs.c.id == run.id).values(finished=at, state=state, report=report)
            )

    def addresses(self, portal: str) -> dict[str, Address]:
        """All that is known of a portal's addresses."""
        with self._database.read() as connection:
            rows = connection.execute(select(crawl_addresses).where(crawl_addresses.c.portal == portal)).mappings()
            return {row["address"]: _address(row) for row in rows}

    def settle(self, run: Run, found: Address, at: datetime) -> None:
        """Notes what a run met at an address; the first run that read it and the time it was first seen stay."""
        values = {name: getattr(found, name) for name in Address.__slots__ if name not in ("address", "first_seen")}
        values |= {"last_run": run.id, "read_run": run.id if found.outcome in ("new", "changed", "unchanged") else None}
        mine = (crawl_addresses.c.portal == run.portal, crawl_addresses.c.address == found.address)
        with self._database.write() as connection:
            before = connection.execute(select(crawl_addresses).where(*mine)).mappings().first()
            if before is None:
                key = {"portal": run.portal, "address": found.address, "first_seen": at}
                connection.execute(crawl_addresses.insert().values(**key, **values))
                return
            values["read_run"] = before["read_run"] if before["read_run"] is not None else values["read_run"]
            if before["last_run"] == run.id and before["outcome"] in ("new", "changed"):
                values["outcome"] = before["outcome"]
            connection.execute(update(crawl_addresses).where(*mine).values(**values))

    def met(self, run: Run) -> list[Address]:
        """The articles and attachments that a run met."""
        wanted = (crawl_addresses.c.portal == run.portal, crawl_addresses.c.last_run == run.id)
        with self._database.read() as connection:
            rows = connection.execute(
                select(crawl_addresses)
                .where(*wanted, crawl_addresses.c.role != "listing")
                .order_by(crawl_addresses.c.address)
            ).mappings()
            return [_address(row) for row in rows]

    def runs(self, portal: str | None = None, limit: int = 50) -> list[FinishedRun]:
        """The latest runs, the newest first, of one portal or of all."""
        query = select(crawl_runs).order_by(crawl_runs.c.id.desc()).limit(limit)
        if portal is not None:
            query = query.where(crawl_runs.c.portal == portal)
        with self._database.read() as connection:
            return [_run(row) for row in connection.execute(query).mappings()]

    def latest(self, portals: Sequence[str] | None = None) -> dict[str, FinishedRun]:
        """The latest run of each portal that was ever crawled, or of those named."""
        newest = select(func.max(crawl_runs.c.id)).group_by(crawl_runs.c.portal)
        if portals is not None:
            newest = newest.where(crawl_runs.c.portal.in_(portals))
        with self._database.read() as connection:
            rows = connection.execute(select(crawl_runs).where(crawl_runs.c.id.in_(newest))).mappings()
            return {row["portal"]: _run(row) for row in rows}

    def since(self, moment: datetime) -> Iterable[FinishedRun]:
        """The runs that ended at this time or later, the oldest first."""
        query = select(crawl_runs).where(crawl_runs.c.finished >= moment).order_by(crawl_runs.c.id)
        with self._database.read() as connection:
            return [_run(row) for row in connection.execute(query).mappings()]


def _address(row: RowMapping) -> Address:
    return Address(**{name: row[name] for name in Address.__slots__})


def _run(row: RowMapping) -> FinishedRun:
    report = row["report"] or {}
    return FinishedRun(row["id"], row["portal"], row["started"], row["finished"], row["state"], report)
