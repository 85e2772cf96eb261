"""Files that people send go down the same road as `chidao run`'s, and can be found."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from api.taking import LARGEST_FILE, file_name

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
NEW = SAMPLES / "thai-nguyen-1127-bai-bo.pdf"
KNOWN = SAMPLES / "lam-dong-3310-ra-soat-dat.pdf"


def found(client, query):
    """The hits for the query once the index has followed, which it does by itself."""
    for _ in range(100):
        if hits := client.get("/api/v1/search", params={"q": query}).json()["items"]:
            return hits
        time.sleep(0.1)
    return []


def test_a_file_sent_by_rest_is_read_and_found(editor):
    answer = editor.post("/api/v1/documents", files={"file": (NEW.name, NEW.read_bytes())})
    assert answer.status_code == 201, answer.text
    document = answer.json()
    assert answer.headers["location"] == f"/api/v1/documents/{document['id']}"
    directive = editor.get(f"/api/v1/directives/{document['directive_id']}").json()
    assert directive["number"] == "1127/QĐ-UBND"
    assert found(editor, "1127/QĐ-UBND")
    event = editor.get("/api/v1/audit/events", params={"action": "document.sent"}).json()["items"][0]
    assert (event["actor"], event["subject_id"]) == ("người dùng máy này", document["id"])


def test_a_file_that_is_known_is_told_so(editor):
    before = editor.get("/api/v1/documents").json()["total"]
    answer = editor.post("/api/v1/documents", files={"file": ("tên khác.pdf", KNOWN.read_bytes())})
    assert answer.status_code == 200
    assert editor.get("/api/v1/documents").json()["total"] == before


def test_the_same_key_sends_once(editor):
    request = editor.build_request("POST", "/api/v1/documents", files={"file": (NEW.name, NEW.read_bytes())})
    request.headers["Idempotency-Key"] = "gui-1"
    first, second = editor.send(request), editor.send(request)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.headers["idempotent-replayed"] == "true"
    assert second.json() == first.json()


@pytest.mark.parametrize(
    ("name", "data", "status", "told"),
    [
        ("rỗng.pdf", b"", 422, "tệp rỗng"),
        ("hỏng.pdf", b"%PDF-1.7\n\x00\x01\x02", 422, "tệp hỏng"),
        ("chương trình.exe", b"MZ\x90\x00" + bytes(2000), 422, "định dạng không được hỗ trợ"),
        ("to.txt", b"a" * (LARGEST_FILE + 1), 413, "tệp quá lớn, tối đa 30 MB"),
    ],
)
def test_a_file_that_can_not_be_taken(editor, name, data, status, told):
    answer = editor.post("/api/v1/documents", files={"file": (name, data)})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["file"] == name
    assert answer.json()["detail"].startswith(f"{name}: {told}")
    if status == 422:
        assert told in editor.get("/review").text


def test_files_sent_from_the_page(editor, form):
    files = [("files", (NEW.name, NEW.read_bytes())), ("files", ("hỏng.docx", b"PK\x03\x04x"))]
    answer = editor.post("/documents", files=files, data={"csrf": form(editor, "/crawl")})
    assert answer.status_code == 200
    for words in ("Đã nhận 1/2 tệp", "đã vào sổ", "hỏng.docx", "không nhận"):
        assert words in answer.text


def test_nothing_sent(editor, form):
    answer = editor.post("/documents", files=[("files", ("", b""))], data={"csrf": form(editor, "/crawl")})
    assert answer.status_code == 422
    assert "tệp" in answer.text or "files" in answer.text


@pytest.mark.parametrize(
    ("role", "status"), [("reader", 403), ("auditor", 403), ("secretary", 200), ("administrator", 200)]
)
def test_who_may_send(office, role, status):
    files = {"file": (KNOWN.name, KNOWN.read_bytes())}
    assert office.client.post("/api/v1/documents", files=files, headers=office.token(role)).status_code == status
    office.sign_in(role)
    assert ('action="/documents"' in office.client.get("/crawl").text) == (status == 200)


def test_a_stranger_sends_nothing(office):
    assert office.client.post("/api/v1/documents", files={"file": ("x.txt", b"x")}).status_code == 401


def test_a_body_without_length_is_refused(editor):
    answer = editor.post("/api/v1/documents", content=iter([b"x"] * 3))
    assert answer.status_code == 411


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\công văn.docx", "công văn.docx"),
        ("http://x/y.pdf", "y.pdf"),
        ("a\x00\nb.pdf", "ab.pdf"),
        ("", "tệp không tên"),
    ],
)
def test_names(given, name):
    assert file_name(given) == name
