"""Vietnamese words for the record's English ones; the lists are in words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def words(group: str, name: str | None) -> str:
    """What `name` is called on a page, by its group in words.toml; the name itself where the list lacks it."""
    if not name:
        return ""
    found: str = table(group).get(name, name)
    return found


def table(group: str) -> dict[str, str]:
    """All words of a group, in the order of the list."""
    return _load().get(group, {})


@cache
def _load() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("api").joinpath("words.toml").read_text(encoding="utf-8"))
