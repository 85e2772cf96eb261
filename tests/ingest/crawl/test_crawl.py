"""A made-up province is crawled: everything wanted once, nothing that is closed, and the same after any kill."""

import json
import os
import random
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from corpus.record import Corpus
from ingest.crawl.crawl import BusyError, Fetched, crawl
from ingest.crawl.delivery import Delivery
from ingest.crawl.portal import Portal, load_portal
from nlp import Extractor
from tests.ingest.crawl.test_guard import HOSTS, Canary, canary  # noqa: F401
from tests.servers.forked import forked
from tests.servers.portals import Province

ARTICLES = 90


@pytest.fixture
def province() -> Iterator[Province]:
    with Province(ARTICLES) as there:
        yield there


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(f"sqlite:///{tmp_path}/chidao.db") as record:
        yield record


def names(fetched: list[Fetched]) -> list[str]:
    return sorted(page.address.split("/", 3)[3] for page in fetched)


def test_all_that_is_wanted_once_and_nothing_that_is_closed(province: Province, corpus: Corpus, tmp_path: Path) -> None:
    for name, prefix in (("dn", "/dn"), ("lr", "/lr"), ("vn", "/vn")):
        portal = load_portal(province.portal(tmp_path, name, prefix))
        got: list[Fetched] = []
        first = crawl(portal, crawls=corpus.crawls, deliver=got.append)
        wanted = [f"{name}/tin/bai-{n}" for n in range(1, ARTICLES + 1)]
        assert names(got) == sorted(wanted + [f"{name}/tep/{n}.pdf" for n in range(10, ARTICLES + 1, 10)])
        assert (first.state, first.new, first.seen) == ("complete", 99, 99)
        assert all(page.title for page in got if page.article is None)
        assert {p.article is not None for p in got if p.address.endswith(".pdf")} == {True}
        before = corpus.crawls.addresses(name)
        province.forget()
        second = crawl(portal, crawls=corpus.crawls, deliver=got.append)
        assert (second.new, second.changed, second.unchanged) == (0, 0, 99)
        assert second.not_modified >= 0.95 * second.requests
        assert len(got) == 99
        assert set(corpus.crawls.addresses(name)) == set(before)
        province_paths = province.paths()
        assert max(province_paths.values()) == 1
        assert not [path for path in province_paths if path.startswith(("/cam", "/tim-kiem", "/bay"))]
    assert province.together == 1


def test_nothing_closed_is_asked_for_even_through_a_redirect(
    province: Province, corpus: Corpus, tmp_path: Path
) -> None:
    starts = ("/hong/toi-cam", "/hong/ra-ngoai", "/hong/vao-trong", "/hong/tep-may", "/hong/vong", "/cam/mat")
    portal = load_portal(province.portal(tmp_path, "dn", "/dn", start=starts))
    report = crawl(portal, crawls=corpus.crawls, deliver=lambda page: pytest.fail(page.address))
    assert report.new == 0
    assert report.state == "failed"  # start pages that give nothing are no silence
    assert len(report.problems) == len(starts)
    assert not [path for path in province.paths() if path.startswith("/cam")]


@pytest.mark.parametrize("robots", [500, 503, 429])
def test_robots_that_can_not_be_read_mean_stop(province: Province, corpus: Corpus, tmp_path: Path, robots: int) -> None:
    province.robots = robots
    portal = load_portal(province.portal(tmp_path, "dn", "/dn", retries=0))
    report = crawl(portal, crawls=corpus.crawls, deliver=lambda page: pytest.fail(page.address))
    assert report.state == "stopped"
    assert "robots.txt" in report.problems[0]
    assert set(province.paths()) == {"/robots.txt"}


def test_no_robots_mean_all_is_open(province: Province, corpus: Corpus, tmp_path: Path) -> None:
    province.robots = 404
    portal = load_portal(province.portal(tmp_path, "dn", "/dn"))
    assert crawl(portal, crawls=corpus.crawls, deliver=lambda _page: None, limit=3).new == 3


# what the server does, the outcome, words of the reason
TROUBLE = [
    ("nho-giot", "failed", "quá chậm"),
    ("khong-lo", "failed", "lớn quá mức"),
    ("bom", "skipped", "nén quá lớn"),
    ("dut", "failed", "ngắt"),
    ("500", "failed", "mã 500"),
    ("404", "gone", "mã 404"),
    ("503-roi-200", "new", ""),
]


