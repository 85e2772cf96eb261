"""Reads one clause: who is told, by which words, and where the action begins.

The forms that officials write in: "Giao X …", "Y yêu cầu X …", "X chủ trì …", "X được giao …", "Đối với X: …",
"Trường hợp …, thì phải …", an action with no subject at all, and a requirement whose subject is a thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.clauses import opens, starter
from nlp.lexicon import Phrases
from nlp.passages import Passage
from nlp.units import UnitPhrase, coordination, unit_at


@dataclass(slots=True)
class Reading:
    """What a clause turned out to be.

    `form` is order, subject, passive, bare, thing, heading or told; `leads` are the units named as told to act;
    `action` is the word where the action begins (None in a heading); `rule` names the rule; `hand` is the word of
    the verb that handed over, and `by` the phrase before it (who orders).
    """

    form: str
    rule: str
    leads: list[UnitPhrase] = field(default_factory=list)
    action: int | None = None
    same: bool = False
    strong: bool = False
    by: tuple[int, int] | None = None


_LEAD_IN = Phrases(
    [
        "nhiệm vụ sau", "nội dung sau", "công việc sau", "giải pháp sau", "biện pháp sau", "hoạt động sau", "việc sau", "vấn đề sau", "như sau", "cụ thể sau", "trọng tâm sau", "sau đây", "nội dung cụ thể", "các nội dung",
    ]
)  # fmt: skip
_THINGS = Phrases(
    [
        "việc",
        "công tác",
        "các nội dung",
        "nội dung",
        "kế hoạch",
        "hồ sơ",
        "báo cáo",
        "quá trình",
        "hoạt động",
        "văn bản",
        "xe",
        "kinh phí",
        "phương tiện",
    ]
)
_THIS = frozenset(["này", "đó", "trên"])


def read_clause(passage: Passage, first: int, last: int) -> Reading | None:
    """What the words `[first, last)` say, None where they neither tell anybody to act nor describe an action."""
    i = _skip_connectors(passage, first, last)
    if i >= last:
        return None
    for read in (_order, _subject, _thing, _bare):
        reading = read(passage, i, last)
        if reading is not None:
            return reading
    return _after_circumstance(passage, i, last) or _order_behind(passage, i, last)


def _skip_connectors(passage: Passage, i: int, last: int) -> int:
    while i < last:
        size = opens(passage, i, "connectors")
        if size and not (unit_at(passage, i) and size == 1):
            i += size
        elif passage.words[i] in (",", "-", "–", '"', "“", ":", "+", "*", "…", "”"):
            i += 1
        else:
            break
    return i


def _order(passage: Passage, i: int, last: int) -> Reading | None:
    """ "Giao X …", "Đề nghị: X …" at the head of the clause; "yêu cầu tạm dừng …" without an object is a bare order."""
    size = opens(passage, i, "orders")
    if not size:
        return None
    at = i + size
    while at < last and passage.lower[at] in (":", "cho", "đối", "với", "đến", "đồng", "thời"):
        at += 1
    units, end = coordination(passage, at)
    if units and end <= last:
        return _what(passage, units, end, last, "order", "tasks.order")
    if passage.lower[i] not in ("chỉ", "cử", "điện", "giao", "lưu", "đôn", "phân", "buộc"):
        action = _action_from(passage, at, last)
        if action is not None and action == _skip_modals(passage, at, last):
            return Reading("bare", "tasks.order-inherited", action=action, strong=True)
    return None


def _subject(passage: Passage, i: int, last: int) -> Reading | None:
    """ "X chủ trì …", "Đối với X: …", "X cũng được giao …"; also "Y yêu cầu X …", where Y is the one who orders."""
    lower = passage.lower
    at = i + 2 if lower[i : i + 2] == ["đối", "với"] else i
    toward = at > i
    units, end = coordination(passage, at)
    if not units or end > last:
        return _same_subject(passage, i, last)
    if toward:
        if end < last and passage.words[end] not in (":", "."):
            colon = next((k for k in range(end, min(last, end + 25)) if passage.words[k] == ":"), last)
            if colon == last:
                return None
            end = colon
        return _what(passage, units, end, last, "subject", "tasks.toward")
    ordering = _ordering_verb(passage, end, last)
    if ordering is not None:
        reading = _order(passage, ordering, last)
        if reading is not None:
            reading.by = (units[0].first, end)
            return reading
    return _what(passage, units, end, last, "subject", "tasks.subject")


def _same_subject(passage: Passage, i: int, last: int) -> Reading | None:
    """ "Sở này cần …", "Cơ quan này cũng phải …": the unit named before."""
    lower = passage.lower
    for k in range(i, min(i + 3, last - 1)):
        if lower[k + 1] in _THIS and lower[k] in ("sở", "quan", "vị", "bộ", "ban", "phòng", "phương"):
            at = _skip_modals(passage, k + 2, last)
            if starter(passage, at):
                return Reading("subject", "tasks.same-subject", action=at, same=True, strong=at > k + 2)
    return None


def _ordering_verb(passage: Passage, end: int, last: int) -> int | None:
    """The word of an ordering verb that follows a subject at once, or after a few small words or a person's name."""
    at = end
    for _ in range(10):
        if at >= last:
            return None
        if opens(passage, at, "orders"):
            return at
        small = passage.lower[at] in (
            "cũng",
            "vừa",
            "còn",
            "đã",
            "thống",
            "nhất",
            "có",
            "văn",
            "bản",
            "ý",
            "kiến",
            "đồng",
            "chí",
            "ông",
            "bà",
            "tiếp",
            "tục",
            "tỉnh",
            "lại",
            "đồng",
            "thời",
            "xin",
        )
        if not (small or (passage.capital(at) and passage.words[at].isalpha())):
            return None
        at += 1
    return None


