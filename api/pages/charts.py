"""The geometry of charts; templates draw it as inline SVG, so that pages need no script for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from corpus.statistics import Month, UnitCounts

BAR_HEIGHT = 32
BAR_LEFT = 258
BAR_WIDTH = 330
CHART_WIDTH = 640
MONTH_HEIGHT = 170


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar."""

    tone: str
    label: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class UnitBar:
    """A unit's bar: where it stands and its pieces."""

    name: str
    href: str
    y: int
    total: int
    end: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """A month's column and the share that was done in time, in [0, 1]."""

    label: str
    x: float
    width: float
    due: int
    on_time: int
    height: float
    done_height: float
    share: float


def unit_bars(units: Sequence[UnitCounts]) -> list[UnitBar]:
    """One bar a unit, drawn to the longest."""
    longest = max((u.counts.total for u in units), default=0) or 1
    return [_bar(unit, row, longest) for row, unit in enumerate(units)]


def month_points(months: Sequence[Month]) -> list[MonthPoint]:
    """One column a month, drawn to the tallest."""
    tallest = max((m.due for m in months), default=0) or 1
    step = CHART_WIDTH / max(len(months), 1)
    points = []
    for i, m in enumerate(months):
        height = 120 * m.due / tallest
        done = height * m.on_time / (m.due or 1)
        label = f"{m.first.month}/{m.first.year % 100:02}"
        width = min(step * 0.6, 56)
        points.append(
            MonthPoint(
                label, i * step + (step - width) / 2, width, m.due, m.on_time, height, done, m.on_time / (m.due or 1)
            )
        )
    return points


def _bar(unit: UnitCounts, row: int, longest: int) -> UnitBar:
    c = unit.counts
    segments, x = [], float(BAR_LEFT)
    for tone, label, count in (
        ("late", "quá hạn", c.late),
        ("soon", "sắp đến hạn", c.soon),
        ("open", "đang mở", c.open),
        ("done", "hoàn thành", c.done),
    ):
        if count:
            width = BAR_WIDTH * count / longest
            segments.append(Segment(tone, label, count, round(x, 1), round(max(width - 1, 1), 1)))
            x += width
    return UnitBar(
        unit.unit, f"/units/{quote(unit.unit_id, safe='')}", row * BAR_HEIGHT, c.total, round(x, 1), tuple(segments)
    )