def test_each_trouble_is_told_and_the_rest_goes_on(province: Province, corpus: Corpus, tmp_path: Path) -> None:
    site = province.sites["/dn"]
    site.articles = 3
    path = province.portal(tmp_path, "dn", "/dn", retries=1, delay=0.01)
    province.extra = [f"/hong/{what}" for what, _, _ in TROUBLE]
    got: list[Fetched] = []
    report = crawl(load_portal(path), crawls=corpus.crawls, deliver=got.append)
    rows = {a.split("/hong/")[1]: row for a, row in corpus.crawls.addresses("dn").items() if "/hong/" in a}
    assert {what: rows[what].outcome for what, _, _ in TROUBLE} == {what: outcome for what, outcome, _ in TROUBLE}
    for what, _, words in TROUBLE:
        assert words in (rows[what].reason or ""), what
    assert report.new == 4
    assert (report.failed, report.gone, report.skipped) == (4, 1, 1)
    assert sum(report.reasons.values()) == 5


def test_a_host_that_wants_a_long_rest_gets_it(province: Province, corpus: Corpus, tmp_path: Path) -> None:
    province.extra = ["/hong/cho-lau"]
    province.sites["/dn"].articles = 20
    portal = load_portal(province.portal(tmp_path, "dn", "/dn", delay=0.01))
    report = crawl(portal, crawls=corpus.crawls, deliver=lambda _page: None)
    assert report.state == "stopped"
    assert "Retry-After" in report.problems[0]
    asked = [a.path for a in province.asked]
    assert asked[-1] == "/hong/cho-lau"
    province.extra = []
    assert crawl(portal, crawls=corpus.crawls, deliver=lambda _page: None).state == "complete"


def test_a_revised_page_is_changed_and_a_removed_one_is_gone(
    province: Province, corpus: Corpus, tmp_path: Path
) -> None:
    site = province.sites["/vn"]
    site.articles = 12
    portal = load_portal(province.portal(tmp_path, "vn", "/vn"))
    got: list[Fetched] = []
    crawl(portal, crawls=corpus.crawls, deliver=got.append)
    site.revised, site.removed, site.articles = {3}, {4}, 14
    got.clear()
    report = crawl(portal, crawls=corpus.crawls, deliver=got.append)
    assert (report.new, report.changed, report.gone) == (2, 1, 1)
    assert names(got) == ["vn/tin/bai-13", "vn/tin/bai-14", "vn/tin/bai-3"]


@pytest.mark.parametrize("prefix", ["/dn", "/lr", "/vn"])
def test_a_changed_layout_shows_up_as_one(province: Province, corpus: Corpus, tmp_path: Path, prefix: str) -> None:
    site = province.sites[prefix]
    site.articles = 15
    portal = load_portal(province.portal(tmp_path, prefix[1:], prefix))
    assert crawl(portal, crawls=corpus.crawls, deliver=lambda _page: None).state == "complete"
    site.changed_layout = True
    report = crawl(portal, crawls=corpus.crawls, deliver=lambda _page: None)
    assert report.state == "layout"
    assert any("danh sách" in words for words in report.problems)
    assert any("nội dung" in words for words in report.problems)
    assert corpus.crawls.latest()[portal.name].state == "layout"


def test_a_host_is_left_alone_between_requests(province: Province, corpus: Corpus, tmp_path: Path) -> None:
    province.sites["/dn"].articles = 4
    province.robots = "User-agent: *\nCrawl-delay: 0.4\n"
    province.extra = ["/hong/503-roi-200"]
    portal = load_portal(province.portal(tmp_path, "dn", "/dn", delay=0.2, retries=1))
    assert crawl(portal, crawls=corpus.crawls, deliver=lambda _page: None).failed == 0
    times = [a.at for a in province.asked]
    gaps = [b - a for a, b in pairwise(times[1:])]
    assert min(gaps) >= 0.35  # robots.txt asks for more than our own delay
    again = [a.at for a in province.asked if a.path == "/hong/503-roi-200"]
    assert again[1] - again[0] >= 1.0  # Retry-After: 1


def test_a_crawling_child_that_is_killed_is_told_and_carried_on(
    province: Province, corpus: Corpus, tmp_path: Path
) -> None:
    province.sites["/vn"].articles = 12
    portal = load_portal(province.portal(tmp_path, "vn", "/vn"))
    got: list[Fetched] = []

    def kill_once(page: Fetched) -> None:
        got.append(page)
        if len(got) == 5:
            for child in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
                for pid in child.read_text().split():
                    if b"ingest.crawl.child" in Path(f"/proc/{pid}/cmdline").read_bytes():
                        os.kill(int(pid), signal.SIGKILL)

    cut = crawl(portal, crawls=corpus.crawls, deliver=kill_once)
    assert cut.state == "stopped"
    assert "lần chạy sau" in cut.problems[0]
    whole = crawl(portal, crawls=corpus.crawls, deliver=kill_once)
    assert (whole.state, whole.resumed, whole.new) == ("complete", True, 13)
    assert len(names(got)) == len(set(names(got))) == 13


