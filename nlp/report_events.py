"""What an article says was put out, ordered or held: documents, orders and meetings, with who did it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from nlp.fold import UPPER, fold
from nlp.issuers import issuer_at, issuer_name
from nlp.layout.types import Layout, Role
from nlp.lexicon import entries, load
from nlp.names import NAME, name_in

_SENTENCE = re.compile(rf"(?<=[.;!?…])\s+(?=[\"“‘'({UPPER}])|\n\s*\n")
_PARAGRAPHS = 24
_REACH = 400  # characters before a verb in which its subject stands
_BEGINNINGS = re.compile(
    r"(?:^|[,:–]\s|\s-\s|\b(?:cho biết|cho hay|[Tt]heo đó|đồng chí|ông|bà|khi|rằng|do|nay)\s)[\s\"“]*", re.IGNORECASE
)
_OFFICE = re.compile(
    r"(?:(?:đồng chí|ông|bà)\s+)?(?P<deputy>phó\s+)?"
    r"(?P<office>tổng bí thư|bí thư(?: thường trực)?|chủ tịch|thủ tướng|bộ trưởng|thứ trưởng|(?:tổng )?giám đốc|"
    r"chánh văn phòng|chánh thanh tra|cục trưởng|chi cục trưởng|trưởng ban|trưởng phòng|trưởng|chủ nhiệm|viện trưởng)"
    r"(?:\s+thường trực)?\s+",
    re.IGNORECASE,
)
_LAST_OFFICE = re.compile(
    r"(?:[,–-]|\bđồng chí|\bông|\bbà)\s+"
    r"(?P<office>(?:[Pp]hó\s+)?"
    r"(?:[Bb]í thư|[Cc]hủ tịch|[Tt]rưởng|[Gg]iám đốc|[Bb]ộ trưởng|[Tt]hứ trưởng|[Cc]hánh|[Cc]ục trưởng)\s)"
)
_SAID = re.compile(r"[\s,–-]{1,4}(?:cho biết|cho hay|thông tin|xác nhận)\s+(?:đã|đang)?\s*$")
EventKind = Literal["document", "order", "meeting"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts at `[start, end)`: a body, or a person in an office of one."""

    body: str
    office: str | None
    person: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a sentence says was done. `noun` is the document's or the meeting's word at `[at, after)`."""

    kind: EventKind
    actor: Actor | None
    noun: str
    at: int
    after: int
    sentence: tuple[int, int]
    background: bool
    until: int  # where what is said of the noun ends at the latest
    fresh: bool = False  # told as just done ("vừa", "mới")


def sentences(text: str, layout: Layout) -> Iterator[tuple[int, int]]:
    """The sentences of the article's first paragraphs, without headline and furniture."""
    head = next((i for i, b in enumerate(layout.blocks) if b.role is Role.HEADLINE), -1)
    blocks = [
        b
        for i, b in enumerate(layout.blocks)
        # A lead that the page prints twice looks like a caption.
        if b.role in (Role.PARAGRAPH, Role.ITEM, Role.HEADING) or (b.role is Role.CAPTION and head < i < head + 4)
    ]
    for block in blocks[:_PARAGRAPHS]:
        at = block.start
        for match in _SENTENCE.finditer(text, block.start, block.end):
            yield at, match.start()
            at = match.end()
        if at < block.end:
            yield at, block.end


def find_events(text: str, layout: Layout) -> list[Event]:
    """The events of the article's first paragraphs, in order."""
    found: list[Event] = []
    for start, end in sentences(text, layout):
        past = fold(text[start : start + 40]).startswith(_folded("background"))
        for kind, pattern in _patterns():
            for match in pattern.finditer(text, start, end):
                event = _event(text, kind, match, (start, end), past)
                if event is not None and not any(e.kind == kind and e.sentence == event.sentence for e in found[-3:]):
                    found.append(event)
                    break
    return found


def _event(text: str, kind: EventKind, match: re.Match[str], sentence: tuple[int, int], past: bool) -> Event | None:
    verb = match["verb"]
    noun = " ".join(match["noun"].lower().split()) if "noun" in match.re.groupindex else verb.lower()
    if kind == "document" and re.search(r"\bcó$", verb) and not _may_be_had(text, match, noun):
        return None
    at, after = match.span("noun") if "noun" in match.re.groupindex else match.span("verb")
    actor = actor_before(text, sentence[0], match.start("verb"))
    if kind == "meeting":
        actor = _chair(text, sentence[0], match.start("verb"), actor)
    if actor is None and kind == "document":
        actor = _speaker(text, sentence[0], match.start("verb"))
    if actor is None and kind == "order":
        return None
    until = match.end("about") if "about" in match.re.groupindex else sentence[1]
    return Event(kind, actor, noun, at, after, sentence, past, until, re.match(r"vừa|mới", verb) is not None)


def _may_be_had(text: str, match: re.Match[str], noun: str) -> bool:
    numbered = re.match(r"\s+số\s+\d", text[match.end("noun") : match.end("noun") + 12])
    return noun in entries(load("reports")["plain"]) and (
        bool(numbered) or re.search(r"vừa|đã|mới", match["verb"]) is not None
    )


