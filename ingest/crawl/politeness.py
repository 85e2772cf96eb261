"""Scrapy's middlewares as we want them: robots.txt that is really obeyed, Retry-After, and waits between tries."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet import task

from ingest.crawl.addresses import host_of

LONGEST_CRAWL_DELAY = 60.0
ROBOTS_PRIORITY = 1_000


class Skipped(IgnoreRequest):
    """An address isn't asked for; the reason is Vietnamese."""


class HostClosed(Skipped):
    """Nothing more may be asked of the host in this run: its robots.txt can't be read (RFC 9309, section 2.3.1.4), or
    it wants to be left alone for longer than we wait.
    """


class HostsMiddleware:
    """Lets no request out to a host that the portal's description doesn't name, wherever a link or redirect leads."""

    def __init__(self, hosts: frozenset[str]) -> None:
        self.hosts = hosts

    @classmethod
    def from_crawler(cls, crawler: Any) -> HostsMiddleware:
        """Scrapy's way to make one."""
        return cls(frozenset(crawler.settings.getlist("CHIDAO_HOSTS")))

    def process_request(self, request: Request) -> None:
        """Raises Skipped for a host that isn't the portal's."""
        if host_of(request.url) not in self.hosts:
            raise Skipped("chuyển hướng ra ngoài các máy chủ của cổng")


class RobotsMiddleware:
    """Asks a host's robots.txt before anything else on it. 4xx allows all, anything else but 2xx nothing."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.agent: str = crawler.settings["USER_AGENT"]
        self.rules: dict[str, Protego | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> RobotsMiddleware:
        """Scrapy's way to make one."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises Skipped for an address that robots.txt doesn't allow."""
        if request.meta.get("robots"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.rules:
            self.rules[origin] = await self._read(origin, parts.hostname or "")
        rules = self.rules[origin]
        if rules is None:
            raise HostClosed("không đọc được robots.txt nên không vào cổng này")
        if not rules.can_fetch(request.url, self.agent):
            raise Skipped("robots.txt không cho phép")

    async def _read(self, origin: str, host: str) -> Protego | None:
        asked = Request(f"{origin}/robots.txt", meta={"robots": True}, priority=ROBOTS_PRIORITY, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(asked)
        except Exception:
            # Whatever kept it from us, an unreachable robots.txt means stop; the spider reports it.
            return None
        if 400 <= response.status < 500 and response.status != 429:
            return Protego.parse("")
        if response.status != 200:
            return None
        rules = Protego.parse(response.body.decode("utf-8", "replace"))
        self._slow_down(host, rules.crawl_delay(self.agent))
        return rules

    def _slow_down(self, host: str, delay: float | None) -> None:
        downloader = self.crawler.engine.downloader
        wanted = max(downloader.settings.getfloat("DOWNLOAD_DELAY"), min(delay or 0.0, LONGEST_CRAWL_DELAY))
        downloader.per_slot_settings[host] = {"concurrency": 1, "delay": wanted, "jitter": 0}
        if host in downloader.slots:
            downloader.slots[host].delay = wanted


class PoliteRetryMiddleware(RetryMiddleware):
    """Scrapy's retries, after a wait: as long as Retry-After says, or twice as long each time."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler.settings)
        self.crawler = crawler
        self.longest = crawler.settings.getfloat("CHIDAO_LONGEST_WAIT")
        self.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.until: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> PoliteRetryMiddleware:
        """Scrapy's way to make one."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Waits until the request's host wants to be asked again."""
        wait = self.until.get(host_of(request.url), 0.0) - monotonic()
        if wait > self.longest:
            raise HostClosed("máy chủ yêu cầu chờ quá lâu (Retry-After), để lần sau")
        if wait > 0:
            await pause(wait)

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:  # noqa: ARG002
        """Notes how long the host wants to be left alone, then retries as Scrapy does."""
        asked = retry_after(response.headers.get(b"Retry-After"), datetime.now(UTC))
        if response.status in (429, 503) and asked is not None:
            self.until[host_of(request.url)] = monotonic() + asked
        elif response.status in self.retry_http_codes:
            tried = request.meta.get("retry_times", 0)
            self.until[host_of(request.url)] = monotonic() + min(self.longest, max(self.delay, 0.05) * 2**tried)
        result: Request | Response = super().process_response(request, response)
        return result


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """How many seconds a Retry-After header (RFC 9110, 10.2.3) asks to wait; None if it can't be read."""
    text = (value or b"").decode("latin-1").strip()
    if text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())


async def pause(seconds: float) -> None:
    """Lets the time pass, whichever reactor runs."""
    from twisted.internet import reactor

    clock: Any = reactor
    await maybe_deferred_to_future(task.deferLater(clock, seconds, _nothing))


def _nothing() -> None:
    """What deferLater calls."""
