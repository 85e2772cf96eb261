"""Text in, facts out: who must do what by when on whose order, with the words that prove it.

from nlp import Extractor
extraction = Extractor().extract(text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlp.extractor import Extractor

__all__ = ["Extractor"]


def __getattr__(name: str) -> Any:
    """Import the extractor when it is first asked for: types alone must not cost a second of start-up."""
    if name == "Extractor":
        from nlp.extractor import Extractor

        return Extractor
    raise AttributeError(name)
