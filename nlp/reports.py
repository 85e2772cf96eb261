"""What an article reports: the document that it is about, or the meeting whose conclusions it tells.

The newest order that an article reports is its directive; a document counts before a meeting, a meeting before a mere
order, and what is told as background only where there is nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.abbreviations import find_abbreviations
from nlp.dates import find_days, make_date
from nlp.fold import UPPER, fold
from nlp.issuers import complete
from nlp.layout.types import Layout, Role
from nlp.names import surnames
from nlp.people import find_people
from nlp.places import places_of
from nlp.report_events import Actor, Event, actor_before, find_events, read_actor, sentences
from nlp.report_subjects import from_title, purpose_before, summarize, topic
from nlp.symbols import read_symbol, type_words
from nlp.types import Context, Directive, Reference, Signer

_PUT_OUT = re.compile(
    r"(?:(?:vừa|đã|mới|cũng)\s+){0,3}(?P<signed>k[ýí]\s+)?(?:ban hành|có|ra|gửi|k[ýí]|phát hành)\s+(?:các\s+)?$"
)
_PUT_OUT_BY = re.compile(
    r"(?:vừa|đã|mới|,)\s+được\s+(?P<who>[^.;]{4,90}?)\s+(?P<signed>k[ýí]\s+)?(?:ban hành|k[ýí])(?!\w)"
)
_IN_PARENTHESES = re.compile(r"\(\s*(?:tại\s+)?$")
_CITED_FIRST = re.compile(r"\s*(?:[Tt]heo|[Tt]ại|[Tt]rong)\s+(?:nội dung\s+)?$")
_THEN_ORDERS = re.compile(r",\s[^,]{3,80}\s(?:yêu cầu|đề nghị|chỉ đạo|giao)\s")
_HELD = re.compile(
    r"(?P<noun>[Hh]ội nghị|[Cc]uộc họp|[Pp]hiên họp|[Bb]uổi làm việc)\s+(?P<about>[^.;]{10,200}?)\s+"
    r"(?:được tổ chức|diễn ra|đã được tổ chức)"
)
_OPEN_NAME = re.compile(r"(?:tỉnh|thành|huyện|quận|thị) [ủu][ỷyỳ]$|(?:huyện|quận|thị xã)$", re.IGNORECASE)
_ANAPHORA = re.compile(r"(?:^|\s)(?:này|đó|ấy|trên)$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TOP_SENTENCES = 4
_REACH = 400  # characters behind a mention in which its sentence may say who put it out


@dataclass(frozen=True, slots=True)
class Own:
    """The mention of the document that an article is about, in its sentence; `actor` put it out, if that is said."""

    reference: Reference
    sentence: tuple[int, int]
    actor: Actor | None
    signed: bool
    summarized: bool  # whether words about its subject may follow it


def read_report(
    text: str, layout: Layout, references: list[Reference], context: Context, *, ordered: bool | None
) -> Directive | None:
    """The directive that an article reports, None where it reports none.

    `ordered` False says that no task was found in the article: then it orders nothing.
    """
    if ordered is False:
        return None
    title = context.title or next((b.text(text) for b in layout.of(Role.HEADLINE)), None)
    events = find_events(text, layout)
    own = _own(text, layout, references, events)
    event = _best(text, layout, events)
    if own is not None and not (event and event.kind == "meeting" and event.actor and event.at < own.sentence[0]):
        directive = _numbered(text, own, title)
    elif event is not None and event.kind == "meeting":
        directive = _meeting(text, layout, event, title, context)
    elif event is not None and event.actor is not None:
        directive = _told(text, event, event.actor, title)
    else:
        return None
    if directive.issuer is not None:
        named = _named_in_full(_spelled_out(directive.issuer, text), text)
        directive.issuer = complete(named, places_of(text, layout, None, context))
    else:
        directive.reasons["issuer"] = "not-named"
    if directive.number is None and directive.form == "document":
        directive.reasons["number"] = "not-named"
    return directive


def _own(text: str, layout: Layout, references: list[Reference], events: list[Event]) -> Own | None:
    """The document that the article says was put out, names in parentheses at its top, or cites as what orders."""
    told = list(sentences(text, layout))
    put_out_at = {e.at: e for e in events if e.kind == "document" and e.actor and not e.background}
    past = {e.sentence for e in events if e.background}
    for reference in references:
        at = next((i for i, s in enumerate(told) if s[0] <= reference.start < s[1]), None)
        if at is None:
            continue
        start, end = told[at][0], min(told[at][1], reference.end + _REACH)
        before = text[max(start, reference.start - 300) : reference.start]
        event = put_out_at.get(reference.start)
        if event is not None and event.actor is not None and not _ANAPHORA.search(event.actor.body):
            signed = re.search(r"\bk[ýí]\b", text[event.actor.end : event.at]) is not None
            return Own(reference, told[at], event.actor, signed, True)
        put_out = _PUT_OUT.search(before)
        if put_out and told[at] not in past:
            actor = actor_before(text, start, reference.start - len(before) + put_out.start())
            if actor is not None and not _ANAPHORA.search(actor.body):
                return Own(reference, told[at], actor, put_out["signed"] is not None, True)
        if _IN_PARENTHESES.search(before) and at < _TOP_SENTENCES:
            actor = next((e.actor for e in events if e.sentence == told[at] and e.actor), None)
            return Own(reference, told[at], actor, False, False)
        passive = _PUT_OUT_BY.search(text, reference.end, end)
        if passive and (actor := actor_before(text, passive.start("who"), passive.end("who"))) is not None:
            return Own(reference, (start, passive.start()), actor, passive["signed"] is not None, True)
        orders = _THEN_ORDERS.search(text, reference.end, end)
        if orders and _CITED_FIRST.match(before):
            return Own(reference, (start, orders.start()), None, False, True)
    return None


def _numbered(text: str, own: Own, title: str | None) -> Directive:
    cited = own.reference
    directive = Directive(form="document", type=cited.type, number=cited.number, date=cited.date, issuer=cited.issuer)
    directive.spans["number"], directive.rules["number"] = (cited.start, cited.end), "report.own-reference"
    if own.actor is not None:
        _issued(directive, own.actor, signed=own.signed)
    elif directive.issuer is None and cited.number is not None and (told := read_symbol(cited.number).issuer):
        directive.issuer, directive.rules["issuer"] = told, "report.symbol"
    if directive.date is None:
        directive.reasons["date"] = "not-named"
    if directive.type is None:
        directive.reasons["type"] = "only-van-ban"
    if own.summarized:
        summarize(text, directive, cited.end, own.sentence[1], title)
    else:
        directive.subject, directive.rules["subject"] = from_title(title), "report.title"
    return directive


def _issued(directive: Directive, actor: Actor, *, signed: bool) -> None:
    """The issuer whom the sentence's subject tells: a head of office by the office, a deputy by the body."""
    deputy = actor.office is not None and (actor.office.lower().startswith("phó") or actor.person is not None)
    told = read_symbol(directive.number).issuer if directive.number else None
    if deputy and told is not None:
        directive.issuer, directive.rules["issuer"] = told, "report.symbol"
    elif deputy or directive.issuer is None:
        head = actor.office is not None and not deputy and "Thủ tướng" not in actor.body
        directive.issuer = f"{actor.office} {actor.body}" if head else actor.body
        directive.spans["issuer"], directive.rules["issuer"] = (actor.start, actor.end), "report.actor"
    if signed and actor.person is not None:
        directive.signer = Signer(actor.person, f"{actor.office} {actor.body}" if actor.office else None)


