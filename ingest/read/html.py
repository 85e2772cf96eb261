"""Web pages: the article without what stands around it, one block of text for one block of the page.

A portal's selectors say where things are; without them the block that holds most running text is the body. Menus,
related news, share bars and comments are known by what the page calls them and by how much of them is links.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urljoin

import dateparser
from lxml import html as lxml_html
from lxml.etree import ParserError

from corpus.types import Reading
from ingest.read.blocks import article_text
from ingest.read.page import bodies_of, headline_of, is_listing, outside, published_by
from ingest.read.selectors import Selectors
from ingest.read.text import decode
from ingest.read.unreadable import UnreadableError
from nlp.types import Context

_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]{3,20})""", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|rtf|odt)(?:$|[?#])", re.IGNORECASE)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2
_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")
_SPELLED = re.compile(r"(?<!\d)(\d{1,2})[/. -](\d{1,2})[/. -]((?:19|20)\d\d)(?!\d)")
_SPOKEN = 60  # characters of a day in words ("Thứ Sáu, 19 Tháng Chín 2025")
_DEEPEST = 400  # nested elements; a page has at most some dozens
_LEAST = 120  # letters that an article has at least


def read_html(data: bytes, address: str, selectors: Selectors | None = None) -> Reading:
    """The reading of an article's page.

    Raises:
        UnreadableError: for a page that holds no article ("no-article"), or that nobody could have written.
    """
    declared = _CHARSET.search(data[:4096])
    text = decode(data, declared[1].decode("ascii") if declared else None).text
    root = _parsed(text)
    selectors = selectors or Selectors()
    title = _one(root, selectors.title)
    published = _day(_one(root, selectors.date)) or _published(root)
    attachments = _attachments(root, selectors.attachments, address)
    notes = outside(root)
    bodies = bodies_of(root, selectors.body, selectors.remove)
    title = title or headline_of(root, bodies)
    published = published or _day(published_by(root, bodies))
    words = "" if not selectors.body and is_listing(root, bodies) else article_text(bodies)
    if sum(c.isalpha() for c in words) < _LEAST and not (selectors.body and words.strip()):
        raise UnreadableError("no-article", "chỉ có danh mục hoặc trang trống" if title else "")
    if title and title not in words[: len(title) + 400]:
        words = f"{title}\n\n{words}"
    return Reading(
        text=words,
        address=address,
        media_type="text/html",
        kind="article",
        title=title,
        published=published,
        context=Context(title=title, published=published),
        attachments=attachments,
        notes=notes,
    )


def _parsed(text: str) -> lxml_html.HtmlElement:
    """The page's tree. The parser mends what authors break; it doesn't follow entities or addresses."""
    if text.count("<") > 2_000_000:
        raise UnreadableError("bomb", "quá nhiều thẻ HTML")
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (ParserError, ValueError) as error:
        raise UnreadableError("no-article", str(error)[:100]) from error
    if _depth(root) > _DEEPEST:
        raise UnreadableError("corrupt", "thẻ HTML lồng nhau quá sâu")
    for node in root.iter():
        for part in ("text", "tail"):
            words = getattr(node, part)
            if words and _FORBIDDEN.search(words):
                setattr(node, part, _FORBIDDEN.sub(" ", words))
    return root


def _depth(root: lxml_html.HtmlElement) -> int:
    deepest, level, node = 0, 0, root
    while node is not None:
        deepest = max(deepest, level)
        if len(node):
            node, level = node[0], level + 1
            continue
        while node is not None and node.getnext() is None:
            node, level = node.getparent(), level - 1
        node = node.getnext() if node is not None else None
    return deepest


def _one(root: lxml_html.HtmlElement, selector: str | None) -> str | None:
    found = root.cssselect(selector) if selector else []
    return " ".join(found[0].text_content().split()) or None if found else None


def _published(root: lxml_html.HtmlElement) -> date | None:
    """The day of publication as the page's metadata state it."""
    paths = (
        "//meta[@property='article:published_time']/@content",
        "//meta[@name='pubdate' or @name='publish-date' or @itemprop='datePublished']/@content",
        "//time[@datetime]/@datetime",
    )
    for path in paths:
        for value in root.xpath(path):
            day = _day(str(value))
            if day is not None:
                return day
    return None


def _day(words: str | None) -> date | None:
    for pattern, order in ((_ISO, (1, 2, 3)), (_SPELLED, (3, 2, 1))):
        match = pattern.search(words or "")
        if match:
            try:
                return date(*(int(match[group]) for group in order))
            except ValueError:
                return None
    settings = {"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    spoken = dateparser.parse(words[:_SPOKEN], languages=["vi"], settings=settings) if words else None
    return spoken.date() if spoken else None


def _attachments(root: lxml_html.HtmlElement, selector: str | None, address: str) -> tuple[str, ...]:
    """Addresses of the files that the page links to."""
    links = root.cssselect(selector) if selector else root.xpath("//a[@href]")
    found = [urljoin(address, link.get("href", "")) for link in links if _FILE.search(link.get("href", ""))]
    return tuple(dict.fromkeys(found))
