"""Abbreviations that a text itself defines: "Chương trình mục tiêu quốc gia (CTMTQG)", "(sau đây gọi tắt là Đề án)"."""

from __future__ import annotations

import re

from nlp.fold import UPPER, fold

_PAREN = re.compile(
    r"\(\s{0,2}(?:(?P<told>(?:(?:sau đây|dưới đây|từ đây)\s{1,3})?(?:được\s)?(?:gọi|viết)\s{1,3}(?:tắt|chung)\s{1,3}là:?|"
    rf"gọi là|viết tắt:?)\s{{0,3}})?[“\"']?(?P<short>[{UPPER}][^\n()“”\";,]{{0,60}}?)[”\"']?\s{{0,2}}\)",
)
_ACRONYM = re.compile(rf"[{UPPER}][{UPPER}0-9a-z&.-]{{1,14}}(?:\s?&\s?[{UPPER}]+)?$")
_STOP = re.compile(r"[.;:!?()“”\"]|\n\s*\n|\n\s*[-+]")
_WORD = re.compile(r"[^\W_]+")
_WINDOW = 160


def find_abbreviations(text: str) -> dict[str, str]:
    """Abbreviation → what the text says it stands for. Unit names and parentheses that explain are none."""
    found: dict[str, str] = {}
    for match in _PAREN.finditer(text):
        short = " ".join(match["short"].split())
        long = _told(text, match.start(), short) if match["told"] else _spelled(text, match.start(), short)
        if long is not None and short not in found:
            found[short] = long
    return found


def _before(text: str, end: int) -> str:
    """The clause that ends at `end`."""
    window = text[max(0, end - _WINDOW) : end]
    cut = 0
    for stop in _STOP.finditer(window):
        cut = stop.end()
    return window[cut:]


def _spelled(text: str, end: int, short: str) -> str | None:
    """The words before `end` whose initials `short` is, None if there are none."""
    if not _ACRONYM.match(short):
        return None
    letters = [c for c in fold(short) if c.isalnum()]
    clause = _before(text, end)
    words = list(_WORD.finditer(clause))
    if sum(c.isupper() for c in short) < 2 or len(words) < 2:
        return None
    start = _initials(words, letters, skip=(0, 1, 2, 3, 4))
    return " ".join(clause[start:].split()) if start is not None else None


def _initials(words: list[re.Match[str]], letters: list[str], skip: tuple[int, ...]) -> int | None:
    """Where the words begin whose initials, read backwards, are `letters`; a few words may be passed over."""
    at = len(words) - 1
    passed = 0
    begin = None
    for letter in reversed(letters):
        while at >= 0 and fold(words[at].group())[0] != letter:
            if begin is None and passed >= 1:
                return None
            at -= 1
            passed += 1
            if passed >= len(skip):
                return None
        if at < 0:
            return None
        begin = words[at].start()
        at -= 1
    return begin


def _told(text: str, end: int, short: str) -> str | None:
    """What "gọi tắt là" calls so: the words before that begin as the short name does, else back to a comma's clause."""
    clause = _before(text, end)
    first = short.split()[0]
    at = clause.rfind(first)
    if at >= 0 and len(short.split()) > 0 and (at == 0 or not clause[at - 1].isalnum()):
        return " ".join(clause[at:].split())
    spelled = _spelled(text, end, short)
    return spelled
