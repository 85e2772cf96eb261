"""Mails that can't be told to have been taken: their sender died, or the server broke off, after the last dot.

They aren't sent again by themselves. The mail server's own log says what became of them: most write the Message-ID of
each mail that they take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.record import Corpus

ID = re.compile(r"<chidao\.[0-9a-f]{32}@[^<>\s]{1,255}>")


@dataclass(frozen=True, slots=True)
class Settled:
    """How many mails the log says were taken, and how many it doesn't know, which will be sent again."""

    taken: int
    again: int


def settle(corpus: Corpus, log: Iterable[str]) -> Settled:
    """Decides every uncertain mail by the lines of the mail server's log, which must reach over their time."""
    uncertain = {send.message_id: send for send in corpus.sends.uncertain()}
    found = {name for line in log for name in ID.findall(line)} if uncertain else set()
    for name, send in uncertain.items():
        corpus.sends.decide(send.recipient_id, send.period, delivered=name in found)
    taken = len(found & set(uncertain))
    return Settled(taken, len(uncertain) - taken)
