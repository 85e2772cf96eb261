"""What is put into a watched folder comes into the record by itself."""

import os
import threading
import time
from pathlib import Path
from shutil import copy

from corpus import Corpus
from ingest.pipeline import RunReport
from ingest.watch import watch

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"


def put(name: str, folder: Path, age: float) -> None:
    """Put a sample into the folder as if it had last been written `age` seconds ago."""
    target = folder / name
    copy(SAMPLES / name, target)
    os.utime(target, (time.time() - age, time.time() - age))


def test_files_that_are_wholly_there_are_taken_in_once(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    put("thai-nguyen-1127-bai-bo.pdf", folder, 60)
    put("an-giang-day-them.html", folder, -3600)  # still being written
    corpus = Corpus.open(f"sqlite:///{tmp_path / 'record.db'}", tmp_path)
    stop, reports = threading.Event(), list[RunReport]()

    def told(report: RunReport) -> None:
        reports.append(report)
        if len(reports) == 1:
            put("kon-tum-1204-chong-han.docx", folder, 60)
        else:
            stop.set()

    watcher = threading.Thread(
        target=watch,
        args=(folder,),
        kwargs={"corpus": corpus, "index": None, "stop": stop, "pause": 0.1, "told": told},
    )
    watcher.start()
    watcher.join(timeout=120)
    stop.set()
    assert [[Path(d.address).name for d in report.read] for report in reports] == [
        ["thai-nguyen-1127-bai-bo.pdf"],
        ["kon-tum-1204-chong-han.docx"],
    ]
    corpus.close()
