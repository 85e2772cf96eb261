"""Files go into the record: each once, whatever is broken among them and whenever the run is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from corpus import Corpus
from ingest.pipeline import RunReport, run

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpus" / "samples"
GOOD = sorted(p for p in SAMPLES.iterdir() if p.suffix in {".html", ".docx", ".txt"})
BROKEN = {"cụt.docx": b"PK\x03\x04 and nothing more", "rỗng.txt": b"", "hỏng.pdf": b"%PDF-1.7 broken"}


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    opened = Corpus.open(f"sqlite:///{tmp_path / 'record.db'}", tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for path in GOOD:
        copy(path, folder)
    return folder


def held(corpus: Corpus) -> list[tuple[object, ...]]:
    """What the record holds, without ids of time."""
    cursor, found = None, []
    while True:
        page = corpus.directives(cursor=cursor, limit=100)
        found += [(d.number, d.date, d.issuer, d.task_count, len(d.documents)) for d in page.items]
        cursor = page.next
        if cursor is None:
            return sorted(found, key=str)


def take_in(corpus: Corpus, folder: Path) -> RunReport:
    return run([folder], corpus=corpus, index=None, workers=1)


def test_broken_files_are_recorded_with_the_reason_and_the_rest_is_read(corpus: Corpus, inbox: Path) -> None:
    for name, data in BROKEN.items():
        (inbox / name).write_bytes(data)
    report = take_in(corpus, inbox)
    assert len(report.read) == len(GOOD)
    assert sorted(Path(f.address).name for f in report.failed) == sorted(BROKEN)
    kept = {Path(f.address).name: f.reason for f in corpus.failures().items}
    assert kept["rỗng.txt"] == "tệp rỗng"
    assert kept["hỏng.pdf"].startswith("tệp hỏng")


def test_a_second_run_adds_nothing_and_a_file_is_tried_three_times(corpus: Corpus, inbox: Path) -> None:
    (inbox / "hỏng.pdf").write_bytes(BROKEN["hỏng.pdf"])
    take_in(corpus, inbox)
    before = held(corpus)
    for _ in range(4):
        again = take_in(corpus, inbox)
        assert (again.read, again.known) == ([], len(GOOD))
    assert held(corpus) == before
    assert [f.attempts for f in corpus.failures().items] == [3]
    assert "đã thử 3 lần" in again.failed[0].reason


def test_an_article_and_the_dispatch_that_it_reports_are_one_directive(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "pair"
    folder.mkdir()
    for name in ("kon-tum-1204-chong-han.docx", "kon-tum-bai-chong-han.html"):
        copy(SAMPLES / name, folder)
    take_in(corpus, folder)
    assert [(number, documents) for number, _, _, _, documents in held(corpus)] == [("1204/UBND-KTN", 2)]


def test_the_same_words_at_another_address_are_the_same_directive(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "reprints"
    folder.mkdir()
    page = (SAMPLES / "can-tho-bai-rac.html").read_text(encoding="utf-8")
    (folder / "a.html").write_text(page, encoding="utf-8")
    (folder / "b.html").write_text(page.replace("</body>", "<p>Theo báo Cần Thơ</p></body>"), encoding="utf-8")
    take_in(corpus, folder)
    assert [documents for *_, documents in held(corpus)] == [2]


@pytest.mark.parametrize("seconds", [0.8, 1.6, 2.6])
def test_killed_in_the_middle_and_run_again_the_record_is_the_same(inbox: Path, tmp_path: Path, seconds: float) -> None:
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    program = f"import sys; sys.argv[1:] = ['run', {str(inbox)!r}]; from api.cli.main import main; main()"
    command = [sys.executable, "-c", program]
    for home, wait in ((torn, seconds), (torn, None), (whole, None)):
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"CHIDAO_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if wait is not None:
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
        process.wait(timeout=120)
    records = []
    for home in (torn, whole):
        opened = Corpus.open(f"sqlite:///{home / 'record.db'}", home)
        records.append(held(opened))
        assert opened.audit.verify() == []
        opened.close()
    assert records[0] == records[1]
    assert len(records[0]) > 8
