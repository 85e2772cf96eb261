"""Splits units that are named side by side, as the annotation guidelines say."""

from __future__ import annotations

from dataclasses import replace

from nlp.clauses.openings import opens, starter
from nlp.passages import Passage
from nlp.units.names import DASHES, lists
from nlp.units.phrases import UnitPhrase, group_at, unit_at

_FEW = 6  # words that may narrow a group
_MOST = 40  # units that are read side by side
_JOINTS = (",", ";", "và", "cùng", "hoặc", "/")


def coordination(
    passage: Passage, at: int, *, semicolons: bool = True, addressed: bool = False
) -> tuple[list[UnitPhrase], int]:
    """The units named side by side from word `at` on, and the index of the word after the last of them.

    `addressed`: a verb of order stands before, so that a list of people ("cán bộ, công chức") is who is told.
    """
    found: list[UnitPhrase] = []
    lower = passage.lower
    end = at
    while len(found) < _MOST:
        at = _past_person(passage, at)
        group = unit_at(passage, at) or (_people(passage, at) if addressed or found else [])
        if not group:
            return found, end
        group = [*group[:-1], _stretched(passage, group[-1])]
        found.extend(group)
        end = at = _parenthesis(passage, group[-1].last)
        joint = at
        while joint < len(passage) and lower[joint] in _JOINTS and (semicolons or lower[joint] != ";"):
            joint += 1
        if joint < len(passage) and lower[joint] in ("với", "như") and lower[joint - 1] == "cùng":
            joint += 1
        if joint == at or joint >= len(passage):
            return found, end
        at = joint
    return found, end


def _stretched(passage: Passage, unit: UnitPhrase) -> UnitPhrase:
    """A group with the few words that narrow it, where an action or another unit follows them at once.

    "phối hợp với các chủ đầu tư | hạ tầng cụm công nghiệp | đẩy nhanh …"
    """
    if unit.kind != "group":
        return unit
    for k in range(unit.last, min(unit.last + _FEW, len(passage))):
        if k > unit.last and (starter(passage, k, least=2) or _next_unit(passage, k)):
            return replace(unit, last=k)
        if not passage.words[k].isalpha() or passage.capital(k) or starter(passage, k):
            break
        if any(opens(passage, k, name) for name in ("links", "modals", "reports", "orders", "between", "supports")):
            break
    return unit


def _next_unit(passage: Passage, k: int) -> bool:
    return passage.lower[k] in (",", "và") and bool(unit_at(passage, k + 1))


def _people(passage: Passage, at: int) -> list[UnitPhrase]:
    """People or bodies of a kind that counts as told only in a list: "cán bộ, đảng viên", "… và cá nhân"."""
    size = lists("kinds").match(passage.lower, at)
    joined = passage.lower[at - 1] in (",", "và") or passage.lower[at + size : at + size + 1] in ([","], ["và"])
    if not size or not joined:
        return []
    return group_at(passage, at, at, whole=False)


def _past_person(passage: Passage, at: int) -> int:
    """Step over a person's name before the office ("ông Nguyễn Văn A - Phó Trưởng đoàn"): names stay outside."""
    lower = passage.lower
    size = next((len(c) for c in (["đồng", "chí"], ["ông"], ["bà"], ["đ/c"]) if lower[at : at + len(c)] == c), 0)
    if not size or at + size >= len(passage):
        return at
    after = at + size + (passage.words[at + size] == ".")
    end = after
    while (
        end < len(passage)
        and passage.capital(end)
        and passage.words[end].isalpha()
        and not lists("offices").match(lower, end)
    ):
        end += 1
    if end > after + 1 and end < len(passage) and passage.words[end] in (*DASHES, ",", ";"):
        end += 1
    return end if end < len(passage) and unit_at(passage, end) else at


def _parenthesis(passage: Passage, at: int) -> int:
    """Step over a short parenthesis behind a name ("(Transerco)", "(qua Sở X)")."""
    if at < len(passage) and passage.words[at] == "(":
        for k in range(at + 1, min(at + 40, len(passage))):
            if passage.words[k] == ")":
                return k + 1
    return at
