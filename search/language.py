"""The filters of the query language, read from data/language.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field as with_default
from functools import cache
from typing import Literal

from search.fields import read_data
from search.folding import bare, fold


@dataclass(frozen=True, slots=True)
class FilterSpec:
    """A filter: the words staff type for it, the field it looks at, how its value is taken (see the data file)."""

    name: str
    words: tuple[str, ...]
    field: str
    takes: Literal["part", "whole", "from", "to", "within"]
    values: dict[str, str] = with_default(default_factory=dict)

    @property
    def label(self) -> str:
        """Its name as shown to people."""
        return self.words[0] if self.words else self.name


@cache
def specs() -> dict[str, FilterSpec]:
    """All filters by parameter name."""
    return {
        name: FilterSpec(name, tuple(value.pop("words")), **value) for name, value in read_data("language.toml").items()
    }


@cache
def by_word() -> dict[str, FilterSpec]:
    """Folded word without spaces → its filter."""
    return {fold(word).replace(" ", ""): spec for spec in specs().values() for word in spec.words}


@cache
def opening() -> re.Pattern[str]:
    """Matches `name:` in a text without accents (see `folding.bare`), white space around and inside it allowed."""
    words = sorted((word for spec in specs().values() for word in spec.words), key=len, reverse=True)
    names = "|".join(r"\s?".join(re.escape(part) for part in bare(word).split()) for word in words)
    return re.compile(rf"({names})\s?:(=?)\s?")


def known_values(spec: FilterSpec) -> dict[str, str]:
    """Folded word → value, for a filter that has a closed list; a value as the record spells it stands for itself."""
    return {fold(word): value for word, value in spec.values.items()} | {value: value for value in spec.values.values()}
