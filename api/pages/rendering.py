"""Templates to answers: the Jinja environment, its filters, and what every page gets (who is asking, navigation)."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.rights import form_token, visitor_of
from api.state import state_of
from api.words import table, words

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation."""

    href: str
    label: str
    icon: str


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Render a template for whoever is asking. `message` (kind, text) may be shown above the page."""
    visitor = visitor_of(request)
    shared = {
        "visitor": visitor,
        "csrf": form_token(request),
        "here": request.url.path,
        "navigation": _navigation(visitor),
        "message": None,
        "today": state_of(request).today(),
    }
    return HTMLResponse(_environment().get_template(template).render(shared | values), status_code=status)


def address(request: Request, **changes: Any) -> str:
    """The address of this page with some of its query changed; None takes a parameter out, a list repeats it."""
    kept = [(k, v) for k, v in request.query_params.multi_items() if k not in changes]
    for name, value in changes.items():
        kept += [(name, str(v)) for v in (value if isinstance(value, list | tuple) else [value]) if v not in (None, "")]
    return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path


def vietnamese_day(value: date | datetime | str | None) -> str:
    """A day as staff write it (30/06/2026), "" for none."""
    if not value:
        return ""
    value = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{value:%d/%m/%Y}"


def vietnamese_moment(value: datetime) -> str:
    """A time as staff write it, in Vietnam's clock."""
    return f"{value.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def vietnamese_count(value: int) -> str:
    """A number with Vietnamese thousands points."""
    return f"{value:,}".replace(",", ".")


def shorten(text: str | None, width: int) -> str:
    """The text on one line, cut at a word where it is longer than `width` characters."""
    flat = " ".join((text or "").split())
    if len(flat) <= width:
        return flat
    return flat[: width - 1].rsplit(" ", 1)[0] + "…"


@cache
def static_address(name: str) -> str:
    """Where a static file is served: its address changes with its bytes, so that browsers may keep it for good."""
    digest = hashlib.sha256(files("api.pages").joinpath("static", name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:10]}"


@cache
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("api.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        day=vietnamese_day,
        moment=vietnamese_moment,
        count=vietnamese_count,
        shorten=shorten,
        path=lambda v: quote(str(v), safe=""),
    )
    env.globals.update(static=static_address, words=words, word_table=table, icons=_icons())
    return env


@cache
def _icons() -> dict[str, str]:
    """The line drawings on buttons and links, as the inside of a 24 × 24 SVG."""
    return tomllib.loads(files("api.pages").joinpath("icons.toml").read_text(encoding="utf-8"))


def _navigation(visitor: Any) -> list[Link | None]:
    """What this visitor finds in the side bar; None draws a line."""
    if visitor.role is None:
        return []
    links: list[Link | None] = [
        Link("/", "Tổng quan", "home"),
        Link("/search", "Tìm kiếm", "search"),
        Link("/tasks", "Nhiệm vụ", "task"),
        Link("/calendar", "Lịch", "calendar"),
        Link("/units", "Đơn vị", "unit"),
        Link("/graph", "Viện dẫn", "graph"),
        None,
        Link("/review", "Cần xem lại", "review"),
        Link("/explain", "Đọc thử", "explain"),
        Link("/crawl", "Thu thập", "crawl"),
    ]
    if visitor.may("audit"):
        links.append(Link("/audit", "Nhật ký", "audit"))
    if visitor.may("admin"):
        links.append(Link("/admin", "Quản trị", "admin"))
    return links
