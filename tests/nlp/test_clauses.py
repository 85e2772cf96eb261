"""How clauses are cut, and what each tells whom to do; as many that tell nobody."""

from __future__ import annotations

import pytest

from nlp.clauses.cutting import clauses, sentences
from nlp.clauses.reading import read_clause
from nlp.passages import Passage, join


def passage(text: str) -> Passage:
    return join(text, [(0, len(text))])


def pieces(text: str) -> list[str]:
    read = passage(text)
    return [
        read.text[read.spans[a][0] : read.spans[b - 1][1]]
        for first, last in sentences(read)
        for a, b in clauses(read, first, last)
    ]


def told(text: str) -> tuple[str, list[str], str] | None:
    """Form, leads and action of the text's only clause."""
    read = passage(text)
    reading = read_clause(read, 0, len(read))
    if reading is None:
        return None
    leads = [read.text[read.spans[u.first][0] : read.spans[u.last - 1][1]] for u in reading.leads]
    action = "" if reading.action is None else read.text[read.spans[reading.action][0] :]
    return reading.form, leads, action


CUTS = [
    ("Rà soát; báo cáo. Đôn đốc", ["Rà soát", "báo cáo", "Đôn đốc"], "sentence and semicolon"),
    ("Kiểm tra (đá; cát; sỏi) tại mỏ; xử lý", ["Kiểm tra (đá; cát; sỏi) tại mỏ", "xử lý"], "inside parentheses"),
    ("Thi đua “Dạy tốt; học tốt”; khen thưởng", ["Thi đua “Dạy tốt; học tốt”", "khen thưởng"], "inside quotes"),
    ("UBND TP. Hồ Chí Minh giao Sở Y tế", ["UBND TP. Hồ Chí Minh giao Sở Y tế"], "an abbreviation's dot"),
    ("Chi 1.500 đồng. Thu", ["Chi 1.500 đồng", "Thu"], "a figure's dot"),
    ("Giám đốc Sở Y tế; Chủ tịch UBND các xã chỉ đạo", ["Giám đốc Sở Y tế; Chủ tịch UBND các xã chỉ đạo"], "units"),
    ("Kiểm tra (mở ngoặc; rà soát", ["Kiểm tra (mở ngoặc", "rà soát"], "a parenthesis never closed"),
]
ORDERS = [
    ("Tổ công tác có nhiệm vụ:", ("heading", ["Tổ công tác"], ""), "duties in a list"),
    ("Sở Tài chính có trách nhiệm:", ("heading", ["Sở Tài chính"], ""), "duties in a list"),
    ("Giao Sở Xây dựng chủ trì rà soát", ("order", ["Sở Xây dựng"], "chủ trì rà soát"), "giao"),
    ("Đề nghị: Sở Y tế báo cáo", ("subject", ["Sở Y tế"], "báo cáo"), "a list of one behind a colon"),
    ("UBND tỉnh yêu cầu các sở phải rà soát", ("order", ["các sở"], "rà soát"), "'phải' stays outside"),
    ("Sở Y tế có trách nhiệm hướng dẫn", ("subject", ["Sở Y tế"], "hướng dẫn"), "a duty"),
    ("Sở GTVT được giao đề xuất", ("passive", ["Sở GTVT"], "đề xuất"), "passive"),
    ("Transerco cũng được giao xây dựng", ("passive", ["Transerco"], "xây dựng"), "a name no list knows"),
    ("Đối với Sở Y tế: Rà soát", ("subject", ["Sở Y tế"], "Rà soát"), "toward a unit"),
    ("Trường hợp vi phạm, kịp thời xử lý", ("bare", [], "kịp thời xử lý"), "a circumstance stays outside"),
    ("nếu phát hiện thì phải khoanh vùng", ("bare", [], "khoanh vùng"), "thì phải"),
    ("đồng thời rà soát", ("bare", [], "rà soát"), "'đồng thời' stays outside"),
    ("Việc lập kế hoạch phải phù hợp", ("thing", [], "Việc lập kế hoạch phải phù hợp"), "a thing is the subject"),
    (
        "Thực hiện nhiệm vụ được giao, Sở Y tế yêu cầu các trạm y tế rà soát",
        ("order", ["các trạm y tế"], "rà soát"),
        "",
    ),
    ("Công điện yêu cầu các đơn vị theo dõi", ("order", ["các đơn vị"], "theo dõi"), "the document orders"),
    ("ông Quý nói và đề nghị Sở Văn hoá nghiên cứu", ("order", ["Sở Văn hoá"], "nghiên cứu"), "behind another verb"),
    ("Xe đưa đón do Văn phòng Sở bố trí", ("thing", ["Văn phòng Sở"], "Xe đưa đón do Văn phòng Sở bố trí"), "agent"),
    ("Chủ tịch UBND tỉnh yêu cầu:", ("opening", [], ""), "a list follows, nobody is named"),
    ("Giao các sở thực hiện các nhiệm vụ sau:", ("heading", ["các sở"], ""), "a list follows"),
    ("Chỉ đạo các phòng, ban rà soát", ("bare", [], "Chỉ đạo các phòng, ban rà soát"), "'chỉ đạo' is the task"),
    ("Sở Y tế theo chức năng, nhiệm vụ được giao rà soát", ("subject", ["Sở Y tế"], "rà soát"), "an adverbial"),
]
NOT_ORDERS = [
    ("Sở Y tế đã rà soát các trạm", "the past"),
    ("Sở Y tế cho biết sẽ rà soát", "a report"),
    ("Chính phủ sẽ tiếp tục hỗ trợ", "an announcement"),
    ("Đề nghị người dân phản ánh", "nobody in office is asked"),
    ("Thống nhất dừng thực hiện dự án", "a decision of the chair"),
    ("Thời tiết diễn biến phức tạp", "a description"),
    ("giao thừa năm nay", "a word that only looks like an order"),
    ("Theo Bộ Y tế, khí này không được cấp phép", "attributed"),
    ("Bãi rác quá tải từ lâu", "a state"),
    ("Ủy ban nhân dân tỉnh đang xem xét", "in progress"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CUTS)
def test_sentences_and_clauses_are_cut(text: str, expected: list[str], why: str) -> None:
    assert pieces(text) == expected, why


@pytest.mark.parametrize(("text", "expected", "why"), ORDERS)
def test_orders_are_read(text: str, expected: tuple[str, list[str], str], why: str) -> None:
    assert told(text) == expected, why


@pytest.mark.parametrize(("text", "why"), NOT_ORDERS)
def test_what_orders_nothing(text: str, why: str) -> None:
    reading = told(text)
    assert reading is None or reading[0] == "told", why
