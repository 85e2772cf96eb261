"""The forms in which a clause tells somebody to act: "Giao X …", "X chủ trì …", "X được giao …", "Đối với X: …",
an action with no subject at all, and a requirement whose subject is a thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from nlp.clauses.actions import action_from, has_duty, skip_modals
from nlp.clauses.openings import compound, opens, starter
from nlp.passages import Passage
from nlp.units import UnitPhrase, coordination, unit_at

_MARKS = (",", "|", "-", "–", '"', "“", ":", "+", "*", "…", "”")
_NEAR = 12  # words between a unit and its action where a relative clause stands between
_LABEL = 25  # words that a label before a colon may have


@dataclass(slots=True)
class Reading:
    """What a clause turned out to be.

    `form` is order, subject, passive, bare, thing, heading, opening or told; `leads` are the units named as told to
    act; `action` is the word where the action begins (None in a heading or opening); `same` says that the subject is
    the one before ("Sở này"); `strong` that the words can only be an order, `duty` that they say "must"; `by` are the
    words `[first, last)` before the verb of order, `gap` how many words stand between the units and the action;
    `weak` that the verb is one that a subordinate, too, is told to do ("chỉ đạo các phòng …"), and `told_to` how the
    clause reads if it is.
    """

    form: str
    rule: str
    leads: list[UnitPhrase] = field(default_factory=list)
    action: int | None = None
    same: bool = False
    strong: bool = False
    duty: bool = False
    by: tuple[int, int] | None = None
    gap: int = 0
    weak: bool = False
    told_to: Reading | None = None


def skip_connectors(passage: Passage, i: int, last: int) -> int:
    """Step over "đồng thời", "theo đó", and marks at the head of a clause."""
    while i < last:
        size = opens(passage, i, "connectors")
        if size and not (size == 1 and unit_at(passage, i)):
            i += size
        elif passage.words[i] in _MARKS:
            i += 1
        else:
            break
    return i


def order(passage: Passage, i: int, last: int) -> Reading | None:
    """Read "Giao X …", "Đề nghị: X …" at the head of a clause; "yêu cầu tạm dừng …" tells whoever is in charge."""
    size = opens(passage, i, "orders")
    if not size or starter(passage, i) > size or compound(passage, i):
        return None
    at = i + size
    while at < last and passage.lower[at] in (":", "cho", "đối", "với", "đến", "đồng", "thời", ","):
        at += 1
        at += opens(passage, at, "orders")
    if at >= last:
        return Reading("opening", "tasks.opening") if passage.words[last - 1] == ":" else None
    units, end = _addressed(passage, at)
    weak = _is_weak(passage, i, at)
    if units and end <= last:
        reading = _what(passage, units, end, last, "order", "tasks.order")
        if weak and reading is not None and not _hands_over(passage, i, reading):
            reading.weak = True
        return reading
    if weak or passage.lower[i] in ("giao", "buộc"):
        return None
    required = thing(passage, at, last)
    if required is not None:
        required.rule = "tasks.order-thing"
        return required
    action = skip_modals(passage, at, last)
    if starter(passage, action):
        return Reading("bare", "tasks.order-inherited", action=action, strong=True)
    return None


def _is_weak(passage: Passage, i: int, at: int) -> bool:
    """Whether the verb is one that a subordinate, too, is told to do, and no document carries it."""
    if not opens(passage, i, "weak_orders"):
        return False
    stronger = any(opens(passage, k, "orders") and not opens(passage, k, "weak_orders") for k in range(i, at))
    return not stronger and not any(opens(passage, k, "documents") for k in range(max(0, i - 5), i))


def _addressed(passage: Passage, at: int) -> tuple[list[UnitPhrase], int]:
    """The units that an order is addressed to: of "các cơ quan khác như X, Y" those that are named."""
    units, end = coordination(passage, at, addressed=True)
    if units and end + 1 < len(passage) and passage.lower[end] == "như" and units[-1].kind == "group":
        named, after = coordination(passage, end + 1)
        return (named, after) if named else (units, end)
    return units, end


def _hands_over(passage: Passage, i: int, reading: Reading) -> bool:
    """Whether "chỉ đạo X …" hands work over to X: a list follows, X must act, or one unit is charged or sent."""
    if reading.form == "heading":
        return reading.rule.endswith("-list")
    return reading.duty or _charges_one(passage, i, reading)


def _charges_one(passage: Passage, i: int, reading: Reading) -> bool:
    """Whether one body is charged ("phân công Phòng X …") or one person sent ("cử bà A, Chuyên viên …")."""
    kinds = {"phân": ("body",), "cử": ("body", "office")}
    return reading.leads[0].kind in kinds.get(passage.lower[i], ())


def subject(passage: Passage, i: int, last: int) -> Reading | None:
    """Read "X chủ trì …", "Đối với X: …", "X cũng được giao …"; also "Y yêu cầu X …", where Y is who orders."""
    lower = passage.lower
    toward = lower[i : i + 2] == ["đối", "với"]
    units, end = coordination(passage, i + 2 if toward else i)
    if not units or end > last:
        return _same_subject(passage, i, last) or _named_passive(passage, i, last)
    if toward:
        colon = next((k for k in range(end, min(last, end + _LABEL)) if passage.words[k] == ":"), None)
        if colon is None:
            return None
        inner = subject(passage, colon + 1, last)
        if inner is not None and inner.leads and inner.action is not None:
            return inner
        return _what(passage, units, colon, last, "subject", "tasks.toward")
    if lower[end - 1] == "này" and lower[units[0].first] not in ("các", "những"):
        action = action_from(passage, end, last)
        rule = "tasks.same-subject"
        return None if action is None else Reading("subject", rule, action=action, same=True, strong=True)
    ordering = _ordering_verb(passage, end, last)
    if ordering is not None:
        reading = order(passage, ordering, last)
        if reading is not None:
            reading.by = (units[0].first, ordering)
            if reading.weak:
                reading.told_to = _what(passage, units, end, last, "subject", "tasks.subject")
            return reading
        if not opens(passage, ordering, "weak_orders"):
            return None
    return _what(passage, units, end, last, "subject", "tasks.subject")


def document_orders(passage: Passage, i: int, last: int) -> Reading | None:
    """Read "Văn bản cũng yêu cầu …", "Công điện yêu cầu X …": the document is who orders."""
    size = opens(passage, i, "documents")
    if not size:
        return None
    end = i + size
    while end < min(last, i + 8) and (
        passage.lower[end] in ("số", "này") or any(c.isdigit() for c in passage.words[end])
    ):
        end += 1
    ordering = _ordering_verb(passage, end, last)
    reading = None if ordering is None else order(passage, ordering, last)
    if reading is not None and ordering is not None:
        reading.by = (i, ordering)
    return reading


def _same_subject(passage: Passage, i: int, last: int) -> Reading | None:
    """Read "Sở này cần …": the unit named before."""
    lower = passage.lower
    for k in range(i, min(i + 3, last - 1)):
        if lower[k + 1] == "này" and lower[k] in ("sở", "quan", "vị", "bộ", "ban", "phòng", "phương"):
            at = skip_modals(passage, k + 2, last)
            if starter(passage, at):
                return Reading("subject", "tasks.same-subject", action=at, same=True, strong=at > k + 2)
    return None


def _named_passive(passage: Passage, i: int, last: int) -> Reading | None:
    """Read "Transerco cũng được giao …": a name that no grammar knows is told by the passive."""
    end = i
    while end < min(last, i + 6) and passage.capital(end):
        end += 1
    at = end
    while at < last and passage.lower[at] in ("cũng", "còn"):
        at += 1
    if end == i or passage.lower[at : at + 2] not in (["được", "giao"], ["được", "yêu"], ["được", "đề"]):
        return None
    action = skip_modals(passage, at, last)
    if action <= at + 1 or not starter(passage, action):
        return None
    return Reading("passive", "tasks.named-passive", leads=[UnitPhrase(i, end, "named")], action=action, strong=True)


def _ordering_verb(passage: Passage, end: int, last: int) -> int | None:
    """The verb of order that follows a subject at once, or after a few small words or a person's name."""
    at = end
    while at < min(last, end + 10):
        if opens(passage, at, "orders"):
            return at
        size = opens(passage, at, "between")
        named = passage.capital(at) and passage.words[at].isalpha()
        if not size and not named and not any(c.isdigit() for c in passage.words[at]):
            return None
        at += size or 1
    return None


