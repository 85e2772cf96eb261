from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.directive import assign_roles
from nlp.layout.dispatch import analyze_head
from nlp.layout.types import Block, Layout, Role
from nlp.references import find_references
from nlp.types import Directive

SPANS = [
    ("Thực hiện Công văn số 595/UBND-KT, ngày 07/5/2024", "Công văn số 595/UBND-KT", "công văn", "with số"),
    ("theo Nghị định 32/2019/NĐ-CP ban hành", "Nghị định 32/2019/NĐ-CP", "nghị định", "without số"),
    ("Công văn sô 639/UBND-NN", "Công văn sô 639/UBND-NN", "công văn", "số misread"),
    ("Nghị định sẽ 26/2026/NĐ-CP ngày", "Nghị định sẽ 26/2026/NĐ-CP", "nghị định", "số misread"),
    ("Kế hoạch kiểm tra số 1105/KH-ĐKT", "Kế hoạch kiểm tra số 1105/KH-ĐKT", "kế hoạch", "what it is for between"),
    ("Chương\ntrình hành động số 39-CTr/TU", "Chương\ntrình hành động số 39-CTr/TU", "chương trình", "torn"),
    ("Luật Điện lực số 61/2024/QH15", "Luật Điện lực số 61/2024/QH15", "luật", "a law's name"),
    ("Luật Công nghiệp công nghệ số số 71/2025/QH15", "Luật Công nghiệp công nghệ số số 71/2025/QH15", "luật",
     "số twice"),
    ("Nghị quyết số 111/2024/QH15 của Quốc hội", "Nghị quyết số 111/2024/QH15", "nghị quyết", "not a law"),
    ("THEO QUYẾT ĐỊNH\n   SỐ 1050/QĐ-SCT", "QUYẾT ĐỊNH\n   SỐ 1050/QĐ-SCT", "quyết định", "in capitals"),
    ("Thông tư liên tịch số 14/2015/TTLT-BNNPTNT-BNV", "Thông tư liên tịch số 14/2015/TTLT-BNNPTNT-BNV",
     "thông tư liên tịch", "the longest name"),
    ("Quy chuẩn kỹ thuật quốc gia QCVN 01:2019/BCT", "Quy chuẩn kỹ thuật quốc gia QCVN 01:2019/BCT", "quy chuẩn",
     "a standard"),
    ("Quyết định phê duyệt Đề án số 12/QĐ-UBND", "Quyết định phê duyệt Đề án số 12/QĐ-UBND", "quyết định",
     "the symbol tells which of two words is meant"),
    ("thực hiện Kế hoạch triển khai Nghị quyết số 10-NQ/TW", "Nghị quyết số 10-NQ/TW", "nghị quyết", "the nearer word"),
    ("Văn bản số 4250/BNNMT-ĐCKS", "Văn bản số 4250/BNNMT-ĐCKS", None, "văn bản names no type"),
    ("Văn bản số 4705/HD-BQP", "Văn bản số 4705/HD-BQP", None, "nor does its symbol then"),
    ("(số 374/QĐ-UBND ngày 1/2/2024)", "374/QĐ-UBND", "quyết định", "the symbol tells the type"),
    ("theo 10-NQ/TU của", "10-NQ/TU", "nghị quyết", "no word at all"),
    ("QĐ số 12/QĐ-UBND", "QĐ số 12/QĐ-UBND", "quyết định", "the word in short"),
    ("Thông tư 17 của Bộ Giáo dục", "Thông tư 17", "thông tư", "figures alone"),
    ("thực hiện Đề án số 08 về phát triển", "Đề án số 08", "đề án", "figures alone, with số"),
    ("Quyết định số 3198 nhằm", "Quyết định số 3198", "quyết định", "figures alone, with số"),
    ("nhận được văn bản số 3438 ngày 9/11/2012", "văn bản số 3438", None, "small letters, with its day"),
    ("theo công văn số 12 của Sở Y tế", "công văn số 12", "công văn", "small letters, with its issuer"),
    ("Nghị định số 1 15/2020/NĐ-CP", "Nghị định số 1 15/2020/NĐ-CP", "nghị định", "figures torn by a space"),
    ("theo QĐ 1719 của Thủ tướng", "QĐ 1719", "quyết định", "the word in short, figures alone"),
    ("Giấy phép số 12/GP-UBND", "Giấy phép số 12/GP-UBND", "giấy phép", "a licence"),
    ("tuân theo Chỉ thị 05.", "Chỉ thị 05", "chỉ thị", "figures alone at a sentence's end"),
]  # fmt: skip
NONE = [
    ("đạt 18/19 tiêu chí", "a score"),
    ("Luật Bảo vệ môi trường năm 2020", "a law without a number"),
    ("Điều 7 Luật Đất đai", "an article"),
    ("Gói thầu số 13: Thi công", "a package of works"),
    ("Phụ lục số 01 kèm theo", "an annex"),
    ("Biểu mẫu số 02/BM-TĐ", "a form"),
    ("cơn bão số 9", "a storm"),
    ("Cụm thi đua số 2 triển khai", "a group"),
    ("Dự án số 1, Tiểu dự án 2", "a project of a programme"),
    ("Kế hoạch 5 năm 2021-2025", "a plan's years"),
    ("Kế hoạch 6 tháng cuối năm", "a plan's months"),
    ("Báo cáo 6 tháng đầu năm", "a report's months"),
    ("Nghị quyết 9 điểm của hội nghị", "points"),
    ("Quyết định 3 vấn đề lớn", "matters"),
    ("quyết định 12 đơn vị được khen", "units, the verb"),
    ("thông báo số 0913.46.46.89", "a telephone"),
    ("Công văn số       /SCT-CN ngày   /4/2026", "left blank"),
    ("Thông báo số điện thoại trực", "a telephone"),
    ("Quyết định ngày 30/6/2024", "a date"),
    ("đường số 12, phường 5", "a road"),
    ("số 09 Lê Duẩn", "a house"),
    ("Nghị quyết Đại hội XIII", "a congress"),
    ("Nghị quyết Trung ương 4 khóa XII", "a plenum"),
    ("Quyết định số 4: ....................", "a form to fill in"),
    ("trong 05 ngày làm việc", "a term"),
    ("các văn bản số hóa của tỉnh", "digital"),
    ("báo cáo số 3 điểm", "a small letter and nothing of a document behind"),
    ("Hợp đồng số 15 của công ty", "a contract"),
]
BESIDE = [
    ("Nghị quyết số 10-NQ/TW ngày 10/02/2022 của Bộ Chính trị về định hướng", date(2022, 2, 10), "Bộ Chính trị"),
    ("Công văn số 12/UBND-KT, ngày 15/5/2019 của UBND tỉnh về việc", date(2019, 5, 15), "UBND tỉnh"),
    ("Kế hoạch số 200/KH-UBND ngày 05/5/2026 của Ủy ban nhân dân tỉnh thực hiện", date(2026, 5, 5), "UBND tỉnh"),
    ("Thông tư số 19/2025/TT-BNNMT ngày 19/6/2025 của Bộ trưởng Bộ Nông\nnghiệp và Môi trường hướng dẫn",
     date(2025, 6, 19), "Bộ trưởng Bộ Nông nghiệp và Môi trường"),
    ("Chỉ thị số 11-CT/TU ngày 04/02/2026 của BTV Tỉnh ủy; Các văn bản", date(2026, 2, 4), "Ban Thường vụ Tỉnh ủy"),
    ("Đề án 08-ĐA/TU của Tỉnh ủy Lào Cai ngày 29/12/2025 về", date(2025, 12, 29), "Tỉnh ủy Lào Cai"),
    ("Báo cáo số 1039/BC-SNN, ngày 16/5/2019 cảu Sở Nông nghiệp và\nPTNT tỉnh về tình hình", date(2019, 5, 16),
     "Sở Nông nghiệp và PTNT tỉnh"),
    ("Nghị định 34/2019/NĐ-CP\nban hành ngày 24/04/2019 sửa đổi, bổ sung", date(2019, 4, 24), None),
    ("Nghị quyết số 111/2024/QH15 của Quốc hội và thực tế của tỉnh", None, "Quốc hội"),
    ("thực hiện Nghị quyết số 10-NQ/TW; Quyết định", None, None),
    ("Chỉ thị số 5/CT-TTg vừa được Thủ tướng Chính phủ ban hành", None, "Thủ tướng Chính phủ"),
    ("Kế hoạch số 5/KH-ĐKT đã được Giám đốc Sở Công Thương phê duyệt", None, None),
    ("Chỉ thị số 05/CT-BCT ngày 1/2/2017 của Bộ trưởng bộ Công Thương Trần Tuấn Anh về", date(2017, 2, 1),
     "Bộ trưởng bộ Công Thương"),
    ("Ngày 17/5/2019, Chủ tịch UBND huyện ban hành Công điện số 34/CĐ-UBND về việc", date(2019, 5, 17),
     "Chủ tịch UBND huyện"),
    ("Ngày 19 tháng 12 năm 2025, Sở Công Thương có Văn bản số 3169/SCT-CN gửi", date(2025, 12, 19), "Sở Công Thương"),
    ("ý kiến của Cục Hóa chất - Bộ Công Thương tại Văn bản số 194/HC-CNHC ngày 05/02/2024 về", date(2024, 2, 5),
     "Cục Hóa chất - Bộ Công Thương"),
    ("đã được Giám đốc Sở Công Thương phê duyệt tại Quyết định số 1268/QĐ-SCT\nngày 16/3/2026.", date(2026, 3, 16),
     "Giám đốc Sở Công Thương"),
    ("Có hiệu lực từ 25/06/2019, Nghị định 35/2019/NĐ-CP quy định", None, None),
    ("Nghị định số 26/2026/NĐ-CP ngày 17 tháng 01 năm 2046 của Chính phủ", date(2026, 1, 17), "Chính phủ"),
    ("Công văn số 15464/CHQ-GSQL ngày 20 tháng ‡ năm 2026 của Cục Hải quan,", None, "Cục Hải quan"),
    ("Thông tư liên tịch số 14/2015/TTLT-BNNPTNT-BNV ngày 25/3/2015 của Bộ NN&PTNT, Bộ Nội vụ hướng dẫn",
     date(2015, 3, 25), "Bộ NN&PTNT, Bộ Nội vụ"),
    ("Nghị định số 217/2025/NĐ-CP ngày 05/8/2025 của Chính phủ Quy định về", date(2025, 8, 5), "Chính phủ"),
    ("Thông tư số 12/2019/TT-BGDĐT ngày 26/6/2019 của Bộ Giáo dục và đào tạo quy định", date(2019, 6, 26),
     "Bộ Giáo dục và đào tạo"),
    ("Quyết định số 7/QĐ-BCĐ ngày 1/2/2024 của Ban chỉ đạo các chương trình mục tiêu quốc gia tỉnh về",
     date(2024, 2, 1),
     "BCĐ các chương trình mục tiêu quốc gia tỉnh"),
    ("Quyết định số 9/QĐ-SKHĐT ngày 1/2/2024 của Sở Kế hoạch và Đầu tư về", date(2024, 2, 1), "Sở Kế hoạch và Đầu tư"),
    ("Quyết định số 9/QĐ-UBND ngày 1/2/2024 của UBND tỉnh và Chỉ thị số 3/CT-UBND", date(2024, 2, 1), "UBND tỉnh"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "span", "kind", "why"), SPANS)
