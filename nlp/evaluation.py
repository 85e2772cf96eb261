"""How well extractions agree with gold annotations: right, wanted and found items per field, and what went wrong.

Works on the JSON form of the gold annotations (`Extraction.to_dict()` gives it). Two spans are the same task where
their intersection over union is at least one half; two names are the same unit where three quarters of their words are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Item = dict[str, Any]
Same = Callable[[Any, Any], bool]

TASK_OVERLAP = 0.5
REFERENCE_OVERLAP = 0.3
NAME_OVERLAP = 0.75
_LONG_FORMS = (
    (re.compile(r"\b(?:ủy|uỷ) ban nhân dân\b"), "ubnd"),
    (re.compile(r"\bhội đồng nhân dân\b"), "hđnd"),
    (re.compile(r"\bban chỉ đạo\b"), "bcđ"),
    (re.compile(r"\bmặt trận tổ quốc\b"), "mttq"),
    (re.compile(r"\b(?:ủy|uỷ) ban\b"), "ủy ban"),
)
_CLUSTER = re.compile(r"[^\s\u0300-\u036f][\u0300-\u036f]*")


@dataclass(slots=True)
class Figure:
    """Counts of one field: items that are right, that gold wants, that were found; `each` has one F1 a document."""

    right: int = 0
    gold: int = 0
    found: int = 0
    each: list[float] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of found items that are right, in [0, 1]."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of wanted items that were found, in [0, 1]."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, in [0, 1]."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def macro_f1(self) -> float:
        """The mean F1 over the documents that have the field."""
        return sum(self.each) / len(self.each) if self.each else 0.0

    def to_dict(self) -> dict[str, float]:
        """The figure as JSON values, rounded to four places."""
        ratios = {"precision": self.precision, "recall": self.recall, "f1": self.f1, "macro_f1": self.macro_f1}
        counts: dict[str, float] = {"gold": self.gold, "found": self.found, "right": self.right}
        return {k: round(v, 4) for k, v in ratios.items()} | counts


@dataclass(slots=True)
class Comparison:
    """One document's figures, and a note for each difference."""

    figures: dict[str, Figure] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, right: int, gold: int, found: int) -> None:
        """Set a field's counts."""
        self.figures[name] = Figure(right, gold, found)


def total(comparisons: Iterable[Comparison]) -> dict[str, Figure]:
    """The figures of all documents together: counts are added up, F1 values of single documents collected."""
    figures: dict[str, Figure] = {}
    for comparison in comparisons:
        for name, one in comparison.figures.items():
            all_of_it = figures.setdefault(name, Figure())
            all_of_it.right += one.right
            all_of_it.gold += one.gold
            all_of_it.found += one.found
            if one.gold or one.found:
                all_of_it.each.append(one.f1)
    return figures


def compare(text: str, gold: Item, found: Item | None) -> Comparison:
    """Hold an extraction against the gold annotation of `text`; None counts as nothing found."""
    found = found or {}
    result = Comparison()
    _compare_values(result, gold, found)
    _compare_references(result, text, gold, found)
    _compare_tasks(result, text, gold, found)
    _compare_names(result, gold, found)
    return result


def normal(text: str | None) -> str:
    """Words in lower case, composed, long names of bodies abbreviated, punctuation gone."""
    text = unicodedata.normalize("NFC", text or "").lower()
    for long, short in _LONG_FORMS:
        text = long.sub(short, text)
    return " ".join(re.findall(r"\w+", text))


def normal_number(number: str | None) -> str:
    """A document number without spaces, in upper case, with one kind of dash and of Đ."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFC", number or "")).upper()
    return folded.replace("Ð", "Đ").replace("–", "-")


def token_f1(a: str | None, b: str | None) -> float:
    """The F1 of two texts as bags of words, in [0, 1]."""
    left, right = normal(a).split(), normal(b).split()
    if not left or not right:
        return 0.0
    return 2 * (Counter(left) & Counter(right)).total() / (len(left) + len(right))


def same_name(a: str | None, b: str | None) -> bool:
    """Whether two names are the same unit's, spelling aside."""
    return normal(a) == normal(b) or token_f1(a, b) >= NAME_OVERLAP


def overlap(a: Item, b: Item) -> float:
    """Intersection over union of two spans, in [0, 1]."""
    common: int = min(a["end"], b["end"]) - max(a["start"], b["start"])
    whole: int = max(a["end"], b["end"]) - min(a["start"], b["start"])
    return max(0, common) / (whole or 1)