def _what(passage: Passage, units: list[UnitPhrase], end: int, last: int, form: str, rule: str) -> Reading | None:
    """What follows the units: nothing (a heading), a list's introduction, a report, or an action."""
    at = end
    while at < last and passage.words[at] in (":", ",", '"', "“", "-"):
        at += 1
    at += opens(passage, at, "by_function")
    while at < last and passage.words[at] == ",":
        at += 1
    if at >= last:
        return Reading("heading", rule + "-heading", leads=units)
    units, at = _stretched(passage, units, at, last)
    labelled = passage.words[end] == ":"
    action = action_from(passage, at, last)
    if form == "order" and (action is None or action > at + _NEAR) and _any_verb(passage, at, units):
        action = at
    if form == "subject" and not labelled and _reports(passage, at, action, last):
        return Reading("told", "tasks.told", leads=units)
    if _introduces(passage, at, last):
        return Reading("heading", rule + "-list", leads=units)
    if action is None:
        return Reading("heading", rule + "-heading", leads=units) if labelled else None
    if "được" in passage.lower[at:action] and "đã" in passage.lower[action : min(last, action + 12)]:
        return Reading("told", "tasks.told", leads=units)
    duty = has_duty(passage, at, action)
    passive = passage.lower[at] == "được" or "được" in passage.lower[at : skip_modals(passage, at, last)]
    strong = duty or labelled or form == "order"
    form = "passive" if passive else form
    return Reading(form, rule, leads=units, action=action, strong=strong, duty=duty, gap=action - at)


