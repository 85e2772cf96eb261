import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.layout.types import Block, Layout, Role
from nlp.names import full_name
from nlp.people import find_people
from nlp.types import Directive, Signer

NOWHERE = Layout("article", [])
HOLDERS = [
    ("ông Phan Thanh Hải, Phó Giám đốc Sở Giáo dục cho biết", "Phan Thanh Hải", "Phó Giám đốc Sở Giáo dục"),
    ("Ông Đồng Văn Lâm - chủ tịch UBND tỉnh Trà Vinh - cho biết", "Đồng Văn Lâm", "chủ tịch UBND tỉnh Trà Vinh"),
    ("Phó Chủ tịch UBND tỉnh Trương Thanh Tùng phát biểu", "Trương Thanh Tùng", "Phó Chủ tịch UBND tỉnh"),
    ("Phó chủ tịch Hà Nội Ngô Văn Quý khẳng định", "Ngô Văn Quý", "Phó chủ tịch Hà Nội"),
    ("Thủ tướng Chính phủ Nguyễn Tấn Dũng yêu cầu", "Nguyễn Tấn Dũng", "Thủ tướng Chính phủ"),
    ("phó chủ tịch UBND TP Đà Nẵng Hồ Kỳ Minh đã ký", "Hồ Kỳ Minh", "phó chủ tịch UBND TP Đà Nẵng"),
    ("Chủ tịch UBND tỉnh Đắk Nông Nguyễn Bốn kết luận", "Nguyễn Bốn", "Chủ tịch UBND tỉnh Đắk Nông"),
    ("đồng chí Hoàng Quốc Khánh, Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh đã chủ trì", "Hoàng Quốc Khánh",
     "Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh"),
    ("Đồng chí Hà Trung Ký giữ chức Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy nhiệm kỳ", "Hà Trung Ký",
     "Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy"),
    ("Ông Lê Văn Hưởng (áo đen), chủ tịch UBND tỉnh Tiền Giang, kiểm tra", "Lê Văn Hưởng",
     "chủ tịch UBND tỉnh Tiền Giang"),
    ("4.1. Ông. Hoàng Văn Thuân - Trưởng đoàn: Phụ trách chung", "Hoàng Văn Thuân", "Trưởng đoàn"),
    ("- PCT. Vương Thành Chung:", "Vương Thành Chung", "PCT"),
    ("- PCT UBND tỉnh Nguyễn Thành Sinh;", "Nguyễn Thành Sinh", "PCT UBND tỉnh"),
    ("bà Trương Thị Thúy Diễm, Thanh tra viên Văn phòng tiếp", "Trương Thị Thúy Diễm", None),
]  # fmt: skip
NOBODY = [
    ("Chủ tịch UBND TP Hà Nội báo cáo Thủ tướng", "a city"),
    ("trên đường Hoàng Văn Thái - Trần Đức", "roads"),
    ("Chủ tịch Hồ Chí Minh", "a name that movements and cities bear"),
    ("phường Nguyễn Thái Học, thành phố Yên Bái", "a ward"),
    ("Ông Lê Văn Trường, ông Nguyễn Văn Hướng khiếu nại", "complainants"),
    ("Ảnh: PHAN SÔNG NGÂN", "a byline"),
    ("Ngô Tấm – Khánh Hiền", "bylines"),
    ("Bộ trưởng Bộ Tài nguyên và Môi trường", "an office alone"),
    ("Chánh Văn phòng UBND huyện Đắk R'lấp", "a district"),
    ("Giám đốc Sở Công Thương", "an office alone"),
    ("nhà 8B Lê Trực: Thủ tướng yêu cầu Hà Nội", "a road before an office"),
    ("Chủ tịch UBND huyện yêu cầu ông Trần Văn Ba tháo dỡ", "a citizen whom an official tells"),
    ("Trưởng Ban Chỉ đạo", "a body"),
    ("Công ty TNHH Hiệp Phú", "a firm"),
]


@pytest.mark.parametrize(("text", "name", "position"), HOLDERS)
def test_whoever_holds_an_office_is_found(text: str, name: str, position: str | None) -> None:
    (found,) = find_people(text, NOWHERE)
    assert found.name == name
    assert text[found.start : found.end] == name
    assert position is None or found.position == position


@pytest.mark.parametrize(("text", "why"), NOBODY)
def test_names_without_an_office_are_left_out(text: str, why: str) -> None:
    assert find_people(text, NOWHERE) == [], why


def test_somebody_named_twice_is_one_person() -> None:
    text = "Phó Thủ tướng Vương Đình Huệ trả lời. Phó Thủ tướng Chính phủ Vương Đình Huệ cho biết."
    assert [p.name for p in find_people(text, NOWHERE)] == ["Vương Đình Huệ"]


def test_the_signer_is_one_of_them() -> None:
    directive = Directive(signer=Signer("Cao Văn Tính", "CHÁNH VĂN PHÒNG"), spans={"signer": (4, 16)})
    (found,) = find_people("abc Cao Văn Tính", NOWHERE, directive)
    assert (found.name, found.position, found.rule) == ("Cao Văn Tính", "CHÁNH VĂN PHÒNG", "people.signer")


def test_menus_name_nobody() -> None:
    text = "Chủ tịch UBND tỉnh Trần Văn An"
    assert find_people(text, Layout("article", [Block(Role.FURNITURE, [(0, len(text))])])) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("LêSỹ Tuân", "Lê Sỹ Tuân"),
        ("TRẦN THỊ BÌNH", "Trần Thị Bình"),
        ("Thượng tướng Phạm Hoài Nam", "Phạm Hoài Nam"),
        ("PGS.TS. Lê Anh", "Lê Anh"),
        ("Lào Cai", None),
        ("Sở Công Thương", None),
        ("CHỦ TỊCH", None),
        ("Nguyễn", None),
        ("", None),
    ],
)
def test_a_full_name_is_known(text: str, name: str | None) -> None:
    assert full_name(text) == name


@given(st.text(alphabet=st.sampled_from("NguyễnTrầđ ChủtịhPó,.-ôông\n"), max_size=120))
def test_spans_hold_in_any_text(text: str) -> None:
    for found in find_people(text, NOWHERE):
        assert " ".join(text[found.start : found.end].split()) == found.name


def test_an_office_keeps_the_whole_of_its_bodys_name() -> None:
    text = "ông Nguyễn Trọng Yên - Giám đốc Sở Nông nghiệp và Môi trường, Chánh Văn phòng Điều phối và ông Lê An"
    (found,) = find_people(text, NOWHERE)
    assert found.position == "Giám đốc Sở Nông nghiệp và Môi trường, Chánh Văn phòng Điều phối"
