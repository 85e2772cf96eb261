"""The one extractor of this process, made when it is first asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from nlp import Extractor


@cache
def extractor() -> Extractor:
    """The extractor. Loading its rules takes a moment the first time."""
    from nlp import Extractor

    return Extractor()


def use_corrections(home: Path) -> None:
    """Make the installation's own rows of the registry (see `chidao import-units`) those of this process."""
    from nlp.registry import Registry, corrections_in

    Registry.install(corrections_in(home))
