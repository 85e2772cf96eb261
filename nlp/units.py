"""Finds the phrases that name units, groups of units and people in office, and splits what is coordinated.

A grammar, not a list: [quantifier] head name [place] [modifier], with the rules of nlp/data/unit_words.toml. How
coordination is split is the annotation guidelines' rule: a new phrase begins at a new head or a new kind; kinds that
people say in one breath ("các sở, ban, ngành") are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nlp.lexicon import Phrases, entries, load, phrases
from nlp.openings import opens, starter
from nlp.passages import Passage


@dataclass(frozen=True, slots=True)
class UnitPhrase:
    """The words `first` to `last` (exclusive) of a passage that name a unit; `kind` is body, office or group."""

    first: int
    last: int
    kind: str


_FILE = "unit_words"
_APOSTROPHES = ("'", "’", "‘", "°", "`", "?", '"')  # as OCR reads the one in "Đắk R'lấp"
_DASHES = ("-", "–", "—")


def _list(*names: str) -> Phrases:
    return phrases(_FILE, *names)


@cache
def _sets() -> list[frozenset[str]]:
    return [frozenset(entries(group)) for group in load(_FILE)["together"]]


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
    head = at + _list("quantifiers").match(lower, at)
    if head < len(lower) and lower[head].isdigit() and head == at:
        head += 1
    quantified = head > at
    if _list("not_units").match(lower, head):
        return []
    office = _list("offices").match(lower, head)
    body = _list("bodies").match(lower, head)
    kind = _list("kinds").match(lower, head)
    if office and office >= body:
        return _office(passage, at, head + office)
    if not quantified and kind and _is_word_of_speech(passage, head, kind):
        kind = 0
    if (
        kind
        and (quantified or not body or kind > body or _listed(passage, head + kind))
        and not _named(passage, head, kind, body)
    ):
        return _group(passage, at, head, whole=whole)
    if body and _names_body(passage, head, body):
        end = _name_end(passage, head + body, lower[head + body - 1])
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
        or bool(_list("fields", "modifiers").match(passage.lower, after))
        or " ".join(passage.lower[head:after]) in entries(load(_FILE)["nameless"])
    )


def _is_word_of_speech(passage: Passage, head: int, size: int) -> bool:
    """Whether a kind's word without "các" is rather a verb, a level or part of another word ("tổ chức", "tỉnh")."""
    if size > 2 or passage.capital(head):
        return False
    if passage.lower[head] == "cấp" and _list("places").match(passage.lower, head + 1):
        return False
    words = " ".join(passage.lower[head : head + size])
    return bool(words in entries(load(_FILE)["doubtful"]))


def _listed(passage: Passage, after: int) -> bool:
    """Whether a kind is said in one breath with the next: "Bộ, ngành liên quan"."""
    lower = passage.lower
    if after + 1 >= len(passage) or lower[after] not in (",", "và", "ngành", "ban"):
        return False
    at = after if lower[after] in ("ngành", "ban") else after + 1
    word = " ".join(lower[at : at + _list("kinds").match(lower, at)])
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
    return passage.capital(after) or bool(_list("places").match(passage.lower, after)) or passage.lower[after] == "các"


def _office(passage: Passage, first: int, after: int) -> list[UnitPhrase]:
    """A person in office with the unit that the office is held in."""
    inner = unit_at(passage, after, whole=True)
    if inner and inner[0].first == after and _list("places").match(passage.lower, after):
        inner = []
    if not inner and _is_leading(passage, after):
        return []
    end = inner[-1].last if inner else _name_end(passage, after, "")
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
        or _list("places").match(passage.lower, after)
        or passage.lower[max(0, after - 3)] == "chí"
    )


def _group(passage: Passage, first: int, head: int, *, whole: bool) -> list[UnitPhrase]:
    """A list of kinds, cut where the next kind isn't said in one breath with those before it."""
    lower = passage.lower
    phrases_found: list[UnitPhrase] = []
    start, at = first, head
    current: list[str] = []
    while True:
        size = _list("kinds").match(lower, at)
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
    size = _list("kinds").match(lower, at)
    if not size or (at == end and not (lower[end] in ("ngành", "ban") and lower[end - 1] in ("ban", "bộ", "sở"))):
        return 0
    if _list("bodies").match(lower, at) and _named(passage, at, size, _list("bodies").match(lower, at)):
        return 0
    if passage.capital(at) and lower[end] == "," and not passage.capital(end - 1) and lower[at] in ("sở", "bộ"):
        return 0
    return at