def _best(text: str, layout: Layout, events: list[Event]) -> Event | None:
    """The event that the article is about: the newest document or meeting, then background, then a mere order."""
    clear = [e for e in events if not (e.actor and _ANAPHORA.search(e.actor.body))]
    documents = [e for e in clear if e.kind == "document" and e.actor]
    fresh = sorted((e for e in documents if not e.background), key=lambda e: (not e.fresh, e.at))
    meetings = [e for e in clear if e.kind == "meeting" and not e.background and (e.actor or e.noun != "họp")]
    if fresh and meetings:
        return min(fresh[0], meetings[0], key=lambda e: e.at)
    if fresh or meetings:
        return (fresh or meetings)[0]
    orders = [e for e in clear if e.kind == "order" and not e.background]
    return _held(text, layout) or next((e for e in documents if e.background), None) or next(iter(orders), None)


def _held(text: str, layout: Layout) -> Event | None:
    """A meeting that no body is said to have held: "Hội nghị … được tổ chức sáng 21/1"."""
    for start, end in sentences(text, layout):
        match = _HELD.search(text, start, end)
        if match:
            return Event(
                "meeting", None, match["noun"].lower(), match.start(), match.end("noun"), (start, end), False, end
            )
    return None


def _told(text: str, event: Event, actor: Actor, title: str | None) -> Directive:
    """A document without a number, or an order that no document is named for."""
    directive = Directive(form="document")
    if event.kind == "document":
        directive.type = type_words().get(fold(event.noun))
        if directive.type is not None:
            directive.spans["type"], directive.rules["type"] = (event.at, event.after), "report.document"
        summarize(text, directive, event.after, event.until, title)
        days = [d for d in find_days(text, event.sentence[0], event.sentence[1]) if d.end <= event.at]
        directive.date = days[-1].date if days else None
        _issued(directive, actor, signed=re.search(r"\bk[ýí]\b", text[actor.end : event.at]) is not None)
    else:
        purpose = purpose_before(text, event.sentence[0])
        directive.subject = purpose or from_title(title)
        directive.rules["subject"] = "report.purpose" if purpose else "report.title"
        directive.issuer, directive.rules["issuer"] = actor.body, "report.order"
        directive.spans["issuer"] = actor.start, actor.end
    if directive.date is None:
        directive.reasons["date"] = "not-named"
    return directive


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
    directive.subject = " ".join(held["about"].split()) if held else topic(text, event.after, end, title)
    directive.rules["subject"] = "report.meeting"
    days = find_days(text, start, end) or find_days(text, max(0, start - 200), end)
    if days:
        year = days[0].year or _year(text, event, title, context)
        directive.date = make_date(year, days[0].month, days[0].day)
        directive.spans["date"], directive.rules["date"] = (days[0].start, days[0].end), "report.meeting"
    if directive.date is None:
        directive.reasons["date"] = "no-year" if days else "not-named"
    return directive


