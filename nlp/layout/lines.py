"""Cuts a text into lines and tells how it was set: wrapped to a page's width, or one line a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Numbering that begins a block (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.5: phần, mục, điều, khoản, điểm), and dashes.
MARKER = re.compile(
    r"""(?: (?P<article> (?:Điều|ĐIỀU)\s+\d{1,3}\s*[.:] )
        |   (?P<roman>   (?:[IVX]{1,5}|[A-Z])\s*[.)\-/:](?=\s) )
        |   (?P<arabic>  \d{1,2}(?:\.\d{1,2}){0,3}\s*[./)](?:\s*-)?(?=\s|[^\W\d])
                       | \d{1,2}(?:\.\d{1,2}){1,3}(?=\s+[^\W\d]) )
        |   (?P<letter>  [a-zđ]\s*[.)/](?:\s*[/.])?(?=\s|[^\W\d]) )
        |   (?P<dash>    [-–—•*▪●+~]_?(?=\s|[^\W\d_]) )
        )""",
    re.VERBOSE,
)
_PAGE_NUMBER = re.compile(r"[\s\-–]*\d{1,3}[\s\-–]*$")
TERMINAL = (".", ";", ":", "!", "?", "…", "./.", '."', ".”", ";”", ".)", ",-")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text: `[start, end)` without outer white space, its indent in columns, and its numbering."""

    start: int
    end: int
    indent: int
    marker: str = ""
    kind: str = ""  # article, roman, arabic, letter, dash, or "" without numbering
    body: int = 0  # where the words begin, after the numbering
    blank_before: bool = False

    @property
    def width(self) -> int:
        """Columns up to the line's last letter."""
        return self.indent + self.end - self.start


def cut(text: str, start: int, end: int) -> list[Line]:
    """The lines of `text[start:end]` that hold something other than a page number."""
    lines: list[Line] = []
    blank = False
    position = start
    for raw in text[start:end].splitlines(keepends=True):
        content = raw.rstrip()
        stripped = content.lstrip()
        if not stripped or _PAGE_NUMBER.match(content):
            blank = blank or not stripped
        else:
            indent = len(content) - len(stripped)
            at = position + indent
            lines.append(_line(text, at, position + len(content), indent, blank))
            blank = False
        position += len(raw)
    return lines


def _line(text: str, start: int, end: int, indent: int, blank: bool) -> Line:
    match = MARKER.match(text, start, end)
    if match is None:
        return Line(start, end, indent, body=start, blank_before=blank)
    body = match.end()
    while body < end and text[body].isspace():
        body += 1
    if body >= end and match.lastgroup == "dash":
        return Line(start, end, indent, body=start, blank_before=blank)
    return Line(start, end, indent, match.group(), match.lastgroup or "", min(body, end), blank)


def wrapped_width(text: str, lines: list[Line]) -> int:
    """The page's width in columns if the text is wrapped to one, else 0.

    Wrapped text shows itself by lines that go on in lower case; the width is what nearly all of its lines keep to.
    """
    if len(lines) < 4:
        return 0
    goes_on = sum(text[b.start].islower() and not b.marker for b in lines[1:])
    longest = sorted(line.width for line in lines)[int(len(lines) * 0.9)]
    if goes_on * 5 < len(lines) or longest > 160:
        return 0
    return longest
