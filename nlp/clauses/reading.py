"""Reads one clause: who is told, by which words, and where the action begins."""

from __future__ import annotations

from nlp.clauses.circumstances import after_circumstance, named_behind, order_behind
from nlp.clauses.forms import Reading, agent, document_orders, order, skip_connectors, subject, thing
from nlp.clauses.openings import opens
from nlp.clauses.subjectless import bare
from nlp.passages import Passage


def read_clause(passage: Passage, first: int, last: int) -> Reading | None:
    """What the words `[first, last)` say, None where they neither tell anybody to act nor describe an action."""
    colon = _list_colon(passage, first, last)
    i = skip_connectors(passage, first if colon is None else colon + 1, last)
    if i >= last:
        return None
    reading = _own_action(order(passage, i, last)) or document_orders(passage, i, last) or subject(passage, i, last)
    reading = reading or named_behind(passage, i, last)
    reading = reading or agent(passage, i, last) or thing(passage, i, last) or bare(passage, i, last)
    reading = reading or after_circumstance(passage, i, last)
    if reading is None or reading.form == "told":
        reading = order_behind(passage, i, last) or reading
    if reading is not None and colon is not None:
        reading.strong = True
    return reading


def _own_action(reading: Reading | None) -> Reading | None:
    """An order at the head of a clause; "Chỉ đạo các phòng …" without a subject is an action, no order."""
    return None if reading is not None and reading.weak else reading


def _list_colon(passage: Passage, first: int, last: int) -> int | None:
    """The colon behind "… chỉ đạo các nội dung:" in the middle of a clause; what follows is the list."""
    for k in range(first + 2, min(last - 2, first + 80)):
        if passage.words[k] != ":":
            continue
        tail = range(max(first, k - 4), k)
        if any(opens(passage, t, "lead_ins") for t in tail) or any(opens(passage, t, "orders") for t in tail[-2:]):
            return k
    return None