def test_a_mention_runs_from_its_type_word_to_its_number(text: str, span: str, kind: str | None, why: str) -> None:
    (found,) = find_references(text)
    assert (found.text, found.type) == (span, kind), why
    assert text[found.start : found.end] == span


@pytest.mark.parametrize(("text", "why"), NONE)
def test_what_is_no_mention_is_left_alone(text: str, why: str) -> None:
    assert find_references(text) == [], why


@pytest.mark.parametrize(("text", "day", "issuer"), BESIDE)
def test_date_and_issuer_are_those_beside_the_number(text: str, day: date | None, issuer: str | None) -> None:
    found = find_references(text)[0]
    assert (found.date, found.issuer) == (day, issuer)


def test_a_list_shares_its_type_word_and_its_issuer() -> None:
    text = "các Quyết định số 1/QĐ-TTg, 2/QĐ-TTg ngày 3/4/2024 của Thủ tướng Chính phủ"
    first, second = find_references(text)
    assert (first.text, second.text) == ("Quyết định số 1/QĐ-TTg", "2/QĐ-TTg")
    assert second.type == "quyết định"
    assert first.issuer == second.issuer == "Thủ tướng Chính phủ"
    assert (first.date, second.date) == (None, date(2024, 4, 3))


def test_two_documents_joined_by_and_have_one_issuer() -> None:
    text = "Nghị định số 181/2024/NĐCP ngày 31/12/2024 và Nghị định số 146/2025/NĐ-CP ngày 12/6/2025 của Chính phủ"
    assert [r.issuer for r in find_references(text)] == ["Chính phủ", "Chính phủ"]


