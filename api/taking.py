"""Files that people send: the same road as `chidao run`, one file at a time, with who sent it in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from api.problems import ProblemError
from api.reading import extractor
from api.rights import Visitor
from api.state import State
from corpus.types import Document

LARGEST_FILE = 30 * 1024 * 1024
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: its document, and whether the record had it already."""

    document: Document
    known: bool


def take_in(state: State, visitor: Visitor, data: bytes, given_name: str) -> Taken:
    """Read a file into the record; the index follows by itself.

    Raises ProblemError, naming the file and the reason: 413 for more than 30 MB, 422 where it can't be read, which
    the record keeps as a failure.
    """
    from ingest.pipeline import Intake
    from ingest.read import UnreadableError, read

    name = file_name(given_name)
    if len(data) > LARGEST_FILE:
        raise ProblemError(413, f"{name}: tệp quá lớn, tối đa {LARGEST_FILE >> 20} MB.", {"file": name})
    intake = Intake(state.corpus, extractor())
    capture = state.corpus.keep(data, address=name, media_type="application/octet-stream", fetched_at=datetime.now(UTC))
    known = state.corpus.is_read(capture.id, extractor().version)
    try:
        reading = read(data, name=name)
    except UnreadableError as error:
        intake.fail(name, capture, error)
        raise ProblemError(422, f"{error}.", {"file": name, "reason": error.reason}) from error
    document = intake.record(capture, reading)
    if not known:
        with state.corpus.audit.ledger(visitor.name) as ledger:
            ledger.add("document.sent", "document", document.id, after={"file": name})
    return Taken(document, known)


def file_name(given: str) -> str:
    """The last part of a file's name as a browser gives it, without what can't be shown."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable()).strip()[-LONGEST_NAME:] or "tệp không tên"
