"""An element of a web page to text: a line for each block, a blank line between paragraphs, tables row by row."""

from __future__ import annotations

import re

from lxml import html as lxml_html

_BLOCKS = {"address", "article", "blockquote", "center", "div", "fieldset", "header", "hr", "main", "pre", "section"}
_BLOCKS |= {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption"}
_BLOCKS |= {"table", "tbody", "thead"}
_CELL = 400  # letters; a longer cell makes its table a frame for the layout
_SPACE = re.compile(r"[ \t\r\n\xa0]+")


def article_text(bodies: list[lxml_html.HtmlElement]) -> str:
    """The words of the elements as a reader sees them, blocks parted by blank lines. Linear in its size."""
    lines: list[str] = []
    for body in bodies:
        _walk(body, lines, _Line())
    return "\n\n".join(line for line in lines if line)


class _Line:
    """The line that is being written."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def add(self, words: str | None) -> None:
        if words:
            self.words.append(words)

    def end(self, lines: list[str]) -> None:
        if self.words:
            lines.append(_SPACE.sub(" ", "".join(self.words)).strip(" \u200b"))
            self.words = []


def _walk(element: lxml_html.HtmlElement, lines: list[str], line: _Line, number: str = "") -> None:
    """Write an element's words, after its number in a list; recursion goes no deeper than the page's reader allows."""
    if element.tag == "tr":
        line.end(lines)
        cells = [_SPACE.sub(" ", "".join(cell.itertext())).strip() for cell in element if cell.tag in ("td", "th")]
        if len([c for c in cells if c]) > 1 and all(len(c) < _CELL for c in cells):
            lines.append("\t".join(cells))
            return
    block = element.tag in _BLOCKS or element.tag in ("tr", "td", "th", "br")
    if block:
        line.end(lines)
    line.add(number)
    line.add(element.text)
    count = 0
    for child in element:
        if child.tag == "li" and element.tag == "ol":
            count += 1
        if isinstance(child.tag, str):
            _walk(child, lines, line, f"{count}. " if child.tag == "li" and count else "")
        line.add(child.tail)
    if block:
        line.end(lines)
