"""Articles of real portals: read from their HTML they give the tasks that the annotated texts give."""

import csv
import json
from pathlib import Path

import pytest

from ingest.read.html import read_html
from ingest.read.unreadable import UnreadableError
from nlp import Extractor
from nlp.evaluation import compare, total

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
PORTALS, GOLD = SHARED / "portals", SHARED / "gold"
WITHIN = 0.03  # what an article may lose by being read from its page
LISTS = ("029_", "030_", "031_", "033_", "035_", "038_", "039_", "135_")

pytestmark = pytest.mark.skipif(not PORTALS.exists(), reason="thiếu ../shared/portals: không có trang thật để thử")


def test_tasks_from_pages_are_those_from_their_texts() -> None:
    extractor = Extractor()
    from_text, from_page = [], []
    with (PORTALS / "index.tsv").open(encoding="utf-8") as rows:
        annotated = [(r["file"], r["gold"]) for r in csv.DictReader(rows, delimiter="\t") if r["gold"]]
    for file, name in annotated:
        gold = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
        text = (GOLD / f"{name}.txt").read_bytes().decode("utf-8")
        page = read_html((PORTALS / file).read_bytes(), file)
        from_text.append(compare(text, gold, extractor.extract(text).to_dict()))
        found = extractor.extract(page.text, context=page.context).to_dict()
        from_page.append(compare(text, gold, found))
    best, got = total(from_text), total(from_page)
    for name in ("tasks", "assignments"):
        assert got[name].f1 >= best[name].f1 - WITHIN, name


@pytest.mark.parametrize("start", LISTS)
def test_lists_home_pages_and_empty_pages_hold_no_article(start: str) -> None:
    page = next(PORTALS.glob(f"{start}*"))
    with pytest.raises(UnreadableError, match="trang không có bài viết"):
        read_html(page.read_bytes(), page.name)
