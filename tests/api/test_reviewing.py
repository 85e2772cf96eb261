"""What waits for a person: proposals of later documents, and documents to look at."""

from __future__ import annotations

import pytest


def proposal(client, number):
    found = client.get("/api/v1/proposals").json()["items"]
    return next(p for p in found if p["number"] == number)


def test_an_extension_is_shown_and_confirmed_on_the_page(editor, form):
    found = proposal(editor, "3310/UBND-NNMT")
    assert found["act"] == "extend"
    assert found["open_tasks"] > 0
    page = editor.get("/review").text
    assert "gia hạn thời gian thực hiện Công văn số 3310/UBND-NNMT" in page
    values = {"csrf": form(editor, "/review"), "decision": "confirmed", "due": "2030-10-15"}
    answer = editor.post(f"/review/proposals/{found['id']}", data=values, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    tasks = editor.get(f"/api/v1/directives/{found['directive_id']}/tasks").json()["items"]
    assert "2030-10-15" in [task["due"] for task in tasks]
    assert found["id"] not in [p["id"] for p in editor.get("/api/v1/proposals").json()["items"]]
    assert "đồng ý với văn bản sau" in editor.get("/audit").text


def test_a_proposal_is_rejected_by_rest(editor):
    found = proposal(editor, "245/TB-VP")
    address = f"/api/v1/proposals/{found['id']}/decide"
    assert editor.post(address, json={"state": "rejected", "reason": "chỉ nhắc lại"}).json()["state"] == "rejected"
    again = editor.post(address, json={"state": "confirmed"})
    assert again.status_code == 412
    assert "đã có người quyết định" in again.json()["detail"]


def test_a_day_that_is_none(editor, form):
    found = proposal(editor, "3310/UBND-NNMT")
    values = {"csrf": form(editor, "/review"), "decision": "confirmed", "due": "mai"}
    assert editor.post(f"/review/proposals/{found['id']}", data=values).status_code == 422


def test_a_document_that_was_looked_at_leaves_the_queue(editor, form):
    waiting = editor.get("/api/v1/documents", params={"flagged": True}).json()
    document = waiting["items"][0]
    editor.post(f"/review/documents/{document['id']}", data={"csrf": form(editor, "/review")})
    now = editor.get("/api/v1/documents", params={"flagged": True}).json()
    assert now["total"] == waiting["total"] - 1
    assert document["id"] not in [d["id"] for d in now["items"]]


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("auditor", 403), ("secretary", 200)])
def test_who_may_decide(office, role, status):
    found = next(iter(office.client.get("/api/v1/proposals", headers=office.token("reader")).json()["items"]))
    address = f"/api/v1/proposals/{found['id']}/decide"
    assert office.client.post(address, json={"state": "rejected"}, headers=office.token(role)).status_code == status
    office.sign_in(role)
    assert ("Không phải" in office.client.get("/review").text) == (status == 200)
