"""Mails that go out as soon as something arrives: a quarter of an hour's news in one mail, each quarter once."""

from __future__ import annotations

from datetime import datetime, timedelta

from api.digest.period import Period, slot_of
from corpus.record import Corpus
from corpus.types import DirectiveFilter

BACK = timedelta(hours=24)
"""What is older than this isn't told at once any more; the daily and weekly mails tell it."""


def slots(corpus: Corpus, now: datetime) -> list[Period]:
    """The quarters of an hour of the last day that are over and in which a directive became known, the oldest first."""
    wanted = DirectiveFilter(recorded_since=now - BACK)
    found: dict[str, Period] = {}
    cursor: str | None = None
    while True:
        piece = corpus.directives(wanted, cursor=cursor, limit=500)
        for directive in piece.items:
            slot = slot_of(directive.recorded_at)
            if slot.end <= now:
                found[slot.key] = slot
        if (cursor := piece.next) is None:
            return [found[key] for key in sorted(found)]
