from pathlib import Path

import pytest

from ingest.crawl.check import check
from ingest.crawl.portal import load_portals

STORED = Path(__file__).resolve().parents[1] / "portals"
PORTALS = {portal.name: portal for portal in load_portals()}


@pytest.mark.parametrize("name", sorted(PORTALS))
@pytest.mark.parametrize("page", ["listing.html", "article.html"])
def test_a_stored_page_fits_its_portal(name: str, page: str) -> None:
    take = check(PORTALS[name], (STORED / name / page).read_text(encoding="utf-8"))
    assert take.fits, take.problems
    assert bool(take.article.body) == (page == "article.html")
    assert take.to_dict()["portal"] == name


def test_a_page_of_another_portal_fits_not_and_is_told_why() -> None:
    take = check(PORTALS["vbpl"], (STORED / "langson" / "article.html").read_text(encoding="utf-8"))
    assert "không khớp" in take.problems[0]


def test_what_is_missing_is_named() -> None:
    html = (STORED / "ninhbinh" / "article.html").read_text(encoding="utf-8").replace("date-detail", "khac")
    assert check(PORTALS["ninhbinh"], html).problems == ("thấy nội dung nhưng không thấy ngày đăng (article.date)",)


@pytest.mark.parametrize("html", ["", "\0", "<", "<html>" * 5000, "plain"], ids=["empty", "nul", "<", "deep", "plain"])
def test_a_broken_page_breaks_nothing(html: str) -> None:
    assert not check(PORTALS["langson"], html).fits
