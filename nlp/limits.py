"""What makes a time a limit: the words that lead it, and what its clause says. The words are in data/dates.toml."""

from __future__ import annotations

import re
import tomllib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from nlp.moments import Moment, Term, read_moment
from nlp.recurrences import Recurrence

with (Path(__file__).parent / "data" / "dates.toml").open("rb") as _file:
    _DATA = tomllib.load(_file)


def _words(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first, with any white space inside."""
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(r"\s+".join(re.escape(w) for w in p.split()) for p in ordered)


@dataclass(frozen=True, slots=True)
class Lead:
    """Words that begin a limit; `admits` maps a kind of time to "" (always), "?" (with a completion), "!" (opening)."""

    id: str
    pattern: re.Pattern[str]
    admits: dict[str, str]
    needs_part: bool

    @property
    def admits_days(self) -> bool:
        """Whether a day may follow."""
        return self.admits.get("day", "!") != "!"

    @property
    def admits_terms(self) -> bool:
        """Whether a term in days may follow."""
        return "term" in self.admits


def _lead(entry: dict[str, object]) -> Lead:
    links = list(entry["link"])  # type: ignore[call-overload]
    link = rf"(?:\s*:|\s+(?:{_words(w for w in links if w != ':')})\b){{0,3}}" if links else ""
    link = link.replace(r"\s*:|", "") if ":" not in links else link
    admits = {str(a).rstrip("?!*"): str(a)[len(str(a).rstrip("?!*")) :] for a in entry["admits"]}  # type: ignore[attr-defined]
    words = _words(entry["words"])  # type: ignore[arg-type]
    pattern = re.compile(rf"(?:{words})\b{link}", re.IGNORECASE)
    return Lead(str(entry["id"]), pattern, admits, bool(entry.get("needs_part")))


_LEADS = [_lead(entry) for entry in _DATA["lead"]]
RECURRING = frozenset(w.split()[0] for w in [*_DATA["recurring"]["every"], *_DATA["recurring"]["regularly"]])
FILLERS = frozenset(_DATA["only_limit"]["words"])
_FIRST = sorted({w.split()[0] for e in _DATA["lead"] for w in e["words"]} | RECURRING | {"từ"})
_FINDER = AhoCorasick(
    [form for w in _FIRST for form in dict.fromkeys((w, w.capitalize(), w.upper()))],
    matchkind=MatchKind.LeftmostLongest,
)
_TRIGGERS = [w for w in _FIRST for _ in dict.fromkeys((w, w.capitalize(), w.upper()))]

_COMPLETION = re.compile(
    rf"\b(?:{_words(_DATA['conditions']['no_completion'])})\b|\b(?P<verb>{_words(_DATA['conditions']['completion'])})\b",
    re.IGNORECASE,
)
_DONE = re.compile(rf"(?:\s+(?:được|cơ\s+bản))*\s+(?:{_words(_DATA['conditions']['completion'])})\b", re.IGNORECASE)
_DURATION = re.compile(rf"\b(?:{_words(_DATA['conditions']['duration'])})\s*$", re.IGNORECASE)
_GOAL = re.compile(rf"\b(?:{_words(_DATA['conditions']['goal'])})\b|%", re.IGNORECASE)
_FACT = re.compile(rf"\b(?:{_words(_DATA['conditions']['fact'])})\s*$", re.IGNORECASE)
_PAST = re.compile(rf"\b(?:{_words(_DATA['conditions']['past'])})\b", re.IGNORECASE)
_AFTER = re.compile(rf"\s*(?:{_words(_DATA['conditions']['after'])})\b", re.IGNORECASE)
_REPORTING = re.compile(rf"\b(?:{_words(_DATA['recurring']['reporting'])})\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(rf"\b(?:{_words(_DATA['recurring']['attributes'])})\s*[,/]?\s*$", re.IGNORECASE)
_BOUNDARY = re.compile(r"[.;:!?…](?=\s|$)|\n\s*(?:[-+*•●]|\w{1,3}[.)])\s|\n\s*\n")
_OPENED = re.compile(r"(?:^|[.;:!?…(]|(?:^|\n)\s*(?:\w{1,3}[.)]|[-+*•●]))\s*$")
_DO_BY = re.compile(
    rf"\s*,?\s*(?:(?:{_words(_DATA['conditions']['between'])})\s+){{0,3}}(?:{_words(_DATA['conditions']['completion'])})\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"\s*(?:[.;,)\n]|$|để\b|theo\b|và\b)", re.IGNORECASE)
_RANGE = re.compile(r"từ\b", re.IGNORECASE)
_TO = re.compile(r"\s*(?:cho\s+)?(?:đến|tới)\s+(?:hết\s+)?|\s*[-–—]\s*(?=ngày|\d)", re.IGNORECASE)
_EVENT = re.compile(rf"\s*(?:{_words(_DATA['conditions']['events'])})\b", re.IGNORECASE)
_ROUND = re.compile(
    r"(?:đợt|lần|kỳ|vòng)\s+(?:\d{1,2}|[IVX]{1,4}|một|hai|ba|đầu)\s*[:(]?\s*(?:báo\s+cáo\s+)?$", re.IGNORECASE
)
_NEXT_PERIOD = re.compile(r"\s*(?:[-–—]\s*\d|trở\s+(?:đi|về))", re.IGNORECASE)
_YEARS = re.compile(
    r"(?<![\d/.\-–])(?P<of>(?:\d{1,2}|\b[IV]{1,3})\s*(?:[/.\-]\s*|năm\s+)(?:\d{1,2}[/.\-])?)?\b(?P<year>(?:19|20)\d\d)(?![\d/])"
)
_AIM = re.compile(r"\bcó\s+mục\s+tiêu\b|(?P<aim>\bmục\s+tiêu\b|\bchỉ\s+tiêu\b|%)", re.IGNORECASE)
_GAP = re.compile(r"[\s.;,]{0,40}")
_SOME_YEAR = re.compile(r"\s*(?:của\s+)?năm\s+(?!nay\b|này\b|\d)\w", re.IGNORECASE)
_REACH = 160  # characters of a clause that are looked at on either side


def triggers(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Where a word stands that may begin a limit, and the word in lower case."""
    for index, a, b in _FINDER.find_matches_as_indexes(text[start:end]):
        a, b = a + start, b + start
        if (a == 0 or not text[a - 1].isalnum()) and (b == len(text) or not text[b].isalnum()):
            yield a, _TRIGGERS[index]


def leads(text: str, at: int, end: int) -> Iterator[tuple[Lead, int]]:
    """The leads that stand at `at`, and where the time after each may begin."""
    for lead in _LEADS:
        match = lead.pattern.match(text, at, end)
        if match:
            yield lead, match.end()


def sentence_start(text: str, at: int) -> int:
    """Where the sentence or clause that holds `at` begins, at most 160 characters back."""
    floor = max(0, at - _REACH)
    last = floor
    for match in _BOUNDARY.finditer(text, floor, at):
        last = match.end()
    return last


def _sentence_end(text: str, at: int, end: int) -> int:
    match = _BOUNDARY.search(text, at, min(end, at + _REACH))
    return match.start() if match else min(end, at + _REACH)


def same_sentence(text: str, at: int, until: int) -> bool:
    """Whether nothing ends a sentence or clause between the two."""
    return until - at <= _REACH and not _BOUNDARY.search(text, at, until)


def next_clause(text: str, at: int) -> tuple[int, int] | None:
    """The clause or sentence after the one that ends at `at`, at most 160 characters long; None where the text ends."""
    gap = _GAP.match(text, at)
    begin = gap.end() if gap else at
    stop = _sentence_end(text, begin, len(text))
    return (begin, stop) if begin < stop else None


def opens(text: str, at: int) -> bool:
    """Whether a clause begins at `at`."""
    before = text[max(0, at - 12) : at]
    return bool(_OPENED.search(before)) or (text[at].isupper() and "\n" in before[len(before.rstrip()) :])


def is_fact(text: str, start: int, stop: int, end: int) -> bool:
    """Whether the time `text[start:stop]` is that of something that was or is, by the words next to it."""
    before = text[sentence_start(text, start) : start]
    past = _last(_PAST, before)
    told = _DONE.match(before, past.end()) if past else None
    narrated = past is not None and _verb(before, told.end() if told else past.end()) is None
    return bool(narrated or _FACT.search(before) or _AFTER.match(text, stop, end))


def continues(text: str, stop: int, end: int) -> bool:
    """Whether what ends at `stop` goes on as a period or a start ("2021 - 2025", "trở đi")."""
    return bool(_NEXT_PERIOD.match(text, stop, end))


def is_of_some_year(text: str, stop: int, end: int) -> bool:
    """Whether what ends at `stop` is said of a year that isn't named ("năm kế hoạch", "năm sau")."""
    return bool(_SOME_YEAR.match(text, stop, end))


def is_set(
    text: str, lead: Lead, limit: Moment | Term, start: int, stop: int, end: int, *, recurs: bool = False
) -> bool:
    """Whether `lead` and the clause around make `limit` a limit; `recurs` says that it comes again."""
    now = isinstance(limit, Moment) and limit.shift is not None and limit.index is None and limit.unit != "day"
    kind = "term" if isinstance(limit, Term) else "now" if now and limit.unit != "week" else limit.unit
    if kind not in lead.admits or continues(text, stop, end):
        return False
    if isinstance(limit, Term) and _DURATION.search(text, max(0, start - 20), start):
        return False
    need = lead.admits[kind]
    if recurs:
        return need != "!" and (kind == "day" or not lead.needs_part or _names_end(text, start, stop))
    if isinstance(limit, Moment) and limit.unit == "day" and limit.index is None and limit.shift is None:
        return False  # "trước ngày 5" names no day of the calendar
    if need == "!":
        return opens(text, start) and bool(_DO_BY.match(text, stop, end)) and not _goal_after(text, stop, end)
    if need == "*" or (lead.needs_part and not _names_end(text, start, stop)):
        return False
    if is_fact(text, start, stop, end):
        return False
    return not need or _is_completed(text, limit, start, stop, end)


def _names_end(text: str, start: int, stop: int) -> bool:
    return bool(re.search(r"\b(?:cuối|hết)\b", text[start:stop], re.IGNORECASE))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = deque(pattern.finditer(text), maxlen=1)
    return found[0] if found else None


def _verb(text: str, at: int = 0) -> int | None:
    """Where the last verb stands that completes something, None if there is none from `at` on."""
    found = [m.start() for m in _COMPLETION.finditer(text, at) if m["verb"]]
    return found[-1] if found else None


def _goal_after(text: str, stop: int, end: int) -> bool:
    return any(m["aim"] for m in _AIM.finditer(text, stop, _sentence_end(text, stop, end)))


def _is_completed(text: str, limit: Moment | Term, start: int, stop: int, end: int) -> bool:
    """Whether something is to be done by then: what a year needs to be a limit, and not a goal's or a plan's."""
    if isinstance(limit, Term):
        linked = re.match(r"trong\s+(?:thời|vòng)", text[start : start + 40], re.IGNORECASE)
        return limit.unit == "workday" or limit.since is not None or limit.event or bool(linked)
    before = text[sentence_start(text, start) : start]
    if opens(text, start) and _DO_BY.match(text, stop, end):
        return not _goal_after(text, stop, end)
    verb = _verb(before)
    if verb is None:
        return bool(re.match(r"(?:hoàn|xong|kết|làm)", text[start : start + 4], re.IGNORECASE)) and not _GOAL.search(
            before
        )
    return not _GOAL.search(before, verb) and bool(_CLAUSE_END.match(text, stop, end))


def recurs(text: str, recurrence: Recurrence, start: int, stop: int, end: int) -> bool:
    """Whether a recurrence stands as a limit: at its clause's head, after "định kỳ", or at the end of a report's."""
    if opens(text, start):
        return recurrence.period != "day" and (recurrence.regular or not text[start:stop].lower().startswith("mỗi"))
    before = text[sentence_start(text, start) : start]
    if recurrence.regular:
        return True
    if _ATTRIBUTE.search(before):
        return False
    if before.rstrip().endswith(",") and _REPORTING.match(text[stop : stop + 30].lstrip(" ,")):
        return True
    return bool(_REPORTING.search(before)) and bool(_CLAUSE_END.match(text, stop, end)) and recurrence.period != "day"


def event_end(text: str, lead: Lead, start: int, at: int, end: int) -> int | None:
    """Where an event that `lead` makes a limit ends ("trước Tết Nguyên đán"), None if there is none."""
    match = _EVENT.match(text, at, end) if "event" in lead.admits else None
    if not match or opens(text, start) or _verb(text[sentence_start(text, start) : start]) is None:
        return None
    return match.end()


def read_range(text: str, at: int, end: int) -> tuple[Moment, int] | None:
    """The last day of "từ ngày 3/6 đến hết ngày 4/8/2019" that begins at `at`, and where it ends."""
    if not _RANGE.match(text, at, end):
        return None
    first = read_moment(text, at + 2, end)
    to = _TO.match(text, first[1], end) if first else None
    last = read_moment(text, to.end(), end) if to else None
    if not first or not last or last[0].unit != "day" or first[0].unit != "day" or last[0].index is None:
        return None
    return last if _CLAUSE_END.match(text, last[1], end) and not opens(text, at) else None


def round_start(text: str, at: int) -> int:
    """Where "Đợt 1 " before `at` begins; `at` itself if there is none."""
    floor = max(0, at - 30)
    match = _ROUND.search(text[floor:at])
    return floor + match.start() if match else at


def adjoins(text: str, at: int, start: int) -> bool:
    """Whether only punctuation and "và" stand between the two."""
    return start - at <= 12 and bool(re.fullmatch(r"[\s;,.)\-+]*(?:và)?\s*", text[at:start]))


def newest_year(text: str, aside: list[tuple[int, int]]) -> int | None:
    """The newest year that a day or month is named of outside the spans `aside` (in order), else the newest named."""
    dated, bare, i = 0, 0, 0
    for match in _YEARS.finditer(text):
        while i < len(aside) and aside[i][1] <= match.start():
            i += 1
        if i < len(aside) and match.end() > aside[i][0]:
            continue
        year = int(match["year"])
        dated, bare = (max(dated, year), bare) if match["of"] else (dated, max(bare, year))
    return dated or bare or None
