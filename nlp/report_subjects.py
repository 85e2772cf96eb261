"""The subject of a document, an order or a meeting, from the words of the article that reports it."""

from __future__ import annotations

import re

from nlp.fold import fold
from nlp.lexicon import entries, load
from nlp.types import Directive

_ABOUT_WORK = re.compile(r"\s*,?\s*(?:về việc|v/v)\s*:?\s+", re.IGNORECASE)
_ABOUT = re.compile(r"\s*,?\s*(?:về việc|về|v/v|liên quan đến|với nội dung)\s*:?\s+", re.IGNORECASE)
# Day and issuer may stand between the document's name and what it is about.
_APPENDED = re.compile(r"(?:[\s,]*(?:\(?ngày\s[\d/.-]+\)?|(?:của|do)\s[^,.;]{3,80}?(?=\s(?:về|yêu cầu|,)|,|$)))*")
_TITLE_VERB = re.compile(r"^.{2,40}?\s(?:yêu cầu|chỉ đạo|đề nghị|giao)\s+", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“]\s*([^\"”]{8,300}?)\s*[\"”]")
_PURPOSE = re.compile(
    r"\s*(?:Để|Nhằm)\s+(?P<purpose>[^.;:()]{15,200}?),\s+(?=[^\n.;]{2,80}?\s(?:đã|vừa|mới|yêu cầu|giao)\s)"
)
_STOP = re.compile(r"[.;:(]|\n\s*\n")
_LONGEST = 400


def summarize(text: str, directive: Directive, start: int, end: int, title: str | None) -> None:
    """Sets the subject from the words behind the document's name at `start`, else from the title."""
    end = min(end, start + _LONGEST)
    rest = text[start:end]
    appended = _APPENDED.match(rest)
    skipped = appended.end() if appended else 0
    about = _ABOUT_WORK.search(rest[:300]) or _ABOUT.match(rest, skipped) or _ABOUT.search(rest[:60])
    plain = rest[skipped:].strip()
    handed = any(plain.startswith(h) for h in entries(load("reports")["handing"]))
    if about is not None:
        begin = start + about.end()
    elif plain[:1].islower() and not handed:
        begin = start + rest.index(plain[:20], skipped)
    else:
        directive.subject, directive.rules["subject"] = from_title(title), "report.title"
        return
    quoted = _QUOTED.match(text, begin, end)
    stop = quoted.end(1) if quoted else summary_end(text, begin, end)
    begin = quoted.start(1) if quoted else begin
    directive.subject = _completed(" ".join(text[begin:stop].split()), title)
    directive.spans["subject"], directive.rules["subject"] = (begin, stop), "report.summary"


def summary_end(text: str, start: int, end: int) -> int:
    """Where the summary that begins at `start` ends: at a full stop, or where the sentence turns to something else."""
    stop = min(end, start + _LONGEST)
    for phrase in entries(load("reports")["summary_ends"]):
        pattern = re.escape(phrase) if phrase.startswith(",") else rf"\s{re.escape(phrase)}\s"
        match = re.compile(pattern).search(text, start + 15, stop)
        if match:
            stop = match.start()
    match = _STOP.search(text, start, stop)
    return match.start() if match else stop


def from_title(title: str | None) -> str | None:
    """The title's words, without "… yêu cầu" before them."""
    if title is None:
        return None
    words = " ".join(title.split())
    verb = _TITLE_VERB.match(words)
    return words[verb.end() :] if verb else words


def purpose_before(text: str, start: int) -> str | None:
    """What an order is for, where the sentence that gives it at `start`, or the one before, begins by saying so."""
    before = text[max(0, start - _LONGEST) : start].rstrip()
    previous = max(before.rfind("\n"), before.rfind(". "))
    for at in (start, start - (len(text[max(0, start - _LONGEST) : start]) - previous - 1)):
        match = _PURPOSE.match(text, at)
        if match:
            return " ".join(match["purpose"].split())
    return None


def topic(text: str, start: int, end: int, title: str | None) -> str | None:
    """What a meeting was about: "hội nghị triển khai …", "cuộc họp … để đánh giá …", "… về đánh giá …"."""
    linked = re.compile(r"\s(?:để|nhằm|về việc|về)\s+").search(text, start, min(end, start + 120))
    begin = linked.end() if linked else start
    words = " ".join(text[begin : summary_end(text, begin, end)].split())
    if len(words) < 15 or len(re.findall(r"\w+", words)) < 4:
        return from_title(title)
    return words


def _completed(subject: str, title: str | None) -> str:
    """A page's cut lead ("… của các cơ quan hành c") is made whole from its title."""
    head = fold(subject)[:40]
    at = fold(title or "").find(head) if len(head) == 40 else -1
    if title and at >= 0 and len(title) - at > len(subject):
        return " ".join(title[at:].split())
    return subject
