"""A small recogniser of handwritten digits: gradients and a hidden layer, numpy only, with a class for all else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Array = NDArray[np.float32]

SIDE = 28  # pixels of a normalised digit, as in MNIST
INNER = 20  # of which the longer side of the ink takes so many
OTHER = 10  # the class of what isn't one digit: letters, strokes, parts of digits, two digits in one
_CELL = 4
_DIRECTIONS = 8
_WEIGHTS = Path(__file__).parent / "data" / "digits.npz"


def probabilities(images: Array) -> Array:
    """How likely each image is each digit or, last, `OTHER`.

    `images` is (n, SIDE, SIDE), ink in [0, 1]; the result (n, 11), its rows sum to 1.
    """
    weights = _weights()
    hidden = np.maximum(features(images) @ weights["w1"] + weights["b1"], 0)
    return softmax((hidden @ weights["w2"] + weights["b2"]) / weights["temperature"])


def normalised(ink: Array) -> Array:
    """The ink of one sign (any size, in [0, 1]) fitted into SIDE x SIDE, its centre of mass in the middle."""
    rows, columns = np.flatnonzero(ink.max(axis=1) > 0.2), np.flatnonzero(ink.max(axis=0) > 0.2)
    out = np.zeros((SIDE, SIDE), np.float32)
    if not len(rows):
        return out
    part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = INNER / max(part.shape)
    size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
    small = (
        np.asarray(Image.fromarray((part * 255).astype(np.uint8)).resize(size, Image.Resampling.BOX), np.float32) / 255
    )
    small = small / max(0.3, float(small.max()))
    mass = float(small.sum()) or 1.0
    y = round(SIDE / 2 - 0.5 - float((small.sum(axis=1) * np.arange(size[1])).sum()) / mass)
    x = round(SIDE / 2 - 0.5 - float((small.sum(axis=0) * np.arange(size[0])).sum()) / mass)
    y, x = min(max(y, 0), SIDE - size[1]), min(max(x, 0), SIDE - size[0])
    out[y : y + size[1], x : x + size[0]] = small
    return out


def features(images: Array) -> Array:
    """The directions of the ink's edges by cell, and the ink itself at half the size: (n, 588)."""
    dy, dx = np.gradient(images, axis=(1, 2))
    strength = np.hypot(dx, dy)
    turn = (np.arctan2(dy, dx) / (2 * np.pi) * _DIRECTIONS) % _DIRECTIONS
    parts = []
    for k in range(_DIRECTIONS):
        away = np.abs(turn - k)
        share = np.maximum(0, 1 - np.minimum(away, _DIRECTIONS - away))
        parts.append(_pooled(strength * share, _CELL))
    edges = np.stack(parts, axis=-1).reshape(len(images), -1)
    edges /= np.linalg.norm(edges, axis=1, keepdims=True) + 1e-3
    ink = _pooled(images, 2).reshape(len(images), -1)
    return np.concatenate([np.sqrt(edges) * 2, ink], axis=1).astype(np.float32)


def softmax(logits: Array) -> Array:
    """Each row's logits as probabilities."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Array = powers / powers.sum(axis=1, keepdims=True)
    return result


def _pooled(images: Array, cell: int) -> Array:
    n = SIDE // cell
    pooled: Array = images.reshape(len(images), n, cell, n, cell).mean(axis=(2, 4))
    return pooled


@cache
def _weights() -> dict[str, Array]:
    with np.load(_WEIGHTS) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}