@cache
def _patterns() -> list[tuple[EventKind, re.Pattern[str]]]:
    data = load("reports")
    adverbs = r"(?:(?:vừa|đã|mới|cũng|còn|lại|tiếp tục|sẽ)\s+){0,3}"
    document, order, meeting = (_alternatives(data[k]) for k in ("documents", "ordering", "meetings"))
    return [
        (
            "document",
            re.compile(
                rf"(?<!\w)[Tt](?:rong|ại|heo)\s+(?P<noun>văn bản|công văn|thông báo|chỉ thị|công điện)\s"
                rf"(?P<about>[^.;]{{5,120}}?),\s[^.;,]{{5,70}}?\s(?P<verb>{adverbs}(?:{order}))(?!\w)"
            ),
        ),
        (
            "document",
            re.compile(
                rf"(?<!\w)(?P<verb>{adverbs}(?:k[ýí]\s+)?(?:ban hành|có|ra|gửi|phát hành|k[ýí]))\s+"
                rf"(?P<noun>{document})(?!\w)",
                re.IGNORECASE,
            ),
        ),
        ("order", re.compile(rf"(?<!\w)(?P<verb>{adverbs}(?:{order}))(?!\w)")),
        (
            "meeting",
            re.compile(
                rf"(?<!\w)(?P<verb>{adverbs}(?:tổ chức|chủ trì|chủ tọa|chủ toạ|tiến hành|dự|tham dự|họp))\s+"
                rf"(?:và\s+\w+\s+\w+\s+)?(?:tại\s+)?(?P<noun>{meeting})(?!\w)",
                re.IGNORECASE,
            ),
        ),
    ]


def _alternatives(value: str) -> str:
    return "|".join(w.replace(" ", r"\s+") for w in sorted(entries(value), key=len, reverse=True))


def _folded(name: str) -> tuple[str, ...]:
    return tuple(fold(w) for w in entries(load("reports")[name]))


def actor_before(text: str, start: int, end: int) -> Actor | None:
    """Who stands right before a verb at `end`, in the sentence that begins at `start`."""
    start = max(start, end - _REACH)
    clause = text[start:end]
    begins = [start + m.end() for m in _BEGINNINGS.finditer(clause)]
    for at in reversed(begins):
        span = issuer_at(text, at, end) or _place_at(text, at, end)
        if span is None:
            continue
        rest = re.sub(r"\([^()]{0,30}\)", "", text[span[1] : end]).strip(" ,–-\n")
        if not rest or name_in(rest) == rest:
            return read_actor(text, span[0], end)
    return None


def _chair(text: str, start: int, end: int, actor: Actor | None) -> Actor | None:
    """The body that met, and who presided: the last of the offices between name and verb is the meeting's."""
    start = max(start, end - _REACH)
    offices = list(_LAST_OFFICE.finditer(text, start, end))
    if not offices:
        return actor
    actor = actor or read_actor(text, offices[-1].start("office"), end)
    if actor is None or actor.person is not None:
        return actor
    before = max(start, offices[0].start() - 60), offices[0].start() + 1
    names = [name for m in NAME.finditer(text, *before) if (name := name_in(m.group())) is not None]
    return replace(actor, person=names[-1]) if names else actor


def _speaker(text: str, start: int, end: int) -> Actor | None:
    """Who tells what the own body did: "ông Lưu Nhuận - chánh văn phòng Ban chỉ huy … - cho biết vừa ra công điện"."""
    said = _SAID.search(text, max(start, end - 40), end)
    offices = list(_LAST_OFFICE.finditer(text, max(start, end - _REACH), said.start())) if said else []
    actor = read_actor(text, offices[-1].start("office"), said.start()) if said and offices else None
    return replace(actor, office=None) if actor is not None else None


def _place_at(text: str, start: int, end: int) -> tuple[int, int] | None:
    """An office whose body's name issuer_at doesn't know: "Phó chủ tịch Hà Nội Ngô Văn Quý"."""
    office = _OFFICE.match(text, start, end)
    return (start, end) if office and end - start < 90 and "," not in text[start:end] else None


def read_actor(text: str, start: int, end: int) -> Actor | None:
    """The actor that `text[start:end]` names: name of the person, office and body apart."""
    words = " ".join(re.sub(r"\([^()]{0,30}\)", " ", text[start:end]).split()).strip(" ,–-")
    person = None
    for match in NAME.finditer(words):
        name = name_in(words[match.start() :], words[: match.start()])
        if name is not None and words.endswith(name):
            person = name
            words = words[: -len(name)].strip(" ,–-")
            break
    office = _OFFICE.match(words + " ")
    if office is None:
        return Actor(issuer_name(words), None, person, start, end) if words else None
    body = words[office.end() :].strip()
    head = f"{office['deputy'] or ''}{office['office']}"
    if fold(office["office"]) == "thu tuong":
        body = "Thủ tướng Chính phủ" if not office["deputy"] else "Chính phủ"
    elif fold(office["office"]) in {"trưởng ban", "truong ban"}:
        body = "Ban " + body
    if not body:
        return None
    if fold(office["office"]) == "chu tich" and not re.match(r"UBND|HĐND|Ủy|Uỷ|Hội|[a-zđ]", body):
        body = "UBND " + body
    return Actor(issuer_name(body), " ".join(head.split()), person, start, end)
