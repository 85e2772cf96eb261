"""The one door to the room: `Extractor().extract(text)`."""

from __future__ import annotations

from nlp.clean import clean
from nlp.types import Context, Extraction

VERSION = "0.1"


class Extractor:
    """Reads texts. Make one and keep it: it loads the rules' data once, and holds nothing of the texts it has read."""

    version = VERSION

    def extract(self, text: str, *, id: str = "", context: Context | None = None) -> Extraction:
        """Read `text` (any length; offsets of the result are into it) with what `context` knows from outside it."""
        context = context or Context()
        cleaned = clean(text)
        return Extraction(
            id=id,
            kind=context.kind or "article",
            title=context.title,
            published=context.published,
            directive=None,
            notes=["no-text"] if not cleaned.text.strip() else [],
            version=VERSION,
        )
