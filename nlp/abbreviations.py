"""Abbreviations that a text itself defines: "Chương trình mục tiêu quốc gia (CTMTQG)", "(sau đây gọi tắt là Đề án)"."""

from __future__ import annotations

import re

from nlp.fold import UPPER, fold

_TOLD = (
    r"(?:(?:sau|dưới|từ)\s+đây\s+)?(?:(?:còn|được|xin|hay)\s+){0,2}"
    r"(?:(?:gọi|viết|kí hiệu|ký hiệu)\s+(?:(?:tắt|chung|gọn)\s+)?là:?|(?:gọi|viết)\s+tắt:?)\s+"
)
_PARENTHESIS = re.compile(
    rf"\(\s{{0,2}}(?P<told>{_TOLD})?[“\"']?(?P<short>[^\W\d_][^()“”\";,]{{0,60}}?)[”\"']?\s{{0,2}}\)"
)
_ACRONYM = re.compile(rf"[{UPPER}][{UPPER}0-9a-z&.-]{{1,14}}(?:\s?&\s?[{UPPER}]+)?$")
# Trade names and foreign letters are told from a place or a note by the kind of body before them.
_BRAND = re.compile(r"[A-Z][A-Za-z]{2,20}(?:\s[A-Za-z]{2,12})?$|[A-Z]{2,8}$")
_BODY = re.compile(
    r"(?:Tổng [Cc]ông ty|Công ty|Tập đoàn|Ngân hàng|Quỹ|Tổ chức|Hiệp hội|Liên minh|Liên hợp|Chỉ số|Bộ chỉ số|Hệ thống|"
    r"Diễn đàn)(?=\s[^\W\d_])"
)
_RUNNING = re.compile(
    r"(?:gọi|viết)\s(?:tắt|chung)\slà:?\s(?P<short>[^\W\d_][^()“”\";,.:\n]{1,60}?)(?=[,;.)]|$)", re.MULTILINE
)
_SO_CALLED = re.compile(r"[\s,]+(?:sau đây\s)?$")
_REVERSED = re.compile(r"\((?P<long>[^()\n\d]{4,80})\)")
_LETTERS = re.compile(rf"(?<![\w(/-])[{UPPER}]{{2,10}}(?=\s?$)")
_STOP = re.compile(r"[.;:!?()“”\"]|\n\s*\n|\n\s*[-+]")
_WORD = re.compile(r"[^\W_]+")
_WINDOW = 160
_MODIFIERS = 3  # words behind the abbreviated ones that it leaves out: "khu kinh tế cửa khẩu (KKT)"
_PASSED = 4  # words between them: "Ban Chỉ đạo các Chương trình (BCĐ CT)"


def find_abbreviations(text: str) -> dict[str, str]:
    """Abbreviation → what the text says it stands for, by the first definition of each.

    Parentheses that explain, count or name a place are none. Linear in the text's length.
    """
    found: dict[str, str] = {}
    for match in _PARENTHESIS.finditer(text):
        short = " ".join(match["short"].split())
        clause = _before(text, match.start())
        long = _told(clause, short) if match["told"] else _spelled(clause, short) or _repeated(clause, short)
        if long is not None:
            found.setdefault(short, long)
    for match in _RUNNING.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        called = _SO_CALLED.search(before)
        if called is None or "(" in before:
            continue
        long = _told(_before(text, match.start() - len(before) + called.start()), match["short"].strip())
        if long is not None:
            found.setdefault(match["short"].strip(), long)
    for match in _REVERSED.finditer(text):
        letters = _LETTERS.search(text, max(0, match.start() - 12), match.start())
        if letters and [fold(w)[0] for w in _WORD.findall(match["long"])] == list(fold(letters.group())):
            found.setdefault(letters.group(), " ".join(match["long"].split()))
    return found


def _before(text: str, end: int) -> str:
    """The clause that ends at `end`."""
    window = text[max(0, end - _WINDOW) : end]
    cut = 0
    for stop in _STOP.finditer(window):
        cut = stop.end()
    return window[cut:]


