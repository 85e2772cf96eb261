"""A text with its evidence marked: spans that lie in each other or overlap become flat pieces for a template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to show. `kind` is its class, `anchor` its id in the page ("" for none), `title` what is shown over it."""

    start: int
    end: int
    kind: str
    anchor: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text that the same marks cover. `anchors` are those of marks that begin here."""

    text: str
    kinds: str = ""
    anchors: tuple[str, ...] = ()
    owners: str = ""
    title: str = ""


def pieces(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    """Cut `text` at every edge of a mark. Joined, the pieces are the text. Marks outside of it are cut to it."""
    marks = [m for m in marks if 0 <= m.start < m.end and m.start < len(text)]
    starting: dict[int, list[Mark]] = {}
    ending: dict[int, list[Mark]] = {}
    for mark in marks:
        starting.setdefault(mark.start, []).append(mark)
        ending.setdefault(min(mark.end, len(text)), []).append(mark)
    edges = sorted({0, len(text), *starting, *ending})
    open_marks: dict[Mark, int] = {}
    for start, end in pairwise(edges):
        for mark in ending.get(start, ()):
            _close(open_marks, mark)
        for mark in starting.get(start, ()):
            open_marks[mark] = open_marks.get(mark, 0) + 1
        yield _piece(text[start:end], open_marks, starting.get(start, ()))


def _close(open_marks: dict[Mark, int], mark: Mark) -> None:
    """Take out one of a mark that may be there twice."""
    open_marks[mark] -= 1
    if not open_marks[mark]:
        del open_marks[mark]


def _piece(text: str, covering: Iterable[Mark], starting: Iterable[Mark]) -> Piece:
    covering = list(covering)
    return Piece(
        text,
        kinds=" ".join(dict.fromkeys(m.kind for m in covering)),
        anchors=tuple(dict.fromkeys(m.anchor for m in starting if m.anchor)),
        owners=" ".join(dict.fromkeys(m.anchor for m in covering if m.anchor)),
        title=" · ".join(dict.fromkeys(m.title for m in covering if m.title)),
    )
