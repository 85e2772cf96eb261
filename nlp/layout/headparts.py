"""What of a head has been read so far, and what the next line can be to it."""

from __future__ import annotations

import re

from nlp.fold import fold, is_caps
from nlp.layout.types import Block, Role
from nlp.layout.wording import begins, squash

_SUBJECT_LINES = 14
_FULL = 50  # characters of a line that fills the page
_STEP = 4  # columns by which a centred line stands further in than a paragraph's first one
_LETTERS_OF_NUMBER = re.compile(r"[/-]\s?[^\W\d_]{2}")
_NUMBER_GOES_ON = re.compile(r"[\d/ ]*(?:/|\d)[^\s]*$")
_DATE_GOES_ON = re.compile(r"\d{1,2}(?:\s*thang.*)?$|thang(?![a-z])|nam\b|\d{4}$")
_ADDRESSED = re.compile(r"^\s*kinh\s+g", re.MULTILINE)
NUMBERED = re.compile(r"(?:[IVX]{1,4}|\d{1,2})\s*[.)/]\s|(?:Điều|ĐIỀU)\s+\d|[-+–]\s")


class HeadParts:
    """The parts of a head that have been read; `open` is the one that the next line may go on with."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.open: Block | None = None
        self.blank = False  # whether a blank line stands before the line at hand
        self.in_letterhead = True

    def has(self, role: Role) -> bool:
        """Whether a part of this role has been read."""
        return any(b.role is role for b in self.blocks)

    def add(self, role: Role, start: int, end: int) -> None:
        """Add a part; a name of the letterhead may go on with the one above."""
        block = Block(role, [(start, end)])
        if role is Role.ISSUER and self.issuer_goes_on(start, end):
            self.issuers()[-1].segments.append((start, end))
            return
        self.blocks.append(block)
        if role in (Role.SUBJECT, Role.ADDRESSEE, Role.BASIS):
            self.open = block
        elif role is not Role.MOTTO:
            self.open = None

    def issuers(self) -> list[Block]:
        """The names of bodies that have been read."""
        return [b for b in self.blocks if b.role is Role.ISSUER]

    def past_letterhead(self) -> bool:
        """Whether motto, number or dateline have been read."""
        return self.has(Role.NUMBER) or self.has(Role.MOTTO) or self.has(Role.PLACE_DATE)

    def issuer_goes_on(self, start: int, end: int) -> bool:
        """Whether a line of the letterhead goes on with the name above it: "ỦY BAN NHÂN DÂN / TỈNH LÀO CAI"."""
        before = self.issuers()
        if not before or not self.in_letterhead:
            return False
        name, line = fold(before[-1].text(self.text)), fold(self.text[start:end])
        return name.endswith((" va", ",", "-", " cua", "quyet dinh")) or not begins("bodies").match(line)

    def names_an_order(self) -> bool:
        """Whether the issuer above is named after a decision: "ĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH / SỐ 1050/QĐ-SCT"."""
        issuers = self.issuers()
        return bool(issuers) and squash(issuers[-1].text(self.text)).endswith("quyetdinh")

    def goes_on_last(self, folded: str) -> bool:
        """Whether a cell goes on with a number or a day that a line's end tore: "Số: / 06/2026/TT-BTC"."""
        last = self.blocks[-1] if self.blocks else None
        if last is None:
            return False
        words = fold(last.text(self.text))
        if last.role is Role.NUMBER:
            return not _LETTERS_OF_NUMBER.search(words) and _NUMBER_GOES_ON.match(folded) is not None
        if last.role is Role.PLACE_DATE:
            return not re.search(r"\d{4}", words) and _DATE_GOES_ON.match(folded) is not None
        return False

    def is_summary(self, at: int) -> bool:
        """Whether a line is a letter's summary that lost its "V/v": between the dateline and "Kính gửi"."""
        if not (self.has(Role.NUMBER) and self.has(Role.PLACE_DATE)) or self.has(Role.SUBJECT):
            return False
        return _ADDRESSED.search(fold(self.text[at : at + 700])) is not None

    def goes_on_subject(self, start: int) -> bool:
        """Whether a line that begins at `start` can go on with the subject."""
        if self.open is None or self.open.role is not Role.SUBJECT or (self.blank and self.text[start].isupper()):
            return False
        if len(self.open.segments) >= _SUBJECT_LINES or self.text[self.open.end - 1] in ".:":
            return False
        last = self.open.segments[-1]
        return self.text[start].islower() or not self.text[start].isalpha() or last[1] - last[0] < 100

    def on_type_line(self) -> bool:
        """Whether the subject began on the type's own line: "CHƯƠNG TRÌNH HÀNH ĐỘNG / thực hiện …"."""
        named = next((b for b in self.blocks if b.role is Role.TYPE), None)
        return named is not None and self.open is not None and "\n" not in self.text[named.end : self.open.start]

    def opens_body(self, start: int, end: int) -> bool:
        """Whether a line begins the body, where the subject could go on."""
        text = self.text
        if NUMBERED.match(text, start, end):
            return True
        subject = text[self.open.start : self.open.end] if self.open else ""
        if is_caps(subject) != is_caps(text[start:end]) and not self.on_type_line():
            return True
        if self._leaves_centre(start, end):
            return True
        return (
            text[start].isupper()
            and bool(begins("openers").match(fold(text[start:end])))
            and (self.blank or end - start > 60 or text[end - 1] in ":;.")
        )

    def _leaves_centre(self, start: int, end: int) -> bool:
        """Whether a full line begins further left than the centred line of the subject above it."""
        if self.open is None or not self.text[start].isupper() or end - start < _FULL:
            return False
        return self._indent(self.open.segments[-1][0]) >= self._indent(start) + _STEP

    def _indent(self, at: int) -> int:
        return at - (self.text.rfind("\n", 0, at) + 1)

    def is_authority(self, start: int, end: int) -> bool:
        """A lone line in capitals after the subject names who decides: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …"."""
        line = fold(self.text[start:end])
        if not (begins("bodies").match(line) or begins("signing").match(line)):
            return False
        subject = self.text[self.open.start : self.open.end] if self.open else ""
        if not is_caps(subject) or self.blank:
            return True
        following = self.text[end : end + 80].strip()
        return bool(begins("bases").match(fold(following)))

    def closed_basis(self) -> bool:
        """Whether the open part is a ground that has ended."""
        return self.open is not None and self.open.role is Role.BASIS and self.text[self.open.end - 1] in ";."

    def unclosed(self) -> bool:
        """Whether the open part is a parenthesis that is not closed."""
        words = self.open.text(self.text) if self.open else ""
        return words.startswith("(") and not words.endswith(")")
