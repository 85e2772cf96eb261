"""A portal's pages, read as its description says: what a listing links to, what an article holds."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from parsel import Selector, SelectorList

from ingest.crawl.addresses import host_of, resolve, suffix_of
from ingest.crawl.portal import Portal

DAY = re.compile(r"(?<!\d)(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}))(?!\d)")
CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:h]([0-5]\d)(?!\d)")
WORDY_DAY = re.compile(r"ngày\s{1,4}(\d{1,2})\s{1,4}tháng\s{1,4}(\d{1,2})\s{1,4}năm\s{1,4}(\d{4})", re.IGNORECASE)
UNSHOWN = "script, style, noscript, template"


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What a listing leads to: articles in the page's order, and the page that carries it on."""

    articles: tuple[str, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What an article's page holds. `body` is the text of its body with a line a paragraph, None where the body's
    selector finds nothing; `missing` that the portal says there is no such article. `digest` stays the same as long
    as headline, body and attachments do, whatever counters and advertisements around them do.
    """

    title: str | None
    published: datetime | None
    summary: str | None
    body: str | None
    byline: str | None
    source: str | None
    attachments: tuple[str, ...]
    missing: bool
    digest: str


def read_listing(portal: Portal, html: str, address: str) -> ListingPage:
    """The links of a listing page that its description wants, each once, on the portal's own hosts."""
    page = Selector(html, type="html")
    base = _base(page, address)
    wanted = portal.article.address
    links = (resolve(base, href) for href in _links(page, portal.listing.articles))
    articles = dict.fromkeys(
        link for link in links if link and host_of(link) in portal.hosts and (wanted is None or wanted.search(link))
    )
    following = None
    if portal.listing.next is not None:
        onward = (resolve(base, href) for href in _links(page, portal.listing.next))
        following = next((link for link in onward if link and host_of(link) in portal.hosts), None)
    return ListingPage(tuple(articles), following)


def read_article(portal: Portal, html: str, address: str) -> ArticlePage:
    """An article's parts, as the portal's selectors find them."""
    page = Selector(html, type="html")
    how = portal.article
    for selector in how.drop:
        page.css(selector).drop()
    page.css(UNSHOWN).drop()
    attachments = _attachments(portal, page, _base(page, address))
    title, body = _one(page, how.title), _body(page, how.body)
    held = "\n".join([title or "", body or "", *attachments])
    return ArticlePage(
        title=title,
        published=moment(_one(page, how.date) or ""),
        summary=_one(page, how.summary),
        body=body,
        byline=_one(page, how.byline),
        source=_one(page, how.source),
        attachments=attachments,
        missing=how.missing is not None and bool(page.css(how.missing)),
        digest=hashlib.sha256((held if body else html).encode("utf-8", "surrogatepass")).hexdigest(),
    )


def moment(text: str) -> datetime | None:
    """The day, and the time where it is given, that a portal prints beside an article ("Thứ Sáu, 13/09/2024 19:58")."""
    day = DAY.search(text) or WORDY_DAY.search(text)
    if day is None:
        return None
    parts = [int(part) for part in day.groups() if part is not None]
    year, month, date = parts if parts[0] > 31 else reversed(parts)
    clock = CLOCK.search(text, day.end()) or CLOCK.search(text[: day.start()])
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (0, 0)
    try:
        return datetime(year, month, date, hour, minute)
    except ValueError:
        return None


def _attachments(portal: Portal, page: Selector, base: str) -> tuple[str, ...]:
    selector = portal.article.attachments or f"{portal.article.body} a"
    links = (resolve(base, href) for href in _links(page, selector))
    return tuple(dict.fromkeys(link for link in links if link and suffix_of(link) in portal.attachment_types))


def _base(page: Selector, address: str) -> str:
    """Where the page's relative links start from: its `base` element, where it has a usable one."""
    declared = page.css("base::attr(href)").get()
    return (resolve(address, declared) or address) if declared else address


def _links(page: Selector, selector: str) -> list[str]:
    return page.css(selector).xpath("self::a/@href | .//a/@href").getall()


def _one(page: Selector, selector: str | None) -> str | None:
    """The words of the first element found that has any, white space folded; of a `meta`, its content."""
    for found in page.css(selector) if selector else SelectorList():
        words = " ".join((found.attrib.get("content") or " ".join(found.xpath(".//text()").getall())).split())
        if words:
            return words
    return None


def _body(page: Selector, selector: str) -> str | None:
    """The body's text, a line a block; of several parts that the selector finds, all that lie in no other."""
    found = page.css(selector)
    roots = [part.root for part in found]
    outer = [part for part in found if not any(up in roots for up in part.root.iterancestors())]
    lines = (" ".join(text.split()) for part in outer for text in part.xpath(".//text()").getall())
    return "\n".join(line for line in lines if line) or None
