"""Extraction against what a user would take off the shelf, on the same texts, in the same run, on one core.

    .venv/bin/python benchmarks/extraction.py [speed] [references] [assignees] [memory] [--gold DIR] [--json FILE]

`speed`: characters a second of the whole extraction and of `underthesea.ner`. `references`: the same of finding
references and of eyecite (no dependency of ours: `uv pip install eyecite` first). `assignees`: F1 against the gold
annotations of what the extraction finds by itself, and of underthesea's NER given the gold's own tasks, with the rule
that the nearest organisation before a task is its lead. `memory`: resident memory after 1,000 and 10,000 documents.
Without a question, all are asked. The texts are the gold's, read from ../shared/gold unless `--gold` says otherwise.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from nlp import Extractor  # noqa: E402
from nlp.evaluation import Figure, compare, total  # noqa: E402
from nlp.references import find_references  # noqa: E402

NER_LIMIT = 60_000  # characters: underthesea reads some 14,000 a second
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its gold annotation."""

    name: str
    text: str
    gold: dict[str, Any]


def documents(folder: Path) -> list[Document]:
    """The annotated texts of a folder, in the order of their names."""
    found = []
    for path in sorted(folder.glob("*.json")):
        with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
            found.append(Document(path.stem, file.read(), json.loads(path.read_text(encoding="utf-8"))))
    return found


def sample(texts: Iterable[str], limit: int) -> list[str]:
    """The first texts that together have about `limit` characters."""
    chosen: list[str] = []
    for text in texts:
        if sum(map(len, chosen)) >= limit:
            break
        chosen.append(text)
    return chosen


def rate(read: Callable[[str], object], texts: list[str], rounds: int = ROUNDS) -> float:
    """Characters a second of this process's own time (others on the machine don't count), the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for text in texts:
            read(text)
        best = min(best, time.process_time() - start)
    return sum(map(len, texts)) / best


def by_line(read: Callable[[str], object]) -> Callable[[str], list[object]]:
    """A reader that is given a text line by line: underthesea is several times slower on a whole text."""
    return lambda text: [read(line) for line in text.splitlines() if line.strip()]


def speed(folder: Path) -> dict[str, float]:
    """The whole extraction against underthesea's NER."""
    from underthesea import ner

    texts = sample((d.text for d in documents(folder)), NER_LIMIT)
    extractor = Extractor()
    extractor.extract(texts[0])
    ner(texts[0][:200])
    ours, theirs = rate(extractor.extract, texts), rate(by_line(ner), texts, 1)
    return {"extraction, characters/s": ours, "underthesea.ner, characters/s": theirs, "ratio": ours / theirs}


def references(folder: Path) -> dict[str, float]:
    """Finding references against eyecite, which finds citations of American law in the same characters."""
    if not importlib.util.find_spec("eyecite"):
        sys.exit("eyecite is not installed: uv pip install eyecite")
    from eyecite import get_citations

    texts = [d.text for d in documents(folder)]
    get_citations(texts[0])
    ours, theirs = rate(find_references, texts), rate(get_citations, texts)
    return {"find_references, characters/s": ours, "eyecite, characters/s": theirs, "ratio": ours / theirs}


def organisations(text: str) -> list[tuple[int, int]]:
    """Where underthesea's NER sees organisations; it returns words without offsets, so they are looked for in order."""
    from underthesea import ner

    spans: list[tuple[int, int]] = []
    at = 0
    for word, _, _, label in (token for line in text.splitlines() if line.strip() for token in ner(line)):
        pattern = re.compile(r"\s+".join(map(re.escape, word.split())))
        match = pattern.search(text, at)
        if not match:
            continue
        if label == "I-ORG" and spans and not text[spans[-1][1] : match.start()].strip():
            spans[-1] = (spans[-1][0], match.end())
        elif label.endswith("-ORG"):
            spans.append(match.span())
        at = match.end()
    return spans


def nearest_organisation(document: Document) -> dict[str, Any]:
    """The gold's tasks, each given to the organisation that stands nearest before it."""
    spans = organisations(document.text)
    tasks = []
    for task in document.gold["tasks"]:
        before = [s for s in spans if s[1] <= task["start"]]
        near = [{"text": document.text[s[0] : s[1]], "role": "lead"} for s in before[-1:]]
        tasks.append(task | {"assignees": near})
    return document.gold | {"tasks": tasks}


def assignees(folder: Path) -> dict[str, float]:
    """Who is in charge: our own reading against NER that is told where the tasks are."""
    extractor = Extractor()
    ours, theirs = [], []
    for document in documents(folder):
        found = extractor.extract(document.text, id=document.name).to_dict()
        ours.append(compare(document.text, document.gold, found))
        theirs.append(compare(document.text, document.gold, nearest_organisation(document)))
    return _assignment_figures("extraction", total(ours)) | _assignment_figures(
        "underthesea, tasks given", total(theirs)
    )


def _assignment_figures(name: str, figures: dict[str, Figure]) -> dict[str, float]:
    return {
        f"{name}, assignments F1": figures["assignments"].f1,
        f"{name}, leads F1": figures["assignments, lead"].f1,
    }


def resident() -> float:
    """This process's resident memory in MB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory(folder: Path) -> dict[str, float]:
    """Whether reading on and on holds on to anything. Every document is another text, so no cache can hide it."""
    texts = [d.text[:6_000] for d in documents(folder)]
    extractor = Extractor()
    early = 0.0
    for count in range(1, 10_001):
        text = texts[count % len(texts)]
        cut = count % 97
        extractor.extract(f"{text[cut:]}\nVăn bản số {count}/UBND-TH{count % 89}")
        if count == 1_000:
            early = resident()
    late = resident()
    return {"after 1,000 documents, MB": early, "after 10,000 documents, MB": late, "ratio": late / early}


QUESTIONS: dict[str, Callable[[Path], dict[str, float]]] = {
    "speed": speed,
    "references": references,
    "assignees": assignees,
    "memory": memory,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", nargs="*", choices=[*QUESTIONS, []], help="which to ask (all)")
    parser.add_argument("--gold", type=Path, default=ROOT / ".." / "shared" / "gold")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    options = parser.parse_args()
    if not options.gold.is_dir():
        sys.exit(f"no such folder: {options.gold}")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    figures = {}
    for question in options.questions or QUESTIONS:
        figures[question] = QUESTIONS[question](options.gold)
        print(question)
        for name, value in figures[question].items():
            print(f"  {name:44} {value:12,.3f}" if value < 100 else f"  {name:44} {value:12,.0f}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
