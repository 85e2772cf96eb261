"""Vietnamese syllables without accents: what can be one, what was probably meant where it can't."""

from __future__ import annotations

from functools import cache
from string import ascii_lowercase

from search.fields import read_data

MAX_SYLLABLE = 7
MAX_RUN = 28


@cache
def syllables() -> frozenset[str]:
    """Everything that is written like a syllable."""
    data = read_data("syllables.toml")
    return frozenset(onset + rime for onset in data["onsets"] for rime in data["rimes"].split())


def neighbours(word: str) -> list[str]:
    """Syllables one slip away (a letter missing, too many, wrong, or two swapped), in alphabetical order.

    A syllable of two letters has none: half the language would be near it.
    """
    if len(word) > MAX_SYLLABLE + 1 or (len(word) <= 2 and word in syllables()):
        return []
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    for letter in ascii_lowercase:
        near |= {a + letter + b[1:] for a, b in cuts if b} | {a + letter + b for a, b in cuts}
    return sorted((near & syllables()) - {word})


def split(word: str) -> list[str] | None:
    """The syllables of words typed without spaces, the fewest that make it up; None if they don't, or it is one."""
    known = syllables()
    if word in known or len(word) > MAX_RUN:
        return None
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - MAX_SYLLABLE), end):
            before = best[start]
            here = best[end]
            if before is not None and word[start:end] in known and (here is None or len(before) + 1 < len(here)):
                best[end] = [*before, word[start:end]]
    return best[-1]
