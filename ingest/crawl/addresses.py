"""Addresses: one form for one page, and which network addresses may be connected to."""

from __future__ import annotations

import ipaddress
import re
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from w3lib.url import canonicalize_url

LONGEST = 2_000
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
# What servers and mailers add to an address without changing the page.
PASSING = re.compile(r"^(utm_\w+|fbclid|gclid|zarsrc|phpsessid|jsessionid|sid|sessionid|_ga)$", re.IGNORECASE)
SESSION_PATH = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)

_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"),)
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")
_NOT_FOR_US = tuple(
    ipaddress.ip_network(net)
    for net in ("192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4", "2001::/23", "3fff::/20", "5f00::/16")
)


def canonical(address: str) -> str:
    """The one form of an address that the record knows: no fragment, no session or campaign marks, sorted query."""
    parts = urlsplit(SESSION_PATH.sub("", address.strip()))
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not PASSING.match(k)]
    host = parts.netloc.lower().removesuffix(DEFAULT_PORTS.get(parts.scheme.lower(), ""))
    kept = parts._replace(netloc=host, query=urlencode(query), fragment="")
    return canonicalize_url(kept.geturl())


def resolve(base: str, href: str) -> str | None:
    """The web address that a link on page `base` leads to, None where it leads to no web page (mailto:, file: …)."""
    try:
        address = urljoin(base, href.strip())
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or len(address) > LONGEST:
            return None
        return canonical(address)
    except ValueError:
        return None


def host_of(address: str) -> str:
    """The host of an address in lower case, "" where it has none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def suffix_of(address: str) -> str:
    """The ending of an address's file name (".pdf"), in lower case."""
    return PurePosixPath(unquote(urlsplit(address).path)).suffix.lower()


def may_connect(literal: str, *, allow_loopback: bool = False) -> bool:
    """Whether a network address, written as IPv4 or IPv6 literal, may be connected to.

    Only addresses of the public internet may; an IPv4 address inside an IPv6 form (mapped, 6to4, NAT64) is judged as
    itself. What is no literal may not.
    """
    try:
        address = ipaddress.ip_address(literal)
    except ValueError:
        return False
    inner = _inner(address)
    if inner.is_loopback:
        return allow_loopback and inner == address
    if inner.version == 6 and inner not in _GLOBAL_V6:
        return False
    if any(inner.version == net.version and inner in net for net in _NOT_FOR_US):
        return False
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _SIX_TO_FOUR and address.sixtofour is not None:
        return address.sixtofour
    if any(address in net for net in _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address
