"""Finds the phrases that name units, groups of units and people in office.

A grammar, not a list: [quantifier] head name [place] [modifier], with the rules of nlp/data/unit_words.toml. How
coordination is split is the annotation guidelines' rule: a new phrase begins at a new head or a new kind; kinds that
people say in one breath ("các sở, ban, ngành") are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nlp.clauses.openings import opens
from nlp.lexicon import entries, load
from nlp.passages import Passage
from nlp.units.names import lists, name_end, proper, tail


@dataclass(frozen=True, slots=True)
class UnitPhrase:
    """The words `first` to `last` (exclusive) of a passage that name a unit; `kind` is body, office or group."""

    first: int
    last: int
    kind: str


@cache
def _sets() -> list[frozenset[str]]:
    return [frozenset(entries(group)) for group in load("unit_words")["together"]]


def unit_at(passage: Passage, at: int, *, whole: bool = False) -> list[UnitPhrase]:
    """The unit phrases of one noun phrase that begins at word `at`; several where kinds stand side by side.

    `whole` keeps a list of kinds together, as under one head noun ("Thủ trưởng các sở, ban, ngành, đoàn thể").
    """
    known: list[UnitPhrase] | None = passage.memo.get((at, whole))
    if known is None:
        known = passage.memo[at, whole] = _unit_at(passage, at, whole=whole)
    return known


def _unit_at(passage: Passage, at: int, *, whole: bool) -> list[UnitPhrase]:
    lower = passage.lower
    head = at + lists("quantifiers").match(lower, at)
    if head < len(lower) and lower[head].isdigit() and head == at:
        head += 1
    quantified = head > at
    if lists("not_units").match(lower, head):
        return []
    office = lists("offices").match(lower, head)
    body = lists("bodies").match(lower, head)
    kind = lists("kinds").match(lower, head)
    if office and office >= body:
        return _office(passage, at, head + office)
    if not quantified and kind and _is_word_of_speech(passage, head, kind):
        kind = 0
    if (
        kind
        and (quantified or not body or kind > body or _listed(passage, head + kind))
        and not _named(passage, head, kind, body)
    ):
        return group_at(passage, at, head, whole=whole)
    if body and _names_body(passage, head, body):
        end = name_end(passage, head + body, lower[head + body - 1])
        return [UnitPhrase(at, end, "group" if quantified else "body")]
    return []


def _names_body(passage: Passage, head: int, size: int) -> bool:
    """Whether a body's word heads a name here, and isn't only the capital letter of a sentence ("Vụ tai nạn …")."""
    after = head + size
    if _has_name(passage, after):
        return True
    if not passage.capital(head):
        return False
    return (
        passage.words[head].isupper()
        or bool(lists("fields", "modifiers").match(passage.lower, after))
        or " ".join(passage.lower[head:after]) in entries(load("unit_words")["nameless"])
    )


def _is_word_of_speech(passage: Passage, head: int, size: int) -> bool:
    """Whether a kind's word without "các" is rather a verb, a level or part of another word ("tổ chức", "tỉnh")."""
    after = head + size
    if size > 2 or (passage.capital(head) and not _opens_action(passage, head, after)):
        return False
    if passage.lower[head] == "cấp" and lists("places").match(passage.lower, head + 1):
        return False
    if lists("places").match(passage.lower, head) == size and after < len(passage) and passage.capital(after):
        return False
    words = " ".join(passage.lower[head : head + size])
    return bool(words in entries(load("unit_words")["doubtful"]))


def _opens_action(passage: Passage, head: int, after: int) -> bool:
    """Whether a word at the head of a sentence is a verb there, whatever its capital ("Tổ chức tiêm phòng …")."""
    if (head > 0 and passage.words[head - 1] not in ".;:") or not opens(passage, head, "verbs"):
        return False
    following = after < len(passage) and passage.words[after].isalpha() and not passage.capital(after)
    return following and not (
        lists("modifiers").match(passage.lower, after)
        or any(opens(passage, after, name) for name in ("modals", "adverbs", "duties", "links", "reports"))
    )


def _listed(passage: Passage, after: int) -> bool:
    """Whether a kind is said in one breath with the next: "Bộ, ngành liên quan"."""
    lower = passage.lower
    if after + 1 >= len(passage) or lower[after] not in (",", "và", "ngành", "ban"):
        return False
    at = after if lower[after] in ("ngành", "ban") else after + 1
    word = " ".join(lower[at : at + lists("kinds").match(lower, at)])
    return any(word in group and lower[after - 1] in group for group in _sets())


