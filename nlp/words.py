"""Vietnamese words and their parts of speech, by underthesea's models, with offsets.

Rules read syllables and ask nothing here: segmenting costs thirty times what the whole extraction does. Who looks at a
text or trains on it gets the words beside the facts (`annotated`).
"""

from __future__ import annotations

from collections.abc import Iterator

_NEAR = 80  # characters in which a word's next syllable stands; models drop what they don't know


def words_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Each word of the text: `[start, end)` and its part of speech in underthesea's tags ("N", "V", "Np" …)."""
    from underthesea import pos_tag

    at = 0
    for line in text.splitlines(keepends=True):
        after = at
        for word, tag in pos_tag(line) if line.strip() else ():
            found = _place(text, word, after, at + len(line))
            if found is not None:
                yield *found, tag
                after = found[1]
        at += len(line)


def _place(text: str, word: str, start: int, stop: int) -> tuple[int, int] | None:
    """Where a word stands whose syllables may be further apart in the text than the model gives them back."""
    first, at = None, start
    for syllable in word.split():
        found = text.find(syllable, at, min(stop, at + _NEAR))
        if found < 0:
            return None
        first = found if first is None else first
        at = found + len(syllable)
    return None if first is None else (first, at)
