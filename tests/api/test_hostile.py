"""Hostile input does nothing: markup is shown as text, paths lead nowhere, what is too much is refused."""

from __future__ import annotations

import pytest

from api.app import create_app
from api.security import CONTENT_POLICY
from api.settings import Settings
from corpus import Corpus
from ingest.pipeline import run
from search.index import open_index

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
DISPATCH = f"""ỦY BAN NHÂN DÂN
TỈNH LẠNG SƠN
-------
Số: 77/UBND-KT
V/v kiểm tra {SCRIPT} {IMAGE}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lạng Sơn, ngày 05 tháng 9 năm 2025

Kính gửi: Sở Xây dựng.

UBND tỉnh có ý kiến chỉ đạo như sau:
1. Sở Xây dựng kiểm tra các công trình đang thi công trên địa bàn tỉnh {SCRIPT} {IMAGE}
2. Sở Tài chính bố trí kinh phí.
"""


@pytest.fixture
def hostile(tmp_path):
    from fastapi.testclient import TestClient

    file = tmp_path / f"{IMAGE.replace('/', '')}.txt"
    file.write_text(DISPATCH, encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir()
    index = open_index(f"tantivy:{home}/index")
    with Corpus.open(f"sqlite:///{home}/record.db", home) as corpus:
        run([file], corpus=corpus, index=index, workers=1)
    index.close()
    with TestClient(create_app(Settings(home=home))) as client:
        yield client


def test_markup_in_a_document_is_shown_as_text(hostile, pick):
    directive, task = pick(hostile, "directives"), pick(hostile, "tasks", unit_name="Sở Xây dựng")
    assert SCRIPT in directive["subject"]
    assert SCRIPT in task["text"]
    addresses = ["/", "/tasks", "/tasks?view=board", "/search?q=kiem+tra", "/search?kind=task", "/units", "/review"]
    addresses += [f"/directives/{directive['id']}", f"/tasks/{task['id']}", f"/graph?id={directive['id']}", "/graph"]
    addresses += ["/audit", "/export/tasks.html?state=all", "/calendar?month=2025-09"]
    for address in addresses:
        page = hostile.get(address)
        assert page.status_code == 200, address
        assert "<script>alert" not in page.text, address
        assert "<img" not in page.text, address
    assert "&lt;script&gt;alert(1)" in hostile.get(f"/directives/{directive['id']}").text


@pytest.mark.parametrize(
    "payload", [SCRIPT, IMAGE, "' onmouseover='alert(1)", "javascript:alert(1)", "{{7*7}}", "\x00"]
)
@pytest.mark.parametrize(
    "address", ["/search?q=", "/units?name=", "/tasks?unit_name=", "/tasks?issuer=", "/audit?actor="]
)
def test_markup_in_an_address_is_shown_as_text(reader, address, payload):
    path, _, name = address.partition("?")
    page = reader.get(path, params={name.rstrip("="): payload})
    assert page.status_code in (200, 400)
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert "' onmouseover='" not in page.text
    assert ">49<" not in page.text


def test_markup_in_a_note_is_shown_as_text(editor, form, pick):
    task = pick(editor, "tasks", state="open")
    page = f"/tasks/{task['id']}"
    values = {"csrf": form(editor, page), "revision": task["revision"], "to": "reported", "note": SCRIPT + IMAGE}
    assert editor.post(f"{page}/move", data=values | {"evidence": IMAGE}).status_code == 200
    for shown in (editor.get(page).text, editor.get("/audit").text):
        assert "<script>alert" not in shown
        assert "<img" not in shown


@pytest.mark.parametrize("address", ["/", "/api/v1/tasks", "/nowhere", "/static/app.js", "/export/tasks.csv"])
def test_every_answer_is_guarded(reader, address):
    headers = reader.get(address).headers
    assert headers["content-security-policy"] == CONTENT_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "address",
    [
        "/static/../app.py",
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/%2e%2e/app.py",
        "/documents/..%2f..%2frecord.db",
        "/api/v1/documents/..%2f..%2fsecret/source",
        "/tasks/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    ],
)
def test_paths_lead_nowhere(reader, address):
    assert reader.get(address).status_code == 404


def test_too_much_is_refused(reader, form):
    assert reader.get("/search", params={"q": "a" * 1001}).status_code == 422
    assert reader.get("/api/v1/search", params={"q": "a" * 1001}).status_code == 422
    assert reader.get("/api/v1/search", params={"q": "(" * 1000}).status_code in (200, 400)
    assert reader.get("/api/v1/search", params={"q": "a OR " * 199}).status_code in (200, 400)
    answer = reader.post("/explain", headers={"Content-Length": str(33 * 1024 * 1024)}, content=b"")
    assert answer.status_code == 413
    long = reader.post("/explain", data={"text": "a" * 300_001, "csrf": form(reader, "/explain")})
    assert long.status_code == 422


def test_another_host_is_not_answered(reader):
    answer = reader.get("/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 421


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"text": 1}'])
def test_a_broken_body(reader, body):
    answer = reader.post("/api/v1/extract", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
