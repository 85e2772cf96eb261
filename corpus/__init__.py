"""The record: the only truth (see docs/record.md)."""

from corpus.record import ROBOT, Corpus

__all__ = ["ROBOT", "Corpus"]
