"""Judges whether what reads like an order is one: not told of the past, not asked upwards, not announced."""

from __future__ import annotations

from bisect import bisect_left

from nlp.clauses.forms import Reading
from nlp.clauses.openings import opens
from nlp.passages import Passage
from nlp.tasks.outline import Outline
from nlp.tasks.ranks import rank
from nlp.types import Reference

# Documents whose report opens an article's orders; laws are reported without ordering anybody.
_ORDERING = ("công văn", "công điện", "chỉ thị", "kế hoạch", "thông báo", "văn bản", "kết luận", None)
_PROVINCE = 3  # the lowest rank (nlp/tasks/ranks.py) that a request is addressed up to


class Judge:
    """Knows one document: whether it is an article, who issued it, which documents it names."""

    def __init__(self, outline: Outline, *, article: bool, references: list[Reference]) -> None:
        self.outline = outline
        self.article = article
        self._top = None if article else outline.issuer_rank
        self._documents = [r.start for r in references if r.type in _ORDERING]

    def tells(self, passage: Passage, first: int) -> bool:
        """Whether an article's sentence tells what was before or is elsewhere."""
        return self.article and bool(opens(passage, first, "backgrounds"))

    def attributes(self, passage: Passage, first: int) -> bool:
        """Whether an article's sentence says what somebody says: only an order in it counts."""
        return self.article and bool(opens(passage, first, "attributions"))

    def reports(self, passage: Passage, first: int, last: int) -> bool:
        """Whether an article's sentence says which document it reports ("… chỉ đạo … (Công văn số …)")."""
        start, end = passage.source_span(first, last)
        named = bisect_left(self._documents, start)
        if named == len(self._documents) or self._documents[named] >= end:
            return False
        return any(opens(passage, k, "issuing") for k in range(first, last))

    def weighed(self, passage: Passage, reading: Reading) -> Reading | None:
        """An order by "chỉ đạo" if whoever stands highest in the text gives it, else what its subject is told to do."""
        asker = self._asker(passage, reading)
        if reading.by is not None and asker is not None and not reading.weak:
            self._top = max(asker, self._top or asker)
        if not reading.weak:
            return reading
        highest = asker is not None and asker >= (self._top if self._top is not None else _PROVINCE)
        if highest and reading.action is not None:
            self._top = asker
            reading.weak = False
            return reading
        return reading.told_to

    def _asker(self, passage: Passage, reading: Reading) -> int | None:
        """The rank of who orders, if the clause or the letterhead tells."""
        if reading.by is not None:
            return rank(passage.lower[reading.by[0] : reading.by[1]])
        return None if self.article else self.outline.issuer_rank

    def upward(self, passage: Passage, reading: Reading) -> bool:
        """Whether a body asks one above it ("UBND tỉnh đề nghị Bộ …"): a proposal, no order."""
        if not reading.leads:
            return False
        first = reading.leads[0]
        asker = self._asker(passage, reading)
        asked = rank(passage.lower[first.first : min(first.last, first.first + 4)])
        return asker is not None and asked is not None and asked > asker and asked >= _PROVINCE

    def announces(self, names: list[str]) -> bool:
        """Whether a dispatch says what its own issuer does: that orders nothing."""
        return not self.article and all(self.outline.is_issuer(a) for a in names)

    def past(self, passage: Passage, reading: Reading, *, active: bool) -> bool:
        """Whether an order is told of, not given: long ago in an article, by another document in a dispatch."""
        if reading.by is None:
            return False
        a, b = reading.by
        before = passage.lower[a : b + 1]
        if not self.article:
            return not active and reading.rule == "tasks.order-behind" and self.outline.of_others(before)
        if any(opens(passage, k, "citizens") for k in range(a, b)):
            return True
        near = before[-5:]
        ordered = any(passage.lower[k] == "đã" and opens(passage, k + 1, "orders") for k in range(a, b))
        return ("đã" in near or ordered) and not (reading.duty or "biết đã" in " ".join(before))
