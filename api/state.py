"""What a running installation holds: its settings, the record and the index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from fastapi import Request

from api.reading import use_corrections

if TYPE_CHECKING:
    from api.settings import Settings
    from api.store import Store
    from corpus import Corpus
    from search.index import Index


@dataclass
class State:
    """Made once by `create_app` or a command, and found again from a request by `state_of`."""

    settings: Settings
    corpus: Corpus
    secret: bytes = b""

    def __post_init__(self) -> None:
        use_corrections(self.settings.home)

    @cached_property
    def index(self) -> Index:
        """The index, opened when it is first asked for. Raises ValueError where its address makes no sense."""
        from search.index import open_index

        return open_index(self.settings.index_url)

    @cached_property
    def store(self) -> Store:
        """What the API itself remembers."""
        from api.store import Store

        return Store(self.settings.record_url)

    def close(self) -> None:
        """Let go of the parts that were opened, and of the record."""
        for part in ("index", "store"):
            if part in self.__dict__:
                getattr(self, part).close()
        self.corpus.close()

    def today(self) -> date:
        """The day it is in the province."""
        return self.now().date()

    def now(self) -> datetime:
        """The time it is in the province, with its zone."""
        return datetime.now(self.settings.timezone)

    def is_open(self) -> bool:
        """Whether everybody at this machine is let in without an account: on loopback, while there is none."""
        settings = self.settings
        return settings.on_loopback and settings.accounts == "auto" and not self.corpus.accounts.any()


def state_of(request: Request) -> State:
    """The state of the app that a request came to."""
    return request.app.state.chidao  # type: ignore[no-any-return]
