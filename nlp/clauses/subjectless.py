"""An action that names nobody who is to do it: whoever is in charge is told ("Tăng cường kiểm tra …")."""

from __future__ import annotations

from nlp.clauses.actions import has_duty, skip_modals
from nlp.clauses.forms import Reading
from nlp.clauses.openings import opens, starter
from nlp.passages import Passage

_SUBJECT = 80  # words that the subject of "… là nhiệm vụ quan trọng" may have


def bare(passage: Passage, i: int, last: int) -> Reading | None:
    """Read an action with nobody named: whoever is in charge is told."""
    modal = skip_modals(passage, i, last)
    if opens(passage, i, "agreements") or _states(passage, i, last):
        return None
    if modal < last and starter(passage, modal) and not _asks_others(passage, modal, last):
        return Reading("bare", "tasks.bare", action=modal, strong=has_duty(passage, i, modal))
    return None


def _states(passage: Passage, i: int, last: int) -> bool:
    """Whether the clause says what something is ("Phát triển … là nhiệm vụ quan trọng"), not what to do."""
    if opens(passage, i, "regarding"):
        return False
    return any(opens(passage, k, "predicates") for k in range(i + 1, min(last, i + _SUBJECT)))


def _asks_others(passage: Passage, i: int, last: int) -> bool:
    """Whether "đề nghị người dân …" asks somebody who is no unit: that is no task of the one in charge."""
    size = opens(passage, i, "orders")
    if not size or opens(passage, i, "weak_orders") or starter(passage, i) > size:
        return False
    return i + size < last and passage.lower[i + size] not in ("và", ",", "hoặc", "cấp", "cơ")
