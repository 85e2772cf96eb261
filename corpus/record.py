"""The record: opened by its address, it is the one truth that everything else is derived from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus import recording
from corpus.accounts import Accounts
from corpus.audit import ROBOT, Audit
from corpus.captures import Captures
from corpus.citations import Citations
from corpus.consistency import Consistency
from corpus.corrections import Corrections
from corpus.crawls import Crawls
from corpus.database import Database, now
from corpus.failures import fail
from corpus.gold import Gold
from corpus.joining import Joining
from corpus.outbox import Outbox
from corpus.proposals import Proposals
from corpus.queries import Queries
from corpus.review import Review
from corpus.sends import Sends
from corpus.statistics import Statistics
from corpus.subscriptions import Subscriptions
from corpus.tracking import Tracking
from corpus.types import Capture, Document, Pending, Reading
from nlp.types import Extraction


class Corpus(Queries):
    """The record of one province or team. Safe to share between threads; processes may have it open at once.

    Its rooms: `captures`, `audit`, `citations`, `tracking`, `corrections`, `joining`, `proposals`,
    `review`, `gold`, `consistency`, `outbox`, `crawls`, `statistics`, `accounts`, `subscriptions` and `sends`.
    """

    def __init__(self, database: Database, home: Path) -> None:
        super().__init__(database)
        self.home = home
        self.audit = Audit(database, home)
        self.captures = Captures(database, home)
        self.citations = Citations(database)
        self.crawls = Crawls(database)
        self.outbox = Outbox(database)
        self.statistics = Statistics(database)
        self.accounts = Accounts(database, self.audit)
        self.subscriptions = Subscriptions(database, self.audit)
        self.sends = Sends(database)
        self.corrections = Corrections(self.audit)
        self.joining = Joining(self.audit)
        self.tracking = Tracking(database, self.audit)
        self.proposals = Proposals(database, self.audit)
        self.review = Review(self.audit)
        self.gold = Gold(database)
        self.consistency = Consistency(database, self.captures)
        self.change = self.tracking.change
        self.keep = self.captures.keep
        self.bytes_of = self.captures.bytes_of
        self.is_read = self.captures.is_read

    @classmethod
    def open(cls, url: str, home: Path | None = None) -> Self:
        """Opens the record at `url` ("sqlite:///data/chidao.db", "postgresql+psycopg://…"), making or migrating it.

        `home` is the folder of the anchor file and, beside SQLite, of the captures. Without it, it is the folder of
        SQLite's file, for PostgreSQL `CHIDAO_HOME` (or ./data).
        """
        database = Database(url)
        folder = home or database.folder or Path(os.environ.get("CHIDAO_HOME", "data"))
        folder.mkdir(parents=True, exist_ok=True)
        try:
            database.migrate()
            corpus = cls(database, folder)
            corpus.audit.catch_up()
        except BaseException:
            database.close()
            raise
        return corpus

    def close(self) -> None:
        """Gives the database's connections back."""
        self._database.optimize()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def record(self, capture: Capture, reading: Reading, extraction: Extraction) -> Document:
        """Takes a reading and its extraction in, in one transaction; what is in already adds no row and no event."""
        with self.audit.ledger(ROBOT) as ledger:
            document = recording.record(ledger, capture, reading, extraction)
        return self.document(document)

    def fail(self, address: str, capture_id: str | None, reason: str, *, final: bool = False) -> None:
        """Keeps that this address could not be read, and counts the attempt; `reason` is for staff, in Vietnamese."""
        with self._database.write() as connection:
            fail(connection, address, capture_id, reason, final=final, at=now())

    def take_outbox(self, holder: str, limit: int = 200, lease: timedelta = timedelta(minutes=1)) -> list[Pending]:
        """Documents whose index entries are behind, leased to `holder` (see corpus/outbox.py)."""
        return self.outbox.take(holder, limit, lease)

    def settle_outbox(self, done: Sequence[Pending], failed: Sequence[tuple[Pending, str]] = ()) -> None:
        """What became of documents that were taken: indexed, or failed with an error."""
        self.outbox.settle(done, failed)
