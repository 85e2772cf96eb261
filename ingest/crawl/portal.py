"""What is known of a portal: where it begins, how its pages link, how politely it is read. One TOML file a portal."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from nlp.types import Kind

FOLDER = Path(__file__).resolve().parent.parent / "portals"


class PortalError(ValueError):
    """A portal's description can't be used; the message (Vietnamese) names the file and what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """How a page that lists articles is read. `articles` and `next` are CSS selectors of links (`a`).

    `newest_first` says that new articles stand at the top, so that a known page ends the walk; `pages` is how many
    pages of one listing are read at most.
    """

    articles: str
    next: str | None = None
    newest_first: bool = True
    pages: int = 50


@dataclass(frozen=True, slots=True)
class Article:
    """How an article's page is read: CSS selectors, and the pattern (search, on the whole address) of its address."""

    title: str
    body: str
    address: re.Pattern[str] | None = None
    date: str | None = None
    summary: str | None = None
    byline: str | None = None
    source: str | None = None
    attachments: str | None = None
    missing: str | None = None
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Politeness:
    """Limits of one run. `delay`, `timeout` and `longest_wait` are in seconds, `largest_body` in bytes.

    `longest_wait` is the longest Retry-After that is waited for; a host that asks for more is left for the next run.
    `allow_loopback` lets the tests' own site be read; no portal that is shipped has it.
    """

    delay: float = 2.0
    timeout: float = 60.0
    largest_body: int = 32 * 1024 * 1024
    retries: int = 2
    longest_wait: float = 300.0
    allow_loopback: bool = False


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal as its file describes it. `place` is where it belongs ("tỉnh Lạng Sơn"), None for the whole country.

    `kind` is what its pages are: articles about directives, or the directives themselves. `hosts` are the only hosts
    that are ever asked; `revisit_days` is for how long after it was first seen an article is asked for again, in case
    it was revised; `attachment_types` are the endings of the files that are followed.
    """

    name: str
    file: Path
    title: str
    hosts: tuple[str, ...]
    start: tuple[str, ...]
    listing: Listing
    article: Article
    place: str | None = None
    kind: Kind = "article"
    revisit_days: int = 30
    politeness: Politeness = Politeness()
    attachment_types: tuple[str, ...] = (".pdf", ".doc", ".docx")


def load_portals(*folders: Path) -> list[Portal]:
    """Our portals and those described in these folders, by name; one of the same name takes the place of ours.

    Raises PortalError for the first file that is wrong.
    """
    files = {path.stem: path for folder in (FOLDER, *folders) for path in folder.glob("*.toml")}
    return [load_portal(files[name]) for name in sorted(files)]


def load_portal(path: Path) -> Portal:
    """The portal that one TOML file describes, over its family's description where it names one.

    Raises PortalError where the file, its family or a value in it is missing or wrong.
    """
    own = _table(path)
    family = own.pop("family", None)
    if family is not None:
        own = _over(_table(_family(path, family)), own)
    try:
        return _portal(path, own)
    except (TypeError, KeyError, ValueError, re.error) as error:
        raise PortalError(f"{path.name}: mô tả cổng không dùng được: {error}") from error


def _family(path: Path, name: str) -> Path:
    """A family's description: one beside the portal's, or one of ours."""
    beside = path.parent / "families" / f"{name}.toml"
    return beside if beside.exists() else FOLDER / "families" / f"{name}.toml"


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PortalError(f"{path.name}: không đọc được mô tả cổng: {error}") from error


def _over(family: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The family's values with the portal's own over them, table by table."""
    merged = dict(family)
    for key, value in own.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _over(merged[key], value) if both else value
    return merged


def _portal(path: Path, table: dict[str, Any]) -> Portal:
    article = table.pop("article")
    article["drop"] = tuple(article.get("drop", ()))
    if "address" in article:
        article["address"] = re.compile(article["address"])
    for key in ("hosts", "start", "attachment_types"):
        if key in table:
            table[key] = tuple(table[key])
    portal = Portal(
        name=path.stem,
        file=path,
        listing=Listing(**table.pop("listing")),
        article=Article(**article),
        politeness=Politeness(**table.pop("politeness", {})),
        **table,
    )
    _sound(portal)
    return portal


def _sound(portal: Portal) -> None:
    """Raises ValueError where the parts of a description don't fit each other."""
    if portal.kind not in get_args(Kind):
        raise ValueError(f"loại trang (kind) phải là một trong: {', '.join(get_args(Kind))}")
    if not portal.start:
        raise ValueError("thiếu trang bắt đầu (start)")
    for address in portal.start:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.hostname not in portal.hosts:
            raise ValueError(f"trang bắt đầu {address} không thuộc các máy chủ đã khai (hosts)")
