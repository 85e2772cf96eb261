"""Whether words segmented by underthesea rank better than plain pairs of neighbouring syllables in the `_pairs` fields.

    python -m benchmarks.search_segmentation

Titles and the first 2,000 characters of each legal text and sample are indexed three ways: without pairs, with pairs of
neighbours (as the project does), with underthesea's words. Queries typed without accents can't be segmented.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from underthesea import word_tokenize

from benchmarks import search_texts
from benchmarks.search_quality import judged, measure, ours, show
from search import analysis, planner
from search.fields import Field, fields
from search.folding import tokens
from search.index import open_index
from search.plan import Node, Term
from search.types import Entry

BODY = 2000


def entries() -> Iterator[Entry]:
    """The texts, cut."""
    for entry in chain(search_texts.laws(), search_texts.samples()):
        given = dict(entry.fields)
        yield replace(entry, fields=given | {"body": given["body"][:BODY]})


def words(text: str) -> list[str]:
    """Words of several syllables, folded and joined as pairs are."""
    return ["".join(tokens(word)) for word in word_tokenize(text) if len(tokens(word)) > 1]


def segmented() -> None:
    """Puts underthesea's words where pairs were."""
    index: Callable[[Field, list[Any]], dict[str, Any]] = analysis._index
    bonus = planner._bonus

    def index_words(field: Field, values: list[Any]) -> dict[str, Any]:
        made = index(field, values)
        if field.type == "text":
            concepts = [each for each in made[f"{field.name}_pairs"].split() if each.startswith("zq")]
            made[f"{field.name}_pairs"] = " ".join([*words(values[0]), *concepts])
        return made

    def bonus_words(clauses: Any, groups: Any) -> list[Node]:
        kept = [node for node in bonus(clauses, groups) if not (isinstance(node, Term) and "_pairs" in node.field)]
        text = " ".join(clause.text for clause in clauses if clause.kind == "words")
        found = [Term(f"{name}_pairs", word, fields()[name].weight) for word in words(text) for name in planner.TEXTS]
        return [*kept, *found]

    analysis._index, planner._bonus = index_words, bonus_words


def run(name: str) -> None:
    """Indexes and measures."""
    with tempfile.TemporaryDirectory() as folder:
        index = open_index(f"tantivy:{folder}")
        began = time.monotonic()
        index.put(entries())
        print(f"{name}: indexed in {time.monotonic() - began:.1f} s")
        show(name, measure(ours(index), judged()))


def main() -> None:
    """Runs all three."""
    run("pairs")
    weight, planner.PAIR_WEIGHT = planner.PAIR_WEIGHT, 0.0
    run("neither")
    planner.PAIR_WEIGHT = weight
    segmented()
    run("underthesea")


if __name__ == "__main__":
    main()
