"""The head of a dispatch: letterhead, number, place and date, type, subject, addressees, grounds.

Source: Nghị định 30/2020/NĐ-CP, Điều 8 and Phụ lục I; Hướng dẫn 36-HD/VPTW (2018) for the Party's form. Lines are read
from the top, each in its column cells, until one comes that belongs to no part of a head: there the body begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nlp.fold import fold, is_caps
from nlp.layout.cells import cells, lines, trim
from nlp.layout.headparts import NUMBERED, HeadParts
from nlp.layout.top import find_top, head_cells
from nlp.layout.types import Role
from nlp.layout.wording import begins, is_motto, is_urgency, squash, type_of

_LIMIT = 12_000  # characters within which a head must end
_RULE = re.compile(r"[\W_]*$")
# "Số:", and the National Assembly's "Luật số:", "Nghị quyết số:".
_NUMBER = re.compile(
    r"(?:luat |nghi quyet |phap lenh |lenh )?s[o0](?:\s*[^\w\s]|\s{0,40}(?:\d|/|-)|$)|s\s?[:;].{0,12}/"
)
_PLACE_DATE = re.compile(r"ngay.{0,40}\bthang(?![a-z])|\bngay\s*[\dlio.…/ ]{1,12}/|,\s*ngay\s*\d{0,2}$")
# "V/v", as OCR also reads it ("VW", "Viv"), and "Về việc".
_ABOUT = re.compile(r"v\s?[/\\|.,il1⁄-]?\s?[vw]\b|ve viec\b")
_DASH = re.compile(r"[-–—•*+~]\s*_?\s*|_\s+")
_DISPATCHED = re.compile(r"(?:điện|ĐIỆN)\s*:?\s*$")


class HeadReader(HeadParts):
    """Reads one head; `blocks` are its parts, `body` the offset where the body begins."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.body = 0
        self._read: Callable[[int, int], bool] = self._letterhead
        self._dashed = False  # whether the addressees are listed with dashes

    def read(self) -> HeadReader:
        """Read from the top; leaves `blocks` empty where the text has no letterhead."""
        top = find_top(self.text, _LIMIT)
        if top is None:
            return self
        for start, end in lines(self.text, top, min(len(self.text), top + _LIMIT)):
            start, end = trim(self.text, start, end)
            if start == end:
                self.blank = True
                continue
            if _RULE.match(self.text, start, end):
                continue
            if not self._read(start, end):
                break
            self.body = end
            self.blank = False
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
            if role is not None and self.goes_on_last(fold(self.text[a:b])):
                self.blocks[-1].segments.append((a, b))
                taken = True
            elif role is not None:
                self.add(role, a, b)
                taken = True
            elif self.goes_on_subject(a):
                self.open.segments.append((a, b))  # type: ignore[union-attr]
                taken = True
        return taken or (not self.blocks)

    def _letterhead_role(self, a: int, b: int) -> Role | None:
        cell = self.text[a:b]
        folded = fold(cell)
        if self.goes_on_last(folded):
            return self.blocks[-1].role
        if is_motto(cell):
            return Role.MOTTO
        if re.match(r"kinh\s+g[uiư]", folded):
            return Role.ADDRESSEE
        if _ABOUT.match(folded) and self.past_letterhead():
            return Role.SUBJECT
        if _PLACE_DATE.search(folded) and len(cell) < 90 and self.blocks and not self.has(Role.PLACE_DATE):
            return Role.PLACE_DATE
        if _NUMBER.match(folded) and len(cell) < 70 and not (cell[:2].isupper() and self.names_an_order()):
            return Role.NUMBER
        if type_of(cell) and is_caps(cell) and self.past_letterhead():
            return Role.TYPE
        if is_caps(cell) and len(cell) < 90 and not self.has(Role.SUBJECT):
            return Role.ISSUER
        return Role.SUBJECT if self.is_summary(a) else None

    def _title(self, start: int, end: int) -> bool:
        """The line that names the type; what follows the name in capitals begins the subject."""
        name = type_of(self.text[start:end])
        assert name is not None
        cut = _after(self.text, start, end, len(squash(name)))
        self.add(Role.TYPE, start, cut)
        self.open = None
        rest = trim(self.text, cut, end)
        if sum(map(str.isalpha, self.text[slice(*rest)])) > 2 and not is_urgency(self.text[slice(*rest)]):
            self.add(Role.SUBJECT, *rest)
        self.in_letterhead = False
        self._read = self._subject
        return True

    def _subject(self, start: int, end: int) -> bool:
        folded = fold(self.text[start:end])
        has = self.has(Role.SUBJECT)
        if re.match(r"kinh\s+g[uiư]", folded):
            return self._begin_addressees(start, end)
        if folded.startswith("(") and has:
            self.open = None
            self.add(Role.BASIS, start, end)
            return True
        if self.open is not None and self.open.role is Role.BASIS and not self.blank and self.unclosed():
            self.open.segments.append((start, end))
            return True
        if is_caps(self.text[start:end]) and has and self.is_authority(start, end):
            self.add(Role.ISSUER, start, end)
            self.open = None
            return True
        if _DISPATCHED.search(self.text[start:end]):
            self.add(Role.ISSUER, start, end)
            self._read = self._addressees
            return True
        if begins("bases").match(folded) and self.text[start].isupper() and (has or folded.startswith("can cu")):
            self._read = self._bases
            return self._bases(start, end)
        if not has:
            self.add(Role.SUBJECT, start, end)
            return True
        if self.goes_on_subject(start) and not self.opens_body(start, end):
            self.open.segments.append((start, end))  # type: ignore[union-attr]
            return True
        return self._read_resolves(start, end)

    def _begin_addressees(self, start: int, end: int) -> bool:
        self.open = None
        self.in_letterhead = False
        self._read = self._addressees
        colon = self.text.find(":", start, end)
        rest = trim(self.text, colon + 1, end) if colon >= 0 else (end, end)
        return rest[0] >= rest[1] or self._addressees(*rest)

    def _addressees(self, start: int, end: int) -> bool:
        for a, b in cells(self.text, start, end):
            dash = _DASH.match(self.text, a, b)
            if dash or self.open is None:
                if dash is None and self.has(Role.ADDRESSEE):
                    return False
                self._dashed = dash is not None
                self._entry(dash.end() if dash else a, b)
                continue
            after = self.text[self.open.end : a].strip()
            indented = a - self.text.rfind("\n", 0, a) > 8
            unfinished = self.text[self.open.start : self.open.end].endswith((" và", " các"))
            if after.startswith(";"):
                self._entry(a, b)
            elif self.blank or after.startswith("."):
                return self._after_addressees(start, end)
            elif self.text[a].islower() or unfinished or (indented and self._dashed):
                if after.startswith(","):
                    begun, ended = self.open.segments[-1]
                    self.open.segments[-1] = begun, self.text.index(",", ended) + 1
                self.open.segments.append((a, _without_stop(self.text, a, b)))
            elif indented:
                self._entry(a, b)
            else:
                return self._after_addressees(start, end)
        return True

    def _after_addressees(self, start: int, end: int) -> bool:
        self.open = None
        self._read = self._bases
        return self._bases(start, end)

    def _entry(self, start: int, end: int) -> None:
        if start < end:
            self.add(Role.ADDRESSEE, start, _without_stop(self.text, start, end))

    def _bases(self, start: int, end: int) -> bool:
        folded = fold(self.text[start:end])
        if self._read_resolves(start, end):
            return True
        if folded.startswith("can cu") or (self.closed_basis() and not NUMBERED.match(self.text, start, end)):
            self.add(Role.BASIS, start, end)
            return True
        if self.open is not None and self.open.role is Role.BASIS and not self.closed_basis():
            self.open.segments.append((start, end))
            return True
        return False

    def _read_resolves(self, start: int, end: int) -> bool:
        line = self.text[start:end]
        if not (is_caps(line) and line.rstrip().endswith(":") and begins("resolves").match(fold(line))):
            return False
        self._close_bases(resolved=True)
        self.add(Role.TYPE, start, end)
        self.open = None
        self._read = self._nothing
        return True

    def _nothing(self, _start: int, _end: int) -> bool:
        return False

    def _close_bases(self, resolved: bool = False) -> None:
        """Grounds that run on into what is ordered belong to the body: give the last one back to it."""
        if resolved or self._read == self._nothing:
            return
        while self.blocks and self.blocks[-1].role is Role.BASIS and self.text[self.blocks[-1].start] != "(":
            if self.text[self.blocks[-1].end - 1] == ";":
                break
            self.blocks.pop()
            self.body = max((b.end for b in self.blocks), default=0)


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
