"""Bytes to text: `read` takes a file of any known format and gives its reading, or says why it can't."""

from __future__ import annotations

import atexit
import os
from functools import cache
from pathlib import Path

from corpus.types import Reading
from ingest.read.jail import Jail, Job
from ingest.read.selectors import Selectors
from ingest.read.unreadable import UnreadableError

__all__ = ["Jail", "Job", "Selectors", "UnreadableError", "read"]


def read(
    source: str | Path | bytes,
    *,
    name: str,
    media_type: str | None = None,
    address: str | None = None,
    selectors: Selectors | None = None,
) -> Reading:
    """The reading of a file, or of its bytes, made in a jailed child process that later calls use again.

    `name` is the file's name as people see it, `media_type` what a server called it, `address` where it came from
    (its name where that isn't known), `selectors` its portal's.

    Raises:
        UnreadableError: when there is no reading; its text is a Vietnamese sentence that names the file and the reason.
    """
    path = source if isinstance(source, bytes) else Path(source)
    return _jail().read(Job(path, name, media_type, address, selectors))


@cache
def _jail() -> Jail:
    """The jail of this process, with one worker; it ends with the process."""
    jail = Jail(workers=1)
    atexit.register(jail.close)
    return jail


# The workers and threads of a jail stay with the process that made it: a fork of it needs its own.
os.register_at_fork(after_in_child=_jail.cache_clear)
