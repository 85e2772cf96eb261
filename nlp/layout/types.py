"""The roles that lines and blocks of a text have."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a block is for. Dispatch roles follow Nghị định 30/2020/NĐ-CP, Phụ lục I; article roles a portal page."""

    # head of a dispatch
    MOTTO = "motto"  # quốc hiệu, tiêu ngữ (and the Party's "ĐẢNG CỘNG SẢN VIỆT NAM")
    SUPERIOR = "superior"  # cơ quan chủ quản
    ISSUER = "issuer"  # cơ quan ban hành
    NUMBER = "number"  # "Số: …/…"
    PLACE_DATE = "place_date"  # "Lào Cai, ngày … tháng … năm …"
    TYPE = "type"  # QUYẾT ĐỊNH, KẾ HOẠCH …
    SUBJECT = "subject"  # trích yếu, V/v
    ADDRESSEE = "addressee"  # an entry of "Kính gửi"
    BASIS = "basis"  # căn cứ
    # body, of a dispatch or an article
    HEADING = "heading"  # a numbered or lone line that names a section
    PARAGRAPH = "paragraph"
    ITEM = "item"  # a numbered or dashed entry of a list
    CELL_ROW = "row"  # a row of a table with task columns
    # foot of a dispatch
    RECIPIENTS = "recipients"  # nơi nhận
    SIGNATURE = "signature"  # TM./KT. … name
    ANNEX = "annex"  # phụ lục and the forms behind it
    # an article
    HEADLINE = "headline"
    DATELINE = "dateline"
    BYLINE = "byline"
    CAPTION = "caption"
    RELATED = "related"  # titles of other news
    FURNITURE = "furniture"  # menus, counters, share bars, page numbers, footnotes' rules
    FOOTNOTE = "footnote"


@dataclass(slots=True)
class Block:
    """A piece of text with one role.

    `segments` are the `[start, end)` pieces it is made of, in reading order, without marker and outer white space:
    one where the text runs on, several where it was cut by a column, a page number or a footnote.
    `marker` is the numbering that stands before it ("1.", "a)", "-", "Điều 2.", ""), `level` its depth in the
    numbering (0 is outermost), `parent` the index of the block that it is an item of.
    """

    role: Role
    segments: list[tuple[int, int]]
    marker: str = ""
    level: int = 0
    parent: int | None = None

    @property
    def start(self) -> int:
        """Where the block begins."""
        return self.segments[0][0]

    @property
    def end(self) -> int:
        """Where the block ends, exclusive."""
        return self.segments[-1][1]

    def text(self, source: str) -> str:
        """The block's words, its segments joined by a space, runs of white space folded."""
        return " ".join(" ".join(source[a:b] for a, b in self.segments).split())


@dataclass(slots=True)
class Layout:
    """The blocks of a text in reading order."""

    kind: str
    blocks: list[Block] = field(default_factory=list)
    body_start: int = 0

    def of(self, *roles: Role) -> list[Block]:
        """The blocks that have one of the roles."""
        return [b for b in self.blocks if b.role in roles]

    def role_at(self, offset: int) -> Role | None:
        """The role of the block that holds this offset, None between blocks."""
        for block in self.blocks:
            if any(a <= offset < b for a, b in block.segments):
                return block.role
        return None
