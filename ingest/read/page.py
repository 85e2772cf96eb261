"""Finds the parts of a web page: the article's body and headline, and what is set around them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from lxml import html as lxml_html

_HEADINGS = ("h1", "h2", "h3")
_SKIPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "svg",
    "select",
    "button",
    "nav",
    "footer",
    "aside",
}
_SHORTEST, _SURE, _LONGEST = 15, 25, 400  # letters of a headline; of one that only a class calls so
_MOST = 0.5  # an article is at least half of what its page says
_MANY, _TEASER = 5, 250  # links with fewer letters between them than this lead to articles and are none
_SHARE = 0.3  # an element with more of the page's running text is no menu, whatever it is called
_CONTAINERS = ("article", "main", "section", "div", "td", "body", "form")


@cache
def _data() -> dict[str, list[str]]:
    text = files("ingest.read").joinpath("data/pages.toml").read_text(encoding="utf-8")
    return {name: [w.strip() for w in value.split(";") if w.strip()] for name, value in tomllib.loads(text).items()}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(_data()[name]), re.IGNORECASE)


def bodies_of(
    root: lxml_html.HtmlElement, selector: str | None, removed: tuple[str, ...]
) -> list[lxml_html.HtmlElement]:
    """The elements that hold the article, in the page's order; empty where nothing on the page reads like one.

    The tree is changed: scripts, menus and what `removed` selects are gone.
    """
    chosen = root.cssselect(selector) if selector else []
    for each in removed:
        for element in root.cssselect(each):
            _drop(element)
    _clean(root)
    if chosen:
        return [element for element in chosen if not any(other in chosen for other in element.iterancestors())]
    body = _densest(root)
    if body is None:
        return []
    lead = next(_before(root, body, "lead"), None)
    return [body] if lead is None else [lead, body]


def headline_of(root: lxml_html.HtmlElement, bodies: list[lxml_html.HtmlElement]) -> str | None:
    """The article's headline: the heading that the page's metadata repeat, else the last one before the text."""
    meta = root.xpath("//meta[@property='og:title']/@content") or root.xpath("//title/text()")
    named = " ".join(str(meta[0]).split()) if meta else ""
    last = None
    for element in root.iter():
        if element in bodies and last is not None:
            break
        if element.tag in _HEADINGS or _pattern("headline").search(_called(element)):
            words = _words(element)
            least = _SHORTEST if element.tag in _HEADINGS else _SURE
            if least < len(words) < _LONGEST and element.find(".//li") is None:
                if named.startswith(words):
                    return words
                last = words if not any(a.tag == "a" for a in element.iterancestors()) else last
    return last or _first_line(bodies) or (named if len(named) > _SHORTEST else None)


def _first_line(bodies: list[lxml_html.HtmlElement]) -> str | None:
    """The first words of a text that begins with its headline: a line that ends like none of a text's sentences."""
    lines = (" ".join(part.split()).strip("\u200b") for body in bodies for part in body.itertext())
    first = next((line for line in lines if len(line) > 1), "")
    return first if _SURE < len(first) < _LONGEST // 2 and first[-1].isalnum() else None


def published_by(root: lxml_html.HtmlElement, bodies: list[lxml_html.HtmlElement]) -> str | None:
    """What the page says beside the article, in an element that it calls a time."""
    for element in _before(root, bodies[0], "time") if bodies else ():
        words = _words(element)
        if len(words) < _LONGEST // 4 and any(c.isdigit() for c in words):
            return words
    return None


def _before(root: lxml_html.HtmlElement, body: lxml_html.HtmlElement, name: str) -> Iterator[lxml_html.HtmlElement]:
    """The small elements before the body whose class or id is of the name."""
    for element in root.iter("span", "div", "p", "td", "time", "h2", "h3", "strong", "em"):
        if element is body:
            return
        if _pattern(name).search(_called(element)) and element.text_content().strip() and body not in element.iter():
            yield element


def is_listing(root: lxml_html.HtmlElement, bodies: list[lxml_html.HtmlElement]) -> bool:
    """Whether the page shows many things a little each, as home pages and lists of documents do."""
    own = sum(_running(body) for body in bodies)
    links = sum(len(list(body.iter("a"))) for body in bodies)
    return own < _running(root) * _MOST or (links >= _MANY and own < links * _TEASER)


def outside(root: lxml_html.HtmlElement) -> tuple[str, ...]:
    """What should be known of the page as a whole."""
    return ("trang có khung nhúng (iframe)",) if root.find(".//iframe") is not None else ()


def _drop(element: lxml_html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _clean(root: lxml_html.HtmlElement) -> None:
    """Drop what is no text, and what the page itself names as a menu, a share bar, comments or related news."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _SKIPPED or _hidden(element):
            _drop(element)
    most = _running(root) * _SHARE
    for element in list(root.iter(*_CONTAINERS, "ul", "table", "span", "p")):
        named = _called(element)
        if _pattern("around").search(named) and not _pattern("body").search(named) and _running(element) <= most:
            _drop(element)


def _called(element: lxml_html.HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _words(element: lxml_html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _hidden(element: lxml_html.HtmlElement) -> bool:
    return "display:none" in element.get("style", "").replace(" ", "").lower()


def _letters(element: lxml_html.HtmlElement) -> int:
    return len("".join(element.itertext()))


def _running(element: lxml_html.HtmlElement) -> int:
    """How many letters of the element are no link's."""
    return _letters(element) - _linked(element)


def _linked(element: lxml_html.HtmlElement) -> int:
    return sum(_letters(link) for link in element.iter("a"))


def _densest(root: lxml_html.HtmlElement) -> lxml_html.HtmlElement | None:
    """The smallest container that holds most of the page's running text."""
    totals: dict[lxml_html.HtmlElement, int] = {}
    for block in root.iter("p", "li", "td", "div", "span", "h2", "h3"):
        own = (block.text or "") + "".join(child.tail or "" for child in block)
        if block.tag in ("p", "li", "span"):
            own = "".join(block.itertext()) if block.tag != "span" else own
        size = len(own.strip())
        if size < 40 or _linked(block) * 2 > size:
            continue
        node, share = block.getparent() if block.tag in ("p", "li", "span") else block, float(size)
        for _ in range(8):
            if node is None:
                break
            if node.tag in _CONTAINERS:
                totals[node] = totals.get(node, 0) + int(share)
            node, share = node.getparent(), share * 0.96
    if not totals:
        return None
    return max(totals, key=lambda node: totals[node])
