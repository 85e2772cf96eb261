"""Reading the registry's tables of nlp/data/units/."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def read_toml(path: Path) -> dict[str, Any]:
    """The file's tables. Raises ValueError with the file's name where it is no TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}: không đọc được TOML: {error}") from error


def read_rows(path: Path) -> Iterator[list[str]]:
    """The rows of a table without quotes, its comment lines left out."""
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split(",")
