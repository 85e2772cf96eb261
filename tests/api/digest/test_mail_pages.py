"""Subscribing, confirming and stopping in the browser, without an account, against a real mail server."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.digest.sending import Sender
from api.settings import Settings
from corpus import Corpus
from tests.api.digest import made
from tests.api.digest.conftest import settings
from tests.api.digest.test_sending import MONDAY, W19
from tests.servers.smtp import Server


@pytest.fixture
def site(tmp_path: Path, mail: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    for name, value in (("HOST", "127.0.0.1"), ("PORT", str(mail.port)), ("SECURITY", "none")):
        monkeypatch.setenv(f"CHIDAO_MAIL_{name}", value)
    with TestClient(create_app(Settings(home=tmp_path)), follow_redirects=True) as client:
        yield client


def corpus_of(site: TestClient) -> Corpus:
    return site.app.state.chidao.corpus  # type: ignore[attr-defined, no-any-return]


def subscribe(site: TestClient, email: str = "hanh@langson.example.vn", **fields: str) -> str:
    csrf = re.search(r'name="csrf" value="([0-9a-f]+)"', site.get("/mail").text)
    assert csrf is not None
    return site.post("/mail", data={"csrf": csrf[1], "email": email, "topic": "everything", **fields}).text


def link(mail: Server, name: str) -> str:
    body = mail.boxes.taken[-1][2].get_body(("plain",))
    assert body is not None
    found = re.search(rf"http://testserver(/mail/\S+/{name})", body.get_content())
    assert found is not None
    return found[1]


def test_a_stranger_subscribes_confirms_reads_and_stops(site: TestClient, mail: Server) -> None:
    record = corpus_of(site)
    made.week(record)
    assert "hãy mở thư vừa gửi" in subscribe(site, topic="unit", value="sở xây dựng")
    sender = Sender(record, settings(mail), "máy thử", base="http://testserver")
    assert sender.send(W19, at=MONDAY).sent == 0  # not confirmed yet
    confirm = link(mail, "confirm")
    assert "Xác nhận đăng ký?" in site.get(confirm).text
    assert sender.send(W19, at=MONDAY).sent == 0  # a mail program that opens links confirms nothing
    assert "Nhiệm vụ của một đơn vị: Sở Xây dựng" in site.post(confirm).text
    assert sender.send(W19, at=MONDAY).sent == 1
    archive = site.get(link(mail, "archive/2024-W19"))
    assert "595/UBND-KT" in archive.text
    assert "script-src" not in archive.headers["Content-Security-Policy"]
    stop = link(mail, "stop")
    one_click = site.post(stop, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://mail.example"})
    assert "Bạn đã thôi nhận thư" in one_click.text
    assert sender.send(W19, at=MONDAY).elsewhere == 0


def test_nobody_is_flooded_with_confirmations(site: TestClient, mail: Server) -> None:
    for topic in ("everything", "province", "programme"):
        subscribe(site, topic=topic, value="nông thôn mới")
    assert len(mail.boxes.taken) == 1
    pages = [subscribe(site, email=f"n{n}@langson.example.vn") for n in range(25)]
    assert "quá nhiều đăng ký" in pages[-1]
    assert len(mail.boxes.taken) < 25


WRONG = [
    ({"email": "không-phải-địa-chỉ"}, "không phải là địa chỉ"),
    ({"email": "a@b.vn\r\nBcc: c@d.vn"}, "không phải là địa chỉ"),
    ({"topic": "unit", "value": "Sở Không Có"}, "Chưa có đơn vị nào"),
    ({"topic": "unit", "value": ""}, "Hãy ghi rõ"),
    ({"topic": "khac"}, "Hãy chọn nội dung"),
    ({"period": "yearly"}, "Hãy chọn nội dung"),
    ({"email": "never.co@langson.example.vn"}, "chưa gửi được thư xác nhận"),
]


@pytest.mark.parametrize(("fields", "words"), WRONG)
def test_what_is_wrong_is_told(site: TestClient, mail: Server, fields: dict[str, str], words: str) -> None:
    assert words in subscribe(site, **fields)
    assert not mail.boxes.taken


def test_a_program_subscribes_somebody_who_has_to_confirm(site: TestClient, mail: Server) -> None:
    asked = {"email": "hanh@langson.example.vn", "topic": "programme", "value": "nông thôn mới", "period": "daily"}
    answer = site.post("/api/v1/subscriptions", json=asked)
    assert (answer.status_code, answer.json()["confirmed"]) == (202, False)
    assert "Xác nhận đăng ký" in mail.boxes.taken[0][2]["Subject"]
    wrong = site.post("/api/v1/subscriptions", json=asked | {"topic": "unit", "value": "Sở Không Có"})
    assert wrong.headers["Content-Type"] == "application/problem+json"
    assert "Chưa có đơn vị nào" in wrong.json()["detail"]


def test_a_key_that_is_none_opens_nothing(site: TestClient) -> None:
    for path in ("/mail/abc", "/mail/abc/stop", "/mail/abc/archive/2024-W19"):
        assert site.get(path).status_code == 404
    assert site.post("/mail/abc/stop").status_code == 404
