"""What an article reports: the document that it is about, or the meeting whose conclusions it tells.

The newest order that an article reports is its directive; a document counts before a meeting, a meeting before a mere
order, and what is told as background only where there is nothing else.
"""

from __future__ import annotations

import re

from nlp.abbreviations import find_abbreviations
from nlp.dates import find_days, make_date
from nlp.fold import UPPER, fold
from nlp.issuers import complete
from nlp.layout.types import Layout, Role
from nlp.lexicon import entries, load
from nlp.people import find_people
from nlp.places import places_of
from nlp.report_events import Actor, Event, actor_before, find_events, read_actor, sentences
from nlp.symbols import type_words
from nlp.types import Context, Directive, Reference, Signer

_PUT_OUT = re.compile(r"(?:ban hành|có|ra|gửi|ký|phát hành)\s+(?:các\s+)?$")
_IN_PARENTHESES = re.compile(r"\(\s*(?:theo\s+|tại\s+)?$")
_ABOUT = re.compile(r"\s*,?\s*(?:về việc|về|v/v|liên quan đến|với nội dung)\s*:?\s+", re.IGNORECASE)
_ABOUT_WORK = re.compile(r"\s*,?\s*(?:về việc|v/v)\s*:?\s+", re.IGNORECASE)
_HELD = re.compile(
    r"(?P<noun>[Hh]ội nghị|[Cc]uộc họp|[Pp]hiên họp|[Bb]uổi làm việc)\s+(?P<about>[^.;]{10,200}?)\s+"
    r"(?:được tổ chức|diễn ra|đã được tổ chức)"
)
_TITLE_VERB = re.compile(r"^.{2,40}?\s(?:yêu cầu|chỉ đạo|đề nghị|giao)\s+", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“]\s*([^\"”]{8,300}?)\s*[\"”]")
_OPEN_NAME = re.compile(
    r"(?:[Tt]ỉnh|[Tt]hành|[Hh]uyện|[Qq]uận|[Tt]hị) [ủu][ỷyỳ]$|(?:huyện|quận|thị xã)$", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def read_report(
    text: str, layout: Layout, references: list[Reference], context: Context, *, ordered: bool | None
) -> Directive | None:
    """The directive that an article reports, None where it reports none.

    `ordered` False says that no task was found: then nothing short of a document of its own makes a directive.
    """
    title = context.title or next((b.text(text) for b in layout.of(Role.HEADLINE)), None)
    places = places_of(text, layout, None, context)
    events = find_events(text, layout)
    own = _own_reference(text, layout, references, events)
    if ordered is False:
        return None
    if own is not None:
        directive = _numbered(text, layout, own, events, title)
    elif (event := _best(events)) is not None or (event := _held(text, layout)) is not None:
        directive = (
            _meeting(text, layout, event, title, context) if event.kind == "meeting" else _told(text, event, title)
        )
    else:
        return None
    if directive.issuer is not None:
        directive.issuer = complete(_named_in_full(_spelled_out(directive.issuer, text), text), places)
    else:
        directive.reasons["issuer"] = "not-named"
    if directive.number is None and directive.form == "document":
        directive.reasons["number"] = "not-named"
    return directive


def _spelled_out(issuer: str, text: str) -> str:
    """A body's name with the abbreviations that the article's top defines written out; UBND and the like stay."""
    for short, long in find_abbreviations(text[:3000]).items():
        if short not in {"UBND", "HĐND", "BCĐ"}:
            issuer = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", long, issuer)
    return issuer


def _named_in_full(issuer: str, text: str) -> str:
    """A body named without its place, as the article names it elsewhere: "huyện ủy" → "Huyện ủy Đắk R'Lấp"."""
    if not _OPEN_NAME.search(issuer):
        return issuer
    pattern = re.compile(re.escape(issuer).replace(r"\ ", r"\s+") + rf"(?:\s+[{UPPER}][\w'’]*){{1,3}}", re.IGNORECASE)
    written = [" ".join(m.group().split()) for m in pattern.finditer(text[:6000])]
    named = [w for w in written if w[len(issuer) + 1].isupper() and not w.isupper()]
    if not named or len({fold(w) for w in named}) > 1:
        return issuer
    return named[0][:1].upper() + named[0][1:]


def _own_reference(text: str, layout: Layout, references: list[Reference], events: list[Event]) -> Reference | None:
    """The mention of the document that the article is about: what it says was put out, or names in parentheses."""
    told = list(sentences(text, layout))
    for reference in references:
        sentence = next((s for s in told if s[0] <= reference.start < s[1]), None)
        if sentence is None:
            continue
        before = text[max(sentence[0], reference.start - 300) : reference.start]
        past = any(e.background and e.sentence == sentence for e in events)
        if (
            _PUT_OUT.search(before)
            and not past
            and actor_before(text, sentence[0], reference.start - len(before) + _verb_start(before))
        ):
            return reference
        if _IN_PARENTHESES.search(before) and told.index(sentence) < 4 and "theo" not in before[-12:]:
            return reference
        following = text[reference.end : sentence[1]]
        if re.match(r"\s*(?:[Tt]heo|[Tt]ại|[Tt]rong)\s+(?:nội dung\s+)?$", before[-40:]) and re.search(
            r",\s[^,]{3,80}\s(?:yêu cầu|đề nghị|chỉ đạo|giao)\s", following
        ):
            return reference
    return None


def _verb_start(before: str) -> int:
    match = re.search(
        r"(?:(?:vừa|đã|mới|cũng)\s+){0,3}(?:ký\s+)?(?:ban hành|có|ra|gửi|ký|phát hành)\s+(?:các\s+)?$", before
    )
    return match.start() if match else len(before)


def _numbered(text: str, layout: Layout, own: Reference, events: list[Event], title: str | None) -> Directive:
    sentence = next(s for s in sentences(text, layout) if s[0] <= own.start < s[1])
    directive = Directive(form="document", type=own.type, number=own.number, date=own.date, issuer=own.issuer)
    directive.spans["number"], directive.rules["number"] = (own.start, own.end), "report.own-reference"
    if directive.date is None:
        directive.reasons["date"] = "not-named"
    if directive.type is None:
        directive.reasons["type"] = "only-van-ban"
    if directive.issuer is None:
        actor = next((e.actor for e in events if e.sentence == sentence and e.actor), None)
        if actor is not None:
            directive.issuer, directive.rules["issuer"] = actor.body, "report.actor"
    if _IN_PARENTHESES.search(text[sentence[0] : own.start]):
        directive.subject, directive.rules["subject"] = _from_title(title), "report.title"
    else:
        _summarize(text, directive, own.end, sentence[1], title)
    return directive


def _best(events: list[Event]) -> Event | None:
    """The event that the article is about."""
    fresh = [e for e in events if not e.background]
    documents = [e for e in fresh if e.kind == "document" and e.actor]
    meetings = [e for e in fresh if e.kind == "meeting" and (e.actor or e.noun != "họp")]
    orders = [e for e in fresh if e.kind == "order"]
    if documents and meetings:
        return min(documents[0], meetings[0], key=lambda e: e.at)
    late = [e for e in events if e.background and e.kind == "document" and e.actor]
    return next(iter(documents or meetings or late or orders), None)


def _held(text: str, layout: Layout) -> Event | None:
    for start, end in sentences(text, layout):
        match = _HELD.search(text, start, end)
        if match:
            return Event(
                "meeting", None, match["noun"].lower(), match.start(), match.end("noun"), (start, end), False, end
            )
    return None


def _told(text: str, event: Event, title: str | None) -> Directive:
    """A document without a number, or an order that no document is named for."""
    directive = Directive(form="document")
    assert event.actor is not None
    if event.kind == "document":
        directive.type = type_words().get(fold(event.noun))
        if directive.type is not None:
            directive.spans["type"], directive.rules["type"] = (event.at, event.after), "report.document"
        _summarize(text, directive, event.after, event.until, title)
        days = [d for d in find_days(text, event.sentence[0], event.sentence[1]) if d.end <= event.at]
        directive.date = days[-1].date if days else None
    else:
        directive.subject, directive.rules["subject"] = _from_title(title), "report.title"
    if directive.date is None:
        directive.reasons["date"] = "not-named"
    actor = event.actor
    deputy = actor.office is not None and (actor.office.lower().startswith("phó") or actor.person is not None)
    head = event.kind == "document" and actor.office is not None and not deputy
    directive.issuer = f"{actor.office} {actor.body}" if head and "Thủ tướng" not in actor.body else actor.body
    directive.spans["issuer"], directive.rules["issuer"] = (actor.start, actor.end), f"report.{event.kind}"
    signed = "ký" in text[actor.end : event.at].split()
    if signed and actor.person is not None:
        directive.signer = Signer(actor.person, f"{actor.office} {actor.body}" if actor.office else None)
    return directive


def _summarize(text: str, directive: Directive, start: int, end: int, title: str | None) -> None:
    """The subject from the words after the document's name, else from the title."""
    rest = text[start:end]
    about = _ABOUT_WORK.search(rest[:300]) or _ABOUT.search(rest[:60])
    dated = re.match(r"[\s,]*(?:\(?ngày\s[\d/.-]+\)?|của\s[^,.]{3,60}?(?=\s(?:về|yêu cầu)))?", rest)
    plain = rest[dated.end() if dated else 0 :].strip()
    handed = any(plain.startswith(h) for h in entries(load("reports")["handing"]))
    if about is not None:
        begin = start + about.end()
    elif plain and not handed and plain[0].islower():
        begin = start + rest.index(plain[:20])
    else:
        directive.subject, directive.rules["subject"] = _from_title(title), "report.title"
        return
    quoted = _QUOTED.match(text, begin, end)
    stop = quoted.end(1) if quoted else _summary_end(text, begin, end)
    begin = quoted.start(1) if quoted else begin
    directive.subject = " ".join(text[begin:stop].split())
    directive.spans["subject"], directive.rules["subject"] = (begin, stop), "report.summary"
    _complete_from_title(directive, title)


def _summary_end(text: str, start: int, end: int) -> int:
    stop = end
    for phrase in entries(load("reports")["summary_ends"]):
        pattern = re.escape(phrase) if phrase.startswith(",") else rf"\s{re.escape(phrase)}\s"
        match = re.compile(pattern).search(text, start + 15, stop)
        if match:
            stop = match.start()
    match = re.compile(r"[.;:(]|\n\s*\n").search(text, start, stop)
    return match.start() if match else stop


def _complete_from_title(directive: Directive, title: str | None) -> None:
    """A page's cut lead ("… của các cơ quan hành c") is made whole from its title."""
    subject = directive.subject or ""
    head = fold(subject)[:40]
    at = fold(title or "").find(head) if len(head) == 40 else -1
    if title and at >= 0 and len(title) - at > len(subject):
        directive.subject = " ".join(title[at:].split())


def _from_title(title: str | None) -> str | None:
    if title is None:
        return None
    words = " ".join(title.split())
    verb = _TITLE_VERB.match(words)
    return words[verb.end() :] if verb else words


def _meeting(text: str, layout: Layout, event: Event, title: str | None, context: Context) -> Directive:
    directive = Directive(form="meeting")
    start, end = event.sentence
    actor = event.actor or _first_official(text, layout)
    if actor is not None:
        directive.issuer, directive.rules["issuer"] = actor.body, "report.meeting"
        directive.chair = actor.person
    if event.actor is not None:
        directive.spans["issuer"] = event.actor.start, event.actor.end
    held = _HELD.search(text, start, end)
    directive.subject = " ".join(held["about"].split()) if held else _topic(text, event, title)
    directive.rules["subject"] = "report.meeting"
    for a, b in ((start, end), (max(0, start - 200), end)):
        days = find_days(text, a, b)
        if days:
            year = days[0].year or _year(text, event, title, context)
            directive.date = make_date(year, days[0].month, days[0].day)
            directive.spans["date"], directive.rules["date"] = (days[0].start, days[0].end), "report.meeting"
            break
    if directive.date is None:
        directive.reasons["date"] = "no-year" if "date" in directive.spans else "not-named"
    return directive


def _first_official(text: str, layout: Layout) -> Actor | None:
    """The first person in office that the article names: whoever it is about."""
    people = find_people(text[:3000], layout)
    if not people or people[0].position is None:
        return None
    words = f"{people[0].position} {people[0].name}"
    return read_actor(words, 0, len(words))


def _topic(text: str, event: Event, title: str | None) -> str | None:
    """What a meeting was about: "hội nghị triển khai …", "cuộc họp … để đánh giá …", "… về đánh giá …"."""
    start, end = event.after, event.sentence[1]
    linked = re.compile(r"\s(?:để|nhằm|về việc|về)\s+").search(text, start, min(end, start + 120))
    begin = linked.end() if linked else start
    stop = _summary_end(text, begin, end)
    topic = " ".join(text[begin:stop].split())
    if len(topic) < 15 or len(re.findall(r"\w+", topic)) < 4:
        return _from_title(title)
    return topic


def _year(text: str, event: Event, title: str | None, context: Context) -> int | None:
    """The year of a day that is given without one: of publication, else the one that title or sentence names."""
    if context.published is not None:
        return context.published.year
    for words in (text[slice(*event.sentence)], title or ""):
        years = {int(y) for y in _YEAR.findall(words)}
        if len(years) == 1:
            return years.pop()
    return None