def _first_official(text: str, layout: Layout) -> Actor | None:
    """The first person in office that the article names: whoever it is about."""
    people = find_people(text[:3000], layout)
    if not people or people[0].position is None:
        return None
    words = f"{people[0].position} {people[0].name}"
    return read_actor(words, 0, len(words))


def _year(text: str, event: Event, title: str | None, context: Context) -> int | None:
    """The year of a day that is given without one: of publication, else the one that title or sentence names."""
    if context.published is not None:
        return context.published.year
    for words in (text[slice(*event.sentence)], title or ""):
        years = {int(y) for y in _YEAR.findall(words)}
        if len(years) == 1:
            return years.pop()
    return None


def _spelled_out(issuer: str, text: str) -> str:
    """A body's name with the abbreviations that the article's top defines written out; UBND and the like stay."""
    for short, long in find_abbreviations(text[:3000]).items():
        if short not in {"UBND", "HĐND", "BCĐ"}:
            issuer = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", long.replace("\\", ""), issuer)
    return issuer


def _named_in_full(issuer: str, text: str) -> str:
    """A body named without its place, as the article names it elsewhere: "huyện ủy" → "Huyện ủy Đắk R'Lấp"."""
    if not _OPEN_NAME.search(issuer):
        return issuer
    pattern = re.compile(re.escape(issuer).replace(r"\ ", r"\s+") + rf"(?:\s+[{UPPER}][\w'’]*){{1,3}}", re.IGNORECASE)
    written = [" ".join(m.group().split()) for m in pattern.finditer(text[:6000])]
    places = [(w, w[len(issuer) + 1 :].split()[0]) for w in written if not w.isupper()]
    named = [w for w, first in places if first[0].isupper() and first not in surnames()]
    if not named or len({fold(w) for w in named}) > 1:
        return issuer
    return named[0][:1].upper() + named[0][1:]