def _what(passage: Passage, units: list[UnitPhrase], end: int, last: int, form: str, rule: str) -> Reading | None:
    """What follows the units: nothing (a heading), a list's introduction, a report, or an action."""
    lower = passage.lower
    at = end
    while at < last and passage.words[at] in (":", ",", '"', "“", "-"):
        at += 1
    if at >= last:
        return Reading("heading", rule + "-heading", leads=units)
    if _introduces(passage, at, last):
        return Reading("heading", rule + "-list", leads=units)
    modal = _skip_modals(passage, at, last)
    if modal == at and opens(passage, at, "reports") and form == "subject":
        return Reading("told", "tasks.told", leads=units)
    action = _action_from(passage, at, last)
    if action is None:
        return Reading("heading", rule + "-heading", leads=units) if passage.words[end : end + 1] == [":"] else None
    passive = lower[at : at + 1] == ["được"] or "được" in lower[at:modal]
    return Reading(
        "passive" if passive else form,
        rule,
        leads=units,
        action=action,
        strong=modal > at or form == "order" or passage.words[end] == ":",
    )


def _introduces(passage: Passage, at: int, last: int) -> bool:
    """Whether the rest only says that a list follows ("tập trung thực hiện các nhiệm vụ sau:")."""
    tail = range(max(at, last - 7), last)
    ends = passage.words[last - 1] == ":" or last == len(passage)
    return ends and any(_LEAD_IN.match(passage.lower, k) for k in tail)


def _skip_modals(passage: Passage, at: int, last: int) -> int:
    while at < last:
        size = opens(passage, at, "modals")
        if not size:
            break
        if passage.lower[at] == "chịu" and not starter(passage, at + size):
            break
        at += size
        if at < last and passage.words[at] in ('"', "“", ":"):
            at += 1
    return at


def _action_from(passage: Passage, at: int, last: int) -> int | None:
    """Where the action begins: at once, after "cần/phải/được giao", or behind a relative clause or an adverbial."""
    modal = _skip_modals(passage, at, last)
    if modal < last and starter(passage, modal):
        return modal
    if (
        modal > at
        and modal < last
        and (passage.lower[modal] in ("trong", "trước", "có", "không", "xoá") or passage.words[modal].islower())
    ):
        return modal
    if at < last and opens(passage, at, "circumstances"):
        comma = _behind_comma(passage, at, last)
        return comma if comma is not None else _first_strong(passage, at, last)
    return _first_strong(passage, at, last)


