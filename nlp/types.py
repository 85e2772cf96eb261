"""What an extraction is made of. Every fact is a span of the text that it was read in: `text[start:end]`.

Offsets are in characters of the text given to the extractor, end exclusive. A value that the text does not give
is None; where that is an abstention, the reason stands beside it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

Kind = Literal["article", "dispatch"]
Form = Literal["document", "meeting"]
ReferenceRole = Literal["subject", "cited", "related"]
AssigneeRole = Literal["lead", "support"]


@dataclass(slots=True)
class Span:
    """A piece of the text: its words, `[start, end)`, and the id of the rule that found it (`room.rule-name`)."""

    text: str
    start: int
    end: int
    rule: str


@dataclass(slots=True)
class Reference(Span):
    """A numbered document that is mentioned: from its type word, if there is one, to the end of its number.

    `number` is as printed with the spaces inside it removed (and OCR's misreadings mended); `type` in lower case as
    Nghị định 30/2020/NĐ-CP, Điều 7, names it; `date` is the day of issue.
    """

    number: str | None
    type: str | None = None
    date: date | None = None
    issuer: str | None = None
    role: ReferenceRole = "cited"


@dataclass(slots=True)
class Assignee(Span):
    """A unit, a group of units or a person in office that a task is given to."""

    role: AssigneeRole = "lead"


@dataclass(slots=True)
class Deadline(Span):
    """The limit set for a task. `date` is its last day; `rrule` (RFC 5545) says when a recurring one falls due.

    `reason` says why `date` is None where it can't be told ("no-year", "no-anchor", "recurring", "event").
    """

    date: date | None = None
    recurring: bool = False
    rrule: str | None = None
    reason: str | None = None


@dataclass(slots=True)
class Task(Span):
    """What somebody is told to do. The span begins at the action and leaves the assignee phrase outside."""

    assignees: list[Assignee] = field(default_factory=list)
    deadline: Deadline | None = None


@dataclass(slots=True)
class Person:
    """Somebody who is named and holds an office in the text."""

    name: str
    position: str | None
    start: int
    end: int
    rule: str


@dataclass(slots=True)
class Signer:
    """Who signed, in what office, and on whose behalf (TM., KT., TL., TUQ., Nghị định 30/2020/NĐ-CP, Điều 13)."""

    name: str
    position: str | None = None
    on_behalf: str | None = None


@dataclass(slots=True)
class Directive:
    """What was ordered: a numbered document, or a meeting's spoken conclusions.

    `spans` maps a field's name to where its evidence stands in the text; `rules` to the rule that decided it;
    `reasons` says why a field is None. `chair` is who presided over a meeting and concluded.
    """

    form: Form = "document"
    type: str | None = None
    number: str | None = None
    date: date | None = None
    issuer: str | None = None
    signer: Signer | None = None
    subject: str | None = None
    chair: str | None = None
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a document from outside its text: a portal's metadata, a signature's appearance.

    `place` is the place of the portal or of the issuer ("tỉnh Lạng Sơn"); `number`, `date` and `issuer` are the
    directive's own where they stand outside the text layer.
    """

    kind: Kind | None = None
    title: str | None = None
    published: date | None = None
    place: str | None = None
    number: str | None = None
    date: date | None = None
    issuer: str | None = None


@dataclass(slots=True)
class Mention(Span):
    """A unit that is named, resolved in the registry (see nlp/registry.py) as far as that can be told.

    `unit` is the registry's id, None while open; `confidence` is in [0, 1]; `candidates` are the ids it is open among.
    """

    unit: str | None = None
    group: bool = False
    confidence: float = 0.0
    candidates: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Extraction:
    """All that was read in one text; `version` is the extractor's, so that an old reading is known as one."""

    id: str
    kind: Kind
    title: str | None
    published: date | None
    directive: Directive | None
    references: list[Reference] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    abbreviations: dict[str, str] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    version: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The extraction as JSON values, in the form of the gold annotations, with rules and reasons beside them."""
        return _plain(asdict(self))  # type: ignore[no-any-return]


def _plain(value: Any) -> Any:
    """Dates as ISO strings, all the way down."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
