"""Units as a grammar: the phrases that name them, and how coordination is split."""

from nlp.units.coordination import coordination
from nlp.units.phrases import UnitPhrase, unit_at

__all__ = ["UnitPhrase", "coordination", "unit_at"]
