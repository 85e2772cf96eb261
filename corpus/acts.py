"""What a document does to an earlier one that it cites: replaces, abolishes, extends, adjusts, urges, reports on it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from corpus.keys import make_id, name_key, number_key
from nlp.clean import clean

Row = dict[str, Any]

ACTS = {
    "replace": "thay thế",
    "abolish": "bãi bỏ",
    "extend": "gia hạn",
    "adjust": "điều chỉnh",
    "urge": "đôn đốc",
    "report": "báo cáo kết quả",
}
"""The acts, and how staff are told."""

_REACH = 250  # characters before a citation in which its verb stands
_SENTENCE = re.compile(r"[.;!?]\s|\n")
_DATA = Path(__file__).parent / "data" / "acts.toml"


@dataclass(frozen=True, slots=True)
class Act:
    """An act, the citation that it is on (a row of the extraction's references), and the words that say so."""

    act: str
    start: int
    end: int
    reference: Row


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of acts.toml as patterns; `acts` says which act each of `verbs` is."""

    verbs: re.Pattern[str]
    acts: dict[str, str]
    never: re.Pattern[str]
    ground: re.Pattern[str]
    part: re.Pattern[str]
    report_types: frozenset[str]


@cache
def _words() -> _Words:
    with _DATA.open("rb") as file:
        data = tomllib.load(file)
    acts = {word: act for act, words in data["acts"].items() for word in words}
    return _Words(
        _any_of(acts), acts, _any_of(data["never"], r"\s+$"), _any_of(data["ground"]), _any_of(data["part"]),
        frozenset(data["report_types"]),
    )  # fmt: skip


def _any_of(words: Iterable[str], then: str = "") -> re.Pattern[str]:
    listed = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{listed})\b{then}", re.IGNORECASE)


def find(text: str, references: Sequence[Row], kind: str | None) -> Iterator[Act]:
    """The acts of a text of a type ("báo cáo", "công văn" …) on the documents that it cites by number."""
    words = _words()
    for reference in references:
        if reference["role"] != "cited" or not reference["number"]:
            continue
        first = max(0, reference["start"] - _REACH)
        before = clean(text[first : reference["start"]])
        verb = _last_verb(before.text, words, reports=kind in words.report_types)
        act = _act(before.text, verb, words) if verb else None
        if verb and act:
            yield Act(act, first + before.back(*verb.span())[0], reference["end"], reference)


def _last_verb(before: str, words: _Words, *, reports: bool) -> re.Match[str] | None:
    """The last words in the sentence that say an act, None where there are none or they are taken back."""
    begun = max((m.end() for m in _SENTENCE.finditer(before)), default=0)
    verb = None
    for match in words.verbs.finditer(before, begun):
        if reports or words.acts[match.group().lower()] != "report":
            verb = match
    taken_back = verb is not None and words.never.search(before[max(begun, verb.start() - 12) : verb.start()])
    return None if taken_back else verb


def _act(before: str, verb: re.Match[str], words: _Words) -> str | None:
    """The act that the words say, given what stands between them and the citation."""
    act = words.acts[verb.group().lower()]
    if act in ("urge", "report"):
        return act
    if words.ground.search(before, verb.end()):
        return None
    partly = act in ("replace", "abolish") and words.part.search(before, verb.end())
    return "adjust" if partly else act


def rows(document: str, text: str, references: Sequence[Row], kind: str | None) -> list[Row]:
    """The acts as rows of `proposals`, one for each act on each number; the first words that say it are kept."""
    found: dict[str, Row] = {}
    for act in find(text, references, kind):
        key = number_key(act.reference["number"])
        proposal = make_id("o", document, act.act, key)
        found.setdefault(proposal, {
            "id": proposal, "document_id": document, "act": act.act, "start": act.start, "end": act.end,
            "text": text[act.start : act.end], "number": act.reference["number"], "number_key": key,
            "date": date.fromisoformat(act.reference["date"]) if act.reference["date"] else None,
            "issuer_key": name_key(act.reference["issuer"]) if act.reference["issuer"] else None, "state": "open",
        })  # fmt: skip
    return list(found.values())
