"""What a document's outline tells: which sections order nothing, which lines introduce items."""

from __future__ import annotations

import re

from nlp.layout.types import Layout, Role
from nlp.lexicon import entries, load, phrases
from nlp.tasks.ranks import rank

_LAW_NUMBER = re.compile(r"\d\s*/\s*(?:19|20)\d\d\s*/")
_WORDS = re.compile(r"\w+|[^\w\s]")


class Outline:
    """The sections of one document."""

    def __init__(self, text: str, layout: Layout) -> None:
        self._blocks = layout.blocks
        self._article = layout.kind == "article"
        self._silent: dict[int, bool] = {}
        self._heads = [_WORDS.findall(text[b.start : b.start + 80].lower())[:8] for b in self._blocks]
        self._short = [sum(e - s for s, e in b.segments) < 110 for b in self._blocks]
        heads = [_expand(b.text(text)) for b in self._blocks if b.role in (Role.ISSUER, Role.SUPERIOR)]
        self._issuers = [frozenset().union(*heads)] if heads else []
        issuers = [_WORDS.findall(_spelled(b.text(text))) for b in self._blocks if b.role is Role.ISSUER]
        self.issuer_rank = rank(issuers[-1]) if issuers and not self._article else None
        self._ended = [text[b.end - 1] in '.;:…!?,”")' for b in self._blocks]
        self._capital = [bool(b.marker) or text[b.start].isupper() for b in self._blocks]
        self._numbers = [b.text(text) for b in self._blocks if b.role is Role.NUMBER]
        self._colon = [text[b.end - 1] == ":" for b in self._blocks]

    def is_silent(self, index: int) -> bool:
        """Whether the block is, or stands under, a heading of a dispatch's part that tells nobody to act."""
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

    def is_title(self, index: int) -> bool:
        """Whether an article's line is a title between paragraphs: short, and without a mark at its end."""
        return self._short[index] and not self._ended[index]

    def is_law(self) -> bool:
        """Whether the text is a legal normative document: what a law says is no task.

        Its type says so, or its number, which holds the year (Luật Ban hành văn bản quy phạm pháp luật; Nghị định
        34/2016/NĐ-CP, Điều 61: "05/2026/QĐ-TTg").
        """
        if self._article:
            return False
        types = [self._heads[i] for i, b in enumerate(self._blocks) if b.role is Role.TYPE]
        if any(phrases("sections", "laws").match(words, 0) for words in types):
            return True
        return any(_LAW_NUMBER.search(line) for line in self._numbers)

    def is_reply(self) -> bool:
        """Whether a dispatch answers, invites or asks upwards by its subject ("V/v trả lời …"): it orders nothing."""
        subject = next((i for i, b in enumerate(self._blocks) if b.role is Role.SUBJECT), None)
        if self._article or subject is None or any(b.role is Role.TYPE for b in self._blocks):
            return False
        words = [w for w in self._heads[subject] if w not in ("v", "/", "về", "việc", ":", ".")]
        return bool(phrases("sections", "replies").match(words, 0))

    def is_issuer(self, name: str) -> bool:
        """Whether a unit's name is that of the body whose letterhead the text bears."""
        words = _expand(name)
        return len(words) > 1 and any(words <= issuer for issuer in self._issuers)

    def is_generic(self, name: str) -> bool:
        """Whether a group's name says no more than "whoever gets this"."""
        return " ".join(name.lower().split()) in entries(load("sections")["generic"])

    def of_others(self, words: list[str]) -> bool:
        """Whether the words tell of another document ("Quyết định … và giao …")."""
        return any(phrases("sections", "documents").match(words, k) for k in range(len(words)))

    def has_items(self, index: int) -> bool:
        """Whether items stand under the block, or follow a paragraph that ends with a colon."""
        following = self._following(index)
        if following is None:
            return False
        block = self._blocks[following]
        if block.parent == index and block.marker:
            return True
        return self._colon[index] and block.role in (Role.ITEM, Role.PARAGRAPH) and self._capital[following]

    def names_section(self, index: int) -> bool:
        """Whether a numbered line is a section's title: items stand under it, and it ends without a mark."""
        block = self._blocks[index]
        following = self._following(index)
        if not block.marker or following is None or self._ended[index]:
            return False
        return self._blocks[following].parent == index and (self._short[index] or bool(self._blocks[following].marker))

    def _following(self, index: int) -> int | None:
        notes = (Role.FOOTNOTE,)
        return next((k for k in range(index + 1, len(self._blocks)) if self._blocks[k].role not in notes), None)


def _spelled(name: str) -> str:
    return " ".join(name.lower().split()).replace("ubnd", "ủy ban nhân dân").replace("uỷ", "ủy")


def _expand(name: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(_spelled(name))) - {"chủ", "tịch", "giám", "đốc", "lãnh", "đạo", "phó", "trưởng"}
