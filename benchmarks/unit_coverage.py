"""How much of what texts name as issuer or assignee becomes a unit or a group, and which names are left.

    .venv/bin/python benchmarks/unit_coverage.py [--gold DIR] [--bulk DIR] [--every N] [--left FILE]

Extracts every N-th text of ../shared/bulk (and the gold texts that aren't held out), and counts by the rule that
decided. `--left` writes the hundred most frequent names without a unit as a Markdown table. Resolution's share of the
extraction's time is measured in the same run, on this process's own time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tarfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ingest.read.html import read_html  # noqa: E402
from ingest.read.unreadable import UnreadableError  # noqa: E402
from nlp import Extractor, mentions  # noqa: E402
from nlp.resolution import resolve  # noqa: E402
from nlp.types import Context  # noqa: E402

Text = tuple[str, str, str | None]


def texts(gold: Path, bulk: Path, every: int) -> Iterator[Text]:
    """Each text with the name of its collection and its place, where the collection is of one."""
    lists = tomllib.loads((ROOT / "tests/nlp/gold.toml").read_text("utf-8"))
    held = {name for names in lists.values() for name in names}
    for path in sorted(gold.glob("*.txt")):
        if path.stem not in held:
            yield "gold", path.read_text("utf-8"), None
    for name, column in (("vbpl-texts", "text"), ("news-segmented", "seg")):
        with gzip.open(bulk / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for number, line in enumerate(file):
                if number % every == 0:
                    yield name, json.loads(line)[column], None
    with tarfile.open(bulk / "daknong-portal-html.tar.xz") as archive:
        for number, member in enumerate(archive):
            file = archive.extractfile(member) if member.isfile() and number % every == 0 else None
            if file is not None and (page := article(file.read(), member.name)):
                yield "daknong-portal", page, "tỉnh Đắk Nông"


def article(data: bytes, name: str) -> str | None:
    """The text of a page, None where it holds no article."""
    try:
        return read_html(data, name).text
    except UnreadableError:
        return None


def kind(mention: mentions.Mention) -> str:
    """What became of a mention."""
    if mention.group:
        return "group" if mention.unit else "group, place unknown"
    if mention.unit is None:
        return "open" if mention.rule != "resolution.anaphora" else "points back"
    return "provisional" if mention.unit.startswith("tam.") else "unit"


class Clock:
    """`resolve`, with the time that it takes."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, *arguments: object, **named: object) -> object:
        """Resolve, and count the time."""
        start = time.process_time()
        try:
            return resolve(*arguments, **named)  # type: ignore[arg-type]
        finally:
            self.seconds += time.process_time() - start


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    shared = ROOT / ".." / "shared"
    parser.add_argument("--gold", type=Path, default=shared / "gold")
    parser.add_argument("--bulk", type=Path, default=shared / "bulk")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--left", type=Path)
    options = parser.parse_args()
    extractor, clock = Extractor(), Clock()
    mentions.resolve = clock  # type: ignore[assignment]
    counts: dict[str, Counter[str]] = {}
    left: Counter[str] = Counter()
    extraction = 0.0
    for name, text, place in texts(options.gold, options.bulk, options.every):
        start = time.process_time()
        found = extractor.extract(text, context=Context(place=place)).mentions
        extraction += time.process_time() - start
        counts.setdefault(name, Counter()).update(kind(m) for m in found)
        left.update(" ".join(m.text.split()).lower() for m in found if kind(m) in ("open", "provisional"))
    for name, counter in counts.items():
        total = sum(counter.values())
        shares = ", ".join(f"{what} {number / total:.1%}" for what, number in counter.most_common())
        print(f"{name}: {total} mentions: {shares}")
    print(f"resolution: {clock.seconds:.2f} s of {extraction:.2f} s of extraction, {clock.seconds / extraction:.1%}")
    if options.left:
        rows = [f"| {name.replace('|', ' ')[:90]} | {number} |" for name, number in left.most_common(100)]
        options.left.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
