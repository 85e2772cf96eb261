"""A made-up province on loopback: three portals of unlike skeletons, with all that makes crawling hard.

About 300 pages: listings that page on, articles with PDF and DOCX beside them, redirects, traps, a robots.txt, servers
that fail, wait, drip and bomb, and a layout that can be changed while it runs. It writes down every request.
"""

from __future__ import annotations

import gzip
import ssl
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.servers.skeletons import SELECTORS, Site, article, listing, pdf

ROBOTS = "User-agent: *\nDisallow: /cam/\nDisallow: /tim-kiem\nAllow: /\n"


@dataclass
class Asked:
    path: str
    agent: str
    at: float
    conditional: bool
    status: int


class Quiet(ThreadingHTTPServer):
    """A server that says nothing of clients that go away."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Province:
    """The server. `asked` is every request it had, `together` the most that it served at one time."""

    def __init__(self, articles: int = 90, port: int = 0, certificate: Path | None = None) -> None:
        self.sites = {
            s.prefix: s
            for s in (
                Site("/dn", "sharepoint", articles),
                Site("/lr", "liferay", articles),
                Site("/vn", "vnpt", articles),
            )
        }
        self.robots: str | int = ROBOTS
        self.extra: list[str] = []
        self.asked: list[Asked] = []
        self.together = 0
        self.times: Counter[str] = Counter()
        self._now = 0
        self._lock = threading.Lock()
        self.server = Quiet(("127.0.0.1", port), self._handler())
        self.port = self.server.server_address[1]
        self.address = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def __enter__(self) -> Province:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def portal(
        self, folder: Path, name: str, prefix: str, *, start: tuple[str, ...] | None = None, **politeness: object
    ) -> Path:
        """Writes the description of one of the portals, with loopback allowed and short delays."""
        polite = {
            "delay": 0.0,
            "timeout": 2.0,
            "largest_body": 300_000,
            "longest_wait": 3.0,
            "allow_loopback": True,
            **politeness,
        }
        starts = start or (f"{prefix}/danh-sach",)
        lines = [
            f'title = "Cổng thử {name}"',
            'place = "tỉnh Thử"',
            'hosts = ["127.0.0.1"]',
            f"start = [{', '.join(repr(self.address + s) for s in starts)}]".replace("'", '"'),
            SELECTORS[self.sites[prefix].skeleton],
            "[politeness]",
            *(f"{key} = {str(value).lower()}" for key, value in polite.items()),
        ]
        path = folder / f"{name}.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def paths(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(a.path for a in self.asked)

    def forget(self) -> None:
        """Starts the log anew."""
        self.asked.clear()
        self.together = 0

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        province = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                with province._lock:
                    province._now += 1
                    province.together = max(province.together, province._now)
                    province.times[self.path] += 1
                try:
                    self.status = 0
                    province._serve(self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                finally:
                    conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
                    with province._lock:
                        province._now -= 1
                        agent = self.headers.get("User-Agent", "")
                        province.asked.append(
                            Asked(unquote(self.path), agent, time.monotonic(), conditional, self.status)
                        )

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        return Handler

    def _serve(self, request: BaseHTTPRequestHandler) -> None:
        path = urlsplit(request.path).path
        if path == "/robots.txt":
            robots = self.robots
            return _send(
                request,
                robots if isinstance(robots, int) else 200,
                b"" if isinstance(robots, int) else robots.encode(),
                "text/plain",
                tag=False,
            )
        special = getattr(self, f"_{path.strip('/').split('/')[0].replace('-', '_')}", None)
        if path.startswith("/hong/") or path.startswith("/bay/"):
            return special(request, path)  # type: ignore[misc]
        for prefix, site in self.sites.items():
            if path.startswith(prefix + "/"):
                return self._site(request, site, path.removeprefix(prefix + "/"))
        return _send(request, 404, b"khong co")

    def _site(self, request: BaseHTTPRequestHandler, site: Site, rest: str) -> None:
        kind, _, name = rest.partition("/")
        if kind == "danh-sach":
            page = int(name or 1)
            return _send(request, 200, listing(site, page, self.extra).encode())
        if kind == "cu":
            return _redirect(request, f"{site.prefix}/tin/{name}")
        number = int("".join(c for c in name.split(";")[0] if c.isdigit()) or 0)
        if kind == "tin" and 1 <= number <= site.articles and number not in site.removed:
            return _send(request, 200, article(site, number).encode())
        if kind == "tep" and name.endswith(".pdf"):
            return _send(request, 200, pdf(number), "application/pdf")
        return _send(request, 404, b"khong co")

    def _hong(self, request: BaseHTTPRequestHandler, path: str) -> None:
        """What is broken: /hong/500, /hong/503-roi-200, /hong/nho-giot, /hong/khong-lo, /hong/bom, /hong/dut …"""
        what = path.removeprefix("/hong/")
        times = self.times[request.path]
        if what == "503-roi-200":
            if times == 1:
                return _send(request, 503, b"", extra={"Retry-After": "1"}, tag=False)
            return _send(request, 200, article(self.sites["/dn"], 1).encode())
        if what == "cho-lau" and times == 1:
            return _send(request, 503, b"", extra={"Retry-After": "86400"}, tag=False)
        if what == "nho-giot":
            request.send_response(200)
            request.send_header("Content-Type", "text/html")
            request.send_header("Content-Length", "100000")
            request.end_headers()
            for _ in range(200):
                request.wfile.write(b"x")
                request.wfile.flush()
                time.sleep(0.1)
            return None
        if what == "khong-lo":
            return _send(request, 200, b"<p>" + b"a" * 1_000_000)
        if what == "bom":
            return _send(request, 200, gzip.compress(b"\0" * 200_000_000, 9), extra={"Content-Encoding": "gzip"})
        if what == "dut":
            request.send_response(200)
            request.send_header("Content-Length", "5000")
            request.end_headers()
            request.wfile.write(b"<html>")
            request.close_connection = True
            return None
        if what == "rong":
            return _send(request, 200, b"<html><body></body></html>")
        if what == "vong":
            return _redirect(request, "/hong/vong")
        if what == "ra-ngoai":
            return _redirect(request, "http://192.0.2.7/")
        if what == "vao-trong":
            return _redirect(request, "http://10.1.2.3/quan-tri")
        if what == "tep-may":
            return _redirect(request, "file:///etc/passwd")
        if what == "toi-cam":
            return _redirect(request, "/cam/mat")
        return _send(request, int(what) if what.isdigit() else 200, b"hong", tag=False)

    def _bay(self, request: BaseHTTPRequestHandler, path: str) -> None:
        """Traps: a calendar without end."""
        day = int(path.rsplit("/", 1)[1] or 0)
        return _send(request, 200, f'<a href="/bay/{day + 1}">ngày sau</a>'.encode())


def _send(
    request: BaseHTTPRequestHandler,
    status: int,
    body: bytes,
    kind: str = "text/html; charset=utf-8",
    *,
    extra: dict[str, str] | None = None,
    tag: bool = True,
) -> None:
    etag = f'"{hash(body) & 0xFFFFFFFF:x}"'
    if tag and status == 200 and request.headers.get("If-None-Match") == etag:
        status, body = 304, b""
    request.status = status  # type: ignore[attr-defined]
    request.send_response(status)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(body)))
    if tag:
        request.send_header("ETag", etag)
    for name, value in (extra or {}).items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


def _redirect(request: BaseHTTPRequestHandler, location: str) -> None:
    _send(request, 302, b"", extra={"Location": location}, tag=False)
