"""Composes and straightens a text for the rules, and keeps the way back to the original offsets.

Rules read composed Unicode (NFC) with plain spaces; people send decomposed text, no-break spaces, soft hyphens and
word-segmented text ("Sở_Xây_dựng"). Line breaks stay, since layout is read from them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Characters that say nothing and break words: zero-width ones, the soft hyphen, the byte order mark.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]+|[\u1100-\u11ff\ud7b0-\ud7ff]+|.", re.DOTALL)
_SEGMENTED = re.compile(r"\w_\w")


@dataclass(frozen=True, slots=True)
class Clean:
    """A text that rules can read. `offsets[i]` is where the i-th character began in the original.

    `offsets` is None where nothing moved; its last entry is the original's length.
    """

    text: str
    offsets: list[int] | None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The original `[start, end)` of a span of the clean text."""
        if self.offsets is None or end <= start:
            return (start, end) if self.offsets is None else (self.offsets[start], self.offsets[start])
        return self.offsets[start], self.offsets[end]


def clean(text: str) -> Clean:
    """Compose `text`, make every kind of space a space, drop what is invisible. Linear in the text's length."""
    table = {ord(c): " " for c in _SPACES}
    segmented = len(_SEGMENTED.findall(text, 0, 20_000)) * 100 > min(len(text), 20_000)
    if segmented:
        table[ord("_")] = " "
    if unicodedata.is_normalized("NFC", text) and not any(c in text for c in _INVISIBLE):
        return Clean(text.translate(table), None)
    out: list[str] = []
    offsets: list[int] = []
    for match in _CLUSTER.finditer(text):
        cluster = match.group()
        if cluster in _INVISIBLE:
            continue
        composed = cluster if len(cluster) == 1 else unicodedata.normalize("NFC", cluster)
        if len(cluster) == 1 and not unicodedata.is_normalized("NFC", cluster):
            composed = unicodedata.normalize("NFC", cluster)
        out.append(composed)
        offsets.extend([match.start()] * len(composed))
    offsets.append(len(text))
    return Clean("".join(out).translate(table), offsets)
