"""Why an address gave nothing, in words for staff."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectionLost, TCPTimedOutError

from ingest.crawl.guard import RefusedError
from ingest.crawl.politeness import HostClosed, Skipped

GONE = (404, 410)

_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (RefusedError, "địa chỉ mạng không công khai nên không nối tới"),
    (CannotResolveHostError, "không phân giải được tên máy chủ"),
    (DownloadTimeoutError, "máy chủ trả lời quá chậm"),
    (TCPTimedOutError, "không nối được tới máy chủ (quá giờ)"),
    (DownloadConnectionRefusedError, "máy chủ từ chối kết nối"),
    (DownloadCancelledError, "trang hoặc tệp lớn quá mức cho phép"),
    (ResponseDataLossError, "máy chủ ngắt giữa chừng"),
    (ConnectionLost, "máy chủ ngắt kết nối"),
    (UnsupportedURLSchemeError, "loại địa chỉ không được phép"),
)


def reason_of(error: BaseException) -> str:
    """The Vietnamese reason for what Scrapy, Twisted or a middleware of ours raised."""
    if isinstance(error, Skipped):
        return str(error)
    if isinstance(error, HttpError):
        return f"máy chủ trả lời mã {error.response.status}"
    if isinstance(error, IgnoreRequest):
        return "bị bỏ qua (chuyển hướng quá nhiều lần hoặc nội dung nén quá lớn)"
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return words
    if isinstance(error, DownloadFailedError):
        return _broken(error)
    return f"lỗi khi tải: {type(error).__name__}"


def is_gone(error: BaseException) -> bool:
    """Whether the server says that there is no such page."""
    return isinstance(error, HttpError) and error.response.status in GONE


def is_skip(error: BaseException) -> bool:
    """Whether the address was left out on purpose, by a rule of ours."""
    return isinstance(error, IgnoreRequest | RefusedError) and not isinstance(error, HttpError)


def stops_all(error: BaseException) -> bool:
    """Whether there is no use in asking the host for anything else in this run."""
    return isinstance(error, HostClosed)


def _broken(error: DownloadFailedError) -> str:
    told = f"{error} {error.__cause__!r}".lower()
    if "certificate" in told or "ssl" in told or "tls" in told:
        return "chứng chỉ TLS của máy chủ không hợp lệ"
    return "máy chủ ngắt kết nối giữa chừng"
