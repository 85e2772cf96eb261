"""The words by which the parts of a dispatch are known, ready to match folded lines."""

from __future__ import annotations

import re
from functools import cache

from nlp.fold import fold
from nlp.lexicon import entries, load


@cache
def begins(name: str) -> re.Pattern[str]:
    """Matches a folded line that begins with an entry of the list `name` of `dispatch.toml`, as whole words."""
    words = sorted(entries(load("dispatch")[name]), key=len, reverse=True)
    return re.compile("(?:" + "|".join(re.escape(w).replace("\\ ", r"\s+") for w in words) + r")(?!\w)")


@cache
def type_names() -> list[tuple[str, str]]:
    """(squashed folded name, name) of every document type, the longest first: ("quyetdinh", "quyết định")."""
    names = set(load("symbols")["types"].values()) | {"luật", "lệnh", "công văn", "quy chuẩn", "thư công"}
    return sorted(((squash(n), n) for n in names), key=lambda pair: -len(pair[0]))


def squash(text: str) -> str:
    """`text` folded, with its letters and figures only."""
    return "".join(c for c in fold(text) if c.isalnum())
