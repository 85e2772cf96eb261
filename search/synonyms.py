"""Abbreviations and what they stand for: `UBND` and `Ủy ban nhân dân` are one concept, found by either."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from search.folding import tokens

_Phrase = tuple[str, ...]


@cache
def concepts() -> dict[_Phrase, str]:
    """Every short and long form, folded, → the token of its concept (which no text contains)."""
    data = (files("nlp") / "data" / "abbreviations.toml").read_text(encoding="utf-8")
    named: dict[_Phrase, str] = {}
    for short, long in tomllib.loads(data)["abbreviations"].items():
        concept = named.get(tuple(tokens(long))) or "zq" + "".join(tokens(short))
        named[tuple(tokens(short))] = named[tuple(tokens(long))] = concept
    return named


@cache
def forms() -> dict[str, tuple[_Phrase, ...]]:
    """Concept → all its forms."""
    found: dict[str, list[_Phrase]] = {}
    for form, concept in concepts().items():
        found.setdefault(concept, []).append(form)
    return {concept: tuple(each) for concept, each in found.items()}


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """First word → the lengths of the forms that begin with it, longest first."""
    found: dict[str, set[int]] = {}
    for form in concepts():
        found.setdefault(form[0], set()).add(len(form))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def find(words: Sequence[str]) -> list[tuple[int, int, str]]:
    """The concepts in a list of folded words, as `(start, end, concept)`; the longest form wins, none overlap."""
    lengths, named = _lengths(), concepts()
    found, free = [], 0
    for at in [at for at, word in enumerate(words) if word in lengths]:
        if at < free:
            continue
        for length in lengths[words[at]]:
            concept = named.get(tuple(words[at : at + length]))
            if concept:
                found.append((at, at + length, concept))
                free = at + length
                break
    return found


def canonical(words: Sequence[str]) -> list[str]:
    """The words with every form of a concept replaced by its token, for fields that are only compared."""
    result, at = [], 0
    for start, end, concept in find(words):
        result += [*words[at:start], concept]
        at = end
    return result + list(words[at:])
