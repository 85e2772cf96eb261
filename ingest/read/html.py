"""Web pages: the article without what stands around it."""

from __future__ import annotations

import trafilatura

from corpus.types import Reading
from ingest.read.selectors import Selectors
from ingest.read.text import decode
from ingest.read.unreadable import UnreadableError


def read_html(data: bytes, address: str, selectors: Selectors | None = None) -> Reading:
    """The reading of an article's page.

    Raises:
        UnreadableError: for a page that holds no article.
    """
    document = trafilatura.bare_extraction(decode(data).text, include_tables=True, include_comments=False)
    if document is None or not document.text:
        raise UnreadableError("no-article")
    return Reading(text=document.text, address=address, media_type="text/html", kind="article", title=document.title)
