"""Everything that an extraction says, as one list of facts with their places in the text, for people to check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.words import words


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was read. `kind` is for styling, `label` and `value` are Vietnamese, `text` is the evidence."""

    kind: str
    label: str
    start: int
    end: int
    text: str
    value: str
    rule: str


def facts_of(extraction: dict[str, Any], text: str) -> list[Fact]:
    """The facts of an extraction (`Extraction.to_dict()`) in the order of the text."""
    facts = _of_directive(extraction.get("directive") or {}, text)
    for r in extraction.get("references") or []:
        value = ", ".join(str(v) for v in (r.get("number"), _day(r.get("date")), r.get("issuer")) if v)
        facts.append(_fact("reference", words("reference_role", r.get("role")), r, value))
    for task in extraction.get("tasks") or []:
        facts.append(_fact("task", "nhiệm vụ", task, ""))
        for a in task.get("assignees") or []:
            facts.append(_fact("assignee", words("assignee_role", a.get("role")), a, ""))
        if limit := task.get("deadline"):
            value = _day(limit.get("date")) or words("reason", limit.get("reason"))
            facts.append(_fact("deadline", "thời hạn", limit, value))
    for person in extraction.get("people") or []:
        span = {"start": person["start"], "end": person["end"], "rule": person.get("rule"), "text": person["name"]}
        facts.append(_fact("person", "người", span, person.get("position") or ""))
    for m in extraction.get("mentions") or []:
        facts.append(_fact("mention", "đơn vị", m, m.get("unit") or ", ".join(m.get("candidates") or [])))
    unique = {(f.kind, f.start, f.end, f.label): f for f in facts}
    return sorted(unique.values(), key=lambda f: (f.start, -f.end))


def _of_directive(directive: dict[str, Any], text: str) -> list[Fact]:
    facts = []
    for name, (start, end) in (directive.get("spans") or {}).items():
        value = directive.get(name)
        value = value.get("name") if isinstance(value, dict) else _day(value) if name == "date" else value
        rule = (directive.get("rules") or {}).get(name, "")
        facts.append(Fact("directive", words("field", name), start, end, text[start:end], str(value or ""), rule))
    return facts


def _day(iso: str | None) -> str:
    """A day as staff write it (30/06/2026), "" for none."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def _fact(kind: str, label: str, span: dict[str, Any], value: str) -> Fact:
    return Fact(kind, label, span["start"], span["end"], span.get("text") or "", value or "", span.get("rule") or "")
