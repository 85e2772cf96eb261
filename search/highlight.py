"""Where in a text the words of a query stand, and the passages to show of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from search.folding import bare
from search.types import Highlight

PASSAGE = 240
PASSAGES = 2
MAX_MARKS = 400
_SPACE = re.compile(r"\s")


@lru_cache(maxsize=256)
def _pattern(surfaces: tuple[tuple[str, ...], ...], unfinished: str | None) -> re.Pattern[str]:
    """Matches any of the word sequences in a text without accents; the longest that fits."""
    ordered = sorted(surfaces, key=lambda words: -sum(map(len, words)))
    choices = [r"[\W_]{1,3}".join(_spelt(word) for word in words) for words in ordered]
    ends = r"(?![^\W_])"
    whole = [choice + ends for choice in choices]
    if unfinished:
        whole.append(_spelt(unfinished) + r"[^\W_]*")
    return re.compile(r"(?<![^\W_])(?:" + "|".join(whole) + ")")


def _spelt(word: str) -> str:
    """A folded word's spellings: `ki` may stand for `ky`, and a figure may have leading zeros."""
    if word.endswith("i") and len(word) > 1:
        return re.escape(word[:-1]) + "[iy]"
    return ("0*" if word.isdigit() else "") + re.escape(word)


def marks(text: str, surfaces: Sequence[tuple[str, ...]], unfinished: str | None = None) -> list[tuple[int, int]]:
    """The places of the word sequences in a text, `[start, end)`, in order; the first 400."""
    return [(start, end) for start, end, _ in _found(text, surfaces, unfinished)]


def _found(text: str, surfaces: Sequence[tuple[str, ...]], unfinished: str | None) -> list[tuple[int, int, str]]:
    """The marks with the words that are there, without accents."""
    if not surfaces and not unfinished:
        return []
    pattern = _pattern(tuple(surfaces), unfinished)
    if unicodedata.is_normalized("NFC", text):
        return [(*match.span(), match[0]) for match in islice(pattern.finditer(bare(text)), MAX_MARKS)]
    composed, places = _composed(text)
    found = islice(pattern.finditer(bare(composed)), MAX_MARKS)
    return [(places[match.start()], places[match.end()], match[0]) for match in found]


def _composed(text: str) -> tuple[str, list[int]]:
    """A text in NFC, and for every offset in it (its end too) the offset in the text."""
    pieces: list[str] = []
    places: list[int] = []
    for start, end in _clusters(text):
        piece = unicodedata.normalize("NFC", text[start:end])
        pieces.append(piece)
        places += [start] * len(piece)
    return "".join(pieces), [*places, len(text)]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """A text cut before every character that doesn't combine with the one before."""
    start = 0
    for at in range(1, len(text)):
        if not unicodedata.combining(text[at]):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def passages(
    field: str, text: str, surfaces: Sequence[tuple[str, ...]], unfinished: str | None = None, limit: int = PASSAGES
) -> list[Highlight]:
    """The passages of a text with most of the query's words, in the order of the text; none if it has no word of it."""
    found = _found(text, surfaces, unfinished)
    if not found:
        return []
    places = [(start, end) for start, end, _ in found]
    if len(text) <= PASSAGE:
        return [Highlight(field, 0, len(text), text, tuple(places))]
    best = sorted(_windows(found), key=lambda window: (-window[0], window[1]))[:limit]
    return [_passage(field, text, places[first:last]) for _, first, last in sorted(best, key=lambda w: w[1])]


def _windows(found: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, int]]:
    """Runs of marks that fit one passage, as (what they are worth, first mark, last mark exclusive)."""
    first = 0
    while first < len(found):
        last = first + 1
        limit = found[first][0] + PASSAGE // 2
        while last < len(found) and found[last][1] <= limit:
            last += 1
        run = found[first:last]
        yield len({word for _, _, word in run}) * 1000 + sum(b - a for a, b, _ in run), first, last
        first = last


def _passage(field: str, text: str, found: Sequence[tuple[int, int]]) -> Highlight:
    """Some text around a run of marks, cut between words."""
    room = max(0, PASSAGE - (found[-1][1] - found[0][0])) // 2
    start, end = max(0, found[0][0] - room), min(len(text), found[-1][1] + room)
    if start:
        space = _SPACE.search(text, start, found[0][0])
        start = space.end() if space else found[0][0]
    if end < len(text):
        last = max((m.start() for m in _SPACE.finditer(text, found[-1][1], end)), default=found[-1][1])
        end = last
    return Highlight(field, start, end, text[start:end], tuple(found))
