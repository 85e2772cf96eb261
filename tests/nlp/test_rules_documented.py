"""Every rule that can stand in an extraction is told in docs/rules.md, and the page tells of no other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = "numbers|references|directive|report|people|tasks|units|deadlines|resolution|registry"
ID = re.compile(rf'["`]((?:{ROOMS})\.[a-z]+(?:-[a-z]+)*)["`]')
# Ids that the code puts together from parts.
UNIT_KINDS = {"units.body", "units.office", "units.group", "units.named"}
LISTS = {f"tasks.{form}-{end}" for form in ("order", "subject", "toward") for end in ("heading", "list")}
GROUPS = {"resolution.group", "resolution.group-some"}
# Not rules: names of files that look like ids.
FILES = {"units.toml", "units.csv", "people.toml", "references.toml", "numbers.toml"}


def in_code() -> set[str]:
    found = set(UNIT_KINDS | LISTS | GROUPS)
    for path in (ROOT / "nlp").rglob("*.py"):
        found |= set(ID.findall(path.read_text(encoding="utf-8")))
    leads = tomllib.loads((ROOT / "nlp" / "data" / "dates.toml").read_text(encoding="utf-8"))["lead"]
    return (found | {f"deadlines.{lead['id']}" for lead in leads}) - FILES


def in_docs() -> set[str]:
    return set(ID.findall((ROOT / "docs" / "rules.md").read_text(encoding="utf-8")))


def test_every_rule_is_documented() -> None:
    assert in_code() - in_docs() == set()


def test_no_rule_is_documented_that_is_not_there() -> None:
    assert in_docs() - in_code() == set()
