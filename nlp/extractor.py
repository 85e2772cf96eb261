"""The one door to the room: `Extractor().extract(text)`."""

from __future__ import annotations

from nlp.clean import Clean, clean
from nlp.pipeline import Facts, pipeline, read
from nlp.types import Context, Directive, Extraction, Mention, Person, Span

VERSION = "0.3"


class Extractor:
    """Reads texts. Make one and keep it: it loads the rules' data once, and holds nothing of the texts it has read."""

    version = VERSION

    def __init__(self) -> None:
        pipeline()

    def extract(self, text: str, *, id: str = "", context: Context | None = None) -> Extraction:
        """Read `text` (any length; offsets of the result are into it) with what `context` knows from outside it."""
        context = context or Context()
        cleaned = clean(text)
        facts = read(cleaned.text, context)
        extraction = Extraction(
            id=id,
            kind=facts.kind,
            title=facts.title,
            published=facts.published,
            directive=facts.directive,
            references=facts.references,
            tasks=facts.tasks,
            people=facts.people,
            abbreviations=facts.abbreviations,
            mentions=facts.mentions,
            notes=_notes(facts),
            version=VERSION,
        )
        if cleaned.text is not text:
            _put_back(extraction, cleaned, text)
        return extraction


def _notes(facts: Facts) -> list[str]:
    """What a person should know of this reading as a whole."""
    if not facts.text.strip():
        return ["no-text"]
    return []


def _put_back(extraction: Extraction, cleaned: Clean, text: str) -> None:
    """Move all offsets from the clean text to the one that was given, and take the words from there."""
    spans: list[Span | Person | Mention] = [*extraction.references, *extraction.people, *extraction.mentions]
    for task in extraction.tasks:
        spans.append(task)
        spans.extend(task.assignees)
        if task.deadline is not None:
            spans.append(task.deadline)
    for span in {id(s): s for s in spans}.values():
        span.start, span.end = cleaned.back(span.start, span.end)
        if isinstance(span, Span):
            span.text = text[span.start : span.end]
    if extraction.directive is not None:
        _put_directive_back(extraction.directive, cleaned)


def _put_directive_back(directive: Directive, cleaned: Clean) -> None:
    directive.spans = {name: cleaned.back(*span) for name, span in directive.spans.items()}
