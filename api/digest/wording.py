"""The short sentences that mails are put together from (templates/words.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def say(group: str, name: str, /, **values: Any) -> str:
    """The sentence of this name, with its values in their places."""
    sentence: str = _words()[group][name]
    return sentence.format(**values)


def weekday(number: int) -> str:
    """The day of the week, 0 is Monday."""
    found: str = _words()["weekdays"][number]
    return found


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("api.digest").joinpath("templates", "words.toml").read_text(encoding="utf-8"))
