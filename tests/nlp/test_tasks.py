"""Whole documents: who is in charge of what, through headings, items, paragraphs, tables and articles."""

from __future__ import annotations

from textwrap import dedent

import pytest

from nlp import Extractor
from nlp.types import Task

EXTRACTOR = Extractor()
HEAD = """\
ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH HÀ TRUNG\tĐộc lập - Tự do - Hạnh phúc
Số: 12/UBND-KT\tHà Trung, ngày 05 tháng 3 năm 2026
V/v {subject}

Kính gửi:
- Các sở, ban, ngành;
- UBND các xã, phường.

"""
FOOT = """
Nơi nhận:\tKT. CHỦ TỊCH
- Như trên;\tPHÓ CHỦ TỊCH
- Lưu: VT.

Nguyễn Văn An
"""


def letter(body: str, subject: str = "tăng cường phòng cháy") -> list[Task]:
    return EXTRACTOR.extract(HEAD.format(subject=subject) + dedent(body) + FOOT).tasks


def article(body: str) -> list[Task]:
    return EXTRACTOR.extract("Tăng cường phòng cháy rừng\n\n" + dedent(body)).tasks


def shown(tasks: list[Task]) -> list[tuple[str, list[str], list[str]]]:
    return [
        (
            " ".join(t.text.split()),
            [" ".join(a.text.split()) for a in t.assignees if a.role == "lead"],
            [" ".join(a.text.split()) for a in t.assignees if a.role == "support"],
        )
        for t in tasks
    ]


def test_a_heading_is_in_charge_of_its_items_and_an_item_may_name_another() -> None:
    tasks = letter(
        """\
        Chủ tịch UBND tỉnh yêu cầu:
        1. Sở Xây dựng
        - Chủ trì, phối hợp với Công an tỉnh rà soát các công trình; lập danh sách.
        - Giao Chủ tịch UBND các xã kiểm tra tại chỗ.
        - Báo cáo trước ngày 30/6/2026.
        2. Sở Y tế: Tổ chức diễn tập.
        """
    )
    assert shown(tasks) == [
        (
            "Chủ trì, phối hợp với Công an tỉnh rà soát các công trình",
            ["Sở Xây dựng"],
            ["Công an tỉnh"],
        ),
        ("lập danh sách", ["Sở Xây dựng"], []),
        ("kiểm tra tại chỗ", ["Chủ tịch UBND các xã"], []),
        ("Báo cáo trước ngày 30/6/2026", ["Sở Xây dựng"], []),
        ("Tổ chức diễn tập", ["Sở Y tế"], []),
    ]


def test_addressees_are_in_charge_where_nobody_is_named() -> None:
    tasks = letter("UBND tỉnh yêu cầu các đơn vị:\n1. Rà soát các công trình.\n2. Báo cáo kết quả.\n")
    assert {tuple(leads) for _, leads, _ in shown(tasks)} == {("Các sở, ban, ngành", "UBND các xã, phường")}
    assert len(tasks) == 2


def test_a_line_below_names_who_is_in_charge_of_what_stands_above() -> None:
    tasks = letter(
        """\
        1. Phát triển cụm công nghiệp
        - Rà soát quy hoạch.
        - Đôn đốc hoàn thiện hạ tầng.
        Đơn vị chủ trì: Phòng Quản lý Công nghiệp; Đơn vị phối hợp: Văn phòng Sở.
        2. Phát triển năng lượng
        - Theo dõi sản lượng điện.
        Đơn vị chủ trì: Phòng Quản lý Năng lượng.
        """
    )
    assert shown(tasks) == [
        ("Rà soát quy hoạch", ["Phòng Quản lý Công nghiệp"], ["Văn phòng Sở"]),
        ("Đôn đốc hoàn thiện hạ tầng", ["Phòng Quản lý Công nghiệp"], ["Văn phòng Sở"]),
        ("Theo dõi sản lượng điện", ["Phòng Quản lý Năng lượng"], []),
    ]


def test_measures_with_nobody_in_charge_and_aims_are_no_tasks() -> None:
    tasks = letter(
        """\
        I. MỤC ĐÍCH, YÊU CẦU
        1. Nâng cao nhận thức của nhân dân.
        II. GIẢI PHÁP
        - Đẩy mạnh cải cách thủ tục hành chính.
        """
    )
    assert tasks == []