def _behind_comma(passage: Passage, at: int, last: int) -> int | None:
    for k in range(at, last):
        if passage.words[k] == ",":
            modal = _skip_modals(passage, k + 1, last)
            if starter(passage, modal) and passage.lower[modal - 1] != "việc":
                return modal
    return None


def _first_strong(passage: Passage, at: int, last: int) -> int | None:
    """The first modal or adverb that a relative clause cannot hold, else the first verb behind a comma, else a verb."""
    limit = min(last, at + 60)
    for k in range(at, limit):
        modal = _skip_modals(passage, k, last)
        if modal > k and starter(passage, modal) and passage.lower[k] in ("cần", "phải", "có", "chịu"):
            return modal
        if (
            opens(passage, k, "adverbs")
            and passage.lower[k] not in ("không", "có", "là", "chủ", "phối")
            and passage.lower[k - 1] not in ("việc", ",", "về", "để", "và")
        ):
            return k
    for k in range(at, limit):
        if passage.words[k] == "," and starter(passage, k + 1):
            return k + 1
    for k in range(at, limit):
        if starter(passage, k) and passage.lower[k - 1] not in ("việc", "được", "về", "để", "và", "công", "đã"):
            return k
    return None


def _bare(passage: Passage, i: int, last: int) -> Reading | None:
    """An action with nobody named: whoever is in charge is told."""
    modal = _skip_modals(passage, i, last)
    if modal < last and starter(passage, modal):
        return Reading("bare", "tasks.bare", action=modal, strong=modal > i)
    return None


def _thing(passage: Passage, i: int, last: int) -> Reading | None:
    """ "Việc … phải …", "Công tác … cần …": a requirement whose subject is a thing; the whole clause is the task."""
    if not _THINGS.match(passage.lower, i):
        return None
    for k in range(i + 1, last):
        if passage.lower[k] in ("phải", "cần") or (
            passage.lower[k] == "bố" and passage.lower[k + 1 : k + 2] == ["trí"] and k == last - 2
        ):
            return Reading("thing", "tasks.thing", action=i, strong=True)
    return None


def _after_circumstance(passage: Passage, i: int, last: int) -> Reading | None:
    """ "Trường hợp …, …", "nếu … thì phải …": what is said behind the circumstance."""
    if not opens(passage, i, "circumstances"):
        return None
    for k in range(i, last):
        if passage.lower[k] == "thì":
            at = _skip_modals(passage, k, last)
            reading = _subject(passage, at, last) or _bare(passage, at, last)
            if reading is not None:
                return reading
        if passage.words[k] != ",":
            continue
        at = _skip_connectors(passage, k + 1, last)
        if at >= last:
            break
        for read in (_order, _subject, _bare):
            reading = read(passage, at, last)
            if (
                reading is not None
                and reading.form != "told"
                and not (
                    reading.form == "heading"
                    and reading.leads
                    and passage.words[last - 1] != ":"
                    and last != len(passage)
                )
            ):
                if reading.form in ("heading",) or reading.action is not None:
                    return reading
    return None


def _order_behind(passage: Passage, i: int, last: int) -> Reading | None:
    """An ordering verb with its object somewhere in the clause: "…, ông Quý nói và đề nghị Sở Văn hoá nghiên cứu …"."""
    for k in range(i + 1, last):
        if opens(passage, k, "orders") and passage.lower[k - 1] not in (
            "sự",
            "lãnh",
            "việc",
            "công",
            "chỉ",
            "theo",
            "các",
            "những",
            "ý",
            "được",
        ):
            reading = _order(passage, k, last)
            if reading is not None and reading.leads:
                reading.by = (i, k)
                reading.rule = "tasks.order-behind"
                return reading
    return None
