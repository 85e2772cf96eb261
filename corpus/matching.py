"""Which task of a newer reading is which of an older one, and where old words stand in a new text. Linear in both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from corpus.keys import name_key

_SHINGLE = 3  # words
_COMMON = 8  # a shingle that more old tasks than this share says nothing
_ALIKE = 0.6


class Piece(NamedTuple):
    """A task's id, its words, and its span in the text."""

    id: str
    text: str
    start: int
    end: int


def match(new: Sequence[Piece], old: Sequence[Piece], *, same_text: bool) -> dict[str, str]:
    """New ids → old ids, each used once: the same words, then (in the same text) the same place, then like words."""
    found: dict[str, str] = {}
    steps = [_same_words, _same_place, _like_words] if same_text else [_same_words, _like_words]
    for step in steps:
        used = set(found.values())
        rest_new = [p for p in new if p.id not in found]
        rest_old = [p for p in old if p.id not in used]
        if not rest_new or not rest_old:
            break
        found.update(_best_first(step(rest_new, rest_old)))
    return found


def _best_first(pairs: Iterator[tuple[float, str, str]]) -> dict[str, str]:
    """Of the scored pairs, the best of each, none used twice; ties go by id, so that order of arrival is no matter."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for _, a, b in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if a not in found and b not in used:
            found[a] = b
            used.add(b)
    return found


def _same_words(new: Sequence[Piece], old: Sequence[Piece]) -> Iterator[tuple[float, str, str]]:
    """The n-th task with these words is the n-th task with these words."""
    ids: dict[str, list[str]] = defaultdict(list)
    for piece in sorted(old, key=lambda p: (p.start, p.id)):
        ids[name_key(piece.text)].append(piece.id)
    for piece in sorted(new, key=lambda p: (p.start, p.id)):
        waiting = ids.get(name_key(piece.text))
        if waiting:
            yield 1.0, piece.id, waiting.pop(0)


def _same_place(new: Sequence[Piece], old: Sequence[Piece]) -> Iterator[tuple[float, str, str]]:
    """Spans that share more than half of what they cover together."""
    olds = sorted(old, key=lambda p: (p.start, p.end))
    first = 0
    for piece in sorted(new, key=lambda p: (p.start, p.end)):
        while first < len(olds) and olds[first].end <= piece.start:
            first += 1
        for other in olds[first : first + _COMMON]:
            shared = min(piece.end, other.end) - max(piece.start, other.start)
            union = max(piece.end, other.end) - min(piece.start, other.start)
            if shared * 2 > union:
                yield shared / union, piece.id, other.id


def _like_words(new: Sequence[Piece], old: Sequence[Piece]) -> Iterator[tuple[float, str, str]]:
    """Texts that share most of their runs of three words."""
    having: dict[str, list[int]] = defaultdict(list)
    sizes = []
    for i, piece in enumerate(old):
        shingles = _shingles(piece.text)
        sizes.append(len(shingles))
        for shingle in shingles:
            having[shingle].append(i)
    for piece in new:
        shingles = _shingles(piece.text)
        shared = Counter(i for s in shingles if len(having.get(s, ())) <= _COMMON for i in having.get(s, ()))
        for i, count in shared.items():
            alike = count / max(len(shingles), sizes[i])
            if alike >= _ALIKE:
                yield alike, piece.id, old[i].id


def _shingles(text: str) -> set[str]:
    words = name_key(text).split()
    return {" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))}


def anchor(fact: Any, text: str) -> Any:
    """The fact with every span where its words stand in `text`: where they stood, else nearby, else empty at 0."""
    if isinstance(fact, list):
        return [anchor(f, text) for f in fact]
    if not isinstance(fact, dict):
        return fact
    moved = {k: anchor(v, text) for k, v in fact.items()}
    words, start = moved.get("text"), moved.get("start")
    if words is None or start is None or text[start : moved["end"]] == words:
        return moved
    at = text.find(words, max(0, start - 2_000))
    at = at if at >= 0 else text.find(words)
    return moved | ({"start": at, "end": at + len(words)} if at >= 0 else {"start": 0, "end": 0})
