"""Where in a text the words of a query stand, and the passages to show of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from search.folding import FOLDED, WORD
from search.types import Highlight

_Mark = tuple[int, int, str]
PASSAGE = 240
PASSAGES = 2
MAX_MARKS = 200
_SPACE = re.compile(r"\s")
# Words side by side: a slash, a comma and a space, a line's end between them.
_NEXT_WORD = re.compile(rf"[^\w]{{1,3}}({WORD.pattern})")


def marks(text: str, surfaces: Sequence[tuple[str, ...]], unfinished: str | None = None) -> list[tuple[int, int]]:
    """The places of sequences of folded words in a text, `[start, end)`, in order; the first 200.

    The longest sequence that fits counts. `unfinished` is the beginning of a word.
    """
    return [(start, end) for start, end, _ in _found(text, _by_first_word(tuple(surfaces)), unfinished)]


@lru_cache(maxsize=256)
def _by_first_word(surfaces: tuple[tuple[str, ...], ...]) -> dict[str, list[tuple[str, ...]]]:
    """First word → the sequences that begin with it, the longest first. A figure may be written with leading zeros."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in sorted(surfaces, key=len, reverse=True):
        first = words[0]
        spelt = [zeros + first.lstrip("0") for zeros in ("", "0", "00")] if first.isdigit() else [first]
        for each in spelt:
            found.setdefault(each, []).append(words[1:])
    return found


def _found(text: str, wanted: dict[str, list[tuple[str, ...]]], unfinished: str | None) -> list[_Mark]:
    """The marks with the folded word that each begins with."""
    words = WORD.finditer(text)
    if unfinished:
        begun = (m for m in words if (form := FOLDED[m[0]]) in wanted or form.startswith(unfinished))
    else:
        begun = (m for m in words if FOLDED[m[0]] in wanted)
    found: list[_Mark] = []
    free = 0
    for match in begun:
        if match.start() < free:
            continue
        form = FOLDED[match[0]]
        free = _end(text, match.end(), wanted.get(form, ()))
        if not free and unfinished and form.startswith(unfinished):
            free = match.end()
        if free:
            found.append((match.start(), free, form))
        if len(found) == MAX_MARKS:
            break
    return found


def _end(text: str, at: int, followers: Iterable[tuple[str, ...]]) -> int:
    """Where the first of the sequences that stands at `at` ends; 0 if none does."""
    for words in followers:
        end = at
        for word in words:
            following = _NEXT_WORD.match(text, end)
            if following is None or FOLDED[following[1]] != word:
                break
            end = following.end()
        else:
            return end
    return 0


def passages(
    field: str, text: str, surfaces: Sequence[tuple[str, ...]], unfinished: str | None = None, limit: int = PASSAGES
) -> list[Highlight]:
    """The passages of a text with most of the query's words, in the order of the text; none if it has no word of it."""
    found = _found(text, _by_first_word(tuple(surfaces)), unfinished)
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
