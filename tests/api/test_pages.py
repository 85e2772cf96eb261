"""Every page answers, with the words that its reader looks for."""

from __future__ import annotations

import html
import re

import pytest

PAGES = [
    ("/", ["Hôm nay", "nhiệm vụ quá hạn", "Theo đơn vị", "Vào sổ từ thứ hai", "Sở Xây dựng"]),
    ("/search", ["Văn bản và tài liệu", "Sắp xếp", "Cơ quan ban hành"]),
    ("/tasks", ["nhiệm vụ", "Quá hạn", "Đơn vị", "Tình trạng", "XLSX"]),
    ("/tasks?view=board", ["Dạng bảng", "Quá hạn"]),
    ("/units", ["Đơn vị được giao nhiệm vụ", "Sở Xây dựng"]),
    ("/calendar?month=2024-04", ["Tháng 4", "2024"]),
    ("/review", ["cần người xem lại", "Mọi tệp đều đọc được"]),
    ("/audit", ["Nhật ký", "Đầu chuỗi", "Kiểm tra chuỗi"]),
    ("/audit?check=true", ["Chuỗi nguyên vẹn"]),
    ("/graph", ["Viện dẫn", "3310/UBND-NNMT"]),
    ("/explain", ["Đọc thử", "Không có gì được lưu"]),
    ("/admin", ["Quản trị", "Tài khoản", "Hệ thống"]),
    ("/crawl", ["Thu thập", "Chưa có lượt thu thập nào"]),
]


def words_of(page: str) -> str:
    """The page as a reader sees it."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize(("address", "looked_for"), PAGES, ids=[address for address, _ in PAGES])
def test_page(reader, address, looked_for):
    answer = reader.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    shown = words_of(answer.text)
    assert [words for words in looked_for if words not in shown] == []


@pytest.mark.parametrize("address", [address for address, _ in PAGES])
def test_first_page_is_small_and_ours(reader, address):
    answer = reader.get(address)
    assert len(answer.content) < 100_000
    assert not re.search(r"(src|href)=\"(https?:)?//", answer.text), "a page asks nobody else for anything"
    assert '<html lang="vi">' in answer.text


def test_directive(reader, pick):
    found = pick(reader, "directives", number="3310/UBND-NNMT")
    shown = words_of(reader.get(f"/directives/{found['id']}").text)
    for words in ("Công văn 3310/UBND-NNMT, ngày 08/08/2025", "UBND tỉnh Lâm Đồng", "Viện dẫn", "Trích yếu"):
        assert words in shown


def test_directive_marks_the_words_that_prove_it(reader, pick):
    found = pick(reader, "directives", number="3310/UBND-NNMT")
    page = reader.get(f"/directives/{found['id']}").text
    for task in reader.get(f"/api/v1/directives/{found['id']}/tasks").json()["items"]:
        assert f'id="t-{task["id"]}"' in page
        assert f'data-anchor="t-{task["id"]}"' in page


def test_document_that_carries_a_directive_leads_to_it(reader, pick):
    found = pick(reader, "directives", number="3310/UBND-NNMT")
    answer = reader.get(f"/documents/{found['document_id']}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/directives/{found['id']}")


def test_document_without_directive(reader):
    documents = reader.get("/api/v1/documents").json()["items"]
    mine = next(d for d in documents if "hung-yen" in d["address"])
    answer = reader.get(f"/documents/{mine['id']}")
    assert answer.status_code == 200
    assert "không mang văn bản chỉ đạo nào" in answer.text


def test_task(reader, pick):
    task = pick(reader, "tasks", unit_name="Sở Nông nghiệp")
    page = reader.get(f"/tasks/{task['id']}").text
    shown = words_of(page)
    for words in ("Hạn", "Tiến độ", "Ghi vào sổ", "Lịch sử", "Đọc từ văn bản", task["assignments"][0]["unit"]):
        assert words in shown
    assert f'data-scroll="t-{task["id"]}"' in page


def test_unit(reader, pick):
    unit = next(u for u in reader.get("/api/v1/units?limit=100").json()["items"] if u["known"] and u["task_count"])
    shown = words_of(reader.get(f"/units/{unit['id']}?state=all").text)
    assert unit["name"] in shown
    assert "quá hạn" in shown
    assert f"{unit['task_count']} nhiệm vụ" in shown


def test_graph_shows_who_cites_whom(reader, pick):
    cited = pick(reader, "directives", number="3310/UBND-NNMT")
    shown = words_of(reader.get("/graph", params={"id": str(cited["id"])}).text)
    assert "4102/UBND-NNMT" in shown


def test_explain_reads_a_text_and_keeps_nothing(reader, form):
    before = reader.get("/api/v1/documents").json()["total"]
    text = "Chủ tịch UBND tỉnh yêu cầu Sở Xây dựng báo cáo UBND tỉnh trước ngày 30/9/2025."
    answer = reader.post("/explain", data={"text": text, "csrf": form(reader, "/explain")})
    assert answer.status_code == 200
    shown = words_of(answer.text)
    for words in ("điều đọc được", "Sở Xây dựng", "30/09/2025"):
        assert words in shown
    assert reader.get("/api/v1/documents").json()["total"] == before


def test_login_is_not_asked_for_on_an_open_machine(reader):
    answer = reader.get("/login", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_login_page(office):
    answer = office.client.get("/login")
    assert answer.status_code == 200
    for words in ("Đăng nhập", "Tên tài khoản", "Mật khẩu"):
        assert words in answer.text


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/tasks/nope", 404, "Không có nhiệm vụ nope"),
        ("/units/nope", 404, "Không có đơn vị nope"),
        ("/directives/nope", 404, "Không có văn bản chỉ đạo nope"),
        ("/nowhere", 404, "Không có trang hay dữ liệu"),
        ("/tasks?state=xx", 422, "Không hiểu yêu cầu"),
        ("/tasks?due_from=hôm+qua", 422, "phải là một ngày"),
        ("/calendar?month=2024-13", 422, "viết không đúng dạng"),
        ("/search?next=x", 400, "Dấu trang không đọc được"),
        ("/tasks?next=x", 400, "Con trỏ trang không hợp lệ"),
    ],
)
def test_what_is_not_there_is_told_on_a_page(reader, address, status, words):
    answer = reader.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert words in words_of(answer.text)
