"""The head of a dispatch: letterhead, number, place and date, type, subject, addressees, grounds.

Source: Nghị định 30/2020/NĐ-CP, Điều 8 and Phụ lục I; Hướng dẫn 36-HD/VPTW (2018) for the Party's form. Lines are read
from the top, each in its column cells, until one comes that belongs to no part of a head: there the body begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nlp.fold import fold, is_caps
from nlp.layout.cells import cells, lines, trim
from nlp.layout.top import find_top, head_cells
from nlp.layout.types import Block, Role
from nlp.layout.wording import begins, is_motto, is_urgency, squash, type_of

_LIMIT = 12_000  # characters within which a head must end
_SUBJECT_LINES = 14
_RULE = re.compile(r"[\W_]*$")
# "Số:", and the National Assembly's "Luật số:", "Nghị quyết số:".
_NUMBER = re.compile(
    r"(?:luat |nghi quyet |phap lenh |lenh )?s[o0](?:\s*[^\w\s]|\s{0,40}(?:\d|/|-)|$)|s\s?[:;].{0,12}/"
)
_LETTERS_OF_NUMBER = re.compile(r"[/-]\s?[^\W\d_]{2}")
_NUMBER_GOES_ON = re.compile(r"[\d/ ]*(?:/|\d)[^\s]*$")
_PLACE_DATE = re.compile(r"ngay.{0,40}\bthang(?![a-z])|\bngay\s*[\dlio.…/ ]{1,12}/|,\s*ngay\s*\d{0,2}$")
_DATE_GOES_ON = re.compile(r"\d{1,2}(?:\s*thang.*)?$|thang(?![a-z])|nam\b|\d{4}$")
# "V/v", as OCR also reads it ("VW", "Viv"), and "Về việc".
_ABOUT = re.compile(r"v\s?[/\\|.,il1⁄-]?\s?[vw]\b|ve viec\b")
_ADDRESSED = re.compile(r"^\s*kinh\s+g", re.MULTILINE)
_DASH = re.compile(r"[-–—•*+~]\s*_?\s*|_\s+")
_NUMBERED = re.compile(r"(?:[IVX]{1,4}|\d{1,2})\s*[.)/]\s|(?:Điều|ĐIỀU)\s+\d|[-+–]\s")
_DISPATCHED = re.compile(r"(?:điện|ĐIỆN)\s*:?\s*$")


class HeadReader:
    """Reads one head; `blocks` are its parts, `body` the offset where the body begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.body = 0
        self._open: Block | None = None  # the block that the next line may go on with
        self._read: Callable[[int, int], bool] = self._letterhead
        self._blank = False
        self._dashed = False  # whether the addressees are listed with dashes

    def read(self) -> HeadReader:
        """Read from the top; leaves `blocks` empty where the text has no letterhead."""
        top = find_top(self.text, _LIMIT)
        if top is None:
            return self
        for start, end in lines(self.text, top, min(len(self.text), top + _LIMIT)):
            start, end = trim(self.text, start, end)
            if start == end:
                self._blank = True
                continue
            if _RULE.match(self.text, start, end):
                continue
            if not self._read(start, end):
                break
            self.body = end
            self._blank = False
        if not any(b.role in (Role.MOTTO, Role.NUMBER) for b in self.blocks):
            self.blocks, self.body = [], 0
        self._close_bases()
        return self

    # Each reader takes a line and says whether it belonged to the head.

    def _letterhead(self, start: int, end: int) -> bool:
        taken = False
        for a, b in head_cells(self.text, start, end):
            role = self._letterhead_role(a, b)
            if role is Role.TYPE:
                return self._title(a, b)
            if role is Role.ADDRESSEE:
                return self._begin_addressees(a, b)
            if role is not None and self._goes_on_last(fold(self.text[a:b])):
                self.blocks[-1].segments.append((a, b))
                taken = True
            elif role is not None:
                self._add(role, a, b)
                taken = True
            elif self._goes_on_subject(a):
                self._open.segments.append((a, b))  # type: ignore[union-attr]
                taken = True
        return taken or (not self.blocks)

    def _letterhead_role(self, a: int, b: int) -> Role | None:
        cell = self.text[a:b]
        folded = fold(cell)
        if self._goes_on_last(folded):
            return self.blocks[-1].role
        if is_motto(cell):
            return Role.MOTTO
        if re.match(r"kinh\s+g[uiư]", folded):
            return Role.ADDRESSEE
        if _ABOUT.match(folded) and self._past_letterhead():
            return Role.SUBJECT
        if _PLACE_DATE.search(folded) and len(cell) < 90 and self.blocks and not self._has(Role.PLACE_DATE):
            return Role.PLACE_DATE
        if _NUMBER.match(folded) and len(cell) < 70 and not (cell[:2].isupper() and self._names_an_order()):
            return Role.NUMBER
        if type_of(cell) and is_caps(cell) and self._past_letterhead():
            return Role.TYPE
        if is_caps(cell) and len(cell) < 90 and not self._has(Role.SUBJECT):
            return Role.ISSUER
        return Role.SUBJECT if self._is_summary(a) else None

    def _is_summary(self, at: int) -> bool:
        """Whether a line is a letter's summary that lost its "V/v": between the dateline and "Kính gửi"."""
        if not (self._has(Role.NUMBER) and self._has(Role.PLACE_DATE)) or self._has(Role.SUBJECT):
            return False
        return _ADDRESSED.search(fold(self.text[at : at + 700])) is not None

    def _goes_on_last(self, folded: str) -> bool:
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

    def _title(self, start: int, end: int) -> bool:
        """The line that names the type; what follows the name in capitals begins the subject."""
        name = type_of(self.text[start:end])
        assert name is not None
        cut = _after(self.text, start, end, len(squash(name)))
        self._add(Role.TYPE, start, cut)
        self._open = None
        rest = trim(self.text, cut, end)
        if sum(map(str.isalpha, self.text[slice(*rest)])) > 2 and not is_urgency(self.text[slice(*rest)]):
            self._add(Role.SUBJECT, *rest)
        self._read = self._subject
        return True

    def _subject(self, start: int, end: int) -> bool:
        folded = fold(self.text[start:end])
        has = self._has(Role.SUBJECT)
        if re.match(r"kinh\s+g[uiư]", folded):
            return self._begin_addressees(start, end)
        if folded.startswith("(") and has:
            self._open = None
            self._add(Role.BASIS, start, end)
            return True
        if self._open is not None and self._open.role is Role.BASIS and not self._blank and self._unclosed():
            self._open.segments.append((start, end))
            return True
        if is_caps(self.text[start:end]) and has and self._is_authority(start, end):
            self._add(Role.ISSUER, start, end)
            self._open = None
            return True
        if _DISPATCHED.search(self.text[start:end]):
            self._add(Role.ISSUER, start, end)
            self._read = self._addressees
            return True
        if begins("bases").match(folded) and self.text[start].isupper() and (has or folded.startswith("can cu")):
            self._read = self._bases
            return self._bases(start, end)
        if not has:
            self._add(Role.SUBJECT, start, end)
            return True
        if self._goes_on_subject(start) and not self._opens_body(start, end):
            self._open.segments.append((start, end))  # type: ignore[union-attr]
            return True
        return self._read_resolves(start, end)

    def _begin_addressees(self, start: int, end: int) -> bool:
        self._open = None
        self._read = self._addressees
        colon = self.text.find(":", start, end)
        rest = trim(self.text, colon + 1, end) if colon >= 0 else (end, end)
        return rest[0] >= rest[1] or self._addressees(*rest)

    def _addressees(self, start: int, end: int) -> bool:
        for a, b in cells(self.text, start, end):
            dash = _DASH.match(self.text, a, b)
            if dash or self._open is None:
                if dash is None and self._has(Role.ADDRESSEE):
                    return False
                self._dashed = dash is not None
                self._entry(dash.end() if dash else a, b)
                continue
            after = self.text[self._open.end : a].strip()
            indented = a - self.text.rfind("\n", 0, a) > 8
            unfinished = self.text[self._open.start : self._open.end].endswith((" và", " các"))
            if after.startswith(";"):
                self._entry(a, b)
            elif self._blank or after.startswith("."):
                return self._after_addressees(start, end)
            elif self.text[a].islower() or unfinished or (indented and self._dashed):
                if after.startswith(","):
                    begun, ended = self._open.segments[-1]
                    self._open.segments[-1] = begun, self.text.index(",", ended) + 1
                self._open.segments.append((a, _without_stop(self.text, a, b)))
            elif indented:
                self._entry(a, b)
            else:
                return self._after_addressees(start, end)
        return True

    def _after_addressees(self, start: int, end: int) -> bool:
        self._open = None
        self._read = self._bases
        return self._bases(start, end)

    def _entry(self, start: int, end: int) -> None:
        if start < end:
            self._add(Role.ADDRESSEE, start, _without_stop(self.text, start, end))

    def _bases(self, start: int, end: int) -> bool:
        folded = fold(self.text[start:end])
        if self._read_resolves(start, end):
            return True
        if folded.startswith("can cu") or (self._closed_basis() and not _NUMBERED.match(self.text, start, end)):
            self._add(Role.BASIS, start, end)
            return True
        if self._open is not None and self._open.role is Role.BASIS and not self._closed_basis():
            self._open.segments.append((start, end))
            return True
        return False

    def _read_resolves(self, start: int, end: int) -> bool:
        line = self.text[start:end]
        if not (is_caps(line) and line.rstrip().endswith(":") and begins("resolves").match(fold(line))):
            return False
        self._close_bases(resolved=True)
        self._add(Role.TYPE, start, end)
        self._open = None
        self._read = self._nothing
        return True

    def _nothing(self, _start: int, _end: int) -> bool:
        return False

    def _closed_basis(self) -> bool:
        return self._open is not None and self._open.role is Role.BASIS and self.text[self._open.end - 1] in ";."

    def _close_bases(self, resolved: bool = False) -> None:
        """Grounds that run on into what is ordered belong to the body: give the last one back to it."""
        if resolved or self._read == self._nothing:
            return
        while self.blocks and self.blocks[-1].role is Role.BASIS and self.text[self.blocks[-1].start] != "(":
            if self.text[self.blocks[-1].end - 1] == ";":
                break
            self.blocks.pop()
            self.body = max((b.end for b in self.blocks), default=0)

    def _unclosed(self) -> bool:
        words = self._open.text(self.text) if self._open else ""
        return words.startswith("(") and not words.endswith(")")

    def _is_authority(self, start: int, end: int) -> bool:
        """A lone line in capitals after the subject names who decides: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …"."""
        line = fold(self.text[start:end])
        if not (begins("bodies").match(line) or begins("signing").match(line)):
            return False
        subject = self.text[self._open.start : self._open.end] if self._open else ""
        if not is_caps(subject) or self._blank:
            return True
        following = self.text[end : end + 80].strip()
        return bool(begins("bases").match(fold(following)))

    def _opens_body(self, start: int, end: int) -> bool:
        text = self.text
        if _NUMBERED.match(text, start, end):
            return True
        subject = text[self._open.start : self._open.end] if self._open else ""
        if is_caps(subject) != is_caps(text[start:end]) and not self._on_type_line():
            return True
        return (
            text[start].isupper()
            and bool(begins("openers").match(fold(text[start:end])))
            and (self._blank or end - start > 60 or text[end - 1] in ":;.")
        )

    def _on_type_line(self) -> bool:
        """Whether the subject began on the type's own line: "CHƯƠNG TRÌNH HÀNH ĐỘNG / thực hiện …"."""
        named = next((b for b in self.blocks if b.role is Role.TYPE), None)
        return named is not None and self._open is not None and "\n" not in self.text[named.end : self._open.start]

    def _goes_on_subject(self, start: int) -> bool:
        if self._open is None or self._open.role is not Role.SUBJECT or (self._blank and self.text[start].isupper()):
            return False
        if len(self._open.segments) >= _SUBJECT_LINES or self.text[self._open.end - 1] in ".:":
            return False
        last = self._open.segments[-1]
        return self.text[start].islower() or not self.text[start].isalpha() or last[1] - last[0] < 100

    def _past_letterhead(self) -> bool:
        return self._has(Role.NUMBER) or self._has(Role.MOTTO) or self._has(Role.PLACE_DATE)

    def _has(self, role: Role) -> bool:
        return any(b.role is role for b in self.blocks)

    def _add(self, role: Role, start: int, end: int) -> None:
        block = Block(role, [(start, end)])
        if role is Role.ISSUER and self._issuer_goes_on(start, end):
            self._issuers()[-1].segments.append((start, end))
            return
        self.blocks.append(block)
        if role in (Role.SUBJECT, Role.ADDRESSEE, Role.BASIS):
            self._open = block
        elif role is not Role.MOTTO:
            self._open = None

    def _issuers(self) -> list[Block]:
        return [b for b in self.blocks if b.role is Role.ISSUER]

    def _issuer_goes_on(self, start: int, end: int) -> bool:
        """Whether a line of the letterhead goes on with the name above it: "ỦY BAN NHÂN DÂN / TỈNH LÀO CAI"."""
        before = self._issuers()
        if not before or self._read != self._letterhead:
            return False
        name, line = fold(before[-1].text(self.text)), fold(self.text[start:end])
        return name.endswith((" va", ",", "-", " cua", "quyet dinh")) or not begins("bodies").match(line)

    def _names_an_order(self) -> bool:
        """Whether the issuer above is named after a decision: "ĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH / SỐ 1050/QĐ-SCT"."""
        issuers = self._issuers()
        return bool(issuers) and squash(issuers[-1].text(self.text)).endswith("quyetdinh")


def _after(text: str, start: int, end: int, letters: int) -> int:
    """Where the first `letters` letters of `text[start:end]` end."""
    for at in range(start, end):
        letters -= text[at].isalnum()
        if letters == 0:
            return at + 1
    return end


def _without_stop(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1] in ";.,:" or text[end - 1].isspace()):
        end -= 1
    return end
