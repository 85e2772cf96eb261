"""What a document's outline tells: which sections order nothing, which lines introduce items."""

from __future__ import annotations

import re

from nlp.layout.types import Layout, Role
from nlp.lexicon import phrases

_WORDS = re.compile(r"\w+|[^\w\s]")


class Outline:
    """The sections of one document."""

    def __init__(self, text: str, layout: Layout) -> None:
        self._blocks = layout.blocks
        self._article = layout.kind == "article"
        self._silent: dict[int, bool] = {}
        self._heads = [_WORDS.findall(text[b.start : b.start + 80].lower())[:8] for b in self._blocks]
        self._short = [sum(e - s for s, e in b.segments) < 110 for b in self._blocks]
        self._colon = [text[b.end - 1] == ":" for b in self._blocks]

    def silent(self, index: int) -> bool:
        """Whether the block is, or stands under, a heading of a part that tells nobody to act."""
        if self._article:
            return False
        parent: int | None = index
        while parent is not None:
            if parent not in self._silent:
                self._silent[parent] = self._heads_silence(parent)
            if self._silent[parent]:
                return True
            parent = self._blocks[parent].parent
        return False

    def _heads_silence(self, index: int) -> bool:
        block = self._blocks[index]
        if block.role not in (Role.ITEM, Role.HEADING, Role.PARAGRAPH) or not block.marker or not self._short[index]:
            return False
        words = self._heads[index]
        return bool(phrases("sections", "silent").match(words, 0)) and not phrases("sections", "orders").match(words, 0)

    def has_items(self, index: int) -> bool:
        """Whether items stand under the block, or follow a paragraph that ends with a colon."""
        following = next(
            (k for k in range(index + 1, len(self._blocks)) if self._blocks[k].role is not Role.FOOTNOTE), None
        )
        if following is None:
            return False
        block = self._blocks[following]
        if block.parent == index:
            return True
        return self._colon[index] and block.role in (Role.ITEM, Role.PARAGRAPH)
