"""Word lists of `nlp/data/*.toml`, and their quick look-up in a sequence of words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The data file `nlp/data/NAME.toml`, parsed once."""
    return tomllib.loads((files("nlp") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def entries(value: str) -> list[str]:
    """The phrases of a list written as text: separated by semicolons, white space folded."""
    return [" ".join(e.split()) for e in value.split(";") if e.strip()]


class Phrases:
    """A set of phrases that answers: which is the longest one that begins at this word?"""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in set(phrases):
            words = tuple(split_words(phrase))
            self._by_first.setdefault(words[0], []).append(words)
        for variants in self._by_first.values():
            variants.sort(key=len, reverse=True)

    def match(self, words: Sequence[str], at: int) -> int:
        """How many words the longest phrase at index `at` of `words` (lower case) has; 0 if none begins there."""
        if at >= len(words):
            return 0
        for variant in self._by_first.get(words[at], ()):
            size = len(variant)
            if size == 1 or tuple(words[at : at + size]) == variant:
                return size
        return 0


def split_words(phrase: str) -> list[str]:
    """The words of a phrase as the passages cut them: punctuation marks are words of their own."""
    from nlp.passages import WORD

    return [m.group() for m in WORD.finditer(phrase)]


@cache
def phrases(file: str, *lists: str) -> Phrases:
    """The phrases of one or several lists of a data file."""
    data = load(file)
    return Phrases(p for name in lists for p in entries(data[name]))