def test_only_one_process_crawls_a_portal(province: Province, corpus: Corpus, tmp_path: Path) -> None:
    portal = load_portal(province.portal(tmp_path, "vn", "/vn"))
    lock = tmp_path / "lock"

    def again(_page: Fetched) -> None:
        with pytest.raises(BusyError, match="tiến trình khác"):
            crawl(portal, crawls=corpus.crawls, deliver=again, lock=lock)

    assert crawl(portal, crawls=corpus.crawls, deliver=again, limit=1, lock=lock).new == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    with Province(2, certificate=self_signed(tmp_path)) as province:
        portal = load_portal(province.portal(tmp_path, "dn", "/dn", retries=0))
        report = crawl(portal, crawls=corpus.crawls, deliver=lambda page: pytest.fail(page.address))
        assert report.state == "stopped"
        assert not province.asked


def self_signed(folder: Path) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    signed = made.add_extension(alternative, critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "certificate.pem"
    path.write_bytes(private + signed.public_bytes(Encoding.PEM))
    return path


def test_hostile_start_pages_reach_nothing(corpus: Corpus, tmp_path: Path, canary: Canary) -> None:  # noqa: F811
    starts = [f"http://{host}:{canary.port}/" for host in HOSTS]
    hosts = [host.removeprefix("user:pw@").strip("[]").lower() for host in HOSTS]
    text = "\n".join([
        'title = "Cổng thù địch"', f"hosts = {json.dumps(hosts)}", f"start = {json.dumps(starts)}",
        "[listing]", 'articles = "a"', "[article]", 'title = "h1"', 'body = "p"',
        "[politeness]", "delay = 0.0", "retries = 0", "timeout = 3.0",
    ])  # fmt: skip
    (tmp_path / "thu.toml").write_text(text, encoding="utf-8")
    report = crawl(
        load_portal(tmp_path / "thu.toml"), crawls=corpus.crawls, deliver=lambda page: pytest.fail(page.address)
    )
    assert report.new == 0
    assert canary.connections == 0


def test_killed_at_fifty_random_points_and_resumed_the_record_is_the_same(province: Province, tmp_path: Path) -> None:
    province.sites["/lr"].articles = 70
    portal = load_portal(province.portal(tmp_path, "lr", "/lr"))
    extractor = Extractor()  # loaded once, before the processes part
    whole, pieces = tmp_path / "whole", tmp_path / "pieces"
    chance = random.Random(6)
    # no page is read in this process before the last fork: a jail's worker must not be shared
    assert _crawl_in_a_process(portal, whole, extractor, None) == 0
    for kill in range(50):
        status = _crawl_in_a_process(portal, pieces, extractor, chance.randrange(1, 3), before=kill % 2 == 0)
        assert os.WIFSIGNALED(status), kill
    with Corpus.open(f"sqlite:///{whole}/c.db") as corpus:
        expected = state(corpus)
    with Corpus.open(f"sqlite:///{pieces}/c.db") as corpus:
        report = crawl(portal, crawls=corpus.crawls, deliver=Delivery(corpus, extractor))
        assert (report.state, report.new) == ("complete", 77)
        assert state(corpus) == expected
        assert len(corpus.crawls.runs()) == 1
        assert corpus.audit.verify() == []


def _crawl_in_a_process(
    portal: Portal, folder: Path, extractor: Extractor, after: int | None, *, before: bool = False
) -> int:
    """Crawls in a process of its own, which is killed at the given page before or after it was taken in; its status."""
    pid = forked(lambda: _crawl_until(portal, folder, extractor, after or 10_000, before=before))
    return os.waitpid(pid, 0)[1]


def _crawl_until(portal: Portal, folder: Path, extractor: Extractor, left: int, *, before: bool) -> None:
    with Corpus.open(f"sqlite:///{folder}/c.db") as corpus:
        take = Delivery(corpus, extractor)

        def deliver(page: Fetched) -> None:
            nonlocal left
            left -= 1
            if not left and before:
                os.kill(os.getpid(), signal.SIGKILL)
            take(page)
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

        crawl(portal, crawls=corpus.crawls, deliver=deliver)


def state(corpus: Corpus) -> object:
    """What the record holds of a crawl, without times and run numbers."""
    documents = corpus.documents(limit=500).items
    tasks = corpus.tasks(limit=500).items
    known = corpus.crawls.addresses("lr").values()
    return (
        sorted((d.id, d.address, d.capture_id, d.title or "", str(d.directive_id)) for d in documents),
        sorted((t.id, t.text, str(t.due), tuple(a.unit for a in t.assignments)) for t in tasks),
        sorted((r.address, r.role, str(r.etag), str(r.digest), tuple(r.links), str(r.final)) for r in known),
    )
