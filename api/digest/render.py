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
from api.digest.wording import say, weekday
from api.words import words
from corpus.types import Directive

WIDTH = 78


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
    summary = _summary(digest)
    heading = say("heading", digest.period.kind, title=digest.period.title)
    greeting = say("line", "greeting", name=digest.name, summary=summary) if digest.name else sentence(summary)
    values: dict[str, Any] = {
        "digest": digest,
        "links": links,
        "heading": heading,
        "subject": clean(say("line", "subject", heading=heading, summary=summary)),
        "summary": greeting,
        "preheader": summary,
        "tiles": _tiles(digest),
        "coverage": _coverage(digest),
    }
    return _rendered("digest", values)


def render_confirmation(interests: Sequence[str], links: Links) -> Rendered:
    """The mail that asks whether somebody really wants the others."""
    subject = say("line", "confirm")
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
    said = [
        say("summary", key, count=count) for key in ("overdue", "due", "given", "news") if (count := digest.count(key))
    ]
    return ", ".join(said) if said else say("line", "nothing")


def _tiles(digest: Digest) -> list[_Tile]:
    kinds = {"overdue": "late", "due": "soon", "given": "new", "done": "done"}
    return [_Tile(kind, digest.count(key), say("tile", key)) for key, kind in kinds.items()]


def _coverage(digest: Digest) -> str:
    seen = digest.coverage
    portals = say("coverage", "portals", count=seen.portals) if seen.portals else ""
    said = say("coverage", "all", portals=portals, count=seen.documents)
    if seen.failed:
        said += say("coverage", "failed", count=seen.failed)
    if seen.troubled:
        said += say("coverage", "troubled", names=", ".join(seen.troubled))
    return f"{said}."


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
    return f"{weekday(value.weekday())} {value:%d/%m/%Y}"


def called(directive: Directive) -> str:
    """How a directive is called: its type, number and day, or the meeting that it came from."""
    if directive.form == "meeting":
        said = say("directive", "chaired" if directive.chair else "meeting", chair=directive.chair)
    else:
        kind = (directive.type or say("directive", "type")).capitalize()
        said = say("directive", "numbered" if directive.number else "unnumbered", type=kind, number=directive.number)
    return say("directive", "dated", said=said, date=f"{directive.date:%d/%m/%Y}") if directive.date else said


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
        shown.append(say("line", "others", count=len(names) - len(shown)))
    return ", ".join(shown)
