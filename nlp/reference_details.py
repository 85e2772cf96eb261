"""Date and issuer of a mention, from the words beside its number."""

from __future__ import annotations

import re
from datetime import date

from nlp.dates import Day, day_at, find_days
from nlp.fold import UPPER, fold
from nlp.issuers import BY, issuer_at, issuer_name
from nlp.types import Reference

_DATED = re.compile(
    r"\s{0,3},?\s{0,3}\(?(?:(?:được|đã|do|mới|vừa)\s){0,2}(?:ban hành|ký ban hành|ký|đề)?\s{0,3}(?:vào\s)?"
    r"[Nn]g[aà]y\s{0,6}"
)
_LOST_DAY = re.compile(r"\S{1,4}\s{1,3}tháng\s{1,3}\S{1,3}\s{1,3}năm\s{1,3}\S{4}")
_OPENING = re.compile(
    r"(?:(?:vừa|đã|mới|cũng|đều|lại|tiếp tục)\s{1,3}){0,3}(?:k[ýí]\s{1,3})?"
    r"(?:ban hành|có|ra|gửi|phát hành|k[ýí]|thông qua)\s{1,3}(?:các\s{1,3}|kèm\s(?:theo\s)?)?$"
)
_BY_AT = re.compile(r"(?:tại|trong)\s{1,3}(?:các\s{1,3})?$")
_APPROVED = re.compile(
    r"\s(?:phê duyệt|ban hành|quy định|công bố|giao|thành lập|cho phép|chấp thuận)\s{1,3}"
    r"(?:tại|theo|kèm theo|trong)\s{1,3}$"
)
_BY_WHOM = re.compile(r"\s{0,3},?\s{0,3}(?:(?:vừa|đã|mới)\s{1,3})?được\s{1,3}")
_PUTS_OUT = re.compile(r"\s{1,3}(?:k[ýí]\s{1,3})?(?:ban hành|k[ýí])(?!\w)")
_AND = re.compile(r"\s{0,3}(?:,|và)\s{0,3}")
_AFTER_ORDER = re.compile(r"\s{1,3}theo\s{1,3}")
_JOINT = re.compile(r"\s{0,3}(?:,|và|-)\s{0,3}")
_CAPITALS = re.compile(rf"(?<![\w-])[{UPPER}]")
_SENTENCE = re.compile(r"[.;:!?]\s|\n\n|\n(?=\s*[-+•]\s)")


def describe(text: str, found: list[Reference]) -> None:
    """Date and issuer of each mention, from the words after it, else before it."""
    tails: list[int] = []
    for i, reference in enumerate(found):
        tails.append(_read_tail(text, reference, found[i + 1] if i + 1 < len(found) else None))
    joined = [bool(_AND.fullmatch(text, tails[i], b.start)) for i, b in enumerate(found[1:])]
    for i in range(len(found) - 2, -1, -1):
        if joined[i] and found[i].issuer is None:
            found[i].issuer = found[i + 1].issuer
    for i, reference in enumerate(found):
        if reference.issuer is None or reference.date is None:
            told = _read_before(text, reference, found[i - 1] if i else None)
            if told and i < len(joined) and joined[i] and found[i + 1].issuer is None:
                found[i + 1].issuer = reference.issuer


def _read_tail(text: str, reference: Reference, following: Reference | None) -> int:
    """Reads date and issuer behind a mention, in either order; returns where they end."""
    at = reference.end
    limit = following.start if following is not None else len(text)
    for _ in range(2):
        dated = _DATED.match(text, at, limit)
        if dated and reference.date is None:
            day = day_at(text, dated.end(), limit)
            if day is not None:
                reference.date, at = _mended_date(day, reference), day.end
            else:
                lost = _LOST_DAY.match(text, dated.end(), limit)
                at = lost.end() if lost else at
        by = BY.match(text, at) or _BY_WHOM.match(text, at)
        if by and reference.issuer is None:
            span = issuer_at(text, by.end(), len(text))
            if span is not None and (by.re is BY or _PUTS_OUT.match(text, span[1])):
                reference.issuer, at = _issuer(text, reference, span, following)
    return at


def _issuer(text: str, reference: Reference, span: tuple[int, int], following: Reference | None) -> tuple[str, int]:
    """The issuer's name at `span`, with further issuers of a joint document, or the decision that it is named after."""
    end = span[1]
    if following is not None and _AFTER_ORDER.fullmatch(text, end, following.start):
        return issuer_name(text[span[0] : following.end]), end
    while "liên tịch" in (reference.type or "") and (link := _JOINT.match(text, end)):
        more = issuer_at(text, link.end(), len(text))
        if more is None:
            break
        end = more[1]
    return issuer_name(text[span[0] : end]), end


def _mended_date(day: Day, reference: Reference) -> date | None:
    """The day of issue; where the number carries a year that OCR shows one figure off in the date, the number's."""
    year = re.search(r"/((?:19|20)\d\d)/", reference.number or "")
    if year and day.date and day.date.year > int(year.group(1)) + 1:
        return day.date.replace(year=int(year.group(1)))
    return day.date


def _read_before(text: str, reference: Reference, previous: Reference | None) -> bool:
    """Whether the words before tell the issuer or the date, which are then taken from them.

    Issuer and date from the words before: "Ngày 7/5/2024, UBND tỉnh ban hành …", "… của Cục Hóa chất tại …".
    """
    had = reference.issuer, reference.date
    floor = max(0, reference.start - 260, previous.end if previous else 0)
    window = text[floor : reference.start]
    cut = 0
    for stop in _SENTENCE.finditer(window):
        cut = stop.end()
    clause, at = window[cut:], floor + cut
    opening = _OPENING.search(clause) or _APPROVED.search(clause)
    if opening is not None:
        _read_subject(text, reference, at, at + opening.start())
    elif reference.issuer is None and (here := _BY_AT.search(clause)) is not None:
        for by in BY.finditer(clause, 0, here.start()):
            span = issuer_at(text, at + by.end(), at + here.start())
            if span is not None and not text[span[1] : at + here.start()].strip():
                reference.issuer = issuer_name(text[span[0] : span[1]])
    return had != (reference.issuer, reference.date)


def _read_subject(text: str, reference: Reference, start: int, end: int) -> None:
    """Who put the document out, and when, where they stand before the verb that says so."""
    if reference.date is None:
        days = find_days(text, start, end)
        if days and fold(text[max(start, days[-1].start - 8) : days[-1].start]).strip().endswith("ngay"):
            reference.date = days[-1].date
    if reference.issuer is not None:
        return
    for begin in _CAPITALS.finditer(text, start, end):
        span = issuer_at(text, begin.start(), end)
        if span is not None and not text[span[1] : end].strip(" ,\n"):
            reference.issuer = issuer_name(text[span[0] : span[1]])
            return
