"""What an article reports: a numbered document, one without a number, an order, a meeting, or nothing."""

from datetime import date

import pytest

from nlp.directive import find_directive
from nlp.layout.article import article_blocks
from nlp.layout.types import Layout
from nlp.references import find_references
from nlp.types import Context, Directive

NEXT = "\nCác đơn vị liên quan tập trung thực hiện các nhiệm vụ được giao trong thời gian sớm nhất.\n"


def read(title: str, text: str, *, ordered: bool | None = True, published: date | None = None) -> Directive | None:
    whole = f"{title}\n{text}{NEXT}"
    layout = Layout("article", article_blocks(whole, title))
    references = find_references(whole, layout=layout)
    return find_directive(
        whole, "article", layout, references, Context(title=title, published=published), ordered=ordered
    )


DOCUMENTS = [
    ("Ngày 17/5/2019, Chủ tịch UBND huyện ban hành Công điện số 34/CĐ-UBND về việc phòng, chống dịch tả lợn.",
     "công điện", "34/CĐ-UBND", date(2019, 5, 17), "Chủ tịch UBND huyện", "phòng, chống dịch tả lợn"),
    ("Vừa qua, UBND tỉnh Lào Cai ban hành văn bản số 1810/UBND-NLN về việc tăng cường giúp đỡ các xã nghèo.",
     None, "1810/UBND-NLN", None, "UBND tỉnh Lào Cai", "tăng cường giúp đỡ các xã nghèo"),
    ("UBND tỉnh Lạng Sơn chỉ đạo tổ chức thực hiện các chương trình (Công văn số 595/UBND-KT, ngày 07/5/2024).",
     "công văn", "595/UBND-KT", date(2024, 5, 7), "UBND tỉnh Lạng Sơn", "Tiêu đề của bài viết này"),
    ("Nội dung nêu trong Công điện số 43/CĐ-BGTVT vừa được Bộ trưởng Bộ Giao thông vận tải Nguyễn Văn Thể ký ban hành.",
     "công điện", "43/CĐ-BGTVT", None, "Bộ Giao thông vận tải", "Tiêu đề của bài viết này"),
    ("Theo Công điện số 35/CĐ-BGTVT, các chủ đầu tư được yêu cầu kiểm tra, đơn vị quản lý đề nghị nhà thầu sửa đường.",
     "công điện", "35/CĐ-BGTVT", None, "Bộ Giao thông vận tải", "Tiêu đề của bài viết này"),
    ("Ông Trần Anh Thư - Phó Chủ tịch UBND tỉnh An Giang - cho biết đã ký Quyết định số 1426/QĐ-UBND về việc sạt lở.",
     "quyết định", "1426/QĐ-UBND", None, "UBND tỉnh An Giang", "sạt lở"),
    ("Theo văn bản số 7339/VPCP-CN của Văn phòng Chính phủ, Phó Thủ tướng yêu cầu UBND TP Hải Phòng nghiên cứu.",
     None, "7339/VPCP-CN", None, "Văn phòng Chính phủ", "Tiêu đề của bài viết này"),
    ("Phó chủ tịch UBND TP Hà Nội Nguyễn Thế Hùng vừa ký Quyết định số 4309/QĐ-UBND về việc kiểm tra nhà cũ.",
     "quyết định", "4309/QĐ-UBND", None, "UBND TP Hà Nội", "kiểm tra nhà cũ"),
    ("Phó Thủ tướng Trương Hòa Bình vừa ký Công điện số 424/CĐ-TTg về vụ cháy nhà xưởng ở quận Nam Từ Liêm.",
     "công điện", "424/CĐ-TTg", None, "Thủ tướng Chính phủ", "vụ cháy nhà xưởng ở quận Nam Từ Liêm"),
    ("Sở Y tế Hà Nội vừa có thông báo về việc tiêm vắc xin cho trẻ em trên địa bàn.",
     "thông báo", None, None, "Sở Y tế Hà Nội", "tiêm vắc xin cho trẻ em trên địa bàn"),
    ("UBND TP Đà Nẵng vừa có văn bản yêu cầu Công an TP xử lý các xe chở đất đá.",
     None, None, None, "UBND TP Đà Nẵng", "Tiêu đề của bài viết này"),
    ("Sáng 21/10, trong văn bản hướng dẫn quản lý dạy thêm, học thêm, Sở Giáo dục TP HCM đề nghị các quận kiểm tra.",
     None, None, None, "Sở Giáo dục TP HCM", "hướng dẫn quản lý dạy thêm, học thêm"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "number", "day", "issuer", "subject"), DOCUMENTS)
def test_a_document_is_reported(
    text: str, kind: str | None, number: str | None, day: date | None, issuer: str, subject: str
) -> None:
    found = read("Tiêu đề của bài viết này", text)
    assert found is not None
    assert (found.form, found.type, found.number, found.date) == ("document", kind, number, day)
    assert (found.issuer, found.subject) == (issuer, subject)


def test_who_signed_is_named_where_the_article_says_so() -> None:
    text = "Ngày 1/3/2018, Phó Chủ tịch UBND TP Đà Nẵng Hồ Kỳ Minh đã ký ban hành thông báo về ô nhiễm môi trường."
    found = read("Đà Nẵng dừng hai nhà máy thép gây ô nhiễm", text)
    assert found is not None
    assert found.issuer == "UBND TP Đà Nẵng"
    assert found.signer is not None
    assert found.signer.name == "Hồ Kỳ Minh"


