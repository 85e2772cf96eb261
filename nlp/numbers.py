"""The numbers of documents ("số, ký hiệu"), in all the ways they are written.

State: figures, perhaps the year, letters: "595/UBND-KT", "15/2018/NĐ-CP" (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.3);
Party: "10-NQ/TW" (Hướng dẫn 36-HD/VPTW, 2018); standards: "01:2019/BCT". Torn by a line's end, spread by spaces,
misread by OCR. What merely looks like one (dates, fractions, house numbers, roads) is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.fold import fold
from nlp.symbols import folded_codes, issuer_codes, type_codes

_CAP = "A-ZĐÐƯƠÔ"
# Figures, and letters that OCR reads for figures among them; "66.3" numbers what a resolution pilots; "30a".
_FIGURES = r"(?:\d[\dOolI]{0,4}|[lIO]\d[\dOolI]{0,3})(?:\.\d{1,2})?[a-zA-ZđĐ]?"
_PART = rf"[{_CAP}][{_CAP}a-zđươô0-9]*(?:[&.][{_CAP}][{_CAP}a-z0-9]*)*"
# A joint: tight, torn behind its mark ("NĐ-\nCP", "UBND- KTN"), or loose before it on the same line ("QĐ -UBND").
_HYPHEN = r"(?:[-–](?:\s{1,6}(?=[A-ZĐÐ]{2}))?|[ ]{1,2}[-–])"
_SLASH = r"(?:/\s{0,6}|\s{1,3}/\s{0,2})"
_TAIL = rf"(?:(?:{_HYPHEN}|{_SLASH}|[ ](?=(?:UBND|HĐND|TTg|BCĐ)(?![\w&]))){_PART}){{0,5}}"
_SPACED_TAIL = rf"(?:[ ][-–/][ ](?:[{_CAP}][ ]\d{{1,2}}(?!\w)|{_PART})){{1,5}}"
_BEFORE = r"(?<![\w£$#%“”*/.,…+–-])"
_NUMBER = re.compile(
    rf"""{_BEFORE}(?P<figures>{_FIGURES})
    (?: (?:{_SLASH}(?P<year>(?:19|20)\s?[\dOol]\s?[\dOol]|\d\d(?=/)))?
        (?:[ ]/[ ](?P<spaced>{_PART}{_SPACED_TAIL})(?!\w) | {_SLASH}(?P<state>{_PART}{_TAIL}))
      | (?:\s?[-–]\s{{0,6}}|[ ]) (?P<party>(?:CTrPH|CTr|TTr|QyĐ|[{_CAP}]{{2,4}}i?)\s?/\s{{0,3}}{_PART}{_TAIL})
      | -(?P<old_year>(?:19|20)\d\d)\s?/\s?(?P<old>{_PART}(?:\s?[-/]\s?{_PART}){{1,5}})
      | [ -](?P<open>[{_CAP}][{_CAP}r]{{1,2}}[-–]{_PART})
      | [ ]-[ ](?P<dashed>[{_CAP}]{{2}}[ ]-[ ]{_PART})(?!\w)
      | :(?P<standard>(?:19|20)\d\d(?:/{_PART}{_TAIL})?)
    )(?![\w]|[-/][^\W\d_])""",
    re.VERBOSE,
)
# Numbers in small letters, which are told only by the word before them and by their codes.
_SMALL = re.compile(
    r"(?<=s[oố] )\d{1,5}(?:/(?:19|20)\d\d)?"
    r"(?:/[a-zđ]{2,}[a-zđ0-9]*(?:-[a-zđ0-9]+){0,4}|-[a-zđ]{2,5}/[a-zđ]{2,10})(?!\w)"
)
_STANDARD = re.compile(r"(?:QCVN|TCVN|QCĐP|TCCS|QCVN/)\s{0,3}$")
_FIGURE_LETTERS = str.maketrans("OolI", "0011")
# Codes that lost their stroke, or their hyphen.
_STROKES = (("QD", "QĐ"), ("ND", "NĐ"), ("QÐ", "QĐ"), ("NÐ", "NĐ"))
_GLUED = re.compile(r"^(NĐ|NQ)(CP)$|^(QĐ|CT)(TTg)$|^(QĐ|KH|TB|BC|CT|TTr|CĐ|NQ)(UBND|HĐND)$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number found at `[start, end)`.

    `number` is as printed, without spaces and with OCR's misreadings mended; `year` the year in it; `parts` its
    letters. `sure` is whether its letters alone tell it from a house number or a road; else a type word must.
    """

    start: int
    end: int
    number: str
    year: int | None
    parts: tuple[str, ...]
    sure: bool
    rule: str


