from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.crawl.addresses import canonical, resolve
from ingest.crawl.page import moment

MOMENTS = [
    ("Thứ Sáu, 13/09/2024 19:58 (GMT+0)", datetime(2024, 9, 13, 19, 58)),
    ("(25.06.2019 17:00)", datetime(2019, 6, 25, 17, 0)),
    ("thứ năm, 08 08 2019 08:51", datetime(2019, 8, 8, 8, 51)),
    ("2024-10-25 15:03:31", datetime(2024, 10, 25, 15, 3)),
    ("2018-08-07T17:23:45+07:00", datetime(2018, 8, 7, 17, 23)),  # a meta element's
    ("17:23:45 | 07/08/2018", datetime(2018, 8, 7, 17, 23)),
    ("14:30 ngày 5/6/2025", datetime(2025, 6, 5, 14, 30)),
    ("Lạng Sơn, ngày 07 tháng 5 năm 2024", datetime(2024, 5, 7)),
    ("14h05, 30-4-2025", datetime(2025, 4, 30, 14, 5)),
    ("31/02/2025", None),  # no such day
    ("số 12/2025", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), MOMENTS)
def test_a_portals_date_is_read(text: str, expected: datetime | None) -> None:
    assert moment(text) == expected


SAME = [
    ("https://A.gov.vn:443/tin/1#dau", "https://a.gov.vn/tin/1"),
    ("https://a.gov.vn/tin;jsessionid=9F?utm_source=zalo&id=3", "https://a.gov.vn/tin?id=3"),
    ("https://a.gov.vn/tin?b=2&a=1", "https://a.gov.vn/tin?a=1&b=2"),
    ("https://a.gov.vn/t%C3%ACn", "https://a.gov.vn/t%C3%ACn"),
    ("https://a.gov.vn/tìn", "https://a.gov.vn/t%C3%ACn"),
]


@pytest.mark.parametrize(("address", "expected"), SAME)
def test_one_page_has_one_address(address: str, expected: str) -> None:
    assert canonical(address) == expected
    assert canonical(canonical(address)) == canonical(address)


@pytest.mark.parametrize(
    "href",
    [
        "file:///etc/passwd",
        "mailto:a@b.vn",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a/b",
        "http://[::1",
        "x" * 3000,
    ],
)
def test_a_link_that_is_no_web_page_leads_nowhere(href: str) -> None:
    assert resolve("https://a.gov.vn/", href) is None


@given(
    st.from_regex(r"https?://[a-z]{1,8}\.gov\.vn(:\d{2,4})?(/[a-zA-Z0-9 %;=._-]{0,12}){0,3}(\?[^#\x00-\x20]{0,20})?")
)
def test_the_one_form_of_an_address_is_its_own(address: str) -> None:
    try:
        one = canonical(address)
    except ValueError:
        return  # no address at all: `resolve` leaves it out
    assert canonical(one) == one


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_a_date(text: str) -> None:
    found = moment(text)
    assert found is None or found.year >= 1


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_link_breaks_the_reading_of_a_page(base: str, href: str) -> None:
    found = resolve(base, href)
    assert found is None or found.startswith(("http://", "https://"))
