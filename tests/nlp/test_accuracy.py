"""The gate: no field's accuracy falls below what it has reached."""

from __future__ import annotations

import pytest

from tests.nlp.accuracy import GOLD, fingerprint, floors, measured

pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="thiếu ../shared/gold: không đo được độ chính xác")

# What the product promises on these texts.
PROMISED = {
    "references": 0.98, "reference role": 0.95, "number": 0.95, "type": 0.95, "date": 0.95, "issuer": 0.95,
    "tasks": 0.92, "assignments": 0.90, "assignments, lead": 0.92, "deadlines": 0.90,
    "title": 0.90, "subject": 0.90, "signer": 0.90, "people": 0.90, "abbreviations": 0.90,
}  # fmt: skip


@pytest.fixture(scope="module")
def reached() -> dict[str, float]:
    return measured()


def test_floors_were_measured_on_these_gold_files() -> None:
    assert floors()[0] == fingerprint()


def test_no_field_falls_below_its_floor(reached: dict[str, float]) -> None:
    fallen = {
        field: (floor, reached.get(field)) for field, floor in floors()[1].items() if reached.get(field, 0) < floor
    }
    assert fallen == {}


def test_every_promise_is_kept(reached: dict[str, float]) -> None:
    assert {f: reached[f] for f, promise in PROMISED.items() if reached[f] < promise} == {}
