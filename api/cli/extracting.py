"""`chidao extract` and `chidao explain`: what the extractor reads in files, without keeping anything in the record."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import console
from api.cli.vietnamese import Command

if TYPE_CHECKING:
    from nlp import Extractor
    from nlp.types import Extraction


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(cls=Command)(extract)
    app.command(cls=Command)(explain)


@cache
def extractor() -> Extractor:
    """The one extractor of this process."""
    from nlp import Extractor

    return Extractor()
