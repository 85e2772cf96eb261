"""Every portal that is described has a stored page of its skeleton and says what it takes from it."""

import json
import re
from pathlib import Path

import pytest

from ingest.crawl.page import read_article, read_listing
from ingest.crawl.portal import FOLDER, Portal, PortalError, load_portal, load_portals

STORED = Path(__file__).resolve().parents[1] / "portals"
SHARED = Path(__file__).resolve().parents[3] / ".." / "shared" / "portals"
PORTALS = {portal.name: portal for portal in load_portals()}


@pytest.mark.parametrize("name", sorted(PORTALS))
def test_a_portal_takes_from_its_stored_pages_what_is_expected(name: str) -> None:
    portal, folder = PORTALS[name], STORED / name
    assert (folder / "expected.json").is_file(), f"portal {name} has no stored page in tests/ingest/portals/{name}"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    listing = read_listing(portal, (folder / "listing.html").read_text(encoding="utf-8"), portal.start[0])
    article = read_article(portal, (folder / "article.html").read_text(encoding="utf-8"), portal.start[0])
    assert {"articles": list(listing.articles), "next": listing.next} == expected["listing"]
    assert {
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "byline": article.byline,
        "body": (article.body or "").splitlines(),
        "attachments": list(article.attachments),
    } == expected["article"]
    assert listing.articles
    assert article.title
    assert article.body


def test_no_stored_page_is_left_without_its_portal() -> None:
    assert {folder.name for folder in STORED.iterdir() if folder.is_dir()} == set(PORTALS)


@pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)
def test_no_shipped_portal_may_be_impolite(portal: Portal) -> None:
    assert not portal.politeness.allow_loopback
    assert portal.politeness.delay >= 1
    assert not any(re.fullmatch(r"[\d.:\[\]]+|localhost", host) for host in portal.hosts)


# file of shared/portals, portal, articles of a listing or (start of title, published, attachments)
REAL_LISTINGS = [("029_*", "daknong-krongno", 8), ("030_*", "daknong-dakrlap", 10), ("033_*", "daknong-stc", 45)]
REAL_ARTICLES = [
    ("002_*", "daknong-dakrlap", "Công điện khẩn", "2019-08-08", 1),
    ("003_*", "daknong-krongno", "Thực hiện Phong trào", "2019-07-30", 0),
    ("028_*", "daknong-krongno", "Thông báo kết luận", "2019-06-25", 1),
    ("129_*", "vbpl", "Quyết định số 05/2026", "2026-04-16", 0),
]
needs_pages = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/portals is missing")


def real(pattern: str) -> str:
    text = next(SHARED.glob(pattern)).read_text(encoding="utf-8")
    # pages from the web archive carry its address before the portal's own
    return re.sub(r"https?://web\.archive\.org/web/\d+/", "", text).replace("dakrlap.daknong", "stc.daknong")


@needs_pages
@pytest.mark.parametrize(("pattern", "name", "count"), REAL_LISTINGS)
def test_a_real_listing_gives_its_articles(pattern: str, name: str, count: int) -> None:
    html = real(pattern) if name == "daknong-stc" else next(SHARED.glob(pattern)).read_text(encoding="utf-8")
    assert len(read_listing(PORTALS[name], html, PORTALS[name].start[0]).articles) == count


@needs_pages
@pytest.mark.parametrize(("pattern", "name", "title", "published", "attachments"), REAL_ARTICLES)
def test_a_real_article_gives_its_parts(pattern: str, name: str, title: str, published: str, attachments: int) -> None:
    html = next(SHARED.glob(pattern)).read_text(encoding="utf-8")
    article = read_article(PORTALS[name], html, PORTALS[name].start[0])
    assert (article.title or "").startswith(title)
    assert str(article.published).startswith(published)
    assert len(article.attachments) == attachments
    assert "TIN ĐÃ ĐƯA" not in (article.body or "")


@needs_pages
def test_a_page_that_says_there_is_no_such_document_is_known_as_one() -> None:
    html = next(SHARED.glob("135_*")).read_text(encoding="utf-8")
    assert read_article(PORTALS["vbpl"], html, PORTALS["vbpl"].start[0]).missing


GOOD = (FOLDER / "langson.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("start = [", "start = [}"), "không đọc được"),
        (('family = "vhv"', 'family = "khong-co"'), "khong-co.toml"),
        (('hosts = ["langson.gov.vn", "www.langson.gov.vn"]', 'hosts = ["khac.gov.vn"]'), "không thuộc các máy chủ"),
        (("https://langson", "file://langson"), "không thuộc các máy chủ"),
        (("place =", "noi ="), "noi"),
        (('family = "vhv"', ""), "article"),
        (("place =", 'kind = "khac"\nplace ='), "kind"),
    ],
    ids=[
        "broken TOML",
        "no such family",
        "foreign start",
        "no web address",
        "unknown key",
        "no selectors",
        "no such kind",
    ],
)
def test_a_wrong_description_is_named_and_told(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    assert change[0] in GOOD
    (tmp_path / "thu.toml").write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(PortalError, match=re.escape(words)):
        load_portal(tmp_path / "thu.toml")
