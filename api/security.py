"""What every answer carries for safety, and which requests are not answered at all."""

from __future__ import annotations

import ipaddress

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.settings import Settings, is_loopback

LARGEST_BODY = 32 * 1024 * 1024
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """ASGI middleware: refuses unknown hosts (DNS rebinding) and huge bodies, adds the safety headers to the rest."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._knows(headers.get("host", "")):
            await PlainTextResponse("Tên máy chủ này không phải của hệ thống.", 421)(scope, receive, send)
            return
        if "transfer-encoding" in headers and "content-length" not in headers:
            await PlainTextResponse("Hãy cho biết độ dài dữ liệu gửi lên (Content-Length).", 411)(scope, receive, send)
            return
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            await PlainTextResponse("Dữ liệu gửi lên quá lớn.", 413)(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answer.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    answer.setdefault("Cache-Control", "no-store")
                if self._secure:
                    answer.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self._app(scope, receive, send_guarded)

    @property
    def _secure(self) -> bool:
        return self._settings.base_url is not None and self._settings.base_url.scheme == "https"

    def _knows(self, host: str) -> bool:
        """Whether the Host header names this installation. On loopback only this machine's names are."""
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        base = self._settings.base_url
        if base is not None and name == base.host:
            return True
        if self._settings.on_loopback:
            return is_loopback(name) or name == "testserver"
        return base is None or is_loopback(name) or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
