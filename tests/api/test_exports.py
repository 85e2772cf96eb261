"""Exports: the same tasks as the page's, with what was asked, when, and the head of the log; each is logged."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from icalendar import Calendar

from api.exports.made import COLUMNS

QUESTION = {"state": "all", "unit_name": "Sở Xây dựng"}


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_csv(reader):
    answer = reader.get("/export/tasks.csv", params=QUESTION)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]
    lines = rows(answer.content)
    heading = dict(line for line in lines[:5])
    listed = reader.get("/api/v1/tasks", params=QUESTION | {"limit": 100}).json()
    assert heading["Số nhiệm vụ"] == str(listed["total"])
    assert "Sở Xây dựng" in heading["Nội dung"]
    assert lines[6] == list(COLUMNS)
    assert [line[-1] for line in lines[7:]] == [task["id"] for task in listed["items"]]


def test_xlsx_has_days_as_days(reader):
    answer = reader.get("/export/tasks.xlsx", params=QUESTION)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    table = list(sheet.iter_rows(values_only=True))
    assert table[6] == COLUMNS
    listed = reader.get("/api/v1/tasks", params=QUESTION | {"limit": 100}).json()["items"]
    assert [line[-1] for line in table[7:]] == [task["id"] for task in listed]
    assert [line[3] and line[3].date().isoformat() for line in table[7:]] == [task["due"] for task in listed]


def test_ics_has_what_falls_due(reader):
    answer = reader.get("/export/tasks.ics", params={"state": "all"})
    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    listed, cursor = [], ""
    while cursor is not None:
        page = reader.get("/api/v1/tasks", params={"limit": 100} | ({"cursor": cursor} if cursor else {})).json()
        listed, cursor = listed + page["items"], page["next"]
    assert sorted(str(e["uid"]) for e in entries) == sorted(f"{t['id']}@chidao" for t in listed if t["due"])


def test_page_to_print(reader):
    page = reader.get("/export/tasks.html", params=QUESTION).text
    for words in ("Nhiệm vụ theo dõi", "Đầu chuỗi nhật ký", "Xuất lúc", "Sở Xây dựng"):
        assert words in page


def test_an_unknown_form(reader):
    assert reader.get("/export/tasks.exe").status_code == 422


@pytest.mark.parametrize("form", ["csv", "xlsx", "ics", "html"])
def test_each_is_logged(editor, form):
    editor.get(f"/export/tasks.{form}", params=QUESTION)
    event = editor.get("/api/v1/audit/events", params={"action": "export.made"}).json()["items"][0]
    assert event["after"]["form"] == form
    assert event["after"]["query"]["unit_name"] == "Sở Xây dựng"


def test_a_cell_is_no_formula(editor, form, pick):
    task = pick(editor, "tasks", state="open", unit_name="Sở Xây dựng")
    page = f"/tasks/{task['id']}"
    values = {"csrf": form(editor, page), "revision": task["revision"], "start": task["start"], "end": task["end"]}
    name = '=HYPERLINK("http://elsewhere.example";"x")'
    assert editor.post(f"{page}/correct", data=values | {"leads": name.replace(";", ","), "reason": "thử"}).is_success
    cells = [cell for line in rows(editor.get("/export/tasks.csv").content) for cell in line]
    assert [cell for cell in cells if cell.startswith("=")] == []
    assert [cell for cell in cells if cell.startswith("'=HYPERLINK")]
    sheet = openpyxl.load_workbook(io.BytesIO(editor.get("/export/tasks.xlsx").content)).active
    found = [cell for line in sheet.iter_rows() for cell in line if str(cell.value).startswith("=HYPERLINK")]
    assert [cell.data_type for cell in found] == ["s"] * len(found)
    assert found
