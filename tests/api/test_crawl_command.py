"""`chidao crawl`, `portals` and `portal check`, as somebody at a terminal uses them."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.servers.portals import Province

ROOT = Path(__file__).resolve().parents[2]
STORED = ROOT / "tests" / "ingest" / "portals"


def chidao(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"CHIDAO_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "from api.cli.main import main; main()", *arguments]
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_a_portal_of_ones_own_is_crawled_and_its_run_is_listed(tmp_path: Path) -> None:
    (tmp_path / "portals").mkdir()
    with Province(5) as province:
        province.portal(tmp_path / "portals", "thu", "/vn")
        told = chidao(tmp_path, "crawl", "thu", "--json")
        assert told.returncode == 0, told.stderr
        report = json.loads(told.stdout)["items"][0]
        assert (report["portal"], report["state"], report["new"]) == ("thu", "complete", 5)
        province.sites["/vn"].changed_layout = True
        again = chidao(tmp_path, "crawl", "thu")
    assert again.returncode == 1
    assert "bố cục trang đã đổi" in again.stdout
    assert "danh sách" in again.stderr
    listed = json.loads(chidao(tmp_path, "portals", "--json").stdout)["items"]
    by_name = {item["name"]: item["last_run"] for item in listed}
    assert by_name["thu"]["state"] == "layout"
    assert by_name["langson"] is None


def test_a_stored_page_is_tried_on_the_portals(tmp_path: Path) -> None:
    page = str(STORED / "laocai" / "article.html")
    told = json.loads(chidao(tmp_path, "portal", "check", page, "--json").stdout)
    assert told["portal"] == "laocai"
    assert told["article"]["attachments"] == ["https://www.laocai.gov.vn/documents/10190/3120-UBND-NLN.pdf"]
    other = chidao(tmp_path, "portal", "check", page, "--portal", "vbpl")
    assert other.returncode == 1
    assert "không khớp" in other.stderr


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    assert "không có cổng “hanoi”" in chidao(tmp_path, "crawl", "hanoi").stderr
    assert "thieu.toml" in chidao(tmp_path, "crawl", "thieu.toml").stderr
    missing = chidao(tmp_path, "portal", "check", "thieu.html", "--portal", "langson")
    assert (missing.returncode, "thieu.html" in missing.stderr) == (1, True)
