"""Reads what stands behind a circumstance: "Trường hợp …, thì phải …", "Thực hiện …, Sở X yêu cầu Y …"."""

from __future__ import annotations

from nlp.clauses.actions import skip_modals
from nlp.clauses.forms import Reading, order, skip_connectors, subject
from nlp.clauses.openings import opens, starter
from nlp.clauses.subjectless import bare
from nlp.passages import Passage
from nlp.units import unit_at

_GAP = 2  # words that a unit named behind a circumstance may be away from its action


def named_behind(passage: Passage, i: int, last: int) -> Reading | None:
    """Read "Thực hiện chức năng được giao, Sở X yêu cầu Y …": an order or a unit that acts, behind a circumstance."""
    if not opens(passage, i, "circumstances"):
        return None
    acted = False
    for at in _behind_commas(passage, i, last):
        headed = None if acted else order(passage, at, last)
        reading = headed if headed is not None and not headed.weak else subject(passage, at, last)
        acted = acted or bare(passage, at, last) is not None
        if reading is None:
            continue
        if reading.form == "told":
            return reading
        if reading.form == "heading" and reading.leads and passage.words[last - 1] != ":" and last != len(passage):
            continue
        if reading.form == "subject" and reading.gap > _GAP and not reading.strong:
            continue
        return reading
    return None


def _behind_commas(passage: Passage, i: int, last: int) -> list[int]:
    """The words behind a clause's commas, those in a list of kinds and in "phòng, chống" aside."""
    found = []
    k = i
    while k < last:
        units = unit_at(passage, k) if passage.words[k] != "," else []
        if units and units[-1].last > k + 1:
            k = units[-1].last
            continue
        if passage.words[k] == "," and passage.lower[k - 1] != "phòng":
            at = skip_connectors(passage, k + 1, last)
            if at < last:
                found.append(at)
        k += 1
    return found


def after_circumstance(passage: Passage, i: int, last: int) -> Reading | None:
    """Read "Trường hợp …, …", "nếu … thì phải …": the action behind the circumstance."""
    if not opens(passage, i, "circumstances") or _attributed(passage, i):
        return None
    for k in range(i, last):
        if passage.lower[k] == "thì":
            at = skip_modals(passage, k, last)
            reading = subject(passage, at, last) or bare(passage, at, last)
            if reading is not None:
                return reading
    urgent = next((k for k in range(i + 3, last) if _is_urgent(passage, k)), last)
    for at in _behind_commas(passage, i, urgent):
        reading = bare(passage, at, last)
        if reading is not None and "đã" not in passage.lower[max(i, at - 12) : at]:
            return reading
    return Reading("bare", "tasks.behind-circumstance", action=urgent, strong=True) if urgent < last else None


def _attributed(passage: Passage, i: int) -> bool:
    """Whether a sentence only says what somebody says ("Theo Bộ Y tế, …")."""
    return passage.lower[i] == "theo" and i + 1 < len(passage) and bool(unit_at(passage, i + 1))


def _is_urgent(passage: Passage, k: int) -> bool:
    """Whether an adverb that needs no comma before it opens the action."""
    size = opens(passage, k, "urgent")
    return bool(size and starter(passage, k + size)) and not opens(passage, k - 1, "binding")


def _free(passage: Passage, k: int) -> bool:
    """Whether a verb of order behind word `k` is the clause's own, not bound to a noun before it."""
    word = passage.words[k]
    return (
        not word[0].isalnum()
        or passage.capital(k)
        or passage.lower[k] in ("và", "đã")
        or bool(opens(passage, k, "between") or opens(passage, k - 1, "between") == 2)
    )


def order_behind(passage: Passage, i: int, last: int) -> Reading | None:
    """Read "…, ông Quý nói và đề nghị Sở Văn hoá nghiên cứu …": a verb of order with its object within the clause."""
    for k in range(i + 1, last):
        if not opens(passage, k, "orders") or opens(passage, k, "weak_orders"):
            continue
        if not _free(passage, k - 1):
            continue
        reading = order(passage, k, last)
        if reading is not None and not reading.weak and (reading.leads or (reading.form == "thing" and k - i <= 4)):
            reading.by = (i, k)
            reading.rule = reading.rule if reading.form == "thing" else "tasks.order-behind"
            return reading
    return None
