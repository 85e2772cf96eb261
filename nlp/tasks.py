"""Finds the tasks of a document: walks its blocks, keeps who is in charge, and cuts what each is told to do.

Source of the rules: the annotation guidelines (a task begins at an item, a sentence, a semicolon; who is in charge
holds until the text names another) and the outline of Nghị định 30/2020/NĐ-CP, Phụ lục I, II.5.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.assignees import supports
from nlp.clauses import clauses, opens, sentences
from nlp.enforcement import is_enforcement
from nlp.layout.types import Block, Layout, Role
from nlp.orders import Reading, read_clause
from nlp.outline import Outline
from nlp.passages import Passage, join
from nlp.types import Assignee, AssigneeRole, Task
from nlp.units import UnitPhrase

_BODY = (Role.PARAGRAPH, Role.ITEM, Role.HEADING)


@dataclass(slots=True)
class State:
    """Who is in charge while the text is walked.

    `heading` maps a block to the leads (and helpers) that it names for its items; `listed` are those of a sentence
    that introduced a list without numbering; `standing` those of the last task; `active` says that orders have begun,
    `warm` that the words just before were an order.
    """

    addressees: list[Assignee]
    heading: dict[int, list[Assignee]] = field(default_factory=dict)
    listed: list[Assignee] = field(default_factory=list)
    standing: list[Assignee] = field(default_factory=list)
    active: bool = False
    warm: bool = False


class TaskFinder:
    """Reads the tasks of one document. `addressees` are those of "Kính gửi"."""

    def __init__(self, text: str, layout: Layout, *, addressees: list[Assignee]) -> None:
        self.text = text
        self.layout = layout
        self.article = layout.kind == "article"
        self.state = State(addressees)
        self.outline = Outline(text, layout)
        self.tasks: list[Task] = []

    def find(self) -> list[Task]:
        """The tasks in reading order."""
        for index, block in enumerate(self.layout.blocks):
            if block.role not in _BODY:
                if self.article and block.role in (Role.RELATED, Role.BYLINE):
                    break
                continue
            if not self.outline.silent(index):
                self._read_block(index, block)
        return self.tasks

    def _read_block(self, index: int, block: Block) -> None:
        passage = join(self.text, block.segments)
        if not len(passage):
            return
        leads = self._inherited(index, block)
        made = len(self.tasks)
        for first, last in sentences(passage):
            leads = self._read_sentence(index, passage, first, last, leads)
        if len(self.tasks) > made or self.state.heading.get(index):
            self.state.standing = leads
        if self.article and not self.state.warm:
            self.state.listed = []

    def _inherited(self, index: int, block: Block) -> list[Assignee]:
        """Who is in charge where a block begins: its heading's leads, a list's, the last ones, or the addressees."""
        parent = block.parent
        while parent is not None:
            if parent in self.state.heading:
                return self.state.heading[parent]
            parent = self.layout.blocks[parent].parent
        if self.state.listed:
            return self.state.listed
        if self.state.standing and (self.article or not block.marker):
            return self.state.standing
        return self.state.addressees if self.state.active else []

    def _read_sentence(
        self, index: int, passage: Passage, first: int, last: int, leads: list[Assignee]
    ) -> list[Assignee]:
        """Read one sentence's clauses; returns who is in charge after it."""
        if self._tells(passage, first, last):
            self.state.warm = False
            return leads
        begun = len(self.tasks)
        for a, b in clauses(passage, first, last):
            reading = read_clause(passage, a, b)
            reading = self._labelled(passage, a, b, reading)
            leads = self._take(index, passage, a, b, reading, leads, begun)
        if self.article and len(self.tasks) == begun and not self.state.warm:
            self.state.active = self.state.active and not self.article
        return leads

    def _tells(self, passage: Passage, first: int, last: int) -> bool:
        """Whether an article's sentence tells what was before or is elsewhere."""
        if not self.article:
            return False
        return bool(opens(passage, first, "backgrounds")) and "yêu" not in passage.lower[first : first + 12]

    def _labelled(self, passage: Passage, a: int, b: int, reading: Reading | None) -> Reading | None:
        """ "Về kho VLNCN: Tăng cường …": a short label before a colon that names nobody is stepped over."""
        if reading is not None and reading.form != "told":
            return reading
        for k in range(a, min(b - 1, a + 25)):
            if passage.words[k] == ":":
                behind = read_clause(passage, k + 1, b)
                return behind if behind is not None and behind.form != "thing" else reading
        return reading

    def _take(
        self,
        index: int,
        passage: Passage,
        first: int,
        last: int,
        reading: Reading | None,
        leads: list[Assignee],
        begun: int,
    ) -> list[Assignee]:
        """Turn one clause's reading into a task, a heading, or a longer last task."""
        if reading is None or reading.form == "told":
            self._follow(passage, first, last, begun)
            return leads
        if reading.form == "heading":
            return self._open(index, passage, reading, leads)
        if not self._orders(passage, first, reading, leads):
            self.state.warm = self.state.warm and not self.article
            return leads
        if reading.leads:
            leads = self._assigned(passage, reading.leads)
        elif self._lead_in(index, passage, first, last):
            return leads
        assert reading.action is not None
        if is_enforcement(passage, reading.action, last):
            return leads
        if self._introduces_items(index, passage, last):
            helpers = supports(passage, reading.action, last)
            self.state.heading[index] = leads + self._assigned(passage, helpers, "support")
            self.state.active = self.state.warm = True
            return leads
        if leads:
            self._add(passage, reading, last, leads)
        return leads

    def _orders(self, passage: Passage, first: int, reading: Reading, leads: list[Assignee]) -> bool:
        """Whether the reading is an order here, not a description."""
        if reading.form in ("order", "passive"):
            return not self._past(passage, first, reading)
        if reading.same:
            return self.state.active and bool(leads)
        if reading.form == "subject":
            return self.state.active or reading.strong or not self.article
        return self.state.active and (self.state.warm or not self.article)

    def _past(self, passage: Passage, first: int, reading: Reading) -> bool:
        """Whether an article tells of an order given long ago ("đã chỉ đạo …")."""
        if not self.article or reading.by is None:
            return False
        a, b = reading.by
        lower = passage.lower[a : b + 6]
        return "đã" in lower and not ("phải" in passage.lower[b : b + 40] or "biết" in lower)

    def _lead_in(self, index: int, passage: Passage, first: int, last: int) -> bool:
        """A bare clause that only opens a list ("… yêu cầu thực hiện các nhiệm vụ sau:")."""
        return passage.words[last - 1] == ":" and last == len(passage) and "sau" in passage.lower[-4:]

    def _open(self, index: int, passage: Passage, reading: Reading, leads: list[Assignee]) -> list[Assignee]:
        """Units named alone or before a list: they are in charge of what follows."""
        named = self._assigned(passage, reading.leads)
        generic = all(self._generic(a) for a in named)
        if generic and self.state.addressees and not self.article:
            named = self.state.addressees
        listing = reading.rule.endswith("-list") or passage.words[-1] == ":"
        if self.article and not self.state.active and not listing:
            return leads
        self.state.active = self.state.warm = True
        self.state.heading[index] = named
        if not self.layout.blocks[index].marker and listing:
            self.state.listed = named
        elif self.article:
            self.state.listed = []
        return named

    def _generic(self, assignee: Assignee) -> bool:
        words = assignee.text.lower().split()
        return " ".join(words).strip(",") in (
            "các đơn vị",
            "các cơ quan, đơn vị",
            "các cơ quan",
            "các đơn vị, địa phương",
            "đơn vị",
        )

    def _introduces_items(self, index: int, passage: Passage, last: int) -> bool:
        """Whether the clause ends its block with a colon and items follow."""
        return last == len(passage) and passage.words[-1] == ":" and self.outline.has_items(index)

    def _follow(self, passage: Passage, first: int, last: int, begun: int) -> None:
        """A clause that begins no action: a lead-in opens the orders, a list's rest belongs to the task before it."""
        if (
            last == len(passage)
            and passage.words[-1] == ":"
            and any(opens(passage, k, "orders") for k in range(first, last))
        ):
            self.state.active = self.state.warm = True
            self.state.listed = []
            return
        if len(self.tasks) > begun:
            task = self.tasks[-1]
            end = self._trimmed(passage, first, last)
            task.end = passage.source_span(first, end)[1]
            task.text = self.text[task.start : task.end]
        elif self.article:
            self.state.warm = False

    def _add(self, passage: Passage, reading: Reading, last: int, leads: list[Assignee]) -> None:
        assert reading.action is not None
        end = self._trimmed(passage, reading.action, last)
        if end <= reading.action:
            return
        start, stop = passage.source_span(reading.action, end)
        helpers = self._assigned(passage, supports(passage, reading.action, end), "support")
        self.tasks.append(Task(self.text[start:stop], start, stop, reading.rule, [*leads, *helpers]))
        self.state.active = self.state.warm = True

    @staticmethod
    def _trimmed(passage: Passage, first: int, last: int) -> int:
        """The clause's end without closing marks ("./.", quotation marks, a footnote's number)."""
        while last > first and passage.words[last - 1] in (".", "/", ":", ";", ",", "…", '"', "”", "“", "-", "!"):
            if passage.words[last - 1] in ('"', "”") and any(w in ('"', "“") for w in passage.words[first : last - 1]):
                break
            last -= 1
        return last

    def _assigned(self, passage: Passage, units: list[UnitPhrase], role: AssigneeRole = "lead") -> list[Assignee]:
        found = []
        for unit in units:
            start, end = passage.source_span(unit.first, unit.last)
            found.append(Assignee(self.text[start:end], start, end, f"units.{unit.kind}", role))
        return found



