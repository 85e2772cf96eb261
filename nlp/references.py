"""Mentions of numbered documents, each with its type, date and issuer as the words beside it tell them.

Found by the number (nlp/numbers.py), then widened to the type word before it; figures alone count only beside a type
word. The number line of a dispatch's head is a mention too, if the layout is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from nlp.fold import fold
from nlp.layout.types import Layout, Role
from nlp.lexicon import entries, load
from nlp.numbers import Number, find_numbers, mend
from nlp.reference_details import describe
from nlp.symbols import bare_types, read_symbol, type_words
from nlp.types import Reference

_WINDOW = 130  # characters before a number in which its type word stands
_NO = re.compile(r"(?:s[oốôổỗồóòơẻẽeéê]|sô|SỐ|Số|QCVN|TCVN|No)(?:\s{1,3}s[oốô])?\s{0,3}:?\s{0,6}$")
_BARE = re.compile(
    r"(?:[Ss]ố|SỐ|Thông tư|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Đề án|Kết luận|Công điện|QĐ|NQ|NĐ)\s{1,3}"
    r"(?P<figures>\d{1,4}[a-zđ]?)(?![\w%/:+°º]|[.,-]\d|\s\d|\s?[-–/]\s?[\dA-ZĐ]|[\s:]{0,4}[.…]{3})"
)
_LABEL = re.compile(r"(?:[^\W\d_]+\s){0,2}?[Ss][ốôoóỐÔO06]?\s*[:.;,]?\s*")
_COORDINATED = re.compile(r"\s{0,3}(?:,|và|;|\s)\s{0,3}(?:số\s{0,3}|các\s{1,3})?$")
_TORN_FIGURES = re.compile(r"[Ss][ốoô]\s(\d{1,3})\s$")


@dataclass(frozen=True, slots=True)
class _Head:
    """The type word before a number: where it begins, the type it names (None for "văn bản"), whether there is one."""

    start: int
    type: str | None
    named: bool


def find_references(text: str, *, layout: Layout | None = None) -> list[Reference]:
    """Every mention of a numbered document in `text`, in order. Roles are left at "cited": see `assign_roles`.

    Linear in the text's length. With the layout of a dispatch, its number line is read as such.
    """
    lines = (
        [(b.start, b.end) for b in layout.of(Role.NUMBER)] if layout is not None and layout.kind == "dispatch" else []
    )
    found: list[Reference] = []
    for number in find_numbers(text):
        if any(a <= number.start < b for a, b in lines):
            continue
        reference = _numbered(text, number, found[-1] if found else None)
        if reference is not None:
            found.append(reference)
    found += _bare(text, found)
    found += [r for a, b in lines if (r := _number_line(text, a, b)) is not None]
    found.sort(key=lambda r: r.start)
    describe(text, found)
    return found


def _numbered(text: str, number: Number, previous: Reference | None) -> Reference | None:
    number = _rejoined(text, number)
    head = _head(text, number.start, number)
    listed = previous is not None and bool(_COORDINATED.fullmatch(text, previous.end, number.start))
    if not (number.sure or head.named or listed):
        return None
    if head.named:
        kind = head.type
    elif listed and previous is not None:
        kind = previous.type
    else:
        kind = read_symbol(number.number).type
    printed = text[head.start : number.end]
    return Reference(printed, head.start, number.end, "references.numbered", number=number.number, type=kind)


def _rejoined(text: str, number: Number) -> Number:
    """A number whose figures a space tore: "Nghị định số 1 15/2020/NĐ-CP"."""
    torn = _TORN_FIGURES.search(text, max(0, number.start - 8), number.start)
    if torn is None or len(torn[1]) + len(number.number.partition("/")[0]) > 5:
        return number
    return replace(number, start=torn.start(1), number=torn[1] + number.number)


def _head(text: str, start: int, number: Number | None = None) -> _Head:
    """The type word of the number that begins at `start`."""
    window_start = max(0, start - _WINDOW)
    window = text[window_start:start]
    folded = fold(window)
    candidates = [m for m in _type_pattern().finditer(folded) if _may_bridge(window[m.end() :], m.group())]
    if not candidates:
        return _Head(start, None, False)
    best = candidates[-1]
    told = read_symbol(number.number).type if number is not None else None
    names = type_words()
    if told is not None and names[_key(best)] != told:
        best = next((m for m in reversed(candidates) if names[_key(m)] == told), best)
    return _Head(window_start + best.start(), names[_key(best)], True)


def _key(match: re.Match[str]) -> str:
    return " ".join(match.group().split())


def _may_bridge(gap: str, word: str) -> bool:
    """Whether only the rest of the type's name and "số" stand between a type word and its number."""
    if not gap.strip():
        return bool(gap) and len(gap) < 30
    no = _NO.search(gap)
    if no is None:
        return False
    name = gap[: no.start()].split()
    law = "luat" in word or "chuan" in word
    if not name:
        return True
    if len(word) <= 3:
        return False
    if len(name) > (16 if law else 6) or any(c in gap for c in '.;:()“”"/') or any(c.isdigit() for c in gap):
        return False
    if law:
        return True
    stops = gap_stops()
    return "," not in gap and not any(w.lower() in stops for w in name)


