"""The process that crawls. Twisted's reactor can't be started twice, so each run gets a process, and so do its limits.

It reads a plan from standard input, writes messages to standard output, and ends when its parent does.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
from pathlib import Path
from typing import Any

from ingest.crawl.portal import Portal, load_portal
from ingest.crawl.wire import Message, Plan, send

MEMORY = 2 << 30


SAFE: dict[str, Any] = {
    "USER_AGENT": "chidao/0.1 (+van ban chi dao cong khai)",
    "ROBOTSTXT_OBEY": False,  # ours stands in its place and is stricter
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_HANDLERS": {"file": None, "ftp": None, "s3": None, "data": None},
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
        "ingest.crawl.politeness.HostsMiddleware": 50,
        "ingest.crawl.politeness.RobotsMiddleware": 100,
        "ingest.crawl.politeness.PoliteRetryMiddleware": 550,
    },
    "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY_JITTER": 0,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    "RETRY_HTTP_CODES": [429, 500, 502, 503, 504, 522, 524],
    "REDIRECT_MAX_TIMES": 5,
    "COOKIES_ENABLED": False,
    "HTTPPROXY_ENABLED": False,  # a proxy would connect where the guard can't look
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "LOG_ENABLED": False,
    "LOG_INSTALL_ROOT_HANDLER": False,
    "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingHostnameResolver",
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
        "Accept-Language": "vi",
    },
}
"""Scrapy's settings that are the same for every portal; its own defaults aren't ours."""


def settings(portal: Portal) -> dict[str, Any]:
    """Scrapy's settings for a portal."""
    polite = portal.politeness
    return SAFE | {
        "CHIDAO_HOSTS": list(portal.hosts),
        "CHIDAO_LONGEST_WAIT": polite.longest_wait,
        "DOWNLOAD_DELAY": polite.delay,
        "DOWNLOAD_TIMEOUT": polite.timeout,
        "DOWNLOAD_MAXSIZE": polite.largest_body,
        "RETRY_TIMES": polite.retries,
    }


def main() -> None:
    """Crawls as the plan on standard input says."""
    plan = Plan.from_json(sys.stdin.readline())
    wire = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing else may write between the messages
    threading.Thread(target=_end_with_parent, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    lock = threading.Lock()

    def tell(message: Message) -> None:
        with lock:
            send(wire, message)

    tell(_run(load_portal(Path(plan.portal)), plan, tell))


def _run(portal: Portal, plan: Plan, tell: Any) -> Message:
    from scrapy.crawler import CrawlerProcess
    from scrapy.utils.reactor import install_reactor

    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor

    from ingest.crawl import guard
    from ingest.crawl.spider import PortalSpider

    guard.install(reactor, allow_loopback=portal.politeness.allow_loopback)
    process = CrawlerProcess(settings(portal))
    crawler = process.create_crawler(PortalSpider)
    process.crawl(crawler, portal=portal, plan=plan, tell=tell)
    process.start()
    stats: dict[str, Any] = crawler.stats.get_stats() if crawler.stats else {}
    counts = {
        "requests": stats.get("downloader/request_count", 0),
        "not_modified": stats.get("downloader/response_status_count/304", 0),
        "left": getattr(crawler.spider, "left_out", 0),
        "errors": _errors(stats),
    }
    return Message("end", reason=str(stats.get("finish_reason", "")), counts=counts)


def _errors(stats: dict[str, Any]) -> int:
    """How often the spider itself went wrong; its own decision to stop is no error."""
    total: int = stats.get("spider_exceptions/count", 0)
    return total - int(stats.get("spider_exceptions/CloseSpider", 0))


def _end_with_parent() -> None:
    """The parent holds our standard input open as long as it lives."""
    sys.stdin.read()
    os._exit(3)


if __name__ == "__main__":
    main()
