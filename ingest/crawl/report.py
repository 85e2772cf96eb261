"""The summary of one run over one portal."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

State = Literal["complete", "stopped", "layout", "failed"]

STATES: dict[str, str] = {
    "complete": "đã xong",
    "stopped": "dừng giữa chừng",
    "layout": "bố cục trang đã đổi",
    "failed": "không đọc được",
}


@dataclass(slots=True)
class CrawlReport:
    """What one run saw. Counts are of articles and attachments; listings count only in `requests`.

    `seen` = new + changed + unchanged + failed + skipped. `reasons` counts failures and omissions by their Vietnamese
    reason, `examples` names one address for each; `problems` are what a person should look at (a layout that changed).
    """

    portal: str
    state: State = "complete"
    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0
    gone: int = 0
    requests: int = 0
    not_modified: int = 0
    started: datetime | None = None
    finished: datetime | None = None
    resumed: bool = False
    reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def count(self, what: Literal["new", "changed", "unchanged", "gone"]) -> None:
        """One more article or attachment that was read."""
        self.seen += 1
        setattr(self, what, getattr(self, what) + 1)

    def miss(self, what: Literal["failed", "skipped"], reason: str, address: str) -> None:
        """One more address that gave nothing, and why."""
        self.seen += 1
        setattr(self, what, getattr(self, what) + 1)
        self.reasons[reason] += 1
        self.examples.setdefault(reason, address)

    def problem(self, words: str, state: State) -> None:
        """Something a person should look at; the run's state is at least this bad."""
        self.problems.append(words)
        order = list(STATES)
        self.state = max(self.state, state, key=order.index)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        plain = asdict(self)
        for key in ("started", "finished"):
            plain[key] = plain[key].isoformat() if plain[key] else None
        plain["reasons"] = dict(self.reasons)
        return plain
