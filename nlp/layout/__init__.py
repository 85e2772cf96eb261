"""The roles of lines and blocks: what a text is made of, before any fact is looked for."""

from __future__ import annotations

from nlp.layout.article import article_blocks
from nlp.layout.body import body_blocks
from nlp.layout.dispatch import analyze_head
from nlp.layout.types import Block, Layout, Role
from nlp.types import Kind

__all__ = ["Block", "Layout", "Role", "analyze"]


def analyze(text: str, kind: Kind, title: str | None = None) -> Layout:
    """The layout of `text`: of a dispatch head, body, foot and annexes; of an article body and page furniture."""
    if kind == "article":
        return Layout(kind, article_blocks(text, title))
    frame = analyze_head(text)
    start, end = frame.body
    blocks = [*frame.head, *_shifted(body_blocks(text, start, end), len(frame.head)), *frame.foot]
    first, last = frame.annex
    if last > first:
        blocks.append(Block(Role.ANNEX, [(first, last)]))
    return Layout(kind, blocks, body_start=start)


def _shifted(blocks: list[Block], by: int) -> list[Block]:
    """The same blocks where `by` others stand before them: parents are indices."""
    for block in blocks:
        block.parent = None if block.parent is None else block.parent + by
    return blocks
