"""Files go down the line: bytes kept, read in the jail, extracted, recorded in one transaction; the index follows.

What this extractor has read already is passed over, so that a run that was killed is finished by running it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.record import Corpus
from corpus.types import Capture, Document, Reading
from ingest.read import Jail, Job, UnreadableError
from ingest.read.formats import SUFFIXES
from ingest.same import join_same, signature
from nlp import Extractor
from search.index import Index
from search.sync import Indexer

_MOST_TRIES = 3


@dataclass(slots=True)
class Failed:
    """A file that gave no reading, and why, in Vietnamese."""

    address: str
    reason: str


@dataclass(slots=True)
class RunReport:
    """What a run did: documents recorded, files passed over because they are in already, and those that failed."""

    read: list[Document] = field(default_factory=list)
    known: int = 0
    failed: list[Failed] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """How many files the run looked at."""
        return len(self.read) + self.known + len(self.failed)


class Intake:
    """Takes bytes into a record: the road of files, of watched folders and of uploads."""

    def __init__(self, corpus: Corpus, extractor: Extractor | None = None) -> None:
        self._corpus = corpus
        self._extractor = extractor or Extractor()

    def keep(self, data: bytes, address: str, media_type: str = "application/octet-stream") -> Capture | None:
        """Keep the bytes; None where this extractor has read them already."""
        capture = self._corpus.keep(data, address=address, media_type=media_type, fetched_at=datetime.now(UTC))
        return None if self._corpus.is_read(capture.id, self._extractor.version) else capture

    def record(self, capture: Capture, reading: Reading) -> Document:
        """Extract and record a reading."""
        reading = signed(reading)
        extraction = self._extractor.extract(reading.text, id=capture.id, context=reading.context)
        document = self._corpus.record(capture, reading, extraction)
        join_same(self._corpus, document, tuple(reading.signature))
        return document

    def fail(self, address: str, capture: Capture | None, error: UnreadableError) -> Failed:
        """Keep that a file gave no reading."""
        self._corpus.fail(address, capture.id if capture else None, error.reason)
        return Failed(address, str(error))


def run(
    paths: Iterable[Path],
    *,
    corpus: Corpus,
    index: Index | None,
    progress: Callable[[], None] = lambda: None,
    workers: int | None = None,
) -> RunReport:
    """Read the files (folders: all files in them of a known kind) into the record, then bring the index up to it.

    `progress` is called once a file. A file that gives no reading is recorded as failed and the rest goes on.
    """
    intake, report = Intake(corpus), RunReport()
    tries = _tries(corpus)
    captures: dict[Path, Capture] = {}

    def fresh() -> Iterator[Path]:
        for path in files(paths):
            if tries.get(str(path), 0) >= _MOST_TRIES and path.exists():
                report.failed.append(Failed(str(path), f"{path.name}: đã thử {_MOST_TRIES} lần không đọc được, bỏ qua"))
                progress()
                continue
            capture = _kept(path, intake)
            if capture is None:
                report.known += 1
                progress()
            elif isinstance(capture, UnreadableError):
                report.failed.append(intake.fail(str(path), None, capture))
                progress()
            else:
                captures[path] = capture
                yield path

    with Jail(workers) as jail:
        for path, result in jail.each(fresh(), lambda p: Job(p, p.name, address=str(p))):
            capture = captures.pop(path)
            if isinstance(result, UnreadableError):
                report.failed.append(intake.fail(str(path), capture, result))
            else:
                report.read.append(intake.record(capture, result))
            progress()
    if index is not None:
        Indexer(corpus, index).drain()
    return report


def _tries(corpus: Corpus) -> dict[str, int]:
    """How often each file that gave no reading was tried."""
    tries: dict[str, int] = {}
    cursor = None
    while True:
        page = corpus.failures(cursor=cursor, limit=500)
        tries |= {failure.address: failure.attempts for failure in page.items}
        cursor = page.next
        if cursor is None:
            return tries


def _kept(path: Path, intake: Intake) -> Capture | UnreadableError | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        return UnreadableError("missing", error.strerror or "", name=path.name)
    return intake.keep(data, str(path)) if data else UnreadableError("empty", name=path.name)


def signed(reading: Reading) -> Reading:
    """The reading with the signature by which reprints of it are found."""
    return replace(reading, signature=signature(reading.text))


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files, and those inside the folders that are of a kind that can be read, in order."""
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
            yield from sorted(p for p in inside if not p.name.startswith("."))
        else:
            yield path
