"""What is missing on a machine is told with its cure; only what must be there is an error."""

import json
from pathlib import Path

import pytest

from api.cli.main import main
from ingest.doctor import examine


def test_a_machine_without_programs_is_told_how_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = {finding.name: finding for finding in examine(tmp_path / "home")}
    for name in ("Nhận dạng chữ (tesseract)", "LibreOffice"):
        assert not found[name].well
        assert "apt-get install" in found[name].cure
    assert found["Thư mục dữ liệu"].well


def test_a_home_that_cannot_be_written_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("CHIDAO_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(SystemExit) as left:
        main(["doctor", "--json"])
    assert left.value.code == 1
    homes = [item for item in json.loads(capsys.readouterr().out)["items"] if item["name"] == "Thư mục dữ liệu"]
    assert [home["well"] for home in homes] == [False]
