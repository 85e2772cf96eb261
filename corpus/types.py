"""What the record is made of, as its readers see it. Timestamps are UTC-aware; dates are days in Vietnam.

Offsets are characters of a document's current text, `[start, end)`, so that `text[start:end]` is the evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from nlp.types import AssigneeRole, Context, Form, Kind, ReferenceRole

T = TypeVar("T")

Status = Literal["assigned", "in_progress", "reported", "returned", "done", "cancelled", "superseded"]
Subject = Literal["capture", "document", "directive", "task", "unit", "account", "subscription", "export"]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A piece of a list: `total` counts the whole list, `next` is the following piece's cursor, None at the end."""

    items: list[T]
    total: int
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as they were fetched: `id` is their SHA-256 in hex, `size` is in bytes."""

    id: str
    address: str
    media_type: str
    size: int
    fetched_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What ingest makes of a capture: its text and what is known of it from outside the text.

    `source_map` leads from offsets back to pages and boxes, in JSON values; `confidence` is OCR's, in [0, 1];
    `attachments` are addresses that the page links to as files of the same matter; `signature` are the hashes of the
    text's MinHash bands, by which reprints are found (see `Corpus.similar`).
    """

    text: str
    address: str
    media_type: str
    kind: Kind | None = None
    title: str | None = None
    published: date | None = None
    portal: str | None = None
    source_map: Any = None
    context: Context = field(default_factory=Context)
    ocr: bool = False
    confidence: float | None = None
    notes: Sequence[str] = ()
    attachments: Sequence[str] = ()
    signature: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a document, the way back to its source, and what the extractor found, as `Extraction.to_dict()`."""

    text: str
    source_map: Any
    extraction: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """One text: a web page (by its address, whatever versions it went through) or a file (by its bytes).

    `version` is the extractor's. `flags` say what a person should look at (see corpus/review.py). `revision` is the
    `seq` of the last event that touched it and grows with every change. `content` is there when
    one document is asked for.
    """

    id: str
    directive_id: str | None
    capture_id: str
    address: str
    media_type: str
    kind: Kind
    title: str | None
    published: date | None
    portal: str | None
    place: str | None
    ocr: bool
    confidence: float | None
    fetched_at: datetime
    recorded_at: datetime
    version: str
    notes: tuple[str, ...]
    flags: tuple[str, ...]
    revision: int
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A state of a document: the capture it was read from, by which extractor, and whether it is the current one."""

    id: str
    document_id: str
    capture_id: str
    fetched_at: datetime
    extractor: str
    recorded_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered document that a document mentions; `directive_id` where the record holds it and only one fits."""

    document_id: str
    text: str
    start: int
    end: int
    rule: str
    number: str | None
    type: str | None
    date: date | None
    issuer: str | None
    role: ReferenceRole
    directive_id: str | None = None


@dataclass(frozen=True, slots=True)
class Directive:
    """What was ordered, put together from the documents that carry it. `document_id` is the one its tasks are read in.

    `documents` are the ids of all that carry it, the best first; `evidence` maps a field to the document and the span
    that it was read in: `{"number": ("d…", 12, 24)}`; `corrected` names the fields that a person set.
    """

    id: str
    form: Form
    type: str | None
    number: str | None
    date: date | None
    issuer: str | None
    issuer_unit: str | None
    signer: str | None
    signer_position: str | None
    subject: str | None
    chair: str | None
    place: str | None
    document_id: str
    documents: tuple[str, ...]
    evidence: Mapping[str, tuple[str, int, int]]
    reasons: Mapping[str, str]
    corrected: tuple[str, ...]
    task_count: int
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """A task given to a unit, with where the text says so and how far this unit is."""

    id: str
    task_id: str
    unit_id: str
    unit: str
    text: str
    start: int
    end: int
    rule: str
    role: AssigneeRole
    status: Status


@dataclass(frozen=True, slots=True)
class Deadline:
    """The limit of a task as the text sets it (see nlp.types.Deadline); `start` is None where a person set it."""

    text: str
    start: int | None
    end: int | None
    rule: str
    date: date | None = None
    recurring: bool = False
    rrule: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody was told to do, and what became of it.

    `due` is the day it falls due: the deadline's, or the first occurrence of a recurring task that isn't settled yet.
    `closed_on` is the day it was done, cancelled or superseded.
    `status` is that of the leads together (see corpus/tracking.py). `current` is False for what another document of the
    directive says as well, and for what was removed. `revision` is what a change has to name. `touched`: a person has
    decided something about it.
    """

    id: str
    directive_id: str
    document_id: str
    text: str
    start: int
    end: int
    rule: str
    deadline: Deadline | None
    due: date | None
    status: Status
    assignments: tuple[Assignment, ...]
    number: str | None
    issuer: str | None
    issued: date | None
    current: bool
    touched: bool
    corrected: tuple[str, ...]
    closed_on: date | None
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: one of the registry's (nlp/registry.py), or a provisional one known by name and place alone."""

    id: str
    name: str
    place: str | None
    known: bool
    group: bool
    parent_id: str | None = None
    joined_into: str | None = None
    task_count: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the log. `hash` is SHA-256 over all other fields, `previous` the hash of the entry before."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: Subject
    subject_id: str
    before: Any
    after: Any
    reason: str | None
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read, why (in Vietnamese, for staff), how often it was tried, and whether that was the end."""

    address: str
    capture_id: str | None
    reason: str
    attempts: int
    final: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that an index needs of one document."""

    document: Document
    directive: Directive | None
    tasks: tuple[Task, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """A document whose index entry is behind the record; `revision` is what the index is to carry."""

    document_id: str
    revision: int
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFilter:
    """Which documents; every field that is set narrows. Dates are inclusive."""

    kind: Kind | None = None
    portal: str | None = None
    place: str | None = None
    directive_id: str | None = None
    address: str | None = None
    published_from: date | None = None
    published_to: date | None = None
    recorded_since: datetime | None = None
    flagged: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveFilter:
    """Which directives; every field that is set narrows. Dates are inclusive.

    `number` matches in any spelling; `units` are ids, any of which has a task of it.
    """

    ids: Sequence[str] | None = None
    form: Form | None = None
    type: str | None = None
    number: str | None = None
    issuer: str | None = None
    place: str | None = None
    dated_from: date | None = None
    dated_to: date | None = None
    recorded_since: datetime | None = None
    with_tasks: bool | None = None
    units: Sequence[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilter:
    """Which tasks; every field that is set narrows. Dates are inclusive.

    `units` are ids, any of which is assigned, in `role` if that is set; `open` is neither done nor cancelled nor
    superseded; `overdue_on` is open and due before that day. Only current tasks are listed unless `current` is None.
    """

    ids: Sequence[str] | None = None
    units: Sequence[str] | None = None
    role: AssigneeRole | None = None
    statuses: Sequence[Status] | None = None
    open: bool | None = None
    directive_ids: Sequence[str] | None = None
    document_id: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_from: date | None = None
    issued_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    overdue_on: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    recorded_since: datetime | None = None
    recurring: bool | None = None
    current: bool | None = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events; every field that is set narrows."""

    subject: Subject | None = None
    subject_ids: Sequence[str] | None = None
    actor: str | None = None
    action: str | None = None
    after_seq: int | None = None
    since: datetime | None = None
    until: datetime | None = None


class CorpusError(Exception):
    """Something that the record refuses, told in Vietnamese for the person who asked."""


class NotFoundError(CorpusError):
    """There is no such thing in the record."""


class ConflictError(CorpusError):
    """Somebody else changed it meanwhile: `revision` is the one that stands now."""

    def __init__(self, message: str, revision: int) -> None:
        super().__init__(message)
        self.revision = revision


class NotAllowedError(CorpusError):
    """The change is not one that the thing's present state allows."""
