"""Who signed a dispatch, in what office and on whose behalf (Nghị định 30/2020/NĐ-CP, Điều 13 and Phụ lục I, II.7)."""

from __future__ import annotations

import re

from nlp.fold import fold
from nlp.layout.types import Layout, Role
from nlp.layout.wording import begins
from nlp.names import NAME, full_name
from nlp.types import Signer

_BEHALF = re.compile(r"(?:T/?M|K/?T|T/?L|T/?UQ|Q)\s?[.,]?\s", re.IGNORECASE)
_NOTE = re.compile(r"\d{2}[:.]\d{2}(?:[:.]\d{2})?|\+\d\d:\d\d|\(.*?\)")
_BOTH = re.compile(r"(?P<behalf>.*?\S)\s{2,}(?P<office>\S.*)")


def read_signer(text: str, layout: Layout) -> tuple[Signer | None, tuple[int, int] | None]:
    """The signer and where the name stands; None where no name can be read. An office without a name is no signer."""
    behalf: list[str] = []
    position: str | None = None
    for block in layout.of(Role.SIGNATURE):
        words = block.text(text)
        name = full_name(_NOTE.sub("", words))
        if name is not None and not begins("signing").match(fold(words)):
            return Signer(name, position, " ".join(behalf) or None), (block.start, block.end)
        if _BEHALF.match(words + " "):
            behalf.append(words)
        elif position is None and begins("signing").match(fold(words)):
            position = words
    for block in layout.of(Role.RECIPIENTS):
        found = _run_in(text, block.start, block.end)
        if found is not None:
            return Signer(found[0], position, " ".join(behalf) or None), found[1]
    return None, None


def _run_in(text: str, start: int, end: int) -> tuple[str, tuple[int, int]] | None:
    """A name that OCR ran into the line of a recipient or of a signature's time: it ends the line."""
    stamped = re.match(r"\s*\d{2}[:.]\d{2}[:.]\d{2}\s+", text[start:end])
    if stamped:
        name = full_name(text[start + stamped.end() : end])
        if name is not None:
            return name, (start + stamped.end(), end)
    match = re.search(r"[;.]\s+(" + NAME.pattern + r")\s*$", text[start:end])
    if match:
        name = full_name(match.group(1))
        if name is not None:
            return name, (start + match.start(1), start + match.end(1))
    return None