def _kind_end(passage: Passage, at: int) -> int:
    """The end of a kind with its modifiers, place and area, and with the verbs that describe it."""
    at = _tail(passage, at)
    inner = _list("bodies").match(passage.lower, at)
    if inner and passage.capital(at):
        return _name_end(passage, at + inner, passage.lower[at + inner - 1])
    if not _list("relatives").match(passage.lower, at):
        return at
    for k in range(at + 1, min(at + 24, len(passage))):
        if passage.lower[k] in (";", ":", ".", "để", "nhằm"):
            break
        if opens(passage, k, "modals") or passage.lower[k] in ("chưa", "không"):
            return k
        if passage.lower[k - 1] != "," and opens(passage, k, "adverbs") and passage.lower[k] not in ("chủ", "phối"):
            return k
    return at


def _tail(passage: Passage, at: int) -> int:
    """Step over modifiers, places ("tỉnh Lào Cai"), and areas ("trên địa bàn huyện") that follow a name."""
    lower = passage.lower
    while at < len(passage):
        end = _area_end(passage, at)
        if end == at and lower[at] == "cấp" and _list("places").match(lower, at + 1):
            end = _levels(passage, at + 1)
        if end == at and _list("places").match(lower, at):
            end = _levels(passage, at)
        if end == at:
            modifier = _list("modifiers").match(lower, at)
            end = at + modifier if modifier and not _acts(passage, at, modifier) else at
        if end == at and _list("quantifiers").match(lower, at) and _list("places").match(lower, at + 1):
            end = _levels(passage, at + 1)
        if end == at:
            break
        at = end
    return at


def _area_end(passage: Passage, at: int) -> int:
    """The end of "trên địa bàn huyện", "của Khánh Hoà"; `at` itself where none begins there."""
    lower = passage.lower
    inner = at + _list("area").match(lower, at)
    if inner == at or inner >= len(passage):
        return at
    place = _list("places").match(lower, inner)
    if place:
        return _levels(passage, inner)
    if (
        passage.capital(inner)
        and lower[at] in ("của", "trên", "tại")
        and not _list("bodies", "offices").match(lower, inner)
    ):
        return _proper(passage, inner)
    return at


def _acts(passage: Passage, at: int, size: int) -> bool:
    """Whether a modifier's words are rather the beginning of what the unit does."""
    return starter(passage, at) >= size


def _levels(passage: Passage, at: int) -> int:
    """A list of levels: "huyện, thị xã, thành phố", with the places' names behind a colon if they are given."""
    lower = passage.lower
    while True:
        size = _list("places").match(lower, at)
        if not size:
            return at
        at = _proper(passage, at + size)
        if at < len(passage) and lower[at] in (",", "và", "&", "/") and _list("places").match(lower, at + 1):
            at += 1
            continue
        if at < len(passage) and _list("places").match(lower, at) and lower[at - 1] in ("quận", "huyện", "xã", "tỉnh"):
            continue
        break
    unnamed = not passage.capital(at - 1)
    if (
        unnamed
        and at + 1 < len(passage)
        and lower[at] in (":", "(")
        and passage.capital(at + 1)
        and not _list("bodies", "offices").match(lower, at + 1)
        and not starter(passage, at + 1)
    ):
        return _names_list(passage, at + 1, closing=lower[at] == "(")
    return at


def _names_list(passage: Passage, at: int, *, closing: bool) -> int:
    end = at
    while at < len(passage) and passage.capital(at):
        after = _proper(passage, at)
        if after == at:
            break
        end = at = after
        if at < len(passage) and passage.lower[at] in (",", "và"):
            at += 1
    return end + 1 if closing and end < len(passage) and passage.lower[end] == ")" else end


def _proper(passage: Passage, at: int) -> int:
    """Step over a proper name: capitalised words and the numbers and dashes between them."""
    while at < len(passage):
        word = passage.words[at]
        if (
            (
                word[0].isupper()
                and not _list("bodies", "offices").match(passage.lower, at)
                and not _capital_action(passage, at)
            )
            or (word.isdigit() and passage.lower[at - 1] in ("quận", "phường", "số", "khu", "tổ"))
            or (word in _DASHES and at + 1 < len(passage) and passage.capital(at + 1))
        ):
            at += 1
        elif (
            word in _APOSTROPHES
            and at + 1 < len(passage)
            and len(passage.words[at - 1]) <= 3
            and passage.capital(at - 1)
        ):
            at += 2
        else:
            break
    return at


