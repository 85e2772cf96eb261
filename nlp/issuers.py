"""The body that put a document out, read from the words beside the document's number."""

from __future__ import annotations

import re
from functools import cache

from nlp.fold import fold
from nlp.layout.wording import begins
from nlp.lexicon import entries, load
from nlp.names import NAME, name_span
from nlp.symbols import type_words

# "của", as it is also mistyped and misread.
BY = re.compile(r"\s{0,3},?\s{0,3}(?:đã\s)?(?:do\s|[cC](?:ủa|ảu|ua|úa|ùa|ũa|ủ a)\s)\s{0,6}")
_WORD = re.compile(r"[^\s,.;:()\[\]“”\"/]+|[,/]|\.(?=\s?[^\W\d_])")
_OFFICE = re.compile(
    r"(?:pho\s+)?(?:chu tich|bo truong|thu truong|giam doc|thu tuong|cuc truong|tong giam doc|chanh|truong|thong doc|"
    r"tong|bi thu|vien truong)(?!\w)"
)
# Names that nothing can follow.
_WHOLE = re.compile(
    r"(?:Thủ\s+tướng\s+)?Chính\s+phủ(?!\w)|Quốc\s+hội(?!\w)|Bộ\s+[Cc]hính\s+trị(?!\w)|Chủ\s+tịch\s+nước(?!\w)"
)
_CITED = re.compile(r"\s+(?:[^\W\d][\w ]{0,30}?\s)?(?:so\s{1,3})?\d")
_NUMBERED_BY = frozenset({"đoạn", "kỳ", "khóa", "khoá", "Khóa", "số", "quận", "Quận", "phường", "khu", "vực"})
_MOST_WORDS = 26
_DANGLING = re.compile(
    r"\b(tỉnh|thành phố|TP\.?|huyện|thị xã|quận|xã|phường|thị trấn|(?:[Tt]ỉnh|[Tt]hành|[Hh]uyện) (?:ủy|uỷ))$"
)
_PARTY_LEVEL = {"tinh uy": "tỉnh", "thanh uy": "thành phố", "huyen uy": "huyện", "tp": "thành phố", "tp.": "thành phố"}


def issuer_at(text: str, start: int, end: int) -> tuple[int, int] | None:
    """`[start, end)` of the body's name that begins at `start`, None where no body or office begins there."""
    head = fold(text[start : min(end, start + 40)])
    if head.startswith("hoi nghi"):
        return None
    whole = _WHOLE.match(text, start, end)
    if whole is not None:
        return start, whole.end()
    if not (begins("bodies").match(head) or _OFFICE.match(head)):
        return None
    last = start
    previous = ""
    for count, match in enumerate(_WORD.finditer(text, start, min(end, start + 220))):
        gap = text[last : match.start()] if count else ""
        word = match.group()
        if count >= _MOST_WORDS or gap.strip() or "\n\n" in gap or not _belongs(text, match, word, previous, count):
            break
        if word not in {",", "."}:
            last = match.end()
        previous = word
    return (start, last) if last > start else None


def _belongs(text: str, match: re.Match[str], word: str, previous: str, count: int) -> bool:
    """Whether a word goes on with the name before it."""
    following = text[match.end() : match.end() + 30].lstrip(" ,\n")
    if word in {"-", "–"} and previous[:1].isdigit() and following[:1].isdigit():
        return True
    if word in {"và", ",", "&", "-", "–"}:
        if word == "và" and following.startswith(_fields()):
            return True
        if not following[:1].isupper() or _opens_another(following):
            return False
        return word != "," or previous[:1].isupper()
    if word == "/":
        return False
    if word[:1].isdigit():
        return previous in _NUMBERED_BY or previous in {"-", "–"}
    if word == ".":
        return previous in {"TP", "Tp"}
    if word.lower() == "hết":
        return False
    if count == 0 or word[:1].isupper():
        return not (count > 0 and _type_word(text, match.start()))
    if word in issuer_stops_first() and previous not in heads():
        return not any(_phrase_at(text, match.start(), phrase) for phrase in issuer_stops_first()[word])
    return True


def _opens_another(following: str) -> bool:
    return bool(_type_word(following, 0)) or bool(
        re.match(r"UBND|HĐND|Sở|Bộ trưởng|Ủy ban|Uỷ ban|Chủ tịch|Luật|Quyết|Nghị|Chỉ thị|Kế hoạch|Công văn", following)
    )


def _type_word(text: str, at: int) -> bool:
    """Whether the words at `at` cite a document: a type with a capital, and its number ("Quyết định số 374/…")."""
    if not text[at : at + 1].isupper():
        return False
    folded = fold(text[at : at + 70])
    return any(
        folded.startswith(w) and _CITED.match(folded, len(w)) is not None for w in _types_by_first().get(folded[:2], ())
    )


@cache
def _types_by_first() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for word in type_words():
        if len(word) > 3:
            table.setdefault(word[:2], []).append(word)
    return table


def _phrase_at(text: str, at: int, phrase: str) -> bool:
    return " ".join(text[at : at + len(phrase) + 3].split()).startswith(phrase)


@cache
def _fields() -> tuple[str, ...]:
    """Words in small letters that go on with a name after "và"."""
    return tuple(entries(load("references")["fields"]))


@cache
def issuer_stops_first() -> dict[str, list[str]]:
    """First word → the phrases that end a name."""
    table: dict[str, list[str]] = {}
    for phrase in entries(load("references")["issuer_stops"]):
        table.setdefault(phrase.split()[0], []).append(phrase)
    return table


@cache
def heads() -> frozenset[str]:
    """Words after which the next one belongs to the name."""
    return frozenset(entries(load("references")["issuer_heads"]))


def issuer_name(printed: str) -> str:
    """A printed name in the form that is kept: white space folded, UBND, HĐND, BCĐ short, other bodies long."""
    name = " ".join(printed.split()).strip(" ,.;-–")
    for pattern, short in _shortened():
        name = pattern.sub(short, name)
    name = _without_person(name)
    name = name[:1].upper() + name[1:]
    if name in {"Thủ tướng", "TTg", "TTg Chính phủ"}:
        return "Thủ tướng Chính phủ"
    return name


def _without_person(name: str) -> str:
    """An office without the name of who holds it: "Bộ trưởng Bộ Công Thương Trần Tuấn Anh"."""
    if not _OFFICE.match(fold(name)):
        return name
    for match in NAME.finditer(name):
        span = name_span(name, match)
        if span is not None and span[1] == len(name) and span[0] > 0:
            return name[: span[0]].strip(" ,–-")
    return name


@cache
def _shortened() -> list[tuple[re.Pattern[str], str]]:
    """Patterns of long, or oddly cased, names and what stands for them."""
    return [
        (re.compile(rf"(?<!\w){long}(?!\w)", re.IGNORECASE), short)
        for long, short in load("references")["short"].items()
    ]


def complete(name: str, places: dict[str, str]) -> str:
    """`name` with the place that it leaves to be understood: "UBND tỉnh" → "UBND tỉnh Lào Cai".

    `places` maps a level ("tỉnh", "huyện") to the name of the place that the document is of.
    """
    match = _DANGLING.search(name)
    if match is None:
        return name
    level = fold(match.group())
    place = places.get(_PARTY_LEVEL.get(level, match.group()))
    return f"{name} {place}" if place else name
