"""What an article reports: the document that it is about, or the meeting whose conclusions it tells."""

from __future__ import annotations

from nlp.layout.types import Layout
from nlp.types import Context, Directive, Reference


def read_report(
    text: str, layout: Layout, references: list[Reference], context: Context, *, ordered: bool | None
) -> Directive | None:
    """The directive that an article reports, None where it reports none."""
    own = next((r for r in references if r.start < 1500), None)
    if own is None:
        return None
    return Directive(form="document", type=own.type, number=own.number, date=own.date, issuer=own.issuer)
