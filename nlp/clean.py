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
_CLUSTER = re.compile(r"[^\u0300-\u036f]?[\u0300-\u036f]+|[\u1100-\u11ff\ud7b0-\ud7ff]+|.", re.DOTALL)
_SEGMENTED = re.compile(r"\w_\w")


@dataclass(frozen=True, slots=True)
class Clean:
    """A text that rules can read. The i-th character stands for `[starts[i], ends[i])` of the original.

    `starts` and `ends` are None where nothing moved.
    """

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The original `[start, end)` of a span of the clean text."""
        if self.starts is None or self.ends is None:
            return start, end
        first = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
        return first, self.ends[end - 1] if end > start else first


def clean(text: str) -> Clean:
    """Compose `text`, make every kind of space a space, drop what is invisible. Linear in the text's length."""
    table = {ord(c): " " for c in _SPACES}
    segmented = len(_SEGMENTED.findall(text, 0, 20_000)) * 100 > min(len(text), 20_000)
    if segmented:
        table[ord("_")] = " "
    hidden = any(c in text for c in _INVISIBLE)
    if not hidden and unicodedata.is_normalized("NFC", text):
        return Clean(text.translate(table))
    places = [i for i, c in enumerate(text) if c not in _INVISIBLE] if hidden else range(len(text))
    visible = "".join(text[i] for i in places) if hidden else text
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer(visible):
        cluster = match.group()
        composed = unicodedata.normalize("NFC", cluster)
        out.append(composed)
        starts.extend([places[match.start()]] * len(composed))
        ends.extend([places[match.end() - 1] + 1] * len(composed))
    return Clean("".join(out).translate(table), starts, ends)