def find_numbers(text: str, start: int = 0, end: int | None = None) -> list[Number]:
    """All that is written like a document's number in `text[start:end]`, in order. Linear in its length."""
    end = len(text) if end is None else end
    found = [n for m in _NUMBER.finditer(text, start, end) if (n := _number(text, m)) is not None]
    small = [n for m in _SMALL.finditer(text, start, end) if (n := _small(m)) is not None]
    return sorted(found + small, key=lambda n: n.start) if small else found


def mend(printed: str) -> str:
    """A printed number without its spaces, its letters and figures as they must have been."""
    number = re.sub(r"\s+", "", printed).replace("–", "-")
    head, slash, tail = number.partition("/" if re.match(r"[\dOolI.]+[a-zA-Z]?/", number) else "-")
    if not slash:
        return number
    head = head.translate(_FIGURE_LETTERS)
    pieces = re.split(r"([-/])", tail)
    for i, piece in enumerate(pieces):
        if piece[:1].isdigit():
            pieces[i] = piece.translate(_FIGURE_LETTERS) if len(piece) == 4 else piece
            continue
        for wrong, right in _STROKES:
            if piece == wrong or (piece.startswith(wrong) and piece[2:] in issuer_codes()):
                piece = right + piece[2:]
        glued = _GLUED.match(piece)
        if glued and piece not in issuer_codes():
            piece = "-".join(g for g in glued.groups() if g)
        pieces[i] = piece.replace("Ð", "Đ")
    return head + slash + "".join(pieces)


def _number(text: str, match: re.Match[str]) -> Number | None:
    standard = match["standard"]
    if standard is not None:
        if not _STANDARD.search(text, max(0, match.start() - 8), match.start()):
            return None
        return Number(match.start(), match.end(), match.group(), int(standard[:4]), (), True, "numbers.standard")
    if not any(c.isdigit() for c in match["figures"]):
        return None
    letters = match["state"] or match["spaced"] or match["party"] or match["old"] or match["dashed"] or match["open"]
    parts = tuple(p.replace("Ð", "Đ") for p in re.split(r"[\s/–-]+", letters) if p)
    if not all(_is_part(p) or (i and _is_short(p)) for i, p in enumerate(parts)):
        return None
    if match["open"] and not (parts[0] in type_codes() and _is_code(parts[1])):
        return None
    number = mend(match.group())
    printed_year = match["year"] or match["old_year"]
    year = int("".join(printed_year.translate(_FIGURE_LETTERS).split())) if printed_year else None
    sure = _is_sure(number, parts, year)
    rule = "numbers.party" if match["party"] else "numbers.state"
    return Number(match.start(), match.end(), number, year if year and year > 99 else None, parts, sure, rule)


def _small(match: re.Match[str]) -> Number | None:
    printed = match.group()
    parts = tuple(p for p in re.split(r"[/-]", printed) if p and not p[0].isdigit())
    if not any(fold(p) in folded_codes() for p in parts):
        return None
    return Number(match.start(), match.end(), printed.upper(), None, parts, True, "numbers.small")


def _is_part(part: str) -> bool:
    """Whether letters can be a code: capitals, with a few small letters ("TTg", "VPĐKĐĐ", "QH15")."""
    if part in type_codes() or part in issuer_codes():
        return True
    upper = sum(c.isupper() for c in part)
    if upper == 1:
        return part[1:].isdigit() or part in {"L", "T"}
    return upper >= 2 and sum(c.islower() for c in part) <= 3


def _is_short(part: str) -> bool:
    """Whether letters can be what follows a first code: "Cty", "Vp"."""
    return 2 <= len(part) <= 4 and part[0].isupper() and part[1:].isalpha()


def _is_sure(number: str, parts: tuple[str, ...], year: int | None) -> bool:
    known = sum(_is_code(p) for p in number_parts(number))
    return (known >= 1 and (len(parts) > 1 or year is not None)) or (year is not None and year > 99 and len(parts) > 1)


def _is_code(part: str) -> bool:
    """Whether a part is in the table of symbols; a type's code may say more: "QĐNS", "TBKL"."""
    body = part.rstrip("0123456789")
    return (
        part in type_codes() or body in issuer_codes() or (part[:2] in type_codes() and part[2:] in {"i", "NS", "KL"})
    )


def number_parts(number: str) -> list[str]:
    """The letters of a mended number."""
    return [p for p in re.split(r"[/-]", number) if p and not p[0].isdigit()]
