"""The foot of a dispatch: recipients, signature, annexes behind it (Nghị định 30/2020/NĐ-CP, Điều 8, Phụ lục I)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from nlp.fold import fold, is_caps
from nlp.layout.cells import cells, lines, trim
from nlp.layout.types import Block, Role
from nlp.layout.wording import begins
from nlp.names import full_name

_RECIPIENTS = re.compile(
    r"^[ \t\"'.]*N\s?[ơoợờøæa][iíìlị1]\s{1,2}(?:nh[aâậạăáấầ]n|g[uưửở]i)\b[ \t]*:?", re.MULTILINE | re.IGNORECASE
)
_END_MARK = re.compile(r"\.\s?/\s?\.")
_SIGNED = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ|Q)\s?[.,]\s?(?=[^\W\d_])|T/M\s")
_FILED = re.compile(r"[Ll][ưuựu]u\s?:?\s?(?:VT|V[aă]n\s+th[uư]|HS|VP)")
_MARGIN = re.compile(r"\((?:đã ký|ký tên|đã ký.{0,30}|ký.{0,30})\)|người ký", re.IGNORECASE)
_DASH = re.compile(r"[-–—•*+~_]\s*_?\s*")
_ANNEXED = re.compile(r"\(?\s*(?:ban h[aà]nh\s+)?k[eè]m\s+(?:theo|c[oô]ng)", re.IGNORECASE)
_MOST_END_MARKS = 100  # "./." of attached forms and quoted texts that are looked behind
_SEARCHED = 60  # lines of a foot, at most


@dataclass(slots=True)
class Foot:
    """`start` is where the foot begins, which ends the body; `annex` where what is attached does, or the text's end."""

    start: int
    annex: int
    blocks: list[Block] = field(default_factory=list)


def read_foot(text: str, body: int) -> Foot:
    """The foot of the dispatch whose body begins at `body`."""
    start = _foot_start(text, body)
    foot = Foot(start, len(text))
    listing = False
    signer_seen = filed = False
    for count, (a, b) in enumerate(lines(text, start)):
        a, b = trim(text, a, b)
        if a == b:
            continue
        if (signer_seen or filed or count > 4) and _opens_annex(text, a, b):
            foot.annex = a
            break
        if count > _SEARCHED or (signer_seen and filed and b - a > 60):
            foot.annex = a
            break
        for c, d in _cells(text, a, b):
            role = _role(text, c, d, listing)
            listing = listing or role is Role.RECIPIENTS
            filed = filed or (role is Role.RECIPIENTS and bool(_FILED.search(text, c, d)))
            if role is None:
                continue
            signer_seen = signer_seen or (role is Role.SIGNATURE and full_name(text[c:d]) is not None)
            foot.blocks.append(Block(role, [(c, d)]))
    if foot.annex < len(text):
        foot.blocks.append(Block(Role.ANNEX, [trim(text, foot.annex, len(text))]))
    return foot


def _foot_start(text: str, body: int) -> int:
    """Where the recipients or the signature begin, whichever comes first."""
    listed = _RECIPIENTS.search(text, body)
    ended = _last_end_mark(text, body, listed.start() if listed else len(text))
    if listed is None:
        return ended if ended is not None else _signature_start(text, body, len(text))
    signed = _signature_start(text, ended or max(body, listed.start() - 600), listed.start())
    return min(listed.start(), signed)


def _last_end_mark(text: str, body: int, end: int) -> int | None:
    """The end of the "./." that closes the body: the first one that something filed or signed follows closely."""
    for match in islice(_END_MARK.finditer(text, body, end), _MOST_END_MARKS):
        following = text[match.end() : match.end() + 1500]
        if _FILED.search(following) or _SIGNED.search(following[:400]):
            return match.end()
    return None


def _signature_start(text: str, start: int, end: int) -> int:
    """The first line in `[start, end)` that signs ("TM. ỦY BAN NHÂN DÂN", "GIÁM ĐỐC"); `end` if none does."""
    for a, b in lines(text, start, end):
        for c, d in cells(text, a, b):
            if (_SIGNED.match(text, c, d) and is_caps(text[c:d])) or _is_office(text, c, d):
                return a
    return end


def _is_office(text: str, start: int, end: int) -> bool:
    return end - start < 60 and is_caps(text[start:end]) and bool(begins("signing").match(fold(text[start:end])))


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Column cells; "Nơi nhận:" and what OCR ran into its line come apart, and a name after a recipient's semicolon."""
    out: list[tuple[int, int]] = []
    for a, b in cells(text, start, end):
        label = _RECIPIENTS.match(text[a:b])
        signed = _SIGNED.search(text, a, b)
        semicolon = text.rfind(";", a, b - 1)
        if label and label.end() < b - a:
            cut = a + label.end()
        elif signed and signed.start() > a and is_caps(text[signed.start() : b]):
            cut = signed.start()
        elif semicolon > a and (full_name(text[semicolon + 1 : b]) or _is_office(text, *trim(text, semicolon + 1, b))):
            cut = semicolon + 1
        else:
            out.append((a, b))
            continue
        out += [p for p in (trim(text, a, cut), trim(text, cut, b)) if p[0] < p[1]]
    return out


def _role(text: str, start: int, end: int, listing: bool) -> Role | None:
    cell = text[start:end]
    if _RECIPIENTS.match(cell):
        return Role.RECIPIENTS
    if _SIGNED.match(cell) or _MARGIN.match(cell) or _is_office(text, start, end) or full_name(cell):
        return Role.SIGNATURE
    if _DASH.match(cell) or (listing and not is_caps(cell)):
        return Role.RECIPIENTS
    return Role.SIGNATURE if is_caps(cell) else None


def _opens_annex(text: str, start: int, end: int) -> bool:
    line = text[start:end]
    if _ANNEXED.match(line):
        return True
    if not begins("annexes").match(fold(line)) or not line[0].isupper():
        return False
    return is_caps(line) or bool(re.match(r"\w+(?:\s\w+)?\s+(?:số\s+)?(?:\d|[IVX]+\b)", line)) or len(line) < 80
