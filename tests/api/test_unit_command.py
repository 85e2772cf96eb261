"""`chidao unit` answers who a unit is and who answers for it today, as JSON and in words."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from api.cli import unit

app = typer.Typer()
unit.add_to(app)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("CHIDAO_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(app, arguments)


def test_json(run):
    result = run("unit", "so khdt", "--place", "soc trang", "--on", "31/5/2022", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "name": "Sở Kế hoạch và Đầu tư",
        "place": "tỉnh Sóc Trăng",
        "from": None,
        "to": "2025-03-01",
        "parents": ["UBND tỉnh Sóc Trăng"],
        "successors": [{"name": "Sở Tài chính tỉnh Sóc Trăng", "share": "all", "date": "2025-03-01"}],
        "today": ["Sở Tài chính thành phố Cần Thơ"],
    }


def test_words(run):
    result = run("unit", "Bộ GTVT")
    assert result.exit_code == 0
    for words in (
        "Bộ Giao thông vận tải",
        "Trung ương",
        "đến trước 01/03/2025",
        "giao thông vận tải, từ 01/03/2025",
        "Bộ Xây dựng",
    ):
        assert words in result.stdout


def test_a_central_body_in_the_whole_country(run):
    answer = json.loads(run("unit", "Bộ Y tế", "--place", "Việt Nam", "--json").stdout)
    assert (answer["place"], answer["today"], answer["successors"]) == (None, ["Bộ Y tế"], [])


def test_corrections_of_the_installation_are_used(run, tmp_path):
    (tmp_path / "units.csv").write_text("action,name,place,unit\nalias,TTHC,Lào Cai,lao-cai.ubnd\n", encoding="utf-8")
    assert json.loads(run("unit", "TTHC", "--place", "Lào Cai", "--json").stdout)["name"] == "UBND"


def test_corrections_are_imported(run, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("action,name,place,unit\nalias,TTHC,Lào Cai,lao-cai.ubnd\n", encoding="utf-8")
    (tmp_path / "units.toml").write_text("", encoding="utf-8")
    result = run("import-units", str(file), "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["names"] == 1
    assert not (tmp_path / "units.toml").exists()
    assert json.loads(run("unit", "TTHC", "--place", "Lào Cai", "--json").stdout)["name"] == "UBND"


def test_wrong_corrections_are_not_imported(run, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("action,name,place,unit\nalias,TTHC,Lào Cai,khong-co\n", encoding="utf-8")
    result = run("import-units", str(file))
    assert result.exit_code == 1
    assert "mine.csv: alias thứ 1" in result.stderr
    assert not (tmp_path / "units.csv").exists()


WRONG = [
    (("Sở Không Có", "--place", "Lào Cai"), 1, "không có đơn vị nào tên “Sở Không Có”"),
    (("UBND huyện Châu Thành",), 1, "có thể là UBND huyện Châu Thành, tỉnh"),
    (("Sở Y tế",), 1, "Hãy ghi thêm --place"),
    (("Sở Y tế", "--place", "Xyzzy"), 2, "Không rõ “Xyzzy”"),
    (("Sở Y tế", "--place", "Lào Cai", "--on", "hôm qua"), 2, "“hôm qua” không phải là ngày"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG)
def test_what_cannot_be_answered_is_told(run, arguments, code, message):
    result = run("unit", *arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert not result.stdout


def test_wrong_corrections_are_told(run, tmp_path):
    (tmp_path / "units.toml").write_text("[[unit]]\n", encoding="utf-8")
    result = run("unit", "Sở Y tế", "--place", "Lào Cai")
    assert result.exit_code == 2
    assert "units.toml" in result.stderr
