"""Puts a digest into words: HTML that holds in Outlook, Gmail and a phone, and a text as good."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from api.digest.content import Digest
from api.words import words
from corpus.types import Directive

WIDTH = 78
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class Links:
    """Where the mail's links lead. `base` is the pages' public address; without one there are none."""

    base: str | None = None
    archive: str | None = None
    settings: str | None = None
    stop: str | None = None
    confirm: str | None = None

    def directive(self, directive_id: str) -> str | None:
        """A directive's page."""
        return f"{self.base}/directives/{directive_id}" if self.base else None

    def tasks(self) -> str | None:
        """The page of all tasks."""
        return f"{self.base}/tasks" if self.base else None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail in words."""

    subject: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class _Tile:
    kind: str
    count: int
    label: str


def render(digest: Digest, links: Links = Links()) -> Rendered:
    """The digest as HTML and as text."""
    period = {"weekly": "Bản tin tuần", "daily": "Bản tin ngày", "at_once": "Tin mới"}[digest.period.kind]
    summary = _summary(digest)
    values: dict[str, Any] = {
        "digest": digest,
        "links": links,
        "heading": f"{period} {digest.period.title}",
        "subject": clean(f"Chỉ đạo: {period.lower()} {digest.period.title}: {summary}"),
        "summary": f"{_greeting(digest)}{summary}." if digest.name else sentence(summary),
        "preheader": summary,
        "tiles": _tiles(digest),
        "coverage": _coverage(digest),
    }
    return _rendered("digest", values)


def render_confirmation(interests: Sequence[str], links: Links) -> Rendered:
    """The mail that asks whether somebody really wants the others."""
    subject = "Xác nhận đăng ký nhận bản tin chỉ đạo"
    return _rendered("confirm", {"interests": interests, "links": links, "subject": subject, "preheader": subject})


def clean(text: str) -> str:
    """The text on one line, without control characters and marks that turn the direction of what follows."""
    return _harmless(" ".join(text.split()))


def _harmless(text: str) -> str:
    """The text without control and format characters, surrogates and private ones; line ends stay."""
    if text.isprintable():
        return text
    if "\n" in text:
        return "\n".join(_harmless(line) for line in text.split("\n"))
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))


def _rendered(name: str, values: dict[str, Any]) -> Rendered:
    html = _environment(html=True).get_template(f"{name}.html").render(values, style=_css("style"), dark=_css("dark"))
    text = _environment(html=False).get_template(f"{name}.txt").render(values)
    return Rendered(values["subject"], _inliner().inline(html), _spaced(text))


def _spaced(text: str) -> str:
    """The text with one empty line where there are more."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for at, line in enumerate(lines) if line or lines[at - 1]) + "\n"


def _summary(digest: Digest) -> str:
    counts = (
        (digest.overdue, "overdue", "việc quá hạn"),
        (digest.due, "due", "việc đến hạn trong hai tuần"),
        (digest.given, "given", "việc mới giao"),
        (digest.news, "news", "văn bản mới"),
    )
    said = [f"{len(found) + digest.more.get(key, 0)} {label}" for found, key, label in counts if found]
    return ", ".join(said) if said else "không có gì mới"


def _greeting(digest: Digest) -> str:
    return f"Kính gửi {digest.name}: " if digest.name else ""


def _tiles(digest: Digest) -> list[_Tile]:
    more = digest.more
    return [
        _Tile("late", len(digest.overdue) + more.get("overdue", 0), "quá hạn"),
        _Tile("soon", len(digest.due) + more.get("due", 0), "sắp đến hạn"),
        _Tile("new", len(digest.given) + more.get("given", 0), "mới giao"),
        _Tile("done", len(digest.done) + more.get("done", 0), "hoàn thành"),
    ]


def _coverage(digest: Digest) -> str:
    seen = digest.coverage
    crawled = f"thu thập {seen.portals} cổng, " if seen.portals else ""
    said = f"Trong kỳ: {crawled}ghi nhận {seen.documents} tài liệu"
    if seen.failed:
        said += f", {seen.failed} tài liệu chưa đọc được"
    if seen.troubled:
        said += f"; cổng cần xem lại: {', '.join(seen.troubled)}"
    return said + "."


@cache
def _environment(*, html: bool) -> Environment:
    made = Environment(
        loader=PackageLoader("api.digest"),
        autoescape=html,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=html,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "day": day, "names": _names, "called": called, "sentence": sentence, "shorten": shorten, "wrap": wrap,
        "status": lambda name: words("status", name).lower(),
    }  # fmt: skip
    return made


def _shown(value: object) -> object:
    """What templates print: no text from outside turns the direction of the mail's own."""
    return _harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _css(name: str) -> Markup:
    return Markup(files("api.digest").joinpath("templates", f"{name}.css").read_text(encoding="utf-8"))


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)


def day(value: date) -> str:
    """A day as staff write it, with its weekday: "thứ Hai 13/05/2024"."""
    return f"{_WEEKDAYS[value.weekday()]} {value:%d/%m/%Y}"


def called(directive: Directive) -> str:
    """How a directive is called: its type, number and day, or the meeting that it came from."""
    if directive.form == "meeting":
        chair = f" ({directive.chair})" if directive.chair else ""
        said = f"Kết luận cuộc họp{chair}"
    else:
        kind = (directive.type or "văn bản").capitalize()
        said = f"{kind} số {directive.number}" if directive.number else f"{kind} (không rõ số)"
    return f"{said} ngày {directive.date:%d/%m/%Y}" if directive.date else said


def sentence(text: str) -> str:
    """The words on one line, beginning with a capital letter and ending with a full stop."""
    flat = clean(text).rstrip(" ;,.:")
    return f"{flat[:1].upper()}{flat[1:]}." if flat else ""


def shorten(text: str, width: int) -> str:
    """The text, cut at a word where it is longer than `width` characters."""
    if len(text) <= width:
        return text
    return text[: width - 1].rsplit(" ", 1)[0].rstrip(" ;,.:") + "…"


def wrap(text: str, indent: str = "") -> str:
    """The text in lines that a terminal shows whole; `indent` stands before all lines but the first."""
    return textwrap.fill(clean(text), WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _names(names: Sequence[str]) -> str:
    shown = list(names[:6])
    if len(names) > len(shown):
        shown.append(f"và {len(names) - len(shown)} đơn vị khác")
    return ", ".join(shown)
