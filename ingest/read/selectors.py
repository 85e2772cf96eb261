"""Where a portal's pages have what: CSS selectors, from the portal's TOML."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors for the parts of a portal's article page. What is None is found by the general rules.

    `remove` are parts inside the body that don't belong to it; `attachments` are links to files.
    """

    title: str | None = None
    date: str | None = None
    body: str | None = None
    byline: str | None = None
    remove: tuple[str, ...] = ()
    attachments: str | None = None
