"""Tries a portal's description on a page that is at hand: what it would take from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ingest.crawl.page import ArticlePage, ListingPage, read_article, read_listing
from ingest.crawl.portal import Portal


@dataclass(frozen=True, slots=True)
class Take:
    """What a description takes from a page, read both as a listing and as an article; `problems` are Vietnamese."""

    portal: str
    address: str
    listing: ListingPage
    article: ArticlePage
    problems: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether the page is one that the description knows: a listing with articles, or an article with a body."""
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """The take as JSON values."""
        plain = asdict(self)
        published = self.article.published
        plain["article"]["published"] = published.isoformat() if published else None
        return plain


def check(portal: Portal, html: str, address: str | None = None) -> Take:
    """What a portal's description takes from a page; `address` is the page's own (default: the portal's start)."""
    at = address or portal.start[0]
    listing, article = read_listing(portal, html, at), read_article(portal, html, at)
    return Take(portal.name, at, listing, article, tuple(_problems(listing, article)))


def _problems(listing: ListingPage, article: ArticlePage) -> list[str]:
    if article.missing:
        return ["cổng báo rằng bài này không tồn tại"]
    if article.body is None and not listing.articles:
        return [
            "không thấy bài nào trong danh sách, cũng không thấy phần nội dung của một bài: mô tả không khớp với trang"
        ]
    if article.body is not None:
        named = (("tiêu đề (article.title)", article.title), ("ngày đăng (article.date)", article.published))
        return [f"thấy nội dung nhưng không thấy {words}" for words, value in named if value is None]
    return []