def _named(passage: Passage, head: int, kind: int, body: int) -> bool:
    """Whether a kind's word is here the head of a proper name ("Sở Xây dựng", "UBND các xã")."""
    after = head + max(kind, body)
    if not body or body < kind or after >= len(passage):
        return False
    return passage.capital(after) and passage.lower[head] not in ("xã", "phường", "huyện", "tỉnh", "quận")


def _has_name(passage: Passage, after: int) -> bool:
    """Whether a body's word in lower case goes on with a name or a place ("công an tỉnh", "phòng Tài chính")."""
    if after >= len(passage):
        return False
    if passage.lower[after] == "và":
        return after + 1 < len(passage) and passage.capital(after + 1)
    return passage.capital(after) or bool(lists("places").match(passage.lower, after)) or passage.lower[after] == "các"


def _office(passage: Passage, first: int, after: int) -> list[UnitPhrase]:
    """A person in office with the unit that the office is held in."""
    while lists("offices").match(passage.lower, after):
        after += lists("offices").match(passage.lower, after)
    inner = unit_at(passage, after, whole=True)
    if inner and inner[0].first == after and lists("places").match(passage.lower, after):
        inner = []
    if not inner and _is_leading(passage, after):
        return []
    field = 0 if inner else lists("fields").match(passage.lower, after)
    end = inner[-1].last if inner else proper(passage, tail(passage, after + field))
    lower = passage.lower
    while end < len(passage) and lower[end] in (",", "và", "-") and inner:
        more = unit_at(passage, end + 1, whole=True)
        if lower[end] != "," or not more or more[0].kind != "group" or lower[end + 1] in ("các", "những"):
            break
        end = more[-1].last
    return [UnitPhrase(first, end, "office")]


def _is_leading(passage: Passage, after: int) -> bool:
    """Whether "lãnh đạo" before word `after` is what is done, not who does it: no unit follows."""
    if passage.lower[max(0, after - 2) : after] != ["lãnh", "đạo"] or after >= len(passage):
        return False
    return not (
        passage.capital(after)
        or lists("places").match(passage.lower, after)
        or passage.lower[max(0, after - 3)] == "chí"
    )


def group_at(passage: Passage, first: int, head: int, *, whole: bool) -> list[UnitPhrase]:
    """A list of kinds, cut where the next kind isn't said in one breath with those before it."""
    lower = passage.lower
    phrases_found: list[UnitPhrase] = []
    start, at = first, head
    current: list[str] = []
    while True:
        size = lists("kinds").match(lower, at)
        word = " ".join(lower[at : at + size])
        if current and not whole and not any(word in s and all(c in s for c in current) for s in _sets()):
            phrases_found.append(UnitPhrase(start, _separator_before(lower, at), "group"))
            start, current = at, []
        current.append(word)
        end = _kind_end(passage, at + size)
        following = _next_kind(passage, end)
        if not following:
            phrases_found.append(UnitPhrase(start, end, "group"))
            return phrases_found
        at = following


def _separator_before(lower: list[str], at: int) -> int:
    while at > 0 and lower[at - 1] in (",", "và", "cùng", "&", "-", "/"):
        at -= 1
    return at


def _next_kind(passage: Passage, end: int) -> int:
    """Where the next kind of the same list begins, 0 if the list ends at `end`."""
    lower = passage.lower
    if end >= len(passage):
        return 0
    at = end
    if lower[end] in (",", "và", "&", "/"):
        at = end + 1
    size = lists("kinds").match(lower, at)
    if not size or (at == end and not (lower[end] in ("ngành", "ban") and lower[end - 1] in ("ban", "bộ", "sở"))):
        return 0
    if lists("bodies").match(lower, at) and _named(passage, at, size, lists("bodies").match(lower, at)):
        return 0
    if passage.capital(at) and lower[end] == "," and not passage.capital(end - 1) and lower[at] in ("sở", "bộ"):
        return 0
    return at


def _kind_end(passage: Passage, at: int) -> int:
    """The end of a kind with its modifiers, place and area, and with the verbs that describe it."""
    at += lists("fields").match(passage.lower, at) if passage.lower[at - 1] in ("sở", "bộ") else 0
    at = tail(passage, at)
    inner = lists("bodies").match(passage.lower, at)
    if inner and passage.capital(at):
        return name_end(passage, at + inner, passage.lower[at + inner - 1])
    if not lists("relatives").match(passage.lower, at):
        return at
    for k in range(at + 1, min(at + 24, len(passage))):
        if passage.lower[k] in (";", ":", ".", "để", "nhằm"):
            break
        if opens(passage, k, "modals") or passage.lower[k] in ("chưa", "không"):
            return k
        if passage.lower[k - 1] != "," and opens(passage, k, "adverbs") and passage.lower[k] not in ("chủ", "phối"):
            return k
    return at