def _capital_action(passage: Passage, at: int) -> bool:
    """Whether a capitalised word opens an action in title case ("UBND tỉnh Chủ trì …"): the second word is in lower case."""
    size = starter(passage, at)
    return size >= 2 and passage.words[at + 1][0].islower() and opens(passage, at, "adverbs") > 0


def _name_end(passage: Passage, at: int, head: str) -> int:
    """Where the name of a body ends that begins at word `at`; `head` is the last word of the body's kind."""
    lower = passage.lower
    closed = False  # after a known field or a place, only capitals and modifiers go on
    while at < len(passage):
        field = 0 if closed or opens_company(head) else _list("fields").match(lower, at)
        if field and (passage.capital(at) or field > starter(passage, at)):
            at += field
            closed = True
            continue
        end = _tail(passage, at)
        if end > at:
            at = end
            closed = True
            continue
        inner = _list("bodies").match(lower, at)
        if inner and passage.capital(at):
            return _name_end(passage, at + inner, lower[at + inner - 1])
        if not _name_word(passage, at, head, closed=closed):
            break
        closed = closed and lower[at] != "và"
        at += 1
    return at


def opens_company(head: str) -> bool:
    """Whether a body's last word is a company's or school's, whose names hold any words ("Thương mại và Xây dựng …")."""
    return head in entries(load(_FILE)["companies"])


def _name_word(passage: Passage, at: int, head: str, *, closed: bool) -> bool:
    """Whether word `at` can stand inside a proper name."""
    word, lower = passage.words[at], passage.lower
    if word in _DASHES:
        if at + 1 >= len(passage) or _list("bodies", "offices").match(lower, at + 1) or starter(passage, at + 1):
            return False
        return passage.capital(at + 1) or lower[at + 1].isdigit()
    if word == "&":
        return True
    if (
        lower[at] in ("phòng", ",", "chống")
        and not closed
        and " ".join(lower[max(0, at - 2) : at + 3]).count("phòng , chống")
    ):
        return True
    if word == "và":
        return _name_goes_on(passage, at)
    if not word[0].isalnum():
        return False
    if passage.capital(at):
        return not (closed and _capital_action(passage, at))
    if lower[at] == "các":
        return head in ("đạo", "viên", "lý", "quản") and at + 1 < len(passage) and passage.capital(at + 1)
    if closed or _list("stops").match(lower, at):
        return False
    if lower[at] == "chống" and (lower[at - 1] == "phòng" or head == "tâm"):
        return True
    return not starter(passage, at, least=2 if passage.capital(at - 1) else 1)


def _name_goes_on(passage: Passage, at: int) -> bool:
    """Whether "và" at word `at` joins two halves of one name ("Cấp nước và Phát triển Đô thị")."""
    after = at + 1
    if passage.lower[after : after + 3] == ["phòng", ",", "chống"]:
        return True
    if after >= len(passage) or not passage.capital(after):
        return False
    return not _list("bodies", "offices").match(passage.lower, after)


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
    while True:
        at = _past_person(passage, at)
        group = unit_at(passage, at) or (_people(passage, at) if addressed or found else [])
        if not group:
            return found, end
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


def _people(passage: Passage, at: int) -> list[UnitPhrase]:
    """People or bodies of a kind that counts as told only in a list: "cán bộ, đảng viên", "… và cá nhân"."""
    size = _list("kinds").match(passage.lower, at)
    if (
        not size
        or passage.lower[at + size : at + size + 1] not in ([","], ["và"])
        and passage.lower[at - 1] not in (",", "và")
    ):
        return []
    return _group(passage, at, at, whole=False)


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
        and not _list("offices").match(lower, end)
    ):
        end += 1
    if end > after + 1 and end < len(passage) and passage.words[end] in (*_DASHES, ",", ";"):
        end += 1
    return end if end < len(passage) and unit_at(passage, end) else at


def _parenthesis(passage: Passage, at: int) -> int:
    """Step over a short parenthesis behind a name ("(Transerco)", "(qua Sở X)")."""
    if at < len(passage) and passage.words[at] == "(":
        for k in range(at + 1, min(at + 40, len(passage))):
            if passage.words[k] == ")":
                return k + 1
    return at
