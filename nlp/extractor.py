"""The one door to the room: `Extractor().extract(text)`."""

from __future__ import annotations

from nlp.clean import clean
from nlp.kind import guess_kind
from nlp.layout import analyze
from nlp.tasks import TaskFinder
from nlp.types import Context, Extraction

VERSION = "0.2"


class Extractor:
    """Reads texts. Make one and keep it: it loads the rules' data once, and holds nothing of the texts it has read."""

    version = VERSION

    def extract(self, text: str, *, id: str = "", context: Context | None = None) -> Extraction:
        """Read `text` (any length; offsets of the result are into it) with what `context` knows from outside it."""
        context = context or Context()
        cleaned = clean(text)
        kind = context.kind or guess_kind(cleaned.text)
        layout = analyze(cleaned.text, kind)
        tasks = TaskFinder(cleaned.text, layout, addressees=[], issuer=None).find()
        return Extraction(
            id=id,
            kind=kind,
            title=context.title,
            published=context.published,
            directive=None,
            tasks=tasks,
            version=VERSION,
        )
