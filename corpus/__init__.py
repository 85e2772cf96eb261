"""The record: the only truth (see docs/record.md)."""

from corpus.audit import ROBOT
from corpus.record import Corpus

__all__ = ["ROBOT", "Corpus"]
