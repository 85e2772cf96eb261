"""Finds where an action begins behind the words that name who must act."""

from __future__ import annotations

from nlp.clauses.openings import opens, starter
from nlp.passages import Passage

_REACH = 60  # words behind a unit in which its action must begin
_NEAR = 9
_QUOTES = ('"', "“", ":")


def skip_modals(passage: Passage, at: int, last: int) -> int:
    """Step over "cần", "phải", "có trách nhiệm", "được giao"; "chịu trách nhiệm" only where a verb follows."""
    while at < last:
        size = opens(passage, at, "modals")
        if not size or (passage.lower[at] == "chịu" and not starter(passage, at + size)):
            break
        at += size
        if at < last and passage.words[at] in _QUOTES:
            at += 1
    return at


def has_duty(passage: Passage, first: int, last: int) -> bool:
    """Whether a word that says "must" stands in `[first, last)`."""
    return any(opens(passage, k, "duties") for k in range(first, last))


def action_from(passage: Passage, at: int, last: int) -> int | None:
    """Where the action begins: at once, behind "phải", or behind a relative clause or an adverbial."""
    modal = skip_modals(passage, at, last)
    if modal == at and not opens(passage, at, "adverbs"):
        duty = _duty_soon(passage, at, last)
        if duty is not None:
            return duty
    if modal < last and starter(passage, modal):
        return modal
    if modal > at and modal < last and has_duty(passage, at, modal) and passage.words[modal].islower():
        return modal
    if at < last and opens(passage, at, "circumstances"):
        comma = _behind_comma(passage, at, last)
        if comma is not None:
            return comma
    return _first_strong(passage, at, last)


def _duty_soon(passage: Passage, at: int, last: int) -> int | None:
    """The action behind "phải" where a relative clause stands before it ("đơn vị thực hiện lịch nghỉ trên phải …")."""
    for k in range(at + 1, min(at + _NEAR, last)):
        if passage.words[k] in (",", ";", ":"):
            return None
        if passage.lower[k] in ("phải", "cần"):
            after = skip_modals(passage, k, last)
            return after if starter(passage, after) else None
    return None


def _behind_comma(passage: Passage, at: int, last: int) -> int | None:
    for k in range(at, last):
        if passage.words[k] == "," and passage.lower[k - 1] != "phòng":
            modal = skip_modals(passage, k + 1, last)
            if starter(passage, modal, least=2):
                return modal
    return None


def _first_strong(passage: Passage, at: int, last: int) -> int | None:
    """The first duty or adverb that a relative clause cannot hold, else the first verb behind a comma, else a verb."""
    limit = min(last, at + _REACH)
    for k in range(at, limit):
        modal = skip_modals(passage, k, last)
        if modal > k and starter(passage, modal) and opens(passage, k, "duties"):
            return modal
        adverb = opens(passage, k, "adverbs")
        if adverb and not opens(passage, k, "soft") and not _bound(passage, k) and passage.words[k - 1] != ",":
            return k
    for k in range(at, limit):
        if passage.words[k] == "," and passage.lower[k - 1] != "phòng" and starter(passage, k + 1, least=2):
            return k + 1
    for k in range(at, limit):
        if starter(passage, k, least=2) and not _bound(passage, k):
            return k
    return None


def _bound(passage: Passage, k: int) -> bool:
    return k > 0 and bool(opens(passage, k - 1, "binding"))