@cache
def gap_stops() -> frozenset[str]:
    """Words that cannot stand between a type word and "số"."""
    return frozenset(entries(load("references")["gap_stops"]))


@cache
def _type_pattern() -> re.Pattern[str]:
    words = sorted(type_words(), key=len, reverse=True)
    return re.compile(r"(?<![\w/-])(?:" + "|".join(w.replace(" ", r"\s+") for w in words) + r")(?![\w/-])")


def _bare(text: str, found: list[Reference]) -> list[Reference]:
    """Figures alone beside a type word: "Đề án số 08", "Thông tư 17"."""
    taken = {r.start for r in found}
    out = []
    for match in _BARE.finditer(text):
        start, end = match.span("figures")
        head = _head(text, start)
        if not head.named or (head.type or "nghị quyết") not in bare_types() or head.start in taken:
            continue
        told = (_says_no(text, match.start(), start) and text[head.start].isupper()) or _dated_behind(text, end)
        if told or (_followed_as_document(text, end) and text[head.start].isupper()):
            printed = text[head.start : end]
            out.append(Reference(printed, head.start, end, "references.bare", text[start:end], head.type))
    return out


def _says_no(text: str, start: int, end: int) -> bool:
    return fold(text[start:end]).startswith("so")


def _dated_behind(text: str, end: int) -> bool:
    """Whether a day of issue, an issuer or a subject follows, which only a document has."""
    return re.match(r"\s{0,2},?\s{0,2}(?:ngày\s\d|của\s|về\s|gửi\s)", text[end : end + 14]) is not None


def _followed_as_document(text: str, end: int) -> bool:
    following = text[end : end + 20]
    if not following.strip() or following.lstrip(" ")[:1] in ',.;:)(”"\n':
        return True
    words = " ".join(following.split())
    return any(words == f or words.startswith(f + " ") for f in entries(load("references")["bare_follow"]))


def _number_line(text: str, start: int, end: int) -> Reference | None:
    """The number line of a head ("Số: 595/UBND-KT"): None where it is blank, a number of None where OCR lost it."""
    label = _LABEL.match(text[start:end])
    at = start + (label.end() if label else 0)
    mark = re.search(r"\s?[/-]", text[at:end])
    if mark is None:
        return None
    figures = text[at : at + mark.start()].strip()
    if not any(c.isalnum() for c in figures):
        return None
    tail = re.match(r"[\w&./–-]+(?:\s?[-–/]\s?[\w&.]+)*", text[at + mark.start() : end].lstrip())
    stop = at + mark.start() + len(text[at + mark.start() : end]) - len(text[at + mark.start() : end].lstrip())
    stop += tail.end() if tail else 0
    printed = text[at:stop]
    read = find_numbers(printed)
    number = read[0].number if read and read[0].start == 0 else None
    if number is None and re.fullmatch(r"\d{1,5}", figures):
        number = mend(printed)
    kind = read_symbol(number or "0" + printed[mark.start() :].strip()).type
    return Reference(printed, at, stop, "references.number-line", number=number, type=kind, role="subject")
