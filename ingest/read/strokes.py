"""Ink to digits: connected pieces, touching ones cut, the best reading of all ways to group them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.read.digits import OTHER, Array, normalised, probabilities

Mask = NDArray[np.bool_]

LONGEST = 5  # digits of a number
_PIECES = 14  # more in one gap is scribble
_GROUP = 4  # pieces of one digit at most
_KEPT = 6  # readings carried along
_CUTS = 4  # of one piece at most
_SLANTS = (0.0, 0.15, 0.3, 0.45, -0.15)  # of cuts, in widths by height
_TORN = 0.9  # what a cut through ink costs: letters fall into strokes that look like 1
_RIVALS = 0.3  # how much other readings count: the power of this reading's share
_CRUMB = 0.08  # of a digit's ink: less isn't part of it
_LEANS = (0.0, -0.12, 0.12)  # ways to set a digit upright, over which its probabilities are averaged


@dataclass(slots=True)
class Piece:
    """Connected ink. Pixels of the mask: `x0 <= x < x1`, `y0 <= y < y1`; `pixels` is (n, 2) of y, x.

    `torn` if it was cut off from the piece on its left.
    """

    x0: int
    x1: int
    y0: int
    y1: int
    pixels: NDArray[np.intp]
    torn: bool = False

    @property
    def width(self) -> int:
        """In pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """In pixels."""
        return self.y1 - self.y0

    @property
    def middle(self) -> tuple[float, float]:
        """The x and y of the box's centre."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


def pieces_of(mask: Mask) -> list[Piece]:
    """The 8-connected pieces of a mask, from left to right. Runs of each row are joined to those above."""
    parent: list[int] = []
    runs: list[tuple[int, int, int]] = []

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    above: list[int] = []
    for y, row in enumerate(mask):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
        here: list[int] = []
        first = 0
        for start, end in edges.reshape(-1, 2).tolist():
            i = len(runs)
            runs.append((y, start, end))
            parent.append(i)
            here.append(i)
            while first < len(above) and runs[above[first]][2] < start:
                first += 1
            k = first
            while k < len(above) and runs[above[k]][1] <= end:
                parent[root(above[k])] = root(i)
                k += 1
        above = here
    groups: dict[int, list[tuple[int, int, int]]] = {}
    for i, run in enumerate(runs):
        groups.setdefault(root(i), []).append(run)
    return sorted((_piece(_pixels(group)) for group in groups.values()), key=lambda p: p.middle[0])


def reading_of(pieces: list[Piece], ink: Array) -> tuple[str, float]:
    """The digits that the pieces are most likely, and how sure that is, in [0, 1]; ("", 0) for no digits.

    `ink` is the darkness of each pixel in [0, 1]. The confidence is the product of the digits' probabilities, less
    for each cut through ink, and less where other readings come close.
    """
    if not pieces:
        return "", 0.0
    tall = max(p.height for p in pieces)
    atoms = _joined([part for p in pieces for part in _cut(p, tall)])
    if len(atoms) > _PIECES:
        return "", 0.0
    groups = [
        (i, j)
        for i in range(len(atoms))
        for j in range(i + 1, min(len(atoms), i + _GROUP) + 1)
        if _could_be_one(atoms[i:j], tall)
    ]
    if not groups:
        return "", 0.0
    images = [_image(atoms[i:j], ink) for i, j in groups]
    chances = np.mean([probabilities(np.stack([_leaning(im, s) for im in images])) for s in _LEANS], axis=0)
    best: list[dict[str, float]] = [{"": 1.0}] + [{} for _ in atoms]
    for (i, j), chance in sorted(zip(groups, chances, strict=True), key=lambda g: g[0]):
        likely = np.argsort(chance[:OTHER])[::-1][:3]
        price = _TORN if atoms[i].torn else 1.0
        for text, score in best[i].items():
            for digit in likely.tolist():
                longer = text + str(digit)
                if len(longer) <= LONGEST:
                    best[j][longer] = max(best[j].get(longer, 0.0), score * price * float(chance[digit]))
        best[j] = dict(sorted(best[j].items(), key=lambda r: -r[1])[: _KEPT * 4])
    ranked = sorted(best[-1].items(), key=lambda r: -r[1])
    if not ranked:
        return "", 0.0
    text, score = ranked[0]
    return text, score * (score / sum(s for _, s in ranked[:_KEPT])) ** _RIVALS


def _pixels(runs: list[tuple[int, int, int]]) -> NDArray[np.intp]:
    return np.concatenate([np.stack([np.full(b - a, y), np.arange(a, b)], axis=1) for y, a, b in runs])


def _piece(pixels: NDArray[np.intp]) -> Piece:
    (y0, x0), (y1, x1) = pixels.min(axis=0).tolist(), pixels.max(axis=0).tolist()
    return Piece(x0, x1 + 1, y0, y1 + 1, pixels)


def _cut(piece: Piece, tall: int) -> list[Piece]:
    """A wide piece cut along the slant that crosses least ink: digits that touch. The reading chooses its cuts."""
    if piece.width < 0.6 * tall:
        return [piece]
    y, x = piece.pixels[:, 0], piece.pixels[:, 1]
    best: tuple[float, list[int], NDArray[np.intp]] | None = None
    for slant in _SLANTS:
        along = np.round(x + slant * (y - piece.middle[1])).astype(np.intp)
        along -= along.min()
        cost, cuts = _cuts(np.bincount(along).astype(float), tall)
        if cuts and (best is None or cost < best[0]):
            best = (cost, cuts, along)
    if best is None:
        return [piece]
    _, cuts, along = best
    bounds = [0, *sorted(cuts), int(along.max()) + 1]
    inside = [(along >= a) & (along < b) for a, b in pairwise(bounds)]
    parts = [_piece(piece.pixels[part]) for part in inside if part.any()]
    for part in parts[1:]:
        part.torn = True
    return parts


def _cuts(profile: NDArray[np.float64], tall: int) -> tuple[float, list[int]]:
    """The columns of least ink, not too close to each other, and how much the emptiest of them holds."""
    smooth = np.convolve(profile, np.ones(3) / 3, mode="same")
    margin, apart = max(2, round(0.15 * tall)), max(3, round(0.2 * tall))
    most = max(0.3 * tall, float(np.median(profile)))
    cuts: list[int] = []
    for x in np.argsort(smooth, kind="stable").tolist():
        if smooth[x] > most or len(cuts) == _CUTS:
            break
        if margin <= x < len(profile) - margin and all(abs(x - c) >= apart for c in cuts):
            cuts.append(x)
    return (float(smooth[cuts[0]]) if cuts else 0.0), cuts


def _joined(atoms: list[Piece]) -> list[Piece]:
    """Pieces over one another (the bar of a 5 over its bow) are one."""
    out: list[Piece] = []
    for atom in sorted(atoms, key=lambda p: p.middle[0]):
        if out:
            last = out[-1]
            shared = min(last.x1, atom.x1) - max(last.x0, atom.x0)
            if shared > 0.7 * min(last.width, atom.width) and min(last.height, atom.height) < 0.5 * max(
                last.height, atom.height
            ):
                out[-1] = replace(_piece(np.concatenate([last.pixels, atom.pixels])), torn=last.torn)
                continue
        out.append(atom)
    return out


def _could_be_one(atoms: list[Piece], tall: int) -> bool:
    width = max(a.x1 for a in atoms) - min(a.x0 for a in atoms)
    height = max(a.y1 for a in atoms) - min(a.y0 for a in atoms)
    return width <= 1.25 * tall and height >= 0.5 * tall


def _image(atoms: list[Piece], ink: Array) -> Array:
    """The ink of the atoms without the crumbs that a cut left of the next digit."""
    pixels = np.concatenate([a.pixels for a in atoms])
    (y0, x0), (y1, x1) = pixels.min(axis=0), pixels.max(axis=0)
    mask = np.zeros((y1 - y0 + 1, x1 - x0 + 1), np.bool_)
    mask[pixels[:, 0] - y0, pixels[:, 1] - x0] = True
    kept = np.zeros(mask.shape, np.float32)
    for piece in pieces_of(mask):
        if len(piece.pixels) >= _CRUMB * len(pixels):
            at = tuple(piece.pixels.T)
            kept[at] = ink[y0 : y1 + 1, x0 : x1 + 1][at]
    return kept


def _leaning(image: Array, slant: float) -> Array:
    """The image leant over to the right (or left, below 0), and normalised."""
    if not slant:
        return normalised(image)
    height, width = image.shape
    room = round(abs(slant) * height)
    whole = Image.fromarray((image * 255).astype(np.uint8))
    leant = whole.transform(
        (width + 2 * room, height),
        Image.Transform.AFFINE,
        (1, slant, -room - slant * height / 2, 0, 1, 0),
        Image.Resampling.BILINEAR,
    )
    return normalised(np.asarray(leant, np.float32) / np.float32(255))