def _stretched(passage: Passage, units: list[UnitPhrase], at: int, last: int) -> tuple[list[UnitPhrase], int]:
    """The units with the few unknown words before the action added to the last name ("Cục Quản lý | đường thủy …")."""
    if at != units[-1].last:
        return units, at
    for k in range(at, min(at + 3, last)):
        if starter(passage, k, least=2) or opens(passage, k, "modals"):
            return ([*units[:-1], replace(units[-1], last=k)], k) if k > at else (units, at)
        if not passage.words[k].isalpha() or opens(passage, k, "links") or opens(passage, k, "reports"):
            break
        if starter(passage, k) or opens(passage, k, "orders"):
            break
    return units, at


def _any_verb(passage: Passage, at: int, units: list[UnitPhrase]) -> bool:
    """Whether a word that no list knows must be the action, since an order and a name stand before it."""
    return (
        units[-1].kind != "group"
        and passage.words[at].isalpha()
        and passage.words[at].islower()
        and not opens(passage, at, "links")
    )


def _reports(passage: Passage, at: int, action: int | None, last: int) -> bool:
    """Whether "đã", "vừa", "cho biết" comes before anything that says "must"."""
    end = min(last, at + 12) if action is None else action
    for k in range(at, end):
        if opens(passage, k, "duties"):
            return False
        if opens(passage, k, "reports") and (k == at or passage.lower[k] in ("đã", "sẽ", "vừa", "đang")):
            return passage.lower[k - 1] not in ("được", "phải") if k > at else True
    return False


def _introduces(passage: Passage, at: int, last: int) -> bool:
    """Whether the rest only says that a list follows ("tập trung thực hiện các nhiệm vụ sau:")."""
    colon = passage.words[last - 1] == ":"
    if any(k + opens(passage, k, "charges") == last - colon for k in range(max(at, last - 7), last - colon)):
        return True
    return (colon or last == len(passage)) and any(
        opens(passage, k, "lead_ins") for k in range(max(at, last - 7), last)
    )


def agent(passage: Passage, i: int, last: int) -> Reading | None:
    """Read "Việc … do Sở X thực hiện": the units between "do" and the verb that ends the clause."""
    for k in range(max(i + 1, last - 24), last - 2):
        if passage.lower[k] != "do":
            continue
        units, end = coordination(passage, k + 1)
        if units and 0 < last - end <= 4 and starter(passage, end) and not starter(passage, i):
            return Reading("thing", "tasks.agent", leads=units, action=i, strong=True)
    return None


def thing(passage: Passage, i: int, last: int) -> Reading | None:
    """Read "Việc … phải …": a requirement whose subject is a thing; the whole clause is the task."""
    if not opens(passage, i, "things"):
        return None
    if any(passage.lower[k] in ("phải", "cần") for k in range(i + 1, last)):
        return Reading("thing", "tasks.thing", action=i, strong=True)
    return None
