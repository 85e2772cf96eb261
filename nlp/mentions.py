"""The units that a document names, each resolved in the registry as far as the document tells."""

from __future__ import annotations

from datetime import date

from nlp.layout.types import Layout
from nlp.places import places_of
from nlp.resolution import resolve, sentence_before
from nlp.types import Context, Directive, Mention, Span, Task


def find_mentions(
    text: str,
    tasks: list[Task],
    directive: Directive | None,
    context: Context,
    published: date | None,
    layout: Layout,
) -> list[Mention]:
    """The issuer and every assignee, once a place in the text, in reading order."""
    on = (directive.date if directive else None) or published
    issuer = (directive.issuer if directive else None) or context.issuer
    likely = _likely_place(text, layout, issuer, context) if context.place is None else None
    spans: dict[tuple[int, int], Span] = {}
    if directive is not None and directive.issuer and "issuer" in directive.spans:
        start, end = directive.spans["issuer"]
        spans[start, end] = Span(directive.issuer, start, end, directive.rules.get("issuer", "directive.letterhead"))
    for task in tasks:
        for assignee in task.assignees:
            spans.setdefault((assignee.start, assignee.end), assignee)
    found = []
    for (start, end), span in sorted(spans.items()):
        sentence = sentence_before(text, start)
        unit = resolve(span.text, place=context.place, on=on, issuer=issuer, sentence=sentence, likely=likely)
        found.append(
            Mention(
                text[start:end],
                start,
                end,
                unit.rule,
                unit=unit.unit,
                group=unit.group,
                confidence=unit.confidence,
                candidates=list(unit.candidates),
            )
        )
    return found


def _likely_place(text: str, layout: Layout, issuer: str | None, context: Context) -> str | None:
    """The province that the text seems to be of, where its context doesn't say: "thành phố Đà Nẵng"."""
    named = places_of(text, layout, issuer, context)
    return next((f"{level} {named[level]}" for level in ("tỉnh", "thành phố") if level in named), None)
