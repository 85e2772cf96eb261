"""A task's life through pages and REST: every step is in the log, no step is taken twice or on an old version."""

from __future__ import annotations

import pytest


@pytest.fixture
def task(editor, pick):
    return pick(editor, "tasks", state="open", unit_name="Sở Xây dựng")


def history(client, task):
    return client.get(f"/api/v1/tasks/{task['id']}/history").json()["items"]


def test_a_status_set_on_the_page_is_in_record_history_and_log(editor, form, task):
    page = f"/tasks/{task['id']}"
    values = {
        "csrf": form(editor, page),
        "revision": task["revision"],
        "to": "reported",
        "evidence": "15/BC-SXD; 16/BC",
    }
    answer = editor.post(f"{page}/move", data=values | {"note": "đã gửi báo cáo"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    assert editor.get(f"/api/v1/tasks/{task['id']}").json()["status"] == "reported"
    [event] = history(editor, task)
    assert (event["actor"], event["action"]) == ("người dùng máy này", "task.moved")
    shown = editor.get(page).text
    assert "Đã báo cáo" in shown
    assert "15/BC-SXD" in shown
    log = editor.get("/audit", params={"subject": task["id"]}).text
    assert "Đã báo cáo" in log
    assert "Chuỗi nguyên vẹn" in editor.get("/audit", params={"check": "true"}).text


def test_a_status_set_by_rest(editor, task):
    address = f"/api/v1/tasks/{task['id']}"
    etag = editor.get(address).headers["etag"]
    answer = editor.patch(address, json={"status": "in_progress", "note": "bắt đầu"}, headers={"If-Match": etag})
    assert answer.status_code == 200
    assert answer.json()["status"] == "in_progress"
    assert answer.headers["etag"] != etag
    assert [e["after"]["status"] for e in history(editor, task)] == ["in_progress"]


def test_an_old_version_is_refused_and_nothing_is_lost(editor, form, task):
    address, page = f"/api/v1/tasks/{task['id']}", f"/tasks/{task['id']}"
    token = form(editor, page)
    first = editor.patch(address, json={"status": "in_progress"}, headers={"If-Match": f'"{task["revision"]}"'})
    assert first.status_code == 200
    second = editor.patch(address, json={"status": "done"}, headers={"If-Match": f'"{task["revision"]}"'})
    assert second.status_code == 412
    assert second.json()["revision"] == first.json()["revision"]
    typed = {"csrf": token, "revision": task["revision"], "to": "done", "note": "ghi chú của người thứ hai"}
    third = editor.post(f"{page}/move", data=typed)
    assert third.status_code == 409
    assert "ghi chú của người thứ hai" in third.text
    assert editor.get(address).json()["status"] == "in_progress"


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 428), ({"If-Match": "*"}, 400), ({"If-Match": '"1e5"'}, 400)],
    ids=["none", "any", "no number"],
)
def test_an_edit_names_its_version(editor, task, headers, status):
    answer = editor.patch(f"/api/v1/tasks/{task['id']}", json={"status": "done"}, headers=headers)
    assert answer.status_code == status
    assert "If-Match" in answer.json()["detail"]


def test_a_step_that_may_not_be_taken(editor, task):
    headers = {"If-Match": f'"{task["revision"]}"'}
    answer = editor.patch(f"/api/v1/tasks/{task['id']}", json={"status": "returned"}, headers=headers)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("Không thể chuyển từ")


def test_many_at_once_tells_which_could_not(editor, form):
    tasks = editor.get("/api/v1/tasks", params={"state": "open", "limit": 3}).json()["items"]
    chosen = [f"{t['id']}:{t['revision']}" for t in tasks[:2]] + [f"{tasks[2]['id']}:1"]
    values = {"csrf": form(editor, "/tasks"), "status": "in_progress", "reason": "đã phân công", "task": chosen}
    answer = editor.post("/tasks/bulk", data=values)
    assert answer.status_code == 200
    assert tasks[2]["id"] in answer.text
    now = [editor.get(f"/api/v1/tasks/{t['id']}").json()["status"] for t in tasks]
    assert now == ["in_progress", "in_progress", tasks[2]["status"]]


def test_a_correction_and_its_undoing(editor, form, task):
    page = f"/tasks/{task['id']}"
    values = {"csrf": form(editor, page), "revision": task["revision"], "start": task["start"], "end": task["end"]}
    given = {"leads": "Sở Nội vụ", "due": "2030-01-15", "reason": "đọc sai"}
    assert editor.post(f"{page}/correct", data=values | given, follow_redirects=False).status_code == 303
    corrected = editor.get(f"/api/v1/tasks/{task['id']}").json()
    assert [a["unit"] for a in corrected["assignments"]] == ["Sở Nội vụ"]
    assert corrected["due"] == "2030-01-15"
    seq = history(editor, task)[-1]["seq"]
    editor.post(f"{page}/undo", data={"csrf": form(editor, page), "seq": seq})
    undone = editor.get(f"/api/v1/tasks/{task['id']}").json()
    assert [a["unit_id"] for a in undone["assignments"]] == [a["unit_id"] for a in task["assignments"]]
    assert undone["due"] == task["due"]


def test_what_is_no_task_is_taken_out(editor, form, task):
    page = f"/tasks/{task['id']}"
    values = {"csrf": form(editor, page), "revision": task["revision"], "reason": "chỉ là lời dẫn"}
    answer = editor.post(f"{page}/remove", data=values, follow_redirects=False)
    assert answer.headers["location"] == f"/directives/{task['directive_id']}"
    listed = editor.get(f"/api/v1/directives/{task['directive_id']}/tasks", params={"limit": 100}).json()["items"]
    assert task["id"] not in [t["id"] for t in listed]


def test_a_task_is_added_once_a_key(editor, task):
    new = {"document_id": task["document_id"], "span": [task["start"], task["end"] - 3], "reason": "máy không thấy"}
    headers = {"Idempotency-Key": "lan-1"}
    first = editor.post("/api/v1/tasks", json=new, headers=headers)
    assert first.status_code == 201, first.text
    again = editor.post("/api/v1/tasks", json=new, headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    other = editor.post("/api/v1/tasks", json=new | {"span": [0, 5]}, headers=headers)
    assert other.status_code == 422
    assert "đã dùng cho một yêu cầu khác" in other.json()["detail"]


def test_a_key_whose_request_failed_may_be_used_again(editor, task):
    headers = {"Idempotency-Key": "thu-lai"}
    wrong = editor.post("/api/v1/tasks", json={"document_id": "nope", "span": [0, 5]}, headers=headers)
    assert wrong.status_code == 404
    new = {"document_id": task["document_id"], "span": [task["start"], task["end"] - 3]}
    assert editor.post("/api/v1/tasks", json=new, headers=headers).status_code == 201