def test_a_body_named_after_a_decision_is_no_issuer_of_it() -> None:
    text = "(Kèm theo Kế hoạch số 1105 /KH-ĐKT ngày10 /3/2026 của Đoàn kiểm tra theo Quyết định số 1050/QĐ-SCT)"
    plan, decision = find_references(text)
    assert plan.issuer == "Đoàn kiểm tra theo Quyết định số 1050/QĐ-SCT"
    assert decision.issuer is None


HEADS = [
    ("Số: 595/UBND-KT", "595/UBND-KT", "595/UBND-KT"),
    ("Số: 5973 /UBND-KT", "5973 /UBND-KT", "5973/UBND-KT"),
    ("Số 39-CTr/TU", "39-CTr/TU", "39-CTr/TU"),
    ("Số:2£9/TB-TTr", "2£9/TB-TTr", None),
    ("Số: đổ /HC-CNHC", "đổ /HC-CNHC", None),
]
BLANK = ["Số:        /UBND-KT", "Số: ….../UBND-KT", "Số...“ ./TB/ STNMT-VPĐKĐĐ", "Số: ##_ /CĐ-UBND", "Số:"]


def _head(line: str) -> tuple[str, Layout]:
    text = f"ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{line}\nKính gửi: Sở Y tế.\n"
    frame = analyze_head(text)
    return text, Layout("dispatch", frame.head)


