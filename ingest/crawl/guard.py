"""No connection leaves for an address that isn't public, whatever name, redirect or resolver led to it.

Twisted resolves a name first and hands the reactor's `connectTCP` the literal address that it is about to connect to.
The check sits there: between it and the socket nothing resolves again, so a name that changes its answer (rebinding),
an octal or IPv6 spelling, a redirect and a robots.txt all meet it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ingest.crawl.addresses import may_connect


class RefusedError(Exception):
    """The address that a host stands for isn't public."""


def install(reactor: Any, *, allow_loopback: bool, on_refused: Callable[[str], None] = lambda _literal: None) -> None:
    """Makes a Twisted reactor refuse, by raising RefusedError, to connect to an address that isn't public.

    Every other way to a socket (UDP apart from the system's own resolver, Unix sockets) is closed as well.
    """
    connect = reactor.connectTCP

    def guarded(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if not may_connect(host, allow_loopback=allow_loopback):
            on_refused(host)
            raise RefusedError(host)
        return connect(host, port, *args, **kwargs)

    def closed(*_args: Any, **_kwargs: Any) -> Any:
        raise RefusedError("chỉ được nối bằng TCP")

    reactor.connectTCP = guarded
    reactor.connectUNIX = closed
    reactor.listenUDP = closed
    reactor.connectSSL = closed