def test_an_order_without_a_document_has_the_titles_subject() -> None:
    found = read(
        "TP HCM yêu cầu dọn sạch lục bình trên kênh, rạch",
        "Phó chủ tịch UBND TP HCM Lê Thanh Liêm vừa giao Sở Xây dựng nghiên cứu quy trình vớt lục bình.",
    )
    assert found is not None
    assert (found.issuer, found.number, found.type) == ("UBND TP HCM", None, None)
    assert found.subject == "dọn sạch lục bình trên kênh, rạch"
    assert found.reasons["number"] == "not-named"


def test_an_order_is_about_what_it_is_for() -> None:
    found = read(
        "TP HCM lên đề án dọn sạch kênh, rạch",
        "Để xử lý lục bình ngăn dòng chảy các kênh trên địa bàn, TP HCM đã xây dựng đề án dài hơi.\n"
        "Phó chủ tịch UBND TP HCM Lê Thanh Liêm vừa giao Sở Xây dựng nghiên cứu quy trình vớt lục bình.",
    )
    assert found is not None
    assert found.subject == "xử lý lục bình ngăn dòng chảy các kênh trên địa bàn"
    assert found.rules["subject"] == "report.purpose"


def test_who_tells_what_was_put_out_speaks_for_the_body() -> None:
    found = read(
        "Miền Tây tránh bão",
        "Tại Vĩnh Long, ông Lưu Nhuận - chánh văn phòng Ban chỉ huy phòng chống thiên tai tỉnh Vĩnh Long - cho biết "
        "vừa ra công điện về việc ứng phó với áp thấp nhiệt đới.",
    )
    assert found is not None
    assert found.type == "công điện"
    assert found.issuer == "Ban chỉ huy phòng chống thiên tai tỉnh Vĩnh Long"


def test_what_was_just_put_out_goes_before_what_was_put_out_already() -> None:
    found = read(
        "Các tỉnh tránh bão",
        "Sở Xây dựng Sóc Trăng đã có công văn về việc gia cố đê biển ở các huyện.\n"
        "UBND tỉnh Vĩnh Long vừa ban hành công điện về việc ứng phó với áp thấp nhiệt đới.",
    )
    assert found is not None
    assert (found.type, found.issuer) == ("công điện", "UBND tỉnh Vĩnh Long")


MEETINGS = [
    ("Sáng 27.6, UBND huyện Đắk R'lấp tổ chức hội nghị triển khai công tác phòng chống dịch bệnh sáu tháng cuối năm.",
     date(2019, 6, 28), date(2019, 6, 27), "UBND huyện Đắk R'lấp",
     "triển khai công tác phòng chống dịch bệnh sáu tháng cuối năm"),
    ("Ngày 10/8/2022, Ban Chỉ đạo các Chương trình mục tiêu quốc gia tỉnh Sóc Trăng tổ chức cuộc họp thành viên để "
     "đánh giá tình hình, tiến độ thực hiện, bao gồm ba chương trình.",
     None, date(2022, 8, 10), "BCĐ các Chương trình mục tiêu quốc gia tỉnh Sóc Trăng",
     "đánh giá tình hình, tiến độ thực hiện"),
    ("Chiều 2/7, Thành ủy Lào Cai tổ chức hội nghị giao ban công tác xây dựng Đảng tháng 6 với các phường.",
     None, None, "Thành ủy Lào Cai", "công tác xây dựng Đảng tháng 6 với các phường"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "day", "issuer", "subject"), MEETINGS)
def test_a_meeting_is_reported(text: str, published: date | None, day: date | None, issuer: str, subject: str) -> None:
    found = read("Hội nghị bàn về công việc chung", text, published=published)
    assert found is not None
    assert (found.form, found.number, found.type, found.date) == ("meeting", None, None, day)
    assert found.issuer == issuer
    assert found.subject == subject
    assert day is not None or found.reasons["date"] == "no-year"


def test_the_chair_of_a_meeting_is_named() -> None:
    text = (
        "Ngày 11/9/2024, đồng chí Hoàng Quốc Khánh, Bí thư Tỉnh ủy, Trưởng Ban Chỉ đạo các Chương trình mục tiêu quốc "
        "gia tỉnh Sơn La đã chủ trì cuộc họp Ban Chỉ đạo về đánh giá tình hình giải ngân."
    )
    found = read("Sơn La phấn đấu hoàn thành các chương trình", text)
    assert found is not None
    assert found.issuer == "BCĐ các Chương trình mục tiêu quốc gia tỉnh Sơn La"
    assert found.chair == "Hoàng Quốc Khánh"


NOTHING = [
    (
        "Nghị định 32/2019/NĐ-CP ban hành ngày 10/04/2019 của Chính phủ quy định giao nhiệm vụ có hiệu lực.",
        "news of a law",
    ),
    ("Bãi rác của huyện đã quá tải, gây ô nhiễm môi trường nghiêm trọng cho người dân.", "news"),
    ("Theo Quyết định số 1606/QĐ-UBND ngày 27/10/2005, dự án đã được giao đất từ lâu.", "a document of old"),
    ("", "nothing at all"),
]


@pytest.mark.parametrize(("text", "why"), NOTHING)
def test_an_article_that_orders_nothing_has_no_directive(text: str, why: str) -> None:
    assert read("Tin trong ngày của địa phương", text, ordered=False) is None, why


def test_background_is_no_directive_where_there_is_news() -> None:
    text = (
        "Trước đó, UBND tỉnh Sơn La đã ban hành Kế hoạch số 5/KH-UBND về việc chống hạn.\n"
        "Ngày 3/4/2024, UBND tỉnh Sơn La ban hành Công văn số 99/UBND-KT về việc phòng cháy rừng."
    )
    found = read("Sơn La phòng cháy rừng mùa khô", text)
    assert found is not None
    assert found.number == "99/UBND-KT"
