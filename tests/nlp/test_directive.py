"""What a dispatch says of itself: number, type, day, issuer, signer, subject."""

from datetime import date

import pytest

from nlp.directive import find_directive
from nlp.layout.dispatch import analyze_head
from nlp.layout.types import Layout
from nlp.references import find_references
from nlp.types import Context, Directive

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def read(text: str, context: Context | None = None) -> Directive:
    frame = analyze_head(text)
    layout = Layout("dispatch", frame.head + frame.foot)
    directive = find_directive(text, "dispatch", layout, find_references(text, layout=layout), context)
    assert directive is not None
    return directive


def head(issuer: str, number: str = "Số: 7/KH-ABC", day: str = "Lào Cai, ngày 02 tháng 3 năm 2026") -> str:
    return (
        f"{issuer}\n{MOTTO}{number}\n{day}\nKẾ HOẠCH\nKiểm tra an toàn đập\n\nCác phòng thực hiện ở tỉnh Lào Cai./.\n"
    )


ISSUERS = [
    ("ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", "UBND tỉnh Lào Cai", "in two lines"),
    ("UỶ BAN NHÂN DÂN\nTỈNH  LÀO CAI", "UBND tỉnh Lào Cai", "the other spelling"),
    ("HỘI ĐỒNG NHÂN DÂN\nTỈNH LÀO CAI", "HĐND tỉnh Lào Cai", "the council"),
    ("UBND TỈNH LÀO CAI\nSỞ CÔNG THƯƠNG", "Sở Công Thương tỉnh Lào Cai", "the superior gives the place"),
    ("UBND TỈNH LÀO CAI\nTHANH TRA TỈNH", "Thanh tra tỉnh Lào Cai", "a level without its place"),
    ("UBND HUYỆN BẢO YÊN\nPHÒNG NỘI VỤ", "Phòng Nội Vụ huyện Bảo Yên", "of a district"),
    ("BỘ CÔNG THƯƠNG\nCỤC HÓA CHẤT", "Cục Hóa Chất", "of a ministry: one in the country"),
    ("THỦ TƯỚNG CHÍNH PHỦ", "Thủ tướng Chính phủ", "the Prime Minister"),
    ("ỦY BAN THƯỜNG VỤ\nQUỐC HỘI", "Ủy ban Thường vụ Quốc hội", "known by the table of symbols"),
    ("TỈNH ỦY LÀO CAI\nBAN TUYÊN GIÁO", "Ban Tuyên Giáo Tỉnh ủy Lào Cai", "the Party's"),
    ("ỦY BAN NHÂN DÂN\nTỈNH LÀO CAl", "UBND tỉnh Lào Cai", "as the dateline spells the place"),
    ("UBND TỈNH LÀO CAI\nBAN CHỈ ĐẠO CÁC CHƯƠNG TRÌNH\nMỤC TIÊU QUỐC GIA",
     "BCĐ các Chương Trình Mục Tiêu Quốc Gia tỉnh Lào Cai", "a steering committee"),
    ("SỞ CÔNG THƯƠNG\nĐOÀN KIỂM TRA\nTHEO QUYẾT ĐỊNH\nSỐ 1050/QĐ-SCT",
     "Đoàn Kiểm Tra theo Quyết Định số 1050/QĐ-SCT, Sở Công Thương tỉnh Lào Cai", "named after a decision"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "name", "why"), ISSUERS)
def test_the_issuer_is_named_in_full(lines: str, name: str, why: str) -> None:
    found = read(head(lines)).issuer
    assert found is not None
    assert found.lower() == name.lower(), why


def test_a_name_in_capitals_is_written_as_the_body_writes_it() -> None:
    text = head("UBND TỈNH LÀO CAI\nSỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG").replace("Các phòng", "Sở Nông nghiệp và Môi trường")
    assert read(text).issuer == "Sở Nông nghiệp và Môi trường tỉnh Lào Cai"


NUMBERS = [
    ("Số: 595/UBND-KT", "595/UBND-KT", None),
    ("Số: 02 /2026/QĐ-UBND", "02/2026/QĐ-UBND", None),
    ("Luật số: 121/2025/QH15", "121/2025/QH15", None),
    ("Số:\n06/2026/TT-BNNMT", "06/2026/TT-BNNMT", None),
    ("Số: 57\n /2025/TT-BXD", "57/2025/TT-BXD", None),
    ("Số:          /UBND-XD", None, "blank"),
    ("Số: ….../KH-UBND", None, "blank"),
    ("Số:2£9/TB-TTr", None, "ocr"),
]
DAYS = [
    ("Lào Cai, ngày 11 tháng 6 năm 2026", date(2026, 6, 11), None),
    ("Hà Nội, ngày\n17 \ntháng \n01 \nnăm 2026", date(2026, 1, 17), None),
    ("Hà Nội, ngày 31 tháng12 năm 2025", date(2025, 12, 31), None),
    ("Lào Cai, ngày        tháng 7 năm 2026", None, "blank"),
    ("Lào Cai, ngày … tháng … năm 2026", None, "blank"),
    ("Lào Cai, ngày 05 tháng     năm 2026", None, "blank"),
    ("Đắk Nông, ngày #4. tháng 6 năm 2019", None, "ocr"),
]


