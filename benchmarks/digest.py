"""What the digest costs: choosing and rendering for many subscribers over a busy week, and whether the archive matters.

    .venv/bin/python benchmarks/digest.py [--subscribers 10000] [--tasks 2000] [--rendered 1000] [--json FILE]

A made-up week of `--tasks` new tasks is gathered once from a record that holds nothing else, and once from one that
holds many times as many tasks of the year before, due in years. Every subscriber's digest is chosen; the first
`--rendered` are put into words as well (HTML, inlined, and text). The figures are of one core.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from api.digest.content import Interest, choose  # noqa: E402
from api.digest.period import week  # noqa: E402
from api.digest.render import Links, render  # noqa: E402
from api.digest.week import Happenings, gather  # noqa: E402
from corpus import Corpus  # noqa: E402
from tests.api.digest import made  # noqa: E402
from tests.corpus.build import Order, Paper  # noqa: E402

PERIOD = week("2024-W19")
A_PAPER = 10
UNITS = 200
LINKS = Links(
    "https://chidao.example.vn", "https://chidao.example.vn/a", "https://chidao.example.vn/s", "https://x.vn/t"
)


def papers(tasks: int, day: date, year: int, due: date) -> list[Paper]:
    """Directives of ten tasks each, for units in turn."""
    found = []
    for number in range(tasks // A_PAPER):
        orders = tuple(
            Order(f"rà soát, báo cáo kết quả thực hiện nhiệm vụ số {number}.{n} của kế hoạch năm {year}",
                  (f"Sở số {(number * A_PAPER + n) % UNITS}",), (f"Sở số {(number + 7 * n) % UNITS}",), due)
            for n in range(A_PAPER)
        )  # fmt: skip
        found.append(made.paper(f"{number}/{year}/UBND-TH", f"triển khai kế hoạch số {number}", day, *orders))
    return found


def gathered(corpus: Corpus) -> tuple[Happenings, float]:
    """The week, and how many seconds it took to gather."""
    start = time.perf_counter()
    return gather(corpus, PERIOD, made.TODAY), time.perf_counter() - start


def measure(corpus: Corpus, subscribers: int, rendered: int) -> dict[str, float]:
    """The figures over one record."""
    happened, seconds = gathered(corpus)
    units = [unit.id for piece in _units(corpus) for unit in piece]
    start = time.perf_counter()
    digests = []
    for number in range(subscribers):
        own = frozenset([units[number % len(units)], units[(number * 13 + 1) % len(units)]])
        wanted = [Interest("đơn vị", own), Interest("chương trình", words=f"ke hoach so {number % 50}")]
        digest = choose(happened, wanted, f"Người nhận {number}")
        if number < rendered:
            digests.append(digest)
    chosen = time.perf_counter() - start
    start = time.perf_counter()
    size = sum(len(render(digest, LINKS).html) for digest in digests)
    words = time.perf_counter() - start
    return {
        "gathered_s": round(seconds, 3),
        "chosen_a_second": round(subscribers / chosen),
        "rendered_a_second": round(len(digests) / words),
        "html_kb": round(size / len(digests) / 1000, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _units(corpus: Corpus):  # type: ignore[no-untyped-def]
    cursor = None
    while True:
        piece = corpus.units("Sở số", cursor=cursor, limit=500)
        yield piece.items
        if (cursor := piece.next) is None:
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--subscribers", type=int, default=10_000)
    parser.add_argument("--tasks", type=int, default=2_000)
    parser.add_argument("--rendered", type=int, default=1_000)
    parser.add_argument("--archive", type=int, default=10, help="how many times the week's tasks the archive holds")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    figures = {}
    with tempfile.TemporaryDirectory() as folder, Corpus.open(f"sqlite:///{folder}/c.db") as corpus:
        made.record_at(
            corpus, made.at(date(2024, 5, 8)), *papers(asked.tasks, date(2024, 5, 7), 2024, date(2024, 5, 24))
        )
        figures["alone"] = measure(corpus, asked.subscribers, asked.rendered)
        for number in range(asked.archive):
            before = date(2023, 1, 2) + timedelta(weeks=number)
            made.record_at(corpus, made.at(before), *papers(asked.tasks, before, 1900 + number, date(2029, 1, 1)))
        figures["with an archive"] = measure(corpus, asked.subscribers, asked.rendered)
    print(json.dumps(figures, indent=1))
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
