"""People who are named beside an office that they hold: "ông Phan Thanh Hải, Phó Giám đốc Sở …", the signer."""

from __future__ import annotations

import re
from functools import cache

from nlp.fold import fold
from nlp.issuers import issuer_at
from nlp.layout.ranges import Ranges
from nlp.layout.types import Layout, Role
from nlp.lexicon import entries, load
from nlp.names import NAME, name_span
from nlp.types import Directive, Person

_BEFORE = 120  # characters before a name in which its office stands
_COURTESY = re.compile(
    r"(?<!\w)(?:[ÔôÔ]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c|[Tt]hạc sĩ|[Tt]iến sĩ|TS\.?|ThS\.?|PGS\.?|GS\.?)[.:]?\s{1,3}$"
)
_LINK = re.compile(
    r"\s{0,2}(?:\([^()\n]{1,20}\)\s?)?(?:[,–-]|\()?\s{0,3}"
    r"(?:là\s|hiện là\s|nguyên\s|được\s(?:bầu\s)?)?(?:giữ chức(?:\svụ)?\s)?"
)
_STOP = re.compile(
    r"[.;:!?()“”\"\n]|,\s|\s(?:đã|vừa|cho biết|cho hay|cho rằng|chủ trì|phát biểu|yêu cầu|đề nghị|nhấn mạnh|khẳng định|"
    r"kết luận|và|nói|chỉ đạo|giao|trình bày|thông tin|dự|tham dự|đến|cùng|làm|kiểm tra|ký|nêu|đánh giá|lưu ý|bày tỏ|"
    r"tiếp|trao|nhiệm kỳ|sẽ|phụ trách|về|trả lời|để|báo cáo|với|đối với|thay|giữ|là|tố giác|–|-\s)\b"
)
_CODE = re.compile(
    r"(?<!\w)(?:PCT|CT|PBT|BT|PGĐ|GĐ|CVP|PCVP|TGĐ|PTGĐ)(?:\s(?:UBND|HĐND)(?:\s(?:tỉnh|huyện|TP))?)?[.:]?\s$"
)


def find_people(text: str, layout: Layout, directive: Directive | None = None) -> list[Person]:
    """Everyone who is named with an office, once each, in the order of the text; the signer too.

    People without an office (complainants, bylines) are left out. Linear in the text's length.
    """
    found: dict[str, Person] = {}
    menus = Ranges(layout, Role.FURNITURE)
    if directive is not None and directive.signer is not None and "signer" in directive.spans:
        start, end = directive.spans["signer"]
        signer = directive.signer
        found[fold(signer.name)] = Person(signer.name, signer.position, start, end, "people.signer")
    for match in NAME.finditer(text):
        span = name_span(text, match)
        if span is None:
            continue
        person = _person(text, *span)
        if person is not None and person.start not in menus:
            found.setdefault(fold(person.name), person)
    return sorted(found.values(), key=lambda p: p.start)


def _person(text: str, start: int, end: int) -> Person | None:
    name = " ".join(text[start:end].split())
    before = _office_before(text, start)
    if before is not None:
        return Person(name, before, start, end, "people.office-before")
    after = _office_after(text, end)
    if after is not None:
        return Person(name, after, start, end, "people.office-after")
    code = _CODE.search(text, max(0, start - 24), start)
    if code is not None:
        return Person(name, code.group().strip(" .:"), start, end, "people.code")
    return None


def _office_after(text: str, end: int) -> str | None:
    """The office that follows a name: ", Phó Giám đốc Sở …", "- Trưởng đoàn", "giữ chức Chủ nhiệm …"."""
    link = _LINK.match(text, end)
    if link is None or link.end() == end:
        return None
    if not re.search(r"[,–(-]|giữ chức|là\s", link.group()):
        return None
    at = link.end()
    office = _offices().match(text, at)
    if office is None:
        return None
    return _office_phrase(text, at, office.end())


def _office_phrase(text: str, start: int, end: int) -> str:
    """An office with its body, and the further offices that follow after commas."""
    floor = end
    while True:
        stop = _STOP.search(text, floor, end + 140)
        limit = stop.start() if stop else min(len(text), end + 140)
        if stop is not None and stop.group().strip() == "và":
            body = issuer_at(text, start, end + 140)
            if body is not None and body[1] > stop.end():
                floor = body[1]
                continue
        following = _offices().match(text, stop.end()) if stop and stop.group().startswith(",") else None
        if following is None:
            return " ".join(text[start:limit].split())
        end = floor = following.end()


def _office_before(text: str, start: int) -> str | None:
    """The office that ends where a name begins: "Phó Chủ tịch UBND tỉnh Trương Thanh Tùng"."""
    floor = max(0, start - _BEFORE)
    window = text[floor:start]
    courtesy = _COURTESY.search(window)
    if courtesy is not None:
        window = window[: courtesy.start()].rstrip(" ,–-") + " "
    offices = list(_offices().finditer(window))
    for office in reversed(offices):
        between = window[office.end() :]
        if "\n\n" in between or _STOP.search(between.replace("\n", " ", 1).rstrip(" ") + " "):
            return None
        if len(between) > 1 or between == " ":
            first = office
            while (previous := next((o for o in offices if o.end() == first.start() - 1), None)) is not None:
                first = previous
            return " ".join(window[first.start() :].split())
    return None


@cache
def _offices() -> re.Pattern[str]:
    words = sorted(set(entries(load("people")["offices"])), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(w.replace(" ", r"\s+") for w in words) + r")(?!\w)", re.IGNORECASE)
