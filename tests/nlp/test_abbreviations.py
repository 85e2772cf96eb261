import pytest

from nlp.abbreviations import find_abbreviations

DEFINED = [
    ("các Chương trình mục tiêu quốc gia (CTMTQG), là", {"CTMTQG": "Chương trình mục tiêu quốc gia"}),
    ("là thành viên Ban Chỉ đạo (BCĐ) các", {"BCĐ": "Ban Chỉ đạo"}),
    ("Bộ Giáo dục và Đào tạo (GD&ĐT) công bố", {"GD&ĐT": "Giáo dục và Đào tạo"}),
    ("Sở Giáo dục-Đào tạo (GD-ĐT) về", {"GD-ĐT": "Giáo dục-Đào tạo"}),
    ("các khu kinh tế ven biển, khu kinh tế cửa khẩu (KKT), khu",
     {"KKT": "khu kinh tế ven biển, khu kinh tế cửa khẩu"}),
    ("yêu cầu Tổng công ty Vận tải (Transerco) hoàn chỉnh", {"Transerco": "Tổng công ty Vận tải"}),
    ("Giấy chứng nhận quyền sử dụng đất (viết tắt là Giấy chứng nhận) giả",
     {"Giấy chứng nhận": "Giấy chứng nhận quyền sử dụng đất"}),
    ("Ủy ban nhân dân các xã, phường (sau đây gọi tắt là UBND cấp xã)",
     {"UBND cấp xã": "Ủy ban nhân dân các xã, phường"}),
    ("Ban Chỉ đạo chuyển đổi số tỉnh (sau đây gọi tắt là Ban Chỉ đạo tỉnh)",
     {"Ban Chỉ đạo tỉnh": "Ban Chỉ đạo chuyển đổi số tỉnh"}),
    ("Ngân hàng Phát triển châu Á (ADB) cho vay", {"ADB": "Ngân hàng Phát triển châu Á"}),
    ("đạt chuẩn NTM (nông thôn mới) năm", {"NTM": "nông thôn mới"}),
    ("Chương trình xây dựng nông thôn mới, gọi tắt là Chương trình, được",
     {"Chương trình": "Chương trình xây dựng nông thôn mới"}),
    ("phòng cháy, chữa cháy và cứu nạn, cứu hộ (PCCC&CNCH)",
     {"PCCC&CNCH": "phòng cháy, chữa cháy và cứu nạn, cứu hộ"}),
    ("kinh tế - xã hội (KT-XH)", {"KT-XH": "kinh tế - xã hội"}),
    ("Báo cáo đánh giá rủi ro (sau đây gọi tắt là Báo cáo)", {"Báo cáo": "Báo cáo đánh giá rủi ro"}),
    ("Ban chỉ huy ứng phó sự cố (sau đây được gọi là Ban chỉ huy)", {"Ban chỉ huy": "Ban chỉ huy ứng phó sự cố"}),
    ("Vật liệu nổ công nghiệp (sau đây viết tắt là VLNCN)", {"VLNCN": "Vật liệu nổ công nghiệp"}),
    ("Chương trình mục tiêu\nquốc gia (MTQG)", {"MTQG": "mục tiêu\nquốc gia".replace("\n", " ")}),
]  # fmt: skip
NONE = [
    ("xã Nậm Có (Lai Châu)", "a place"),
    ("ông Hưởng (áo đen)", "a description"),
    ("quận 8 (TP HCM)", "a place"),
    ("02 xã (Đắk Sin, Hưng Bình)", "a list"),
    ("Thạch Phước Bình (Đoàn đại biểu Quốc hội)", "a body"),
    ("nơi nhận (để báo cáo)", "a note"),
    ("kết quả (100%)", "a share"),
    ("Quyết định (số 12/QĐ-UBND)", "a number"),
    ("đường dây nóng (02613.648.141)", "a telephone"),
    ("Giám đốc Sở Công Thương (sau đây viết tắt là Đoàn kiểm tra)", "words that it does not begin as"),
    ("(CTMTQG)", "nothing before it"),
    ("UBND (cơ quan thường trực) họp", "words of other initials"),
    ("thường gọi là đường dây nóng", "what people call it"),
    ("theo mẫu (BM)", "one word"),
]


@pytest.mark.parametrize(("text", "defined"), DEFINED)
def test_what_a_text_defines_is_found(text: str, defined: dict[str, str]) -> None:
    assert find_abbreviations(text) == defined


@pytest.mark.parametrize(("text", "why"), NONE)
def test_parentheses_that_define_nothing(text: str, why: str) -> None:
    assert find_abbreviations(text) == {}, why


def test_the_first_definition_holds() -> None:
    text = "Ban Chỉ đạo (BCĐ) họp. Bệnh chó dại (BCĐ) tăng."
    assert find_abbreviations(text) == {"BCĐ": "Ban Chỉ đạo"}
