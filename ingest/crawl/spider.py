"""The one spider: walks a portal's listings, reads what they lead to, and tells the parent what it met."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import scrapy
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.threads import deferToThread
from twisted.python.failure import Failure

from ingest.crawl.addresses import canonical
from ingest.crawl.page import ArticlePage, read_article, read_listing
from ingest.crawl.portal import Portal
from ingest.crawl.trouble import is_gone, is_skip, reason_of, stops_all
from ingest.crawl.wire import Known, Message, Plan, Role, What

IN_A_ROW = 10
PRIORITY: dict[Role, int] = {"listing": 0, "article": 10, "attachment": 20}
KEPT_HEADERS = ("Content-Type", "Last-Modified", "ETag", "Date", "Content-Disposition", "Content-Language")


class PortalSpider(scrapy.Spider):
    """Reads one portal as its description and the plan say.

    An address that this run has settled already (before it was killed) isn't asked for again: what it led to comes
    from the plan. `tell` takes each message; it may block and is called on a thread of its own.
    """

    name = "portal"

    def __init__(self, portal: Portal, plan: Plan, tell: Callable[[Message], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.portal = portal
        self.plan = plan
        self.tell = tell
        self.asked: set[str] = set()
        self.left = plan.limit
        self.left_out = 0
        self.failed_in_a_row = 0

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Asks for the start pages, and again for what may have been revised."""
        for address in self.portal.start:
            for request in self._visit(canonical(address), "listing", page=1):
                yield request
        for address, known in list(self.plan.known.items()):
            if known.revisit and known.role != "listing":
                for request in self._visit(address, known.role):
                    yield request

    def _visit(self, address: str, role: Role, page: int = 1, source: str | None = None) -> Iterator[scrapy.Request]:
        """The request for an address, or what follows from it where this run is done with it already."""
        if address in self.asked:
            return
        self.asked.add(address)
        known = self.plan.known.get(address)
        if known is not None and known.settled:
            yield from self._onward(address, role, known.links, known.next, page)
        elif role == "listing" or known is None or known.revisit:
            if role != "listing" and self.left is not None:
                if self.left <= 0:
                    self.left_out += 1
                    return
                self.left -= 1
            yield self._request(address, role, known, page, source)

    def _request(self, address: str, role: Role, known: Known | None, page: int, source: str | None) -> scrapy.Request:
        headers = {}
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.modified:
            headers["If-Modified-Since"] = known.modified
        return scrapy.Request(
            (known.final if known else None) or address,
            headers=headers,
            priority=PRIORITY[role],
            dont_filter=True,
            callback=self._answered,
            errback=self._failed,
            meta={"handle_httpstatus_list": [304]},
            cb_kwargs={"address": address, "role": role, "page": page, "source": source},
        )

    async def _answered(
        self, response: Response, address: str, role: Role, page: int, source: str | None
    ) -> AsyncIterator[scrapy.Request]:
        self.failed_in_a_row = 0
        known = self.plan.known.get(address)
        if response.status == 304 and known is not None:
            message = Message("unchanged", role, address, links=known.links, next=known.next, source=source)
        else:
            message = self._message(response, address, role)
            message.source = source
        await maybe_deferred_to_future(deferToThread(self.tell, message))
        if message.what in ("read", "unchanged"):
            for request in self._onward(address, role, message.links, message.next, page):
                yield request

    def _onward(
        self, address: str, role: Role, links: list[str], following: str | None, page: int
    ) -> Iterator[scrapy.Request]:
        """What an address leads to: a listing's articles and its next page, an article's attachments."""
        if role == "attachment":
            return
        for link in links:
            yield from self._visit(link, "article" if role == "listing" else "attachment", source=address)
        if following is not None and page < self.portal.listing.pages and not self._seen_before(links):
            yield from self._visit(following, "listing", page=page + 1)

    def _seen_before(self, links: list[str]) -> bool:
        """Whether a listing's page shows only what an earlier run has read, so that what follows it is older still."""
        known = (self.plan.known.get(link) for link in links)
        return not self.plan.deep and self.portal.listing.newest_first and all(k and k.before for k in known)

    def _message(self, response: Response, address: str, role: Role) -> Message:
        final = canonical(response.url)
        if final != address and final in self.asked:
            return Message("skipped", role, address, final=final, reason="chuyển hướng về trang đã đọc")
        self.asked.add(final)
        headers = {name: (response.headers.get(name) or b"").decode("latin-1") for name in KEPT_HEADERS}
        headers = {name: value for name, value in headers.items() if value}
        message = Message("read", role, address, final=final, headers=headers)
        if role == "listing":
            if not isinstance(response, TextResponse):
                return Message("failed", role, address, reason="trang danh sách không phải là văn bản HTML")
            listing = read_listing(self.portal, response.text, response.url)
            message.links, message.next = list(listing.articles), listing.next
            return message
        message.body = response.body
        if role == "article" and isinstance(response, TextResponse):
            return _with_article(message, read_article(self.portal, response.text, response.url))
        return message

    def _failed(self, failure: Failure) -> None:
        request: Any = failure.request  # type: ignore[attr-defined]
        error = failure.value or IgnoreRequest()
        about = {key: request.cb_kwargs[key] for key in ("role", "address", "source")}
        reason = reason_of(error)
        what: What = "gone" if is_gone(error) else "skipped" if is_skip(error) else "failed"
        self.tell(Message(what, reason=reason, **about))
        if what != "failed":
            if stops_all(error) and about["role"] != "attachment":
                raise CloseSpider(reason)
            return
        self.failed_in_a_row += 1
        if self.failed_in_a_row >= IN_A_ROW:
            raise CloseSpider(f"máy chủ lỗi {IN_A_ROW} lần liên tiếp, dừng để lần sau: {reason}")


def _with_article(message: Message, article: ArticlePage) -> Message:
    if article.missing:
        return Message("gone", "article", message.address, reason="cổng báo bài không tồn tại")
    message.links = list(article.attachments)
    message.title = article.title
    message.published = article.published.isoformat() if article.published else None
    message.digest = article.digest
    message.bodiless = article.body is None
    return message
