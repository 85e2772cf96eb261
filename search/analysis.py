"""An entry as an engine indexes it: every text cut into words and folded here, once, for both engines."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from search import synonyms
from search.fields import Field, engine_fields, fields
from search.folding import both_tokens, compose, number_tokens, tokens
from search.types import KINDS, Entry

# Stands between the values of a list, so that no phrase runs from one into the next. No text has this token.
BREAK = "zq"
# The token that marks the figure a number begins with: 595/UBND-KT has `so595`.
LEADING = "so"
MAX_KEYWORD = 256
_NEVER = date.max.toordinal()
_ORDER_BITS = 40
_EPOCH = date(2000, 1, 1).toordinal()
_PRIOR_A_DAY = 2e-5
_PRIOR_OF_ORDERS = 0.2


class EntryError(ValueError):
    """An entry that can't be indexed, and why."""


def analyse(entry: Entry) -> dict[str, Any]:
    """Engine field → what is indexed: words joined by spaces, lists of keywords, integers (days are ordinals).

    Raises `EntryError` if the entry has an unknown field or one of the wrong type.
    """
    if entry.kind not in KINDS or not entry.id or entry.revision < 1:
        raise EntryError(f"{entry.key}: kind, id or revision is not one")
    made: dict[str, Any] = {"key": entry.key, "kind": [entry.kind], "revision": entry.revision}
    names: list[str] = []
    for name, value in entry.fields.items():
        field = fields().get(name)
        if field is None:
            raise EntryError(f"{entry.key}: there is no field {name!r}")
        values = _values(entry, field, value)
        if values:
            made.update(_index(field, values))
            if field.type == "keyword" and field.weight:
                names += values
    made["names"] = f" {BREAK} ".join(" ".join(tokens(name)) for name in names)
    for each in engine_fields():
        if each.type == "words":
            # Lucene counts the entries that have a field, tantivy all: with a word in every field they are as many.
            made[each.name] = f"{made.get(each.name, '')} {BREAK}"
    made |= _orders(entry, made.get("date", ()), made.get("open_deadline", ()))
    return made


def stored(entry: Entry) -> str:
    """The entry's fields as JSON, as a hit gives them back: dates are ISO strings."""
    return _encodable(json.dumps(dict(entry.fields), ensure_ascii=False, default=str))


def _values(entry: Entry, field: Field, value: Any) -> list[Any]:
    """The field's values as a list, empty ones left out."""
    if field.type == "stored" or value is None:
        return []
    if not field.many and isinstance(value, list | tuple):
        raise EntryError(f"{entry.key}: {field.name} holds one value")
    values = [each for each in (value if isinstance(value, list | tuple) else [value]) if each not in (None, "")]
    wanted = date if field.type == "date" else str
    if not all(isinstance(each, wanted) for each in values):
        raise EntryError(f"{entry.key}: {field.name} is not of type {wanted.__name__}")
    return values


def _index(field: Field, values: list[Any]) -> dict[str, Any]:
    name = field.name
    match field.type:
        case "text":
            words, marked = both_tokens(values[0])
            return {
                name: " ".join(words),
                f"{name}_marked": " ".join(marked),
                f"{name}_pairs": " ".join(pairs(words)),
            }
        case "number":
            return {name: f" {BREAK} ".join(_number(each) for each in values)}
        case "keyword":
            return {name: [keyword(each) for each in values], f"{name}_parts": _parts(values)}
        case "date":
            return {name: [each.toordinal() for each in values]}
        case _:
            return {name: values}


def pairs(words: list[str]) -> list[str]:
    """Neighbouring words joined (most Vietnamese words are two syllables), and the concepts that are named."""
    joined = [one + other for one, other in itertools.pairwise(words)]
    return joined + [concept for _, _, concept in synonyms.find(words)]


def keyword(value: str) -> str:
    """A value as it is filtered and counted whole: composed, white space folded, cut at 256 characters."""
    return _encodable(" ".join(compose(value).split())[:MAX_KEYWORD])


def _encodable(text: str) -> str:
    """The text without half characters (lone surrogates, which a broken file may give), each replaced by one mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def parts(value: str) -> list[str]:
    """A value's words as they are compared in part, abbreviations made one with what they stand for."""
    return synonyms.canonical(tokens(value))


def _parts(values: Iterable[str]) -> str:
    return f" {BREAK} ".join(" ".join(parts(value)) for value in values)


def _number(value: str) -> str:
    words = number_tokens(value)
    return " ".join([*words, LEADING + words[0]]) if words else ""


def _orders(entry: Entry, dates: Iterable[int], deadlines: Iterable[int]) -> Mapping[str, float]:
    """The numbers that entries are sorted by: the day, then something of the key, so that no two are equal.

    `prior` does that for relevance: of equal scores the newer comes first, ten years are worth some five percent,
    and what was ordered some fifteen percent more than a page that orders nothing.
    """
    tie = int.from_bytes(hashlib.blake2b(entry.key.encode(), digest_size=_ORDER_BITS // 8).digest())
    newest, due = max(dates, default=0), min(deadlines, default=_NEVER)
    prior = max(0, newest - _EPOCH) * _PRIOR_A_DAY + (tie >> 8) * _PRIOR_A_DAY / 2 ** (_ORDER_BITS - 8)
    prior += 0.0 if entry.kind == "document" else _PRIOR_OF_ORDERS
    return {"by_date": (newest << _ORDER_BITS) | tie, "by_deadline": (due << _ORDER_BITS) | tie, "prior": prior}
