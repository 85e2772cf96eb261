import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.layout.dispatch import analyze_head
from nlp.layout.types import Role
from nlp.layout.wording import type_of

LETTER = """
   ỦY BAN NHÂN DÂN                             CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
     TỈNH LÀO CAI                                         Độc lập - Tự do - Hạnh phúc

     Số: 12 /UBND-KT                                Lào Cai, ngày 11 tháng 6 năm 2026
V/v kiểm tra an toàn
 đập, hồ chứa nước

                       Kính gửi:
                                       - Các Sở, ban, ngành;
                                       - Ủy ban nhân dân các xã, phường.

     Thực hiện Văn bản số 4/BNNMT-TL ngày 29/4/2026 của Bộ Nông nghiệp và Môi
trường, Chủ tịch UBND tỉnh yêu cầu kiểm tra các đập./.
Nơi nhận:                                               KT. CHỦ TỊCH
- Như trên;                                             PHÓ CHỦ TỊCH
- Lưu: VT, KT.


                                                      Nguyễn Văn An
"""
DECISION = """UBND TỈNH LÀO CAI
SỞ CÔNG THƯƠNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 7/QĐ-SCT
Lào Cai, ngày 02 tháng 3 năm 2026
QUYẾT ĐỊNH
Về việc thành lập Đoàn kiểm tra
GIÁM ĐỐC SỞ CÔNG THƯƠNG
Căn cứ Luật Thương mại ngày 14 tháng 6 năm 2005;
Căn cứ Quyết định số 5/QĐ-UBND ngày 1 tháng 2 năm 2026 của UBND tỉnh
quy định chức năng của Sở Công Thương;
Theo đề nghị của Trưởng phòng Quản lý công nghiệp.
QUYẾT ĐỊNH:
Điều 1. Thành lập Đoàn kiểm tra.
Điều 2. Đoàn kiểm tra báo cáo Giám đốc Sở trước ngày 30/4/2026./.
Nơi nhận:
- Như Điều 2;
- Lưu: VT.
GIÁM ĐỐC
Trần Thị Bình
PHỤ LỤC
Danh sách Đoàn kiểm tra
1. Ông Lê Văn Cường
"""
PARTY = """TỈNH ỦY LÀO CAI
*
Số 39-CTr/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Lào Cai, ngày 29 tháng 01 năm 2026
CHƯƠNG TRÌNH HÀNH ĐỘNG
thực hiện Nghị quyết số 10-NQ/TW của Bộ Chính trị

Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy quán triệt Nghị quyết.
Nơi nhận:
- Các huyện ủy;
- Lưu Văn phòng Tỉnh ủy.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Hoàng Giang
"""
OCR = """ỦY BAN NHÂN DÂN CỌNG HÒA XÃ HỌI CHỦ NGHĨA VIỆT NAM
HUYỆN KRÔNG NÓ Độc lập - Tự do - Hạnh phúc

Só: 217 /TB-UBND Krông Nô, ngày 18 tháng 6 năm 2019

THÔNG BẢO
Kết luận của Lãnh đạo UBND huyện

Ngày 13/6/2019, UBND huyện tổ chức Hội nghị. Yêu cầu các xã thực hiện./.

ơi nhận: TL. CHỦ TỊCH
- CT, các PCT UBND huyện; CHÁNH VĂN PHÒNG
- Lưu: VT.

Cao Văn Tính
"""
URGENT = """ỦY BAN NHÂN DÂN
HUYỆN ĐẮK R'LẤP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 34/CĐ-UBND
CÔNG ĐIỆN KHẨN
Về việc phòng, chống dịch
CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN điện:
- Thủ trưởng các phòng, ban;
- Chủ tịch UBND các xã.
Yêu cầu thực hiện ngay./.
"""


def _parts(text: str, *roles: Role) -> list[tuple[str, str]]:
    return [(b.role.value, b.text(text)) for b in analyze_head(text).of(*roles)]