def _spelled(clause: str, short: str) -> str | None:
    """What the clause ends in that `short` can stand for."""
    return _by_initials(clause, short) or _by_body(clause, short)


def _by_body(clause: str, short: str) -> str | None:
    """The body that ends the clause, where the short name is its trade name or its letters in another language."""
    bodies = list(_BODY.finditer(clause))
    if not bodies or not _BRAND.match(short) or not short.isascii() or len(clause) - bodies[-1].start() > 70:
        return None
    return " ".join(clause[bodies[-1].start() :].split())


def _by_initials(clause: str, short: str) -> str | None:
    """The words at the clause's end whose initials `short` is."""
    if not _ACRONYM.match(short) or sum(c.isupper() for c in short) < 2:
        return None
    letters = [c for c in fold(short) if c.isalnum()]
    words = list(_WORD.finditer(clause))
    for modifiers in range(_MODIFIERS + 1):
        begin = _initials(words[: len(words) - modifiers], letters)
        if begin is None:
            continue
        if modifiers and len(letters) < 3:
            return None
        return " ".join(clause[_coordinated(clause, words, begin, letters) if modifiers else begin :].split())
    return None


def _initials(words: list[re.Match[str]], letters: list[str]) -> int | None:
    """Where the words begin whose initials, read backwards from the last word, are `letters`."""
    if not words or fold(words[-1].group())[0] != letters[-1]:
        return None
    at = len(words) - 1
    passed, begin = 0, None
    for letter in reversed(letters):
        while at >= 0 and fold(words[at].group())[0] != letter:
            at -= 1
            passed += 1
        if at < 0 or passed > _PASSED:
            return None
        begin = words[at].start()
        at -= 1
    return begin


def _coordinated(clause: str, words: list[re.Match[str]], begin: int, letters: list[str]) -> int:
    """An abbreviation of the head alone covers what is coordinated: "khu kinh tế ven biển, khu kinh tế cửa khẩu"."""
    head = [fold(w.group()) for w in words if w.start() >= begin][: len(letters)]
    comma = clause.rfind(",", 0, begin)
    if comma < 0 or clause[comma + 1 : begin].strip():
        return begin
    earlier = [w for w in words if w.start() < comma]
    for i in range(len(earlier) - len(letters), -1, -1):
        if [fold(w.group()) for w in earlier[i : i + len(letters)]] == head:
            return earlier[i].start()
    return begin


def _repeated(clause: str, short: str) -> str | None:
    """A parenthesis that repeats how a longer name begins: "Giấy phép xuất khẩu, nhập khẩu hóa chất (Giấy phép)"."""
    words = short.split()
    if len(words) < 2 or not short[0].isupper() or len(words) > 5:
        return None
    return _told(clause, short, loose=False)


def _told(clause: str, short: str, *, loose: bool = True) -> str | None:
    """What is called `short`: the words that it names, those that begin as it does, or whose initials it is."""
    words, wanted = list(_WORD.finditer(clause)), _WORD.findall(short)
    for whole in (True, False)[: 1 + loose]:
        for i in range(len(words) - 1, -1, -1):
            end = _matches(words, i, wanted if whole else wanted[:1])
            if end is None:
                continue
            if whole:
                rest = clause[words[end - 1].end() :].split()
                if end - i != len(wanted):
                    return " ".join(clause[words[i].start() :].split())
                return " ".join([short, *rest]) if rest else None
            if wanted[0][0].isupper():
                return " ".join(clause[words[i].start() :].split())
    return _spelled(clause, short) if loose else None


def _matches(words: list[re.Match[str]], at: int, wanted: list[str]) -> int | None:
    """Where the words from `at` on that `wanted` names end; letters like "UBND" name the words of those initials."""
    for want in wanted:
        if at < len(words) and fold(words[at].group()) == fold(want):
            at += 1
            continue
        initials = [fold(w.group())[0] for w in words[at : at + len(want)]]
        if len(want) < 2 or not want.isupper() or initials != list(fold(want)):
            return None
        at += len(want)
    return at
