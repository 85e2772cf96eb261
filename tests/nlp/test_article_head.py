from datetime import date

import pytest

from nlp.article_head import find_published, find_title, published_in
from nlp.kind import guess_kind
from nlp.layout.types import Block, Layout, Role

NOTHING = Layout("article", [])
BODY = "UBND tỉnh vừa ban hành kế hoạch xây dựng nông thôn mới nâng cao cho các xã trên địa bàn trong năm nay.\n"
TITLE = "Kế hoạch xây dựng nông thôn mới nâng cao năm 2024"
PAGES = [
    (f"{TITLE}\n\n{BODY}", "nothing above"),
    (f"Kinh tế Đô thị\n{TITLE}\n{BODY}", "a section above"),
    (f"Thông tin chỉ đạo điều hành\nthứ năm, 08 08 2019 08:51\n{TITLE}\n{BODY}", "a section and the day"),
    (
        f"Logo báo điện tử Đảng Cộng sản Việt Nam\n\n{TITLE}\n\nThứ Sáu, 13/09/2024 19:58 (GMT+0)\nzalo-icon\n{BODY}",
        "a logo",
    ),
    (
        f"Cổng thông tin điện tử\n\nTỉnh Lạng Sơn\n\nA- A A+ | Tăng tương phản Giảm tương phản\n\n{TITLE}\n\n{BODY}",
        "tools",
    ),
]
DAYS = [
    ("thứ năm, 08 08 2019 08:51", date(2019, 8, 8)),
    ("Thứ Sáu, 13/09/2024 19:58 (GMT+0)", date(2024, 9, 13)),
    ("Ngày đăng: 07/5/2024", date(2024, 5, 7)),
    ("Cập nhật lúc 08:30 ngày 1/2/2023", date(2023, 2, 1)),
    ("08/05/2024 | 15:30", date(2024, 5, 8)),
    ("Thứ ba, ngày 4 tháng 6 năm 2024", date(2024, 6, 4)),
    ("(28/06/2019)", date(2019, 6, 28)),
]
NO_DAYS = [
    "Ngày 7/5/2024, UBND tỉnh ban hành Công văn số 595/UBND-KT về các chương trình.",
    "Hội nghị ngày 12/3/2024 tại Lào Cai",
    "Điện thoại: 02993.822.339",
    "giai đoạn 2021 - 2025",
    "31/31/2024",
    "Trang chủ",
    "",
]


@pytest.mark.parametrize(("page", "why"), PAGES)
def test_the_headline_is_the_line_that_the_text_goes_on_from(page: str, why: str) -> None:
    assert find_title(page, "article", NOTHING) == TITLE, why


def test_a_page_without_text_has_no_title() -> None:
    assert find_title("", "article", NOTHING) is None
    assert find_title("\n \n", "article", NOTHING) is None


def test_a_dispatchs_title_is_its_summary_as_printed() -> None:
    text = "V/v kiểm tra\n đập"
    assert find_title(text, "dispatch", Layout("dispatch", [Block(Role.SUBJECT, [(0, 12), (14, 17)])])) == text


@pytest.mark.parametrize(("line", "day"), DAYS)
def test_the_day_of_publication_stands_alone_in_its_line(line: str, day: date) -> None:
    assert published_in(line) == day


@pytest.mark.parametrize("line", NO_DAYS)
def test_a_day_in_a_sentence_is_none_of_publication(line: str) -> None:
    assert published_in(line) is None


def test_the_day_of_other_news_is_not_the_pages() -> None:
    page = f"{TITLE}\n{BODY}Tặng quà gia đình chính sách\n(27/07/2019)\n"
    assert find_published(page, "article", NOTHING) is None
    assert find_published(f"{TITLE}\nThứ Sáu, 13/09/2024\n{BODY}", "article", NOTHING) == date(2024, 9, 13)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("UBND TỈNH LÀO CAI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/UBND-KT\nKính gửi: Sở Y tế.", "dispatch"),
        ("TỈNH ỦY LÀO CAI\nSố 39-CTr/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nLào Cai, ngày 29 tháng 01 năm 2026", "dispatch"),
        ("TRANG CHỦ\nTIN TỨC\nUBND TỈNH LÀO CAI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/UBND-KT\n", "dispatch"),
        (f"{TITLE}\n{BODY}", "article"),
        (f"{TITLE}\nTheo Công văn số 595/UBND-KT ngày 7/5/2024 của UBND tỉnh, các sở báo cáo.", "article"),
        ("Logo báo điện tử Đảng Cộng sản Việt Nam\n" + BODY, "article"),
        ("Nước Cộng hòa xã hội chủ nghĩa Việt Nam kỷ niệm 79 năm Quốc khánh", "article"),
        ("The quick brown fox", "article"),
        ("", "article"),
    ],
)
def test_a_letterhead_makes_a_dispatch(text: str, kind: str) -> None:
    assert guess_kind(text) == kind
