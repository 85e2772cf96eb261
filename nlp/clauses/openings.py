"""Says what opens at a word of a passage: an action, an order, a circumstance (lists of nlp/data/verbs.toml)."""

from __future__ import annotations

from nlp.lexicon import phrases
from nlp.passages import Passage


def opens(passage: Passage, i: int, name: str) -> int:
    """How many words of the list `name` of nlp/data/verbs.toml stand at word `i`; 0 if none does."""
    return phrases("verbs", name).match(passage.lower, i)


def compound(passage: Passage, i: int) -> bool:
    """Whether the words at `i` only look like an action's ("giao thông"); a capital parts them ("giao Ban …")."""
    size = opens(passage, i, "compounds")
    return size > 0 and not any(passage.capital(k) for k in range(i + 1, i + size))


def starter(passage: Passage, i: int, *, least: int = 1) -> int:
    """How many words open an action at word `i`: an adverb or a verb of administration, of `least` words or more."""
    if compound(passage, i):
        return 0
    size = max(opens(passage, i, "adverbs"), opens(passage, i, "verbs"))
    return size if size >= least else 0
