"""No hostile address is ever connected to: judged one by one, and with a canary that counts connections."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.crawl.addresses import may_connect

ROOT = Path(__file__).resolve().parents[3]

CLOSED = [
    ("127.0.0.1", "loopback"),
    ("127.255.0.3", "loopback"),
    ("0.0.0.0", "this host"),
    ("10.1.2.3", "private"),
    ("172.16.0.1", "private"),
    ("192.168.1.1", "private"),
    ("169.254.169.254", "cloud metadata"),
    ("100.64.0.1", "carrier NAT"),
    ("192.0.0.8", "protocol assignments"),
    ("192.0.2.7", "documentation"),
    ("198.18.0.1", "benchmarks"),
    ("224.0.0.1", "multicast"),
    ("255.255.255.255", "broadcast"),
    ("240.0.0.1", "reserved"),
    ("::", "unspecified"),
    ("::1", "loopback"),
    ("::ffff:127.0.0.1", "IPv4 in IPv6"),
    ("::ffff:10.0.0.1", "IPv4 in IPv6"),
    ("::7f00:1", "IPv4-compatible"),
    ("2002:7f00:1::", "6to4 of 127.0.0.1"),
    ("2002:c0a8:101::1", "6to4 of 192.168.1.1"),
    ("64:ff9b::7f00:1", "NAT64 of 127.0.0.1"),
    ("64:ff9b::a00:1", "NAT64 of 10.0.0.1"),
    ("64:ff9b:1::a00:1", "local NAT64"),
    ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo"),
    ("fe80::1", "link-local"),
    ("fe80::1%1", "link-local with a zone"),
    ("fc00::1", "unique local"),
    ("fec0::1", "site-local"),
    ("ff02::1", "multicast"),
    ("2001:db8::1", "documentation"),
    ("3fff::1", "documentation"),
    ("100::1", "discard"),
    ("langson.gov.vn", "no literal"),
    ("0177.0.0.1", "octal is no literal"),
    ("2130706433", "a number is no literal"),
    ("", "nothing"),
]
OPEN = ["8.8.8.8", "113.160.0.1", "2405:4800::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]


@pytest.mark.parametrize(("literal", "why"), CLOSED)
def test_an_address_that_is_not_public_is_closed(literal: str, why: str) -> None:
    assert not may_connect(literal), why


@pytest.mark.parametrize("literal", OPEN)
def test_a_public_address_is_open(literal: str) -> None:
    assert may_connect(literal)


def test_loopback_is_open_only_where_a_portal_says_so() -> None:
    assert may_connect("127.0.0.1", allow_loopback=True)
    assert may_connect("::1", allow_loopback=True)
    assert not may_connect("::ffff:127.0.0.1", allow_loopback=True)
    assert not may_connect("10.0.0.1", allow_loopback=True)


class Canary:
    """Listens on every loopback address and counts who connects."""

    def __init__(self) -> None:
        self.connections = 0
        self.sockets = []
        first = socket.create_server(("127.0.0.1", 0))
        self.port = first.getsockname()[1]
        self.sockets.append(first)
        if socket.has_dualstack_ipv6():
            self.sockets.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))
        for listening in self.sockets:
            threading.Thread(target=self._count, args=(listening,), daemon=True).start()

    def _count(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    bird = Canary()
    yield bird
    for listening in bird.sockets:
        listening.close()


HOSTS = [
    "127.0.0.1", "localhost", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.0.0.1",
    "0177.0.0.1", "017700000001", "127.0.0.1.", "localhost.", "127.000.000.001", "[::1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]", "[::]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]", "ip6-localhost", "LOCALHOST",
    "127.0.0.2", "[::1%25lo]", "１２７.0.0.1", "user:pw@127.0.0.1",
]  # fmt: skip

ASK = """
import sys
from scrapy.utils.reactor import install_reactor
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from twisted.internet import reactor
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.protocol import Factory, Protocol
from zope.interface import implementer
from twisted.internet.interfaces import IHostnameResolver
from ingest.crawl.guard import install

refused, port = [], int(sys.argv[1])
install(reactor, allow_loopback=False, on_refused=refused.append)
answers = iter([["192.0.2.1"], ["127.0.0.1"], ["::1", "127.0.0.1"], ["::ffff:127.0.0.1"], ["127.0.0.1", "10.0.0.1"]])

@implementer(IHostnameResolver)
class Rebinding:
    def resolveHostName(self, receiver, host, portNumber=0, **_):
        receiver.resolutionBegan(self)
        for answer in next(answers):
            kind = IPv6Address if ":" in answer else IPv4Address
            receiver.addressResolved(kind("TCP", answer, portNumber))
        receiver.resolutionComplete()
        return receiver

reactor.installNameResolver(Rebinding())
left = 5
def ended(_):
    global left
    left -= 1
    if not left:
        reactor.stop()
for _ in range(left):
    HostnameEndpoint(reactor, "cong.gov.vn", port, timeout=2).connect(Factory.forProtocol(Protocol)).addBoth(ended)
reactor.callLater(20, reactor.stop)
reactor.run()
print(len(refused))
"""


def test_a_name_that_turns_to_loopback_reaches_nothing(canary: Canary) -> None:
    command = [sys.executable, "-c", ASK, str(canary.port)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert int(told.stdout) == 7  # every address of the five answers
    assert canary.connections == 0


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_judged_as_itself(address: IPv4Address) -> None:
    number = int(address)
    alone = may_connect(str(address))
    assert may_connect(str(IPv6Address((0x64FF9B << 96) | number))) == alone
    assert may_connect(f"::ffff:{address}") == alone
    assert may_connect(str(IPv6Address((0x2002 << 112) | (number << 80)))) == alone
