"""Opens what commands work with: the record and, when it is asked for, the index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.cli import console

if TYPE_CHECKING:
    from api.state import State


@contextmanager
def opened() -> Iterator[State]:
    """The installation that the environment names, closed at the end; what it refuses ends the command, in words."""
    from api.state import State
    from corpus import Corpus
    from corpus.types import CorpusError
    from search.index import IndexUnavailableError
    from search.query import QueryError

    settings = console.settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        state = State(settings, Corpus.open(settings.record_url, settings.home))
    except (CorpusError, OSError) as error:
        console.stop(str(error), console.SOME_FAILED)
    try:
        yield state
    except QueryError as error:
        console.stop(error.message)
    except CorpusError as error:
        console.stop(str(error), console.SOME_FAILED)
    except IndexUnavailableError as error:
        console.stop(f"Chỉ mục tìm kiếm chưa dùng được ({error}).", console.SOME_FAILED)
    finally:
        state.close()
