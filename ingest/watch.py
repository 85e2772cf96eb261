"""A folder that is watched: what is put into it takes the road of all files, once it is wholly there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from corpus.record import Corpus
from ingest.pipeline import RunReport, files, run
from search.index import Index

_SETTLED = 2.0  # seconds without a change after which a file is taken to be wholly written
_State = tuple[int, int]  # size in bytes and time of the last change in nanoseconds


def watch(
    folder: Path,
    *,
    corpus: Corpus,
    index: Index | None,
    stop: threading.Event,
    pause: float = 5.0,
    told: Callable[[RunReport], None] = lambda _report: None,
) -> None:
    """Take in what is in the folder and what comes, looking every `pause` seconds, until `stop` is set.

    `told` gets a report whenever something was taken in. A file that changed is looked at again.
    """
    taken: dict[Path, _State] = {}
    while not stop.is_set():
        fresh = {path: state for path, state in _settled(folder).items() if taken.get(path) != state}
        if fresh:
            told(run(sorted(fresh), corpus=corpus, index=index))
            taken |= fresh
        stop.wait(pause)


def _settled(folder: Path) -> dict[Path, _State]:
    """The files that nobody is writing to, with what tells a change of them."""
    found = {}
    for path in files([folder]):
        try:
            status = path.stat()
        except OSError:
            continue  # it was moved away while the folder was read
        if time.time() - status.st_mtime >= _SETTLED:
            found[path] = (status.st_size, status.st_mtime_ns)
    return found
