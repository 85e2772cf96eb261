"""`chidao digest`, as somebody at a terminal uses it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import Corpus
from tests.api.digest import made
from tests.servers.smtp import Server

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Corpus.open(f"sqlite:///{tmp_path}/record.db", tmp_path) as record:
        made.week(record)
    return tmp_path


def digest(home: Path, *arguments: str, mail: Server | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"CHIDAO_HOME": str(home), "PYTHONPATH": str(ROOT)}
    if mail is not None:
        environment |= {"CHIDAO_MAIL_PORT": str(mail.port), "CHIDAO_MAIL_SECURITY": "none"}
    command = [sys.executable, "-c", "from api.cli.main import main; main()", "digest", *arguments]
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_a_week_is_looked_at_as_text_html_and_json(home: Path) -> None:
    text = digest(home, "preview", "--week", "2024-W19")
    assert text.returncode == 0, text.stderr
    assert "Bản tin tuần từ 06/05 đến 12/05/2024" in text.stdout
    assert "595/UBND-KT" in text.stdout
    assert digest(home, "preview", "--week", "2024-W19", "--html").stdout.startswith("<!DOCTYPE html>")
    value = json.loads(digest(home, "preview", "--week", "2024-W19", "--json").stdout)
    assert (value["period"], value["empty"]) == ("2024-W19", False)
    digest(home, "preview", "--week", "2024-W19", "--out", "xem")
    assert {p.name for p in (home / "xem").iterdir()} == {"digest-2024-W19.html", "digest-2024-W19.txt"}


def test_somebody_is_subscribed_looked_at_and_written_to_once(home: Path, mail: Server) -> None:
    who = "hanh@langson.example.vn"
    told = digest(home, "subscribe", who, "--topic", "unit", "--value", "Sở Nội vụ", "--hour", "0", "--name", "Bà Hạnh")
    assert told.stdout == f"{who}: Nhiệm vụ của một đơn vị: Sở Nội vụ\n", told.stderr
    preview = digest(home, "preview", "--for", who, "--week", "2024-W19").stdout
    assert "Kính gửi Bà Hạnh" in preview
    assert "595/UBND-KT" not in preview
    dry = json.loads(digest(home, "send", "--week", "2024-W19", "--dry-run", "--json", mail=mail).stdout)
    assert (dry["items"][0]["sent"], len(mail.boxes.taken)) == (1, 0)
    for _ in range(2):
        sent = digest(home, "send", "--week", "2024-W19", mail=mail)
        assert sent.returncode == 0, sent.stderr
    assert len(mail.boxes.taken) == 1
    assert json.loads(digest(home, "status", "--week", "2024-W19", "--json").stdout)["counts"] == {"sent": 1}


def test_a_server_that_is_away_is_told_and_ends_with_1(home: Path, mail: Server) -> None:
    mail.boxes.down = True
    digest(home, "subscribe", "hanh@langson.example.vn", "--hour", "0")
    sent = digest(home, "send", "--week", "2024-W19", mail=mail)
    assert sent.returncode == 1
    assert "hanh@langson.example.vn: máy chủ trả lời 451" in sent.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("preview", "--week", "2024-W99"), 2, "không có tuần 99"),
        (("preview", "--for", "ai@do.vn"), 1, "chưa đăng ký"),
        (("subscribe", "a@b.vn", "--topic", "unit", "--value", "Sở Không Có"), 1, "Chưa có đơn vị nào"),
        (("subscribe", "khong-phai"), 1, "không phải là địa chỉ"),
        (("settle", "thieu.log"), 1, "thieu.log"),
        (("bounces", "thieu.eml"), 1, "thieu.eml"),
    ],
)
def test_what_is_wrong_is_told(home: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    told = digest(home, *arguments)
    assert (told.returncode, words in told.stderr) == (code, True), told.stderr