@pytest.mark.parametrize(("line", "span", "number"), HEADS)
def test_the_number_line_is_a_mention(line: str, span: str, number: str | None) -> None:
    text, layout = _head(line)
    (found,) = find_references(text, layout=layout)
    assert (found.text, found.number, found.role) == (span, number, "subject")


@pytest.mark.parametrize("line", BLANK)
def test_a_blank_number_line_is_none(line: str) -> None:
    text, layout = _head(line)
    assert find_references(text, layout=layout) == []


def test_roles_are_settled_with_the_whole_text() -> None:
    text = "UBND tỉnh ban hành Công văn số 595/UBND-KT.\nTheo Nghị quyết số 1-NQ/TW.\nTin khác: Kế hoạch số 7/KH-UBND"
    layout = Layout(
        "article", [Block(Role.PARAGRAPH, [(0, 44)]), Block(Role.RELATED, [(text.index("Tin"), len(text))])]
    )
    references = find_references(text, layout=layout)
    directive = Directive(number="595/UBND-KT", issuer="UBND tỉnh Lạng Sơn", date=date(2024, 5, 7))
    assign_roles(references, directive, layout, text)
    assert [r.role for r in references] == ["subject", "cited", "related"]
    assert references[0].date == date(2024, 5, 7)
    assert references[0].issuer == "UBND tỉnh Lạng Sơn"


@given(st.text(alphabet="Quyết định số 12/QĐ-UBNTg ngày34, của\nCPvà", max_size=120))
def test_spans_hold_in_any_text(text: str) -> None:
    for found in find_references(text):
        assert text[found.start : found.end] == found.text
        assert found.rule.startswith("references.")


def test_time_grows_with_the_text_only() -> None:
    piece = "Quyết định số 1/QĐ-TTg, 2/QĐ-TTg của Chính phủ và số "
    assert len(find_references(piece * 2000)) == 4000