@pytest.mark.parametrize(("line", "number", "reason"), NUMBERS)
def test_a_number_left_blank_or_lost_is_none_with_the_reason(line: str, number: str | None, reason: str | None) -> None:
    found = read(head("ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", number=line))
    assert (found.number, found.reasons.get("number")) == (number, reason)


@pytest.mark.parametrize(("line", "day", "reason"), DAYS)
def test_a_day_left_blank_or_lost_is_none_with_the_reason(line: str, day: date | None, reason: str | None) -> None:
    found = read(head("ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", day=line))
    assert (found.date, found.reasons.get("date")) == (day, reason)


def test_what_stands_outside_the_text_fills_what_it_leaves_blank() -> None:
    blank = head("ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", number="Số:      /UBND-XD", day="Lào Cai, ngày    tháng 7 năm 2026")
    found = read(blank, Context(number="7432 /UBND-XD", date=date(2026, 7, 21)))
    assert (found.number, found.date) == ("7432/UBND-XD", date(2026, 7, 21))
    assert found.rules["number"] == found.rules["date"] == "directive.context"


def test_a_letter_has_no_type_line() -> None:
    text = f"UBND TỈNH LÀO CAI\n{MOTTO}Số: 5/UBND-KT\nV/v kiểm tra đập\nKính gửi: Sở Xây dựng.\n\nYêu cầu kiểm tra./.\n"
    found = read(text)
    assert (found.type, found.subject) == ("công văn", "kiểm tra đập")


def test_the_symbol_tells_the_type_where_no_line_does() -> None:
    text = f"UBND TỈNH LÀO CAI\n{MOTTO}Số: 5/TB-UBND\nV/v nghỉ lễ\nUBND tỉnh thông báo./.\n"
    assert read(text).type == "thông báo"


SIGNERS = [
    ("CHỦ TỊCH\nNguyễn Văn An", "Nguyễn Văn An", "CHỦ TỊCH", None),
    ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nNguyễn Văn An", "Nguyễn Văn An", "PHÓ CHỦ TỊCH", "KT. CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nLê Thị Bé", "Lê Thị Bé", "PHÓ CHỦ TỊCH",
     "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"),
    ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nCao Văn Tính", "Cao Văn Tính", "CHÁNH VĂN PHÒNG", "TL. CHỦ TỊCH"),
    ("TUQ. CHỦ TỊCH\nGIÁM ĐỐC SỞ Y TẾ\nVũ Hà", "Vũ Hà", "GIÁM ĐỐC SỞ Y TẾ", "TUQ. CHỦ TỊCH"),
    ("BỘ TRƯỞNG\n(Đã ký)\nĐại tướng Lương Tam Quang", "Lương Tam Quang", "BỘ TRƯỞNG", None),
    ("GIÁM ĐỐC\nTS. Hoàng Anh", "Hoàng Anh", "GIÁM ĐỐC", None),
    ("CHỦ TỊCH\nNGUYỄN VĂN AN", "Nguyễn Văn An", "CHỦ TỊCH", None),
    ("CHÁNH THANH TRA\nLêSỹ Tuân", "Lê Sỹ Tuân", "CHÁNH THANH TRA", None),
    ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nGiàng A Lử", "Giàng A Lử", "PHÓ BÍ THƯ", "T/M BAN THƯỜNG VỤ"),
    ("TRƯỞNG ĐOÀN\nHoàng Văn Thuân\nPHÓ GIÁM ĐỐC SỞ", "Hoàng Văn Thuân", "TRƯỞNG ĐOÀN", None),
]  # fmt: skip
UNSIGNED = ["", "CHỦ TỊCH\n", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\n", "CHỦ TỊCH\nUBND TỈNH LÀO CAI\n"]


@pytest.mark.parametrize(("foot", "name", "position", "behalf"), SIGNERS)
def test_the_signer_has_office_and_behalf(foot: str, name: str, position: str, behalf: str | None) -> None:
    signer = read(head("UBND TỈNH LÀO CAI") + "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n" + foot).signer
    assert signer is not None
    assert (signer.name, signer.position, signer.on_behalf) == (name, position, behalf)


@pytest.mark.parametrize("foot", UNSIGNED)
def test_an_office_without_a_name_is_no_signer(foot: str) -> None:
    found = read(head("UBND TỈNH LÀO CAI") + "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n" + foot)
    assert found.signer is None
    assert found.reasons["signer"] in {"no-signature", "unreadable"}


def test_every_fact_shows_where_it_stands_and_which_rule_read_it() -> None:
    text = head("UBND TỈNH LÀO CAI") + "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nNguyễn Văn An\n"
    found = read(text)
    assert text[slice(*found.spans["number"])] == "7/KH-ABC"
    assert text[slice(*found.spans["date"])] == "02 tháng 3 năm 2026"
    assert text[slice(*found.spans["signer"])] == "Nguyễn Văn An"
    assert {"number", "type", "date", "issuer", "subject", "signer"} <= found.rules.keys()
