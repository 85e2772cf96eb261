"""The numbers and bullets that Word counts itself and keeps out of the text ("1.", "a)", "Điều 2.", "-")."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

_LEVELS = 9
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")


@dataclass(slots=True)
class _Level:
    """How one level of a list counts: Word's format, its pattern ("%1.%2.") and the first number."""

    form: str
    pattern: str
    start: int


class Numbering:
    """Counts the paragraphs of a document as Word does."""

    def __init__(self, document: WordDocument) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if part is not None:
            self._read(etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True)))

    def _read(self, root: etree._Element) -> None:
        abstract = {a.get(qn("w:abstractNumId")): _levels(a) for a in root.iter(qn("w:abstractNum"))}
        for num in root.iter(qn("w:num")):
            base = num.find(qn("w:abstractNumId"))
            levels = dict(abstract.get(base.get(qn("w:val")) if base is not None else None, {}))
            for override in num.iter(qn("w:lvlOverride")):
                levels |= _levels(override)
            self._lists[str(num.get(qn("w:numId")))] = levels

    def next(self, paragraph: Paragraph) -> str:
        """The mark that Word sets before this paragraph; "" for one that isn't in a list."""
        place = _place(paragraph)
        if place is None:
            return ""
        name, level = place
        how = self._lists.get(name, {})
        if level not in how:
            return ""
        counts = self._counts[name]
        before = counts[level]
        counts[level] = how[level].start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            counts[deeper] = None
        if how[level].form == "bullet":
            return "-"
        mark = how[level].pattern
        for upper in range(level + 1):
            known = how.get(upper)
            number = counts[upper] if counts[upper] is not None else (known.start if known else 1)
            mark = mark.replace(f"%{upper + 1}", _written(number or 1, known.form if known else "decimal"))
        return mark.strip()


def _levels(owner: etree._Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for level in owner.iter(qn("w:lvl")):
        index = int(level.get(qn("w:ilvl"), "0"))
        if 0 <= index < _LEVELS:
            start = _value(level, "w:start", "1")
            levels[index] = _Level(
                _value(level, "w:numFmt", "decimal"),
                _value(level, "w:lvlText", ""),
                int(start) if start.isdigit() else 1,
            )
    return levels


def _value(owner: etree._Element, name: str, default: str) -> str:
    found = owner.find(qn(name))
    return str(found.get(qn("w:val"), default)) if found is not None else default


def _place(paragraph: Paragraph) -> tuple[str, int] | None:
    """The list and level of a paragraph: its own, else those of its style."""
    owners = [paragraph._p.pPr]
    style = paragraph.style
    for _ in range(_LEVELS):
        if style is None:
            break
        owners.append(style.element.pPr)
        style = style.base_style
    for owner in owners:
        found = owner.find(qn("w:numPr")) if owner is not None else None
        if found is not None:
            name, level = _value(found, "w:numId", "0"), _value(found, "w:ilvl", "0")
            return (name, min(int(level), _LEVELS - 1)) if name != "0" and level.isdigit() else None
    return None


def _written(number: int, form: str) -> str:
    """A number in Word's format."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman = _TENS[number // 10 % 10] + _ONES[number % 10]
        return roman.upper() if form == "upperRoman" else roman
    return f"{number:02d}" if form == "decimalZero" else str(number)
