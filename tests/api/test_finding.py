"""Search and filters: what half-remembered words, with or without accents, lead to."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("chong han", "1204/UBND-KTN"),
        ("chống hạn", "1204/UBND-KTN"),
        ("1204/UBND-KTN", "1204/UBND-KTN"),
        ("1204 ubnd ktn", "1204/UBND-KTN"),
        ("ra soat dat", "3310/UBND-NNMT"),
        ("gia han thoi gian", "4102/UBND-NNMT"),
    ],
)
def test_a_directive_is_found(reader, query, number):
    answer = reader.get("/api/v1/search", params={"q": query})
    assert answer.status_code == 200
    assert number in [hit["fields"].get("number") for hit in answer.json()["items"]]
    assert number in reader.get("/search", params={"q": query}).text


def test_words_that_answer_are_marked(reader):
    page = reader.get("/search", params={"q": "ho chua"}).text
    assert "<mark>hồ chứa</mark>" in page or "<mark>hồ</mark>" in page


def test_kinds_narrow(reader):
    for kind in ("directive", "document", "task", "unit"):
        found = reader.get("/api/v1/search", params={"q": "", "kind": kind}).json()
        assert found["total"] > 0
        assert {hit["kind"] for hit in found["items"]} == {kind}


def test_a_unit_is_found_without_accents(reader):
    found = reader.get("/api/v1/search", params={"q": "so xay dung", "kind": "unit"}).json()
    assert "Sở Xây dựng" in found["items"][0]["fields"]["title"]
    assert reader.get("/api/v1/suggest", params={"q": "so xay"}).json()["total"] > 0


def test_pages_of_hits_have_each_once(reader):
    seen, cursor = [], None
    while True:
        query = {"kind": "task", "limit": 7} | ({"cursor": cursor} if cursor else {})
        piece = reader.get("/api/v1/search", params=query).json()
        seen += [hit["id"] for hit in piece["items"]]
        cursor = piece["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == piece["total"]


def test_tasks_by_unit_name(reader):
    everything = reader.get("/api/v1/tasks").json()["total"]
    for name in ("Sở Xây dựng", "so xay dung"):
        mine = reader.get("/api/v1/tasks", params={"unit_name": name}).json()
        assert 0 < mine["total"] < everything
        assert all(any("Sở Xây dựng" in a["unit"] for a in t["assignments"]) for t in mine["items"])


def test_tasks_by_days(reader):
    found = reader.get("/api/v1/tasks", params={"due_from": "2025-08-01", "due_to": "2025-09-30"}).json()["items"]
    assert found
    assert all("2025-08-01" <= task["due"] <= "2025-09-30" for task in found)


def test_a_unit_answers_today_for_those_that_became_it(reader, pick):
    """Sở Nông nghiệp và Phát triển nông thôn of Kon Tum works on in Quảng Ngãi's Sở Nông nghiệp và Môi trường."""
    then = next(
        a["unit_id"]
        for t in reader.get("/api/v1/tasks", params={"place": "tỉnh Kon Tum", "limit": 100}).json()["items"]
        for a in t["assignments"]
        if a["unit_id"] == "kon-tum.so-nong-nghiep-va-phat-trien-nong-thon"
    )
    old = reader.get("/api/v1/tasks", params={"unit": then}).json()
    new = reader.get("/api/v1/tasks", params={"unit": "quang-ngai.so-nong-nghiep-va-moi-truong"}).json()
    named = reader.get("/api/v1/tasks", params={"unit": "quang-ngai.so-nong-nghiep-va-moi-truong", "as_named": True})
    assert old["total"] > 0
    assert {t["id"] for t in old["items"]} <= {t["id"] for t in new["items"]}
    assert named.json()["total"] == 0


def test_filters_of_the_page_are_those_of_rest(reader):
    for state in ("open", "late", "soon", "reported", "done", "all"):
        total = reader.get("/api/v1/tasks", params={"state": state}).json()["total"]
        assert f"<h1>{total} nhiệm vụ</h1>" in reader.get("/tasks", params={"state": state}).text
