"""The pipeline: a spaCy `Language` whose components each add one kind of fact to the document.

A component is a small class with `__call__`; what it finds goes to `doc._.facts`, and as span groups to `doc.spans`
(`with_spans`), each span labelled with its kind and carrying the id of the rule that made it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.abbreviations import find_abbreviations
from nlp.article_head import find_published, find_title
from nlp.deadlines import deadline_of, text_year
from nlp.directive import assign_roles, find_directive
from nlp.kind import guess_kind
from nlp.layout import Layout, analyze
from nlp.mentions import find_mentions
from nlp.people import find_people
from nlp.references import find_references
from nlp.tasks.addressees import find_addressees
from nlp.tasks.finder import TaskFinder
from nlp.tasks.rows import row_deadline, table_tasks
from nlp.tasks.tables import Row, find_tables
from nlp.tokenizer import SyllableTokenizer
from nlp.types import Context, Directive, Kind, Mention, Person, Reference, Task
from nlp.words import words_of

COMPONENTS = (
    "chidao_layout",
    "chidao_references",
    "chidao_abbreviations",
    "chidao_tasks",
    "chidao_directive",
    "chidao_deadlines",
    "chidao_people",
    "chidao_mentions",
)


@dataclass(slots=True)
class Facts:
    """What the components have found so far in one text; `context` is what was known from outside it."""

    text: str
    context: Context
    kind: Kind = "article"
    layout: Layout = field(default_factory=lambda: Layout("article"))
    title: str | None = None
    published: date | None = None
    references: list[Reference] = field(default_factory=list)
    abbreviations: dict[str, str] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    rows: list[tuple[Task, Row]] = field(default_factory=list)
    directive: Directive | None = None
    people: list[Person] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


class LayoutReader:
    """Kind, blocks and headline."""

    def __call__(self, doc: Doc) -> Doc:
        """Give every block its role before any fact is looked for."""
        facts = facts_of(doc)
        facts.kind = facts.context.kind or guess_kind(facts.text)
        title = facts.context.title
        if title is None and facts.kind == "article":
            title = find_title(facts.text, facts.kind, Layout(facts.kind))
        facts.layout = analyze(facts.text, facts.kind, title)
        facts.title = title or find_title(facts.text, facts.kind, facts.layout)
        facts.published = facts.context.published or find_published(facts.text, facts.kind, facts.layout)
        facts.context = replace(facts.context, title=facts.title, published=facts.published)
        return doc


class ReferenceFinder:
    """Numbered documents."""

    def __call__(self, doc: Doc) -> Doc:
        """Add the references, their roles still open."""
        facts = facts_of(doc)
        facts.references = find_references(facts.text, layout=facts.layout)
        return doc


class AbbreviationFinder:
    """What the text itself abbreviates."""

    def __call__(self, doc: Doc) -> Doc:
        """Add the abbreviations that the text defines."""
        facts = facts_of(doc)
        facts.abbreviations = find_abbreviations(facts.text)
        return doc


class TaskComponent:
    """Tasks and who is in charge of them."""

    def __call__(self, doc: Doc) -> Doc:
        """Add the tasks with their assignees."""
        facts = facts_of(doc)
        addressees = find_addressees(facts.text, facts.layout)
        dispatch = facts.kind == "dispatch"
        tables = find_tables(facts.text, facts.layout.body_start, len(facts.text)) if dispatch else []
        facts.rows = table_tasks(facts.text, tables)
        found = TaskFinder(facts.text, facts.layout, addressees=addressees, references=facts.references).find()
        tasks = [t for t in found if not any(b.start < t.end and t.start < b.end for b in tables)]
        facts.tasks = sorted([*tasks, *(t for t, _ in facts.rows)], key=lambda t: t.start)
        return doc


class DirectiveComponent:
    """The directive itself, and what its mentions are."""

    def __call__(self, doc: Doc) -> Doc:
        """Add the directive; settle the roles of the references."""
        facts = facts_of(doc)
        facts.directive = find_directive(
            facts.text, facts.kind, facts.layout, facts.references, facts.context, ordered=bool(facts.tasks)
        )
        assign_roles(facts.references, facts.directive, facts.layout, facts.text, facts.context)
        return doc


class DeadlineComponent:
    """The limits of the tasks."""

    def __call__(self, doc: Doc) -> Doc:
        """Give each task its limit, resolved with the directive's date."""
        facts = facts_of(doc)
        anchor = facts.directive.date if facts.directive else None
        published = facts.published
        year = None if anchor or published else text_year(facts.text)
        rows = {id(task): row for task, row in facts.rows}
        for task in facts.tasks:
            if id(task) in rows:
                task.deadline = row_deadline(facts.text, rows[id(task)], anchor, published, year)
                continue
            task.deadline = deadline_of(facts.text, task.start, task.end, anchor, published, year=year)
        return doc


class PeopleFinder:
    """People in office."""

    def __call__(self, doc: Doc) -> Doc:
        """Add the people that the text names with their offices."""
        facts = facts_of(doc)
        facts.people = find_people(facts.text, facts.layout, facts.directive)
        return doc


class MentionResolver:
    """Units of the registry."""

    def __call__(self, doc: Doc) -> Doc:
        """Resolve every assignee to a unit of the right place and time, as far as that can be told."""
        facts = facts_of(doc)
        facts.mentions = find_mentions(
            facts.text, facts.tasks, facts.directive, facts.context, facts.published, facts.layout
        )
        return doc


for _name, _component in zip(
    COMPONENTS,
    (
        LayoutReader,
        ReferenceFinder,
        AbbreviationFinder,
        TaskComponent,
        DirectiveComponent,
        DeadlineComponent,
        PeopleFinder,
        MentionResolver,
    ),
    strict=True,
):
    Language.component(_name, func=cast(Callable[[Doc], Doc], _component()))

if not Doc.has_extension("facts"):
    Doc.set_extension("facts", default=None)


def facts_of(doc: Doc) -> Facts:
    """The facts of a document that the pipeline works on."""
    facts: Facts = doc._.facts
    return facts


@cache
def pipeline() -> Language:
    """The `Language` with all components, made once."""
    nlp = spacy.blank("xx")
    nlp.tokenizer = SyllableTokenizer(nlp.vocab)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def read(text: str, context: Context) -> Facts:
    """All facts of a clean text (composed, plain spaces)."""
    nlp = pipeline()
    doc = Doc(nlp.vocab)
    doc._.facts = Facts(text, context)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return facts_of(doc)


def annotated(text: str, context: Context) -> Doc:
    """The text as a spaCy `Doc` with its facts, and its words, as span groups: to look at and to train on."""
    doc = pipeline().tokenizer(text)
    facts = read(text, context)
    doc._.facts = facts
    groups: dict[str, list[tuple[int, int, str]]] = {
        "references": [(r.start, r.end, r.rule) for r in facts.references],
        "tasks": [(t.start, t.end, t.rule) for t in facts.tasks],
        "assignees": [(a.start, a.end, a.rule) for t in facts.tasks for a in t.assignees],
        "deadlines": [(t.deadline.start, t.deadline.end, t.deadline.rule) for t in facts.tasks if t.deadline],
        "people": [(p.start, p.end, p.rule) for p in facts.people],
        "words": list(words_of(text)),
    }
    for name, spans in groups.items():
        doc.spans[name] = [s for s in (_span(doc, *span) for span in spans) if s is not None]
    return doc


def _span(doc: Doc, start: int, end: int, rule: str) -> Span | None:
    return doc.char_span(start, end, label=rule, alignment_mode="expand")
