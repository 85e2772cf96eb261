"""An indexer as a process of its own, to be killed: `python -m tests.search.worker RECORD INDEX`."""

from __future__ import annotations

import sys
import threading
from datetime import timedelta

from corpus import Corpus
from search import sync
from search.index import open_index


def main() -> None:
    """Follows the record until it is killed, a few documents at a time: many moments to be killed in."""
    record, index = sys.argv[1:]
    sync.BATCH, sync.LEASE = 2, timedelta(milliseconds=200)
    indexer = sync.Indexer(Corpus.open(record), open_index(index))
    print("ready", flush=True)
    indexer.follow(threading.Event(), pause=0.01)


if __name__ == "__main__":
    main()