def pair_up(gold: list[Item], found: list[Item], score: Callable[[Item, Item], float], least: float) -> dict[int, int]:
    """Pair items one to one, best pairs first: the index of a gold item → the index of the found one."""
    ranked = sorted(
        ((score(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)),
        key=lambda r: (-r[0], r[1], r[2]),
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for value, i, j in ranked:
        if value >= least and value > 0 and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def placed(text: str, items: list[Item] | None) -> list[Item]:
    """The items with offsets that fit: where an item's don't, its words are looked for, white space aside."""
    out: list[Item] = []
    condensed: tuple[str, list[int]] | None = None
    after = 0
    for item in (dict(i) for i in items or []):
        if item.get("start") is None or text[item["start"] : item["end"]] != item.get("text"):
            condensed = condensed or _condense(text)
            short, _ = _condense(item.get("text") or "")
            at = condensed[0].find(short, after) if short else -1
            at = condensed[0].find(short) if short and at < 0 else at
            after = max(after, at + 1)
            offsets = condensed[1]
            item["start"], item["end"] = (-1, -1) if at < 0 else (offsets[at], offsets[at + len(short) - 1] + 1)
        out.append(item)
    return out


def _condense(text: str) -> tuple[str, list[int]]:
    """The text composed and without white space, and each remaining character's offset."""
    out: list[str] = []
    offsets: list[int] = []
    for match in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", match.group())
        out.append(composed)
        offsets.extend([match.start()] * len(composed))
    return "".join(out), [*offsets, len(text)]


def _compare_values(result: Comparison, gold: Item, found: Item) -> None:
    """Fields that a document has once."""
    g, f = gold.get("directive") or {}, found.get("directive") or {}
    equal: Same = lambda a, b: a == b  # noqa: E731
    for name, want, got, same in (
        ("kind", gold.get("kind"), found.get("kind"), equal),
        ("title", gold.get("title"), found.get("title"), lambda a, b: token_f1(a, b) >= 0.9),
        ("published", gold.get("published"), found.get("published"), equal),
        ("number", g.get("number"), f.get("number"), lambda a, b: normal_number(a) == normal_number(b)),
        ("type", g.get("type"), f.get("type"), lambda a, b: normal(a) == normal(b)),
        ("date", g.get("date"), f.get("date"), equal),
        ("issuer", g.get("issuer"), f.get("issuer"), same_name),
        ("subject", g.get("subject"), f.get("subject"), lambda a, b: token_f1(a, b) >= 0.7),
        ("signer", (g.get("signer") or {}).get("name"), (f.get("signer") or {}).get("name"), same_name),
    ):
        right = bool(want) and bool(got) and same(want, got)
        result.add(name, int(right), int(bool(want)), int(bool(got)))
        if (want or got) and not right:
            result.notes.append(f"{name}: wanted {want!r}, got {got!r}")


def _compare_references(result: Comparison, text: str, gold: Item, found: Item) -> None:
    want, got = placed(text, gold.get("references")), placed(text, found.get("references"))

    def score(a: Item, b: Item) -> float:
        return overlap(a, b) if normal_number(a["number"]) == normal_number(b.get("number")) else 0.0

    pairs = pair_up(want, got, score, REFERENCE_OVERLAP)
    result.add("references", len(pairs), len(want), len(got))
    for name, same in (
        ("role", lambda a, b: a == b),
        ("date", lambda a, b: a == b),
        ("issuer", same_name),
        ("type", lambda a, b: normal(a) == normal(b)),
    ):
        right = sum(
            bool(want[i].get(name)) and bool(got[j].get(name)) and same(want[i][name], got[j][name])
            for i, j in pairs.items()
        )
        result.add(f"reference {name}", right, _having(want, name), _having(got, name))
    _note_unpaired(result, "reference", want, got, pairs)


def _compare_tasks(result: Comparison, text: str, gold: Item, found: Item) -> None:
    want, got = placed(text, gold.get("tasks")), placed(text, found.get("tasks"))
    pairs = pair_up(want, got, overlap, TASK_OVERLAP)
    result.add("tasks", len(pairs), len(want), len(got))
    _note_unpaired(result, "task", want, got, pairs)
    for name, role in (("assignments, lead", "lead"), ("assignments, support", "support"), ("assignments", None)):
        right = 0
        for i, j in pairs.items():
            a, b = _assignees(want[i], role), _assignees(got[j], role)
            hits = len(pair_up(a, b, _same_assignee, NAME_OVERLAP))
            right += hits
            if role is None and (hits < len(a) or hits < len(b)):
                words = f"wanted {_briefly(a)}, got {_briefly(b)}"
                result.notes.append(f"assignees of {want[i]['text'][:50]!r}: {words}")
        counts = (sum(len(_assignees(t, role)) for t in tasks) for tasks in (want, got))
        result.add(name, right, *counts)
    right = 0
    for i, j in pairs.items():
        limit, read = want[i].get("deadline"), got[j].get("deadline")
        same = bool(limit) and bool(read) and _limit(limit) == _limit(read)
        right += same
        if (limit or read) and not same:
            result.notes.append(f"deadline: wanted {limit}, got {read}")
    result.add("deadlines", right, _having(want, "deadline"), _having(got, "deadline"))


def _compare_names(result: Comparison, gold: Item, found: Item) -> None:
    want, got = gold.get("people") or [], found.get("people") or []
    pairs = pair_up(want, got, lambda a, b: float(normal(a["name"]) == normal(b.get("name"))), 1)
    result.add("people", len(pairs), len(want), len(got))
    defined = {normal(k): v for k, v in (gold.get("abbreviations") or {}).items()}
    read = {normal(k): v for k, v in (found.get("abbreviations") or {}).items()}
    right = sum(k in read and token_f1(v, read[k]) >= 0.9 for k, v in defined.items())
    result.add("abbreviations", right, len(defined), len(read))


def _having(items: list[Item], name: str) -> int:
    return sum(bool(i.get(name)) for i in items)


def _assignees(task: Item, role: str | None) -> list[Item]:
    return [a for a in task.get("assignees") or [] if role is None or a.get("role", "lead") == role]


def _same_assignee(a: Item, b: Item) -> float:
    return token_f1(a["text"], b.get("text")) if a.get("role", "lead") == b.get("role", "lead") else 0.0


def _limit(deadline: Any) -> tuple[str | None, bool]:
    return deadline.get("date"), bool(deadline.get("recurring"))


def _briefly(assignees: list[Item]) -> list[str]:
    return [f"{a.get('text')}/{a.get('role', 'lead')}" for a in assignees]


def _note_unpaired(result: Comparison, what: str, want: list[Item], got: list[Item], pairs: dict[int, int]) -> None:
    found = set(pairs.values())
    result.notes += [f"{what} missed: {w['text'][:90]!r}" for i, w in enumerate(want) if i not in pairs]
    result.notes += [f"{what} invented: {(g.get('text') or '')[:90]!r}" for j, g in enumerate(got) if j not in found]
