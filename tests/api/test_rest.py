"""REST: lists in pieces, one of each, errors of one shape and in Vietnamese, and the extractor."""

from __future__ import annotations

import pytest

LISTS = ["tasks", "directives", "documents", "units"]


@pytest.mark.parametrize("what", LISTS)
def test_a_list_in_pieces_has_everything_once(reader, what):
    whole = reader.get(f"/api/v1/{what}", params={"limit": 100}).json()
    seen, cursor = [], None
    while True:
        piece = reader.get(f"/api/v1/{what}", params={"limit": 4} | ({"cursor": cursor} if cursor else {})).json()
        assert len(piece["items"]) <= 4
        assert piece["total"] == whole["total"]
        seen += [item["id"] for item in piece["items"]]
        cursor = piece["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == whole["total"]
    assert seen[: len(whole["items"])] == [item["id"] for item in whole["items"]]


@pytest.mark.parametrize("what", LISTS)
def test_one_of_a_list(reader, pick, what):
    item = pick(reader, what)
    answer = reader.get(f"/api/v1/{what}/{item['id']}")
    assert answer.status_code == 200
    assert answer.json()["id"] == item["id"]
    if "revision" in item:
        assert answer.headers["etag"] == f'"{item["revision"]}"'


def test_evidence_is_where_it_is_said_to_be(reader):
    for task in reader.get("/api/v1/tasks", params={"limit": 100}).json()["items"]:
        text = reader.get(f"/api/v1/documents/{task['document_id']}").json()["content"]["text"]
        assert text[task["start"] : task["end"]] == task["text"]
        for given in task["assignments"]:
            assert text[given["start"] : given["end"]] == given["text"]


def test_source_is_what_was_taken_in(reader):
    documents = reader.get("/api/v1/documents").json()["items"]
    document = next(d for d in documents if d["address"].endswith(".txt"))
    answer = reader.get(f"/api/v1/documents/{document['id']}/source")
    assert answer.content.decode() == (reader.get(f"/api/v1/documents/{document['id']}").json()["content"]["text"])
    assert answer.headers["content-disposition"].startswith("attachment")


def test_citations(reader, pick):
    cited = pick(reader, "directives", number="3310/UBND-NNMT")
    citing = pick(reader, "directives", number="4102/UBND-NNMT")
    found = reader.get(f"/api/v1/directives/{cited['id']}/citations").json()["citations"]
    assert (citing["id"], cited["id"]) in [(c["source"], c["to"]) for c in found]


def test_log_is_whole(reader):
    verdict = reader.get("/api/v1/audit/verify").json()
    assert verdict["whole"] is True
    assert verdict["flaws"] == []


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("tasks/nope", 404, "Không có nhiệm vụ nope."),
        ("directives/nope", 404, "Không có văn bản chỉ đạo nope."),
        ("documents/nope", 404, "Không có tài liệu nope."),
        ("units/nope", 404, "Không có đơn vị nope."),
        ("tasks?cursor=zzz", 400, "Con trỏ trang không hợp lệ."),
        ("tasks?limit=0", 422, "query.limit: phải từ 1 trở lên"),
        ("tasks?limit=1000", 422, "query.limit: phải từ 100 trở xuống"),
        ("tasks?due_from=mai", 422, "phải là một ngày"),
        ("tasks?state=xx", 422, "chỉ nhận"),
        ("search?q=ngày:abc", 400, ""),
        ("search?cursor=zzz", 400, "Dấu trang không đọc được"),
        ("nowhere", 404, "Không có trang hay dữ liệu ở địa chỉ này."),
    ],
)
def test_problems_have_one_shape(reader, address, status, told):
    answer = reader.get(f"/api/v1/{address}", headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(problem)
    assert problem["status"] == status
    assert told in problem["detail"]
    assert "should" not in problem["detail"]


def test_a_way_of_calling_that_is_not_taken(reader):
    answer = reader.put("/api/v1/tasks", json={})
    assert answer.status_code == 405
    assert answer.json()["detail"] == "Địa chỉ này không nhận cách gọi đó."


def test_what_a_body_may_not_have(reader, pick):
    task = pick(reader, "tasks")
    for body, told in (({"trạng_thái": "done"}, "không có mục này"), ({"status": "xong"}, "chỉ nhận")):
        answer = reader.patch(f"/api/v1/tasks/{task['id']}", json=body, headers={"If-Match": '"1"'})
        assert answer.status_code == 422
        assert told in answer.json()["detail"]


def test_extract(reader):
    text = "Họp giao ban\n\nUBND tỉnh yêu cầu Sở Xây dựng báo cáo kết quả rà soát nhà ở xã hội trước ngày 30/9/2025."
    answer = reader.post("/api/v1/extract", json={"text": text, "place": "tỉnh Gia Lai"})
    assert answer.status_code == 200
    [task] = answer.json()["tasks"]
    assert text[task["start"] : task["end"]] == task["text"]
    assert [a["text"] for a in task["assignees"]] == ["Sở Xây dựng"]
    assert task["deadline"]["date"] == "2025-09-30"


@pytest.mark.parametrize("text", ["", "x", "\x00\ud7ff", "😀" * 1000, "(" * 20_000, "a " * 20_000])
def test_extract_takes_any_text(reader, text):
    answer = reader.post("/api/v1/extract", json={"text": text})
    assert answer.status_code == 200
    assert answer.json()["tasks"] == []


def test_openapi_tells_every_endpoint(reader):
    described = reader.get("/api/v1/openapi.json").json()["paths"]
    assert "/api/v1/tasks/{task_id}" in described
    assert set(described["/api/v1/tasks/{task_id}"]) == {"get", "patch", "delete"}
    assert reader.get("/api/v1/health").json() == {"status": "ok"}
