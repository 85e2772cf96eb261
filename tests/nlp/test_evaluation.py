"""Our figures are those of the scorer that stands beside the gold annotations."""

import importlib.util
import json
import random
import tomllib
from pathlib import Path

import pytest

from nlp.evaluation import Comparison, Figure, compare, placed, same_name, total

GOLD = Path(__file__).resolve().parents[2] / ".." / "shared" / "gold"
HELD_OUT = tomllib.loads((Path(__file__).parent / "gold.toml").read_text(encoding="utf-8"))["held_out"]


def scorer():
    if not (GOLD / "score.py").exists():
        pytest.skip("thiếu ../shared/gold: không so được với score.py")
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spoiled(gold, rng):
    """A reading with the mistakes that readings have: missing, moved, misnamed and invented items."""
    found = json.loads(json.dumps(gold))
    found["tasks"] = [t for t in found["tasks"] if rng.random() > 0.2]
    for task in found["tasks"]:
        if rng.random() < 0.3:
            task["start"] = task["start"] + (task["end"] - task["start"]) // rng.choice([2, 3, 4])
            task.pop("text")
        if rng.random() < 0.3 and task["assignees"]:
            task["assignees"][0]["role"] = "support"
        if rng.random() < 0.3:
            task["deadline"] = {"date": "2024-01-01", "recurring": False}
    for reference in found["references"]:
        if rng.random() < 0.3:
            reference["number"], reference["role"] = "1/X", "related"
    found["references"].append({"text": "không có ở đây", "number": "9/Y"})
    found["people"] = found["people"][1:]
    if found["directive"] and rng.random() < 0.5:
        found["directive"]["issuer"], found["directive"]["number"] = "Ủy ban nhân dân tỉnh", None
    return found


@pytest.mark.parametrize("seed", range(3))
def test_same_figures_as_the_scorer_beside_the_gold(seed):
    score = scorer()
    rng = random.Random(seed)
    for path in sorted(GOLD.glob("*.json")):
        if path.stem in HELD_OUT:
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_bytes().decode()
        for found in (gold, spoiled(gold, rng), None):
            tally, _ = score.compare(text, gold, found)
            ours = {name: [f.right, f.gold, f.found] for name, f in compare(text, gold, found).figures.items()}
            assert ours == dict(tally), path.name


def test_totals_are_micro_and_macro():
    one, two = Comparison(), Comparison()
    one.add("tasks", 1, 2, 1)
    two.add("tasks", 3, 3, 3)
    figure = total([one, two, Comparison({"tasks": Figure()})])["tasks"]
    assert (figure.right, figure.gold, figure.found) == (4, 5, 4)
    assert figure.precision == 1
    assert figure.recall == 0.8
    assert figure.macro_f1 == pytest.approx((2 / 3 + 1) / 2)


@pytest.mark.parametrize(
    ("a", "b", "same", "why"),
    [
        ("UBND tỉnh Lạng Sơn", "Ủy ban nhân dân tỉnh Lạng Sơn", True, "the long form is the short one"),
        ("Sở Xây dựng", "sở xây dựng", True, "case says nothing"),
        ("Sở Xây dựng", "Sở Tài chính", False, "one word of three in common"),
        ("", "Sở Tài chính", False, "nothing is nobody's name"),
    ],
)
def test_names(a, b, same, why):
    assert same_name(a, b) is same, why


def test_an_item_with_wrong_offsets_is_looked_for():
    text = "Giao Sở Y tế\nbáo cáo. Sở Y tế báo cáo."
    items = placed(text, [{"text": "Sở Y tế báo cáo"}, {"text": "Sở Y tế báo cáo", "start": 0, "end": 3}])
    assert [(i["start"], i["end"]) for i in items] == [(5, 20), (22, 37)]
    assert placed(text, [{"text": "không có"}])[0]["start"] == -1
