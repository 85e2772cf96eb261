"""The title and the day of publication of a text, read from its top."""

from __future__ import annotations

import re
from datetime import date

from nlp.dates import make_date
from nlp.fold import fold
from nlp.layout.cells import lines, trim
from nlp.layout.types import Layout, Role
from nlp.types import Kind

_TOP_LINES = 16
_LONGEST_TITLE = 260
_WEEKDAY = r"(?:th[ứu]\s?(?:hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bay|[2-7])|ch[ủu]\s?nh[ậa]t|CN|T[2-7])"
_DATE = r"(?P<day>\d{1,2})\s?[-/. ]\s?(?P<month>\d{1,2})\s?[-/. ]\s?(?P<year>(?:19|20)\d\d)"
_LONG_DATE = r"(?P<long_day>\d{1,2})\s+tháng\s+(?P<long_month>\d{1,2})\s*,?\s+(?:năm\s+)?(?P<long_year>(?:19|20)\d\d)"
_TIME = r"\d{1,2}\s?(?:[:h]\s?\d{2}|giờ)(?::\d{2})?(?:\s?[AaPp][Mm])?"
_LABEL = (
    r"(?:ngày\s(?:đăng|cập nhật|xuất bản|viết|tạo)|đăng\s(?:ngày|lúc|vào)|cập nhật(?:\s(?:lúc|ngày))?|"
    r"xuất bản(?:\sngày)?|đã đăng|ngày)"
)
_PUBLISHED = re.compile(
    rf"(?:{_LABEL}\s*:?\s*)?(?:{_TIME}\s*[,|-]?\s*)?(?:{_WEEKDAY}\s*[,|-]?\s*)?(?:ngày\s+)?(?:{_TIME}\s*[,|-]?\s*)?"
    rf"\(?(?:{_DATE}|{_LONG_DATE})\)?(?P<rest>.*)$",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(
    rf"\s*[,|–-]?\s*(?:(?:lúc\s*)?{_TIME})?\s*(?:\(?GMT.{{0,10}})?[|\s]*(?:\(.*\)|lượt.*|xem.*|\d+.*)?$", re.IGNORECASE
)
_FURNITURE = re.compile(
    r"logo|cổng thông tin|trang chủ|trang thông tin|đăng nhập|tìm kiếm|font|cỡ chữ|a- a|zalo|viber|facebook|in trang|"
    r"ảnh minh họa|ảnh:|lượt xem|tin nổi bật$|tin tức$|ubnd\s?$|video|menu|tương phản|chia sẻ|đọc bài",
    re.IGNORECASE,
)


def find_title(text: str, kind: Kind, layout: Layout) -> str | None:
    """The headline of an article, the summary ("trích yếu") of a dispatch as printed; None where there is none."""
    block = next(iter(layout.of(Role.SUBJECT if kind == "dispatch" else Role.HEADLINE)), None)
    if block is not None:
        return text[block.start : block.end]
    span = headline(text) if kind == "article" else None
    return text[span[0] : span[1]] if span else None


def headline(text: str) -> tuple[int, int] | None:
    """Where an article's headline stands: of the lines above the first paragraph, the one that it goes on from."""
    candidates: list[tuple[float, tuple[int, int]]] = []
    following = set(_words(text[:4000]))
    for count, (start, end) in enumerate(_top(text)):
        line = text[start:end]
        if candidates and (_is_paragraph(line) or count >= _TOP_LINES):
            break
        words = _words(line)
        if end - start > _LONGEST_TITLE or len(words) < 3 or _FURNITURE.match(line) or published_in(line):
            continue
        rest = _words(text[end : end + 2500])
        shared = len(set(words) & set(rest)) / len(set(words)) if following else 0.0
        candidates.append((min(len(words), 14) * (0.25 + shared), (start, end)))
    if not candidates:
        return None
    best = max(score for score, _ in candidates)
    return next(span for score, span in candidates if score >= 0.62 * best)


def _top(text: str) -> list[tuple[int, int]]:
    out = []
    for start, end in lines(text, 0, min(len(text), 6000)):
        span = trim(text, start, end)
        if span[0] < span[1]:
            out.append(span)
        if len(out) > _TOP_LINES + 4:
            break
    return out


def _is_paragraph(line: str) -> bool:
    return (line.rstrip("\"”' ")[-1:] in ".;:…" and len(line) > 60) or len(line) > _LONGEST_TITLE


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def find_published(text: str, kind: Kind, layout: Layout) -> date | None:
    """The day that a page says it was published, None if its top doesn't say. A dispatch has a day of issue instead."""
    if kind == "dispatch":
        return None
    for block in layout.of(Role.DATELINE):
        day = published_in(block.text(text))
        if day is not None:
            return day
    for start, end in _top(text):
        day = published_in(text[start:end])
        if day is not None:
            return day
        if _is_paragraph(text[start:end]):
            return None
    return None


def published_in(line: str) -> date | None:
    """The day in a line that holds nothing but it, its weekday, its time and a label."""
    if len(line) > 90:
        return None
    match = _PUBLISHED.match(line.strip(" |•-–"))
    if match is None or not _AFTER_DATE.match(match["rest"]):
        return None
    day, month, year = (match[k] or match[f"long_{k}"] for k in ("day", "month", "year"))
    return make_date(int(year), int(month), int(day)) if 1 <= int(month) <= 12 and 1 <= int(day) <= 31 else None