TABLE = [
    "TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\n"
    "1\tRà soát quy hoạch cây xanh\tSở Xây dựng\tUBND các xã, phường\tQuý II/2026\n",
    "  TT   Nhiệm vụ                     Cơ quan chủ trì   Cơ quan phối hợp      Thời gian\n"
    "  1    Rà soát quy hoạch            Sở Xây dựng       UBND các xã,          Quý II/2026\n"
    "       cây xanh                                       phường\n",
    "TT\nNhiệm vụ\nCơ quan chủ trì\nCơ quan phối hợp\nThời gian\n"
    "1\nRà soát quy hoạch\ncây xanh\nSở Xây dựng\n- UBND các xã, phường\nQuý II/2026\n",
]


@pytest.mark.parametrize("table", TABLE, ids=["tabs", "columns", "cells one below the other"])
def test_a_row_of_a_table_is_a_task(table: str) -> None:
    (task,) = letter("Kế hoạch phân công như sau:\n" + table)
    ((_, leads, helpers),) = shown([task])
    assert leads == ["Sở Xây dựng"]
    assert helpers in (["UBND các xã, phường"], ["UBND các xã,"])  # a wrapped cell shows its first line
    assert task.text.startswith("Rà soát quy hoạch")
    assert task.deadline is not None
    assert str(task.deadline.date) == "2026-06-30"


def test_an_article_s_list_goes_back_to_who_opened_it() -> None:
    tasks = article(
        """\
        Ngày 5/3/2026, UBND tỉnh ban hành Công văn số 12/UBND-KT.

        Theo đó, UBND tỉnh yêu cầu Giám đốc các sở; Chủ tịch UBND các xã thực hiện các nhiệm vụ sau:

        Kiểm tra hồ chứa nước.

        Giao Sở Y tế chuẩn bị thuốc.

        Khi có cháy, báo cáo ngay về UBND tỉnh.
        """
    )
    both = ["Giám đốc các sở", "Chủ tịch UBND các xã"]
    assert shown(tasks) == [
        ("Kiểm tra hồ chứa nước", both, []),
        ("chuẩn bị thuốc", ["Sở Y tế"], []),
        ("báo cáo ngay về UBND tỉnh", both, []),
    ]


SILENT = [
    ("Trước đó, UBND tỉnh đã yêu cầu Sở Y tế rà soát các trạm.", "an order of the past"),
    ("UBND tỉnh đề nghị Bộ Tài chính xem xét bố trí vốn.", "a request upwards"),
    ("Người dân đề nghị UBND xã sửa chữa con đường.", "what citizens want"),
    ("Sở Y tế phối hợp với Hội Nông dân tổ chức hội thi vào sáng nay.", "news"),
    ("Tỉnh sẽ tiếp tục hỗ trợ người dân.", "an announcement"),
]


@pytest.mark.parametrize(("text", "why"), SILENT)
def test_articles_that_order_nothing(text: str, why: str) -> None:
    assert article(text + "\n") == [], why


def test_replies_laws_and_enforcement_order_nothing() -> None:
    assert letter("UBND tỉnh yêu cầu Sở Y tế rà soát.\n", subject="trả lời kiến nghị của cử tri") == []
    law = "CHÍNH PHỦ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/2026/NĐ-CP\tHà Nội, ngày 05 tháng 3 năm 2026\n"
    law += "NGHỊ ĐỊNH\nQuy định về phòng cháy\nĐiều 1. UBND các tỉnh có trách nhiệm rà soát các công trình.\n"
    assert EXTRACTOR.extract(law).tasks == []
    assert letter("Yêu cầu các sở, ban, ngành nghiêm túc triển khai thực hiện./.\n") == []
    assert len(letter("Yêu cầu các sở, ban, ngành nghiêm túc rà soát./.\n")) == 1


def test_page_numbers_and_footnotes_are_stepped_over() -> None:
    (task,) = letter(
        "UBND tỉnh giao Sở Xây dựng kiểm tra các khu vực có hoạt động khoáng sản phức tạp, khu vực\n"
        "                                        2\n\n"
        "giáp ranh giữa các địa phương và khu vực thường xuyên xảy ra khai thác trái phép.\n"
    )
    assert " ".join(task.text.split()).startswith("kiểm tra các khu vực")
    assert task.text.endswith("khai thác trái phép")
