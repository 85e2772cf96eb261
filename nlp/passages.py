"""A passage: a block's words in one line, cut into words, with the way back to the text.

Rules see a paragraph as a careful reader does, without the line breaks, page numbers and columns that cut it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

# A word is a run of letters and digits, joined by inner dots, slashes, ampersands or hyphens; a mark is a word too.
WORD = re.compile(r"[^\W_]+(?:[-/&.'’][^\W_]+)*|[^\w\s]|_+")


@dataclass(slots=True)
class Passage:
    """`text` is the block in one line; `origins[k]` is where its k-th piece, beginning at `starts[k]`,
    stands in the source. `memo` keeps what the grammar of units has found at a word, since many rules ask there."""

    text: str
    starts: list[int]
    origins: list[int]
    spans: list[tuple[int, int]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    memo: dict[tuple[int, bool], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for m in WORD.finditer(self.text):
            self.spans.append(m.span())
            self.words.append(m.group())
        self.lower = [w.lower() for w in self.words]

    def __len__(self) -> int:
        return len(self.words)

    def source(self, offset: int) -> int:
        """Where in the source the character at `offset` of the passage stands."""
        k = bisect_right(self.starts, offset) - 1
        return self.origins[k] + offset - self.starts[k]

    def source_span(self, first: int, last: int) -> tuple[int, int]:
        """The source's `[start, end)` of the words `first` to `last`, the latter exclusive."""
        a, b = self.spans[first][0], self.spans[last - 1][1]
        return self.source(a), self.source(b - 1) + 1

    def capital(self, i: int) -> bool:
        """Whether the i-th word begins with a capital letter."""
        return self.words[i][0].isupper()


def join(source: str, segments: list[tuple[int, int]]) -> Passage:
    """The pieces of `source` that make one block, as a passage; runs of white space become one space."""
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    for a, b in segments:
        for m in re.finditer(r"\S+", source[a:b]):
            if parts:
                parts.append(" ")
                length += 1
            starts.append(length)
            origins.append(a + m.start())
            parts.append(m.group())
            length += len(m.group())
    return Passage("".join(parts), starts, origins)
