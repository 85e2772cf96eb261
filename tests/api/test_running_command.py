"""`chidao run`, `chidao index` and `chidao audit` as they are typed."""

import json
from pathlib import Path
from shutil import copy

import pytest

from api.cli.main import main

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
FILES = ("kon-tum-1204-chong-han.docx", "kon-tum-bai-chong-han.html", "thai-nguyen-1127-bai-bo.pdf")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHIDAO_HOME", str(tmp_path / "home"))
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in FILES:
        copy(SAMPLES / name, inbox)
    return inbox


def chidao(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


def test_what_is_found_is_shown_and_nothing_is_read_twice(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert chidao("run", str(folder), "--json") == 0
    first = json.loads(capsys.readouterr().out)
    assert {item["number"] for item in first["items"]} == {"1204/UBND-KTN", "1127/QĐ-UBND"}
    assert (first["total"], first["known"], first["failed"]) == (3, 0, [])
    assert chidao("run", str(folder), "--json") == 0
    second = json.loads(capsys.readouterr().out)
    assert (second["total"], second["items"], second["known"]) == (0, [], 3)


def test_a_file_that_cannot_be_read_is_named_and_the_rest_goes_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7\nnothing")
    assert chidao("run", str(folder)) == 1
    said = capsys.readouterr()
    assert "hỏng.pdf: tệp hỏng hoặc bị cắt cụt" in said.err
    assert "3 tài liệu mới" in said.out
    assert "1 không đọc được" in said.out


def test_a_path_that_is_not_there_is_wrong_usage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert chidao("run", str(folder / "none")) == 2
    assert "không có tệp hay thư mục này" in capsys.readouterr().err


def test_index_and_log_are_whole_after_a_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert chidao("run", str(folder)) == 0
    assert chidao("index", "check") == 0
    assert chidao("index", "rebuild", "--json") == 0
    assert chidao("audit", "verify") == 0
    assert "nguyên vẹn" in capsys.readouterr().out