HEADS = [
    (
        LETTER,
        [
            ("issuer", "ỦY BAN NHÂN DÂN TỈNH LÀO CAI"),
            ("motto", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("motto", "Độc lập - Tự do - Hạnh phúc"),
            ("number", "Số: 12 /UBND-KT"),
            ("place_date", "Lào Cai, ngày 11 tháng 6 năm 2026"),
            ("subject", "V/v kiểm tra an toàn đập, hồ chứa nước"),
            ("addressee", "Các Sở, ban, ngành"),
            ("addressee", "Ủy ban nhân dân các xã, phường"),
        ],
        "a letter in two columns",
    ),
    (
        DECISION,
        [
            ("superior", "UBND TỈNH LÀO CAI"),
            ("issuer", "SỞ CÔNG THƯƠNG"),
            ("motto", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("motto", "Độc lập - Tự do - Hạnh phúc"),
            ("number", "Số: 7/QĐ-SCT"),
            ("place_date", "Lào Cai, ngày 02 tháng 3 năm 2026"),
            ("type", "QUYẾT ĐỊNH"),
            ("subject", "Về việc thành lập Đoàn kiểm tra"),
            ("issuer", "GIÁM ĐỐC SỞ CÔNG THƯƠNG"),
            ("basis", "Căn cứ Luật Thương mại ngày 14 tháng 6 năm 2005;"),
            (
                "basis",
                "Căn cứ Quyết định số 5/QĐ-UBND ngày 1 tháng 2 năm 2026 của UBND tỉnh quy định chức năng của Sở Công "
                "Thương;",
            ),
            ("basis", "Theo đề nghị của Trưởng phòng Quản lý công nghiệp."),
            ("type", "QUYẾT ĐỊNH:"),
        ],
        "a decision with its grounds",
    ),
    (
        PARTY,
        [
            ("issuer", "TỈNH ỦY LÀO CAI"),
            ("number", "Số 39-CTr/TU"),
            ("motto", "ĐẢNG CỘNG SẢN VIỆT NAM"),
            ("place_date", "Lào Cai, ngày 29 tháng 01 năm 2026"),
            ("type", "CHƯƠNG TRÌNH"),
            ("subject", "HÀNH ĐỘNG thực hiện Nghị quyết số 10-NQ/TW của Bộ Chính trị"),
        ],
        "the Party's form",
    ),
    (
        OCR,
        [
            ("issuer", "ỦY BAN NHÂN DÂN HUYỆN KRÔNG NÓ"),
            ("motto", "CỌNG HÒA XÃ HỌI CHỦ NGHĨA VIỆT NAM"),
            ("motto", "Độc lập - Tự do - Hạnh phúc"),
            ("number", "Só: 217 /TB-UBND"),
            ("place_date", "Krông Nô, ngày 18 tháng 6 năm 2019"),
            ("type", "THÔNG BẢO"),
            ("subject", "Kết luận của Lãnh đạo UBND huyện"),
        ],
        "columns that OCR ran together",
    ),
    (
        URGENT,
        [
            ("issuer", "ỦY BAN NHÂN DÂN HUYỆN ĐẮK R'LẤP"),
            ("motto", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("number", "Số: 34/CĐ-UBND"),
            ("type", "CÔNG ĐIỆN"),
            ("subject", "Về việc phòng, chống dịch"),
            ("issuer", "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN điện:"),
            ("addressee", "Thủ trưởng các phòng, ban"),
            ("addressee", "Chủ tịch UBND các xã"),
        ],
        "a telegram and whom it is sent to",
    ),
]
SIGNED = [
    (LETTER, ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn An"], "beside the recipients"),
    (DECISION, ["GIÁM ĐỐC", "Trần Thị Bình"], "below the recipients"),
    (PARTY, ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Hoàng Giang"], "the Party's"),
    (OCR, ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Cao Văn Tính"], "run into the recipients by OCR"),
]
BODIES = [
    (LETTER, "Thực hiện Văn bản", "kiểm tra các đập./."),
    (DECISION, "Điều 1.", "trước ngày 30/4/2026./."),
    (PARTY, "Ban Thường vụ Tỉnh ủy yêu cầu", "quán triệt Nghị quyết."),
    (OCR, "Ngày 13/6/2019", "các xã thực hiện./."),
    (URGENT, "Yêu cầu thực hiện", "ngay./."),
]
NO_DISPATCH = [
    ("", "nothing"),
    ("   \n \n", "white space"),
    (
        "Trang chủ\nTIN TỨC\nUBND tỉnh họp thường kỳ\nNgày 3/4/2024, UBND tỉnh họp.",
        "an article under a menu in capitals",
    ),
    ("Logo báo điện tử Đảng Cộng sản Việt Nam\n\nSơn La: Phấn đấu hoàn thành mục tiêu", "a newspaper's name"),
    ("THÔNG BÁO TUYỂN SINH\nTrường tuyển 200 chỉ tiêu.", "a notice without a letterhead"),
    ("Theo Công văn số 595/UBND-KT, các sở báo cáo.", "a text that cites a dispatch"),
]


@pytest.mark.parametrize(("text", "parts", "why"), HEADS)
def test_every_part_of_a_head_has_its_role(text: str, parts: list[tuple[str, str]], why: str) -> None:
    assert [(b.role.value, b.text(text)) for b in analyze_head(text).head] == parts, why


MISREAD = [
    ("V/v kiểm tra đập", "V/v kiểm tra đập"),
    ("VW kiểm tra đập\ntrên địa bàn", "VW kiểm tra đập trên địa bàn"),
    ("Viv kiểm tra đập", "Viv kiểm tra đập"),
    ('"v kiểm tra đập', '"v kiểm tra đập'),
]


@pytest.mark.parametrize(("line", "subject"), MISREAD)
def test_a_letters_summary_is_found_though_its_mark_is_misread(line: str, subject: str) -> None:
    text = (
        "UBND TỈNH LÀO CAI CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ XÂY DỰNG Độc lập - Tự do - Hạnh phúc\n"
        f"s: 7 /SXD-KT Lào Cai, ngày 4 tháng 5 năm 2026\n{line}\n\nKính gửi: Sở Y tế.\n\nYêu cầu kiểm tra."
    )
    assert _parts(text, Role.SUBJECT) == [("subject", subject)]
    assert _parts(text, Role.NUMBER) == [("number", "s: 7 /SXD-KT")]


ADDRESSED = [
    ("Kính gửi: Sở Y tế tỉnh\nSở Xây dựng nhận được Công văn số 1/SYT-VP.", ["Sở Y tế tỉnh"], "the body at once"),
    ("Kính gửi: Các sở, ban,\nngành.\n\nThực hiện", ["Các sở, ban, ngành"], "wrapped"),
    ("Kính gửi: Các sở;\nUBND các huyện.\n\nThực hiện", ["Các sở", "UBND các huyện"], "semicolons"),
    ("Kính gửi:\n- Sở Tài nguyên và\nMôi trường;\n\n- Công an tỉnh.\n\nThực hiện",
     ["Sở Tài nguyên và Môi trường", "Công an tỉnh"], "torn behind và, blank lines between"),
    ("Kính gửi:\n            Các sở, ban, ngành\n            UBND các huyện\n\nThực hiện",
     ["Các sở, ban, ngành", "UBND các huyện"], "centred, without marks"),
    ("Kính gửi:\t\n- Sở Y tế.\nThực hiện Kế hoạch", ["Sở Y tế"], "a tab behind the colon"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "addressees", "why"), ADDRESSED)
def test_addressees_are_told_one_by_one(lines: str, addressees: list[str], why: str) -> None:
    text = f"UBND TỈNH LÀO CAI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/UBND-KT\nV/v kiểm tra\n\n{lines}\n"
    frame = analyze_head(text)
    assert [b.text(text) for b in frame.of(Role.ADDRESSEE)] == addressees, why
    assert text[frame.body[0] : frame.body[1]].strip().startswith(("Thực hiện", "Sở Xây dựng")), why


@pytest.mark.parametrize(("text", "signed", "why"), SIGNED)
def test_the_signature_is_told_from_the_recipients(text: str, signed: list[str], why: str) -> None:
    assert [words for _, words in _parts(text, Role.SIGNATURE)] == signed, why


@pytest.mark.parametrize(("text", "first", "last"), BODIES)
def test_the_body_is_what_is_left(text: str, first: str, last: str) -> None:
    start, end = analyze_head(text).body
    assert text[start:end].strip().startswith(first)
    assert text[start:end].strip().endswith(last)


@pytest.mark.parametrize(("text", "why"), NO_DISPATCH)
def test_a_text_without_letterhead_has_no_head(text: str, why: str) -> None:
    frame = analyze_head(text)
    assert frame.head == [], why
    assert frame.body[0] == 0


def test_an_annex_begins_at_its_title() -> None:
    start, end = analyze_head(DECISION).annex
    assert DECISION[start:end].startswith("PHỤ LỤC")
    assert analyze_head(LETTER).annex == (len(LETTER), len(LETTER))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("QUYẾT ĐỊNH", "quyết định"),
        ("K Ế  H O Ạ C H", "kế hoạch"),
        ("CÔNG ĐIỆN HỎA TỐC", "công điện"),
        ("THÔNG BẢO", "thông báo"),
        ("NGHỊ QUYẾT LIÊN TỊCH", "nghị quyết liên tịch"),
        ("ĐƠN XIN VIỆC", None),
        ("LAO CAI", None),
    ],
)
def test_types_are_known_by_their_line(line: str, name: str | None) -> None:
    assert type_of(line) == name


@given(st.text(alphabet=st.sampled_from("ỦY BANHÂNDTỈSố:123/-QĐ\n\t .;kính gửiCăn cứNơi nhậ,"), max_size=300))
def test_any_text_is_framed_within_its_bounds(text: str) -> None:
    frame = analyze_head(text)
    assert 0 <= frame.body[0] <= frame.body[1] <= len(text)
    assert frame.annex[0] <= frame.annex[1] == len(text)
    for block in (*frame.head, *frame.foot):
        assert all(0 <= a <= b <= len(text) for a, b in block.segments)


def test_a_million_characters_take_no_more_than_their_share() -> None:
    frame = analyze_head(LETTER.replace("yêu cầu kiểm tra", "yêu cầu " + "rà soát, kiểm tra; " * 55_000))
    assert len(frame.of(Role.SIGNATURE)) == 3
