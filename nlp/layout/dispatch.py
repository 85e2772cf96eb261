"""A dispatch in its parts: head, body, foot, annexes (Nghị định 30/2020/NĐ-CP, Điều 8 and Phụ lục I)."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.layout.foot import read_foot
from nlp.layout.head import HeadReader
from nlp.layout.types import Block, Role


@dataclass(slots=True)
class DispatchFrame:
    """What frames a dispatch's body.

    `head` and `foot` are blocks in reading order; two columns that share a line are blocks of their own. `body` and
    `annex` are `[start, end)`, the annex empty at the text's end where nothing is attached. A text without a
    letterhead (no motto, no number line) has an empty head.
    """

    head: list[Block] = field(default_factory=list)
    foot: list[Block] = field(default_factory=list)
    body: tuple[int, int] = (0, 0)
    annex: tuple[int, int] = (0, 0)

    def of(self, *roles: Role) -> list[Block]:
        """The blocks of head and foot that have one of the roles."""
        return [b for b in (*self.head, *self.foot) if b.role in roles]


def analyze_head(text: str) -> DispatchFrame:
    """Head, foot and the range of the body between them. Linear in the text's length."""
    head = HeadReader(text).read()
    foot = read_foot(text, head.body)
    _part_superiors(head.blocks)
    return DispatchFrame(
        head=head.blocks,
        foot=foot.blocks,
        body=(head.body, max(head.body, foot.start)),
        annex=(foot.annex, len(text)),
    )


def _part_superiors(blocks: list[Block]) -> None:
    """Of the names above the number, the last is the issuer's and those before are its superiors' (Phụ lục I, II.2)."""
    top = next((i for i, b in enumerate(blocks) if b.role in (Role.TYPE, Role.SUBJECT, Role.ADDRESSEE)), len(blocks))
    names = [b for b in blocks[:top] if b.role is Role.ISSUER]
    for block in names[:-1]:
        block.role = Role.SUPERIOR
