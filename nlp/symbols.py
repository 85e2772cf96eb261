"""What the symbol of a document ("ký hiệu", the letters of its number) tells: its type, its issuer, the issuer's level.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, II.3 (số, ký hiệu) and Phụ lục III (codes of types); the Party's Hướng dẫn
36-HD/VPTW (2018). The table is `nlp/data/symbols.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from nlp.fold import fold
from nlp.lexicon import entries, load

_PARTS = re.compile(r"[^\W\d_][^\W_&.]*(?:[&.][^\W\d_][^\W_]*)*")


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a number says of its document. Each is None where the letters leave it open.

    `type` is the type's name in lower case; `issuer` a body's full name, only where the letters name exactly one in
    the country ("QĐ-TTg"); `level` is central, province, district or local (of any level).
    """

    type: str | None = None
    issuer: str | None = None
    level: str | None = None


def read_symbol(number: str) -> Symbol:
    """What `number` ("374/QĐ-UBND", "10-NQ/TW", "111/2024/QH15") tells of its document."""
    parts = symbol_parts(number)
    if not parts:
        return Symbol()
    kind = type_codes().get(parts[0])
    bodies = [issuer_codes()[p.rstrip("0123456789")] for p in parts if p.rstrip("0123456789") in issuer_codes()]
    if parts[0].startswith(("QH", "UBTVQH")):
        kind = None
    elif kind is None:
        kind = "công văn"
    body = bodies[0] if bodies else {}
    joint = len(bodies) > 1 and kind is not None and "liên tịch" in kind
    return Symbol(kind, None if joint else body.get("name"), body.get("level"))


def symbol_parts(number: str) -> list[str]:
    """The letters of a number, part by part: "75/TB/STNMT-VPĐKĐĐ" → ["TB", "STNMT", "VPĐKĐĐ"]."""
    return _PARTS.findall(number)


@cache
def type_codes() -> dict[str, str]:
    """Code → type name in lower case: "QĐ" → "quyết định"."""
    return dict(load("symbols")["types"])


@cache
def issuer_codes() -> dict[str, dict[str, Any]]:
    """Issuer's code → its name (if the code has one) and level."""
    return dict(load("symbols")["issuers"])


@cache
def folded_codes() -> frozenset[str]:
    """All codes without accents and in small letters, for text that lost both."""
    return frozenset(fold(code) for code in (*type_codes(), *issuer_codes()))


@cache
def type_words() -> dict[str, str | None]:
    """Folded words that name a type beside a number → the type, None for "văn bản", which names none."""
    table: dict[str, str | None] = {fold(name): name for name in type_codes().values()}
    for word, name in load("symbols")["words"].items():
        table[fold(word)] = name or None
    return table


@cache
def bare_types() -> frozenset[str]:
    """Types that are cited by figures alone: "Thông tư 17", "Đề án số 08"."""
    return frozenset(entries(load("symbols")["bare"]))
