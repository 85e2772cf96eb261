"""Finds where the name of a unit ends: its field, its place, what narrows it."""

from __future__ import annotations

from nlp.clauses.openings import opens, starter
from nlp.lexicon import Phrases, entries, load, phrases
from nlp.passages import Passage

_APOSTROPHES = ("'", "’", "‘", "°", "`", "?", '"')  # as OCR reads the one in "Đắk R'lấp"
_LONGEST = 60  # words that a name may have
DASHES = ("-", "–", "—")


def lists(*names: str) -> Phrases:
    """Lists of nlp/data/unit_words.toml."""
    return phrases("unit_words", *names)


def tail(passage: Passage, at: int) -> int:
    """Step over modifiers, places ("tỉnh Lào Cai"), and areas ("trên địa bàn huyện") that follow a name."""
    lower = passage.lower
    while at < len(passage):
        end = _area_end(passage, at)
        if end == at and (committee := lists("committees").match(lower, at)):
            end = proper(passage, at + committee)
        if end == at and lower[at] == "cấp" and lists("places").match(lower, at + 1):
            end = _levels(passage, at + 1)
        if end == at and lists("places").match(lower, at):
            end = _levels(passage, at)
        if end == at:
            modifier = lists("modifiers").match(lower, at)
            end = at + modifier if modifier and not _acts(passage, at, modifier) else at
        if end == at and lists("quantifiers").match(lower, at) and lists("places").match(lower, at + 1):
            end = _levels(passage, at + 1)
        if end == at:
            break
        at = end
    return at


def _area_end(passage: Passage, at: int) -> int:
    """The end of "trên địa bàn huyện", "của Khánh Hoà"; `at` itself where none begins there."""
    lower = passage.lower
    inner = at + lists("area").match(lower, at)
    if inner == at or inner >= len(passage):
        return at
    place = lists("places").match(lower, inner)
    if place:
        return _levels(passage, inner)
    if (
        passage.capital(inner)
        and lower[at] in ("của", "trên", "tại")
        and not lists("bodies", "offices").match(lower, inner)
    ):
        return proper(passage, inner)
    return at


def _acts(passage: Passage, at: int, size: int) -> bool:
    """Whether a modifier's words are rather the beginning of what the unit does."""
    return starter(passage, at) >= size


def _levels(passage: Passage, at: int) -> int:
    """A list of levels: "huyện, thị xã, thành phố", with the places' names behind a colon if they are given."""
    lower = passage.lower
    while True:
        size = lists("places").match(lower, at)
        if not size:
            return at
        at = proper(passage, at + size)
        if at < len(passage) and lower[at] in (",", "và", "&", "/") and _place_at(passage, at + 1):
            at += 1
            continue
        if at < len(passage) and lists("places").match(lower, at) and lower[at - 1] in ("quận", "huyện", "xã", "tỉnh"):
            continue
        break
    unnamed = not passage.capital(at - 1)
    if (
        unnamed
        and at + 1 < len(passage)
        and lower[at] in (":", "(")
        and passage.capital(at + 1)
        and not lists("bodies", "offices").match(lower, at + 1)
        and not starter(passage, at + 1)
    ):
        return _nameswords(passage, at + 1, closing=lower[at] == "(")
    return at


def _place_at(passage: Passage, at: int) -> bool:
    """Whether a level stands at word `at` ("Tỉnh ủy" is a body, no level)."""
    return lists("places").match(passage.lower, at) > 0 and not lists("committees").match(passage.lower, at)


def _nameswords(passage: Passage, at: int, *, closing: bool) -> int:
    end = at
    while at < len(passage) and passage.capital(at):
        after = proper(passage, at)
        if after == at:
            break
        end = at = after
        if at < len(passage) and passage.lower[at] in (",", "và"):
            at += 1
    return end + 1 if closing and end < len(passage) and passage.lower[end] == ")" else end


def proper(passage: Passage, at: int) -> int:
    """Step over a proper name: capitalised words and the numbers and dashes between them."""
    while at < len(passage):
        word = passage.words[at]
        if (
            (
                word[0].isupper()
                and not lists("bodies", "offices").match(passage.lower, at)
                and not _capital_action(passage, at)
            )
            or (word.isdigit() and passage.lower[at - 1] in ("quận", "phường", "số", "khu", "tổ"))
            or (word in DASHES and at + 1 < len(passage) and passage.capital(at + 1))
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
    """Whether a capitalised word opens an action ("UBND tỉnh Chủ trì …"): the second word is in lower case."""
    size = starter(passage, at)
    return size >= 2 and passage.words[at + 1][0].islower() and opens(passage, at, "adverbs") > 0


def name_end(passage: Passage, at: int, head: str) -> int:
    """Where the name of a body ends that begins at word `at`; `head` is the last word of the body's kind."""
    lower = passage.lower
    closed = False  # after a known field or a place, only capitals and modifiers go on
    limit = min(len(passage), at + _LONGEST)
    while at < limit:
        field = 0 if closed or _is_company(head) else lists("fields").match(lower, at)
        if field and (passage.capital(at) or field > starter(passage, at)):
            at += field
            closed = True
            continue
        end = tail(passage, at)
        if end > at:
            at = end
            closed = True
            continue
        inner = lists("bodies").match(lower, at)
        if inner and passage.capital(at):
            at += inner
            head, closed = lower[at - 1], False
            continue
        works = lists("works").match(lower, at + 1) if lower[at] == "các" and not closed else 0
        if works and "quản" in lower[max(0, at - 5) : at]:
            at += 1 + works
            continue
        if not _name_word(passage, at, head, closed=closed):
            break
        closed = closed and lower[at] != "và"
        at += 1
    return at


def _is_company(head: str) -> bool:
    """Whether a body's last word is a company's or school's, whose names hold any words."""
    return head in entries(load("unit_words")["companies"])


def _name_word(passage: Passage, at: int, head: str, *, closed: bool) -> bool:
    """Whether word `at` can stand inside a proper name."""
    word, lower = passage.words[at], passage.lower
    if word in DASHES:
        if at + 1 >= len(passage) or lists("bodies", "offices").match(lower, at + 1):
            return False
        return passage.capital(at + 1) or (lower[at + 1].isdigit() and not starter(passage, at + 1))
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
    abbreviated = len(passage.words[at - 1]) > 1 and passage.words[at - 1].isupper() and not _is_company(head)
    if closed or abbreviated or lists("stops").match(lower, at):
        return False
    if lower[at] == "chống" and (lower[at - 1] == "phòng" or head == "tâm"):
        return True
    if _is_company(head) and _capital_soon(passage, at, head):
        return True
    return not starter(passage, at, least=2 if passage.capital(at - 1) else 1)


def _capital_soon(passage: Passage, at: int, head: str) -> bool:
    """Whether a company's name goes on behind small words ("Tổng công ty Đầu tư phát triển đường cao tốc Việt Nam")."""
    if head != "tâm" and not lists("trades").match(passage.lower, at):
        return False
    for k in range(at, min(at + 6, len(passage))):
        if opens(passage, k, "adverbs") or opens(passage, k, "modals") or not passage.words[k].isalpha():
            return False
        if passage.capital(k):
            return not lists("bodies", "offices").match(passage.lower, k)
    return False


def _name_goes_on(passage: Passage, at: int) -> bool:
    """Whether "và" at word `at` joins two halves of one name ("Cấp nước và Phát triển Đô thị")."""
    after = at + 1
    if passage.lower[after : after + 3] == ["phòng", ",", "chống"]:
        return True
    if after >= len(passage) or not passage.capital(after):
        return False
    return not lists("bodies", "offices").match(passage.lower, after)
