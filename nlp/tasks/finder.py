"""Finds the tasks of a document: walks its blocks, keeps who is in charge, and cuts what each is told to do.

Source of the rules: the annotation guidelines (a task begins at an item, a sentence, a semicolon; who is in charge
holds until the text names another) and the outline of Nghị định 30/2020/NĐ-CP, Phụ lục I, II.5.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.clauses.cutting import clauses, sentences
from nlp.clauses.forms import Reading
from nlp.clauses.openings import opens
from nlp.clauses.reading import read_clause
from nlp.deadlines import is_only_limit
from nlp.layout.types import Block, Layout, Role
from nlp.passages import Passage, join
from nlp.tasks.assignees import supports
from nlp.tasks.charges import Charge, inline_charge, read_charge
from nlp.tasks.enforcement import is_enforcement
from nlp.tasks.judging import Judge
from nlp.tasks.outline import Outline
from nlp.types import Assignee, AssigneeRole, Reference, Task
from nlp.units import UnitPhrase, coordination

_BODY = (Role.PARAGRAPH, Role.ITEM, Role.HEADING)
_PATIENCE = 3  # sentences of an article that tell something else before orders are over


@dataclass(slots=True)
class State:
    """Who is in charge while the text is walked.

    `heading` maps a block to the leads (and helpers) that it names for its items; `listed` are those of a sentence
    that introduced a list without numbering; `standing` those of the last task. `active` says that orders have begun;
    `cold` counts an article's sentences since the last order. `pending` are tasks that
    nobody is in charge of yet, `charged` that a line has just named somebody for them.
    """

    heading: dict[int, list[Assignee]] = field(default_factory=dict)
    listed: list[Assignee] = field(default_factory=list)
    standing: list[Assignee] = field(default_factory=list)
    pending: list[Task] = field(default_factory=list)
    charged: bool = False
    active: bool = False
    cold: int = 0


class TaskFinder:
    """Reads the tasks of one document. `addressees` are those of "Kính gửi", `references` the documents it names."""

    def __init__(self, text: str, layout: Layout, *, addressees: list[Assignee], references: list[Reference]) -> None:
        self.text = text
        self.layout = layout
        self.article = layout.kind == "article"
        self.addressees = addressees
        self.state = State()
        self.outline = Outline(text, layout)
        self.judge = Judge(self.outline, article=self.article, references=references)
        self.tasks: list[Task] = []

    def find(self) -> list[Task]:
        """The tasks in reading order."""
        if self.outline.is_reply() or self.outline.is_law():
            return []
        for index, block in enumerate(self.layout.blocks):
            if self.article and block.role in (Role.RELATED, Role.BYLINE):
                break
            if block.role in _BODY and not self.outline.is_silent(index):
                self._read_block(index, block)
        return [task for task in self.tasks if any(a.role == "lead" for a in task.assignees)]

    def _read_block(self, index: int, block: Block) -> None:
        passage = join(self.text, block.segments)
        if block.marker.startswith("Điều"):
            self.state.active = True
        if not len(passage) or (self.article and self.outline.is_title(index) and not self._names_lead(passage)):
            return
        charge = read_charge(passage)
        if charge is not None:
            self._charge(passage, charge)
        elif self.outline.names_section(index):
            self._read_title(index, passage)
        else:
            self._read_sentences(index, block, passage)

    def _names_lead(self, passage: Passage) -> bool:
        """Whether an article's line without a mark at its end only names units, who are in charge of what follows."""
        reading = read_clause(passage, 0, len(passage))
        return self.state.active and reading is not None and reading.form == "heading"

    def _read_sentences(self, index: int, block: Block, passage: Passage) -> None:
        leads = self._inherited(block)
        made = len(self.tasks)
        for first, last in sentences(passage):
            leads = self._read_sentence(index, passage, first, last, leads)
        if len(self.tasks) > made or index in self.state.heading:
            self.state.standing = leads

    def _read_title(self, index: int, passage: Passage) -> None:
        """A section's title: it names who is in charge of the items under it, or nobody."""
        self.state.pending = []
        reading = read_clause(passage, 0, len(passage))
        units = reading.leads if reading is not None else coordination(passage, 0)[0]
        if units and (reading is None or reading.form == "heading"):
            self.state.heading[index] = self._assigned(passage, units)
            self._begin(self.state.listed)

    def _charge(self, passage: Passage, charge: Charge) -> None:
        """Give what stands above, and had nobody in charge, to those that the line names."""
        leads, helpers = self._assigned(passage, charge.leads), self._assigned(passage, charge.helpers, "support")
        for task in self.state.pending:
            task.assignees = [*leads, *task.assignees, *helpers]
        self.state.charged = True

    def _inherited(self, block: Block) -> list[Assignee]:
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
        return self.addressees if self.state.active else []

    def _read_sentence(
        self, index: int, passage: Passage, first: int, last: int, leads: list[Assignee]
    ) -> list[Assignee]:
        """Read one sentence's clauses; returns who is in charge after it."""
        begun = len(self.tasks)
        self.state.cold += 1
        if not self.judge.tells(passage, first):
            for a, b in clauses(passage, first, last):
                reading = self._labelled(passage, a, b, read_clause(passage, a, b))
                reading = None if reading is None else self.judge.weighed(passage, reading)
                if reading is not None and reading.form != "order" and self.judge.attributes(passage, first):
                    continue
                leads = self._take(index, passage, a, b, reading, leads, begun, opening=first == 0)
        elif self.article:
            self.state.active = False
        if self.article and len(self.tasks) == begun and self.judge.reports(passage, first, last):
            self._begin([])
        if self.article and self.state.cold > _PATIENCE:
            self.state.active = False
            self.state.listed = []
        return leads

    def _labelled(self, passage: Passage, a: int, b: int, reading: Reading | None) -> Reading | None:
        """Read "Về kho VLNCN: Tăng cường …": a short label before a colon that names nobody is stepped over."""
        if reading is not None and reading.form != "told":
            return reading
        for k in range(a, min(b - 1, a + 25)):
            if passage.words[k] == ":":
                behind = read_clause(passage, k + 1, b)
                sure = behind is not None and (reading is None or behind.strong) and behind.form != "thing"
                return behind if sure else reading
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
        *,
        opening: bool,
    ) -> list[Assignee]:
        """Turn one clause's reading into a task, a heading, or a longer last task."""
        if reading is None or reading.form == "told":
            self._follow(passage, first, last, begun, told=reading is not None)
            return leads
        if reading.form == "opening":
            self._begin([])
            return leads
        if reading.form == "heading":
            return self._open(index, passage, reading, leads)
        if not self._orders(index, passage, reading, opening=opening):
            return [] if reading.leads and reading.form == "subject" and not self.article else leads
        if reading.leads:
            leads = self._assigned(passage, reading.leads)
        assert reading.action is not None
        if is_enforcement(passage, reading.action, last):
            return leads
        if self._introduces_items(index, passage, last):
            helpers = self._assigned(passage, supports(passage, reading.action, last), "support")
            if leads:
                self.state.heading[index] = [*leads, *helpers]
            self._begin(self.state.listed)
            return leads
        self._add(passage, reading, last, leads)
        return leads

    def _orders(self, index: int, passage: Passage, reading: Reading, *, opening: bool) -> bool:
        """Whether the reading is an order here, not a description; `opening`: it opens its paragraph."""
        active = self.state.active and (not self.article or self.state.cold <= _PATIENCE)
        if reading.form in ("order", "passive"):
            return not self.judge.past(passage, reading, active=self.state.active) and not self.judge.upward(
                passage, reading
            )
        if reading.same:
            return active
        if reading.form == "subject":
            return (active or reading.strong) and not self._announces(passage, reading)
        if reading.form == "thing" and self.article:
            return reading.rule == "tasks.order-thing"
        if self.article:
            return active and (opening or self.state.cold <= 1)
        return active or bool(self.layout.blocks[index].marker) or reading.rule == "tasks.agent"

    def _announces(self, passage: Passage, reading: Reading) -> bool:
        """Whether the document says what its own issuer does."""
        return self.judge.announces([a.text for a in self._assigned(passage, reading.leads)])

    def _open(self, index: int, passage: Passage, reading: Reading, leads: list[Assignee]) -> list[Assignee]:
        """Units named alone or before a list: they are in charge of what follows."""
        named = self._assigned(passage, reading.leads)
        listing = reading.rule.endswith("-list") or passage.words[-1] == ":"
        if self.article and not self.state.active and not listing:
            return leads
        if reading.rule == "tasks.subject-list" and self._announces(passage, reading):
            self._begin([])
            return leads
        if self.addressees and not self.article and all(self.outline.is_generic(a.text) for a in named):
            named = self.addressees
        self.state.heading[index] = named
        unnumbered = not self.layout.blocks[index].marker
        self._begin(named if unnumbered and listing else [] if self.article or unnumbered else self.state.listed)
        return named

    def _begin(self, listed: list[Assignee]) -> None:
        """Orders begin, or go on; `listed` are in charge of a list without numbering."""
        self.state.active = True
        self.state.cold = 0
        self.state.listed = listed

    def _introduces_items(self, index: int, passage: Passage, last: int) -> bool:
        """Whether the clause ends its block with a colon and items follow."""
        return last == len(passage) and passage.words[-1] == ":" and self.outline.has_items(index)

    def _follow(self, passage: Passage, first: int, last: int, begun: int, *, told: bool) -> None:
        """A clause that begins no action: a lead-in opens the orders, a list's rest belongs to the task before it."""
        if told:
            return
        if last == len(passage) and passage.words[-1] == ":":
            if any(opens(passage, k, "orders") for k in range(first, last)):
                self._begin([])
            return
        if len(self.tasks) > begun:
            task = self.tasks[-1]
            end = self._trimmed(passage, first, last)
            task.end = passage.source_span(first, end)[1]
            task.text = self.text[task.start : task.end]

    def _add(self, passage: Passage, reading: Reading, last: int, leads: list[Assignee]) -> None:
        assert reading.action is not None
        end = self._trimmed(passage, reading.action, last)
        helpers: list[Assignee] = []
        inline = inline_charge(passage, reading.action, end)
        if inline is not None:
            charge, end = inline
            leads = self._assigned(passage, charge.leads)
            helpers = self._assigned(passage, charge.helpers, "support")
        if end <= reading.action:
            return
        start, stop = passage.source_span(reading.action, end)
        if is_only_limit(self.text, start, stop):
            return
        helpers = helpers + self._assigned(passage, supports(passage, reading.action, end), "support")
        task = Task(self.text[start:stop], start, stop, reading.rule, [*leads, *helpers] if leads else helpers)
        self.tasks.append(task)
        if leads:
            self.state.active = True
            self.state.cold = 0
        else:
            if self.state.charged:
                self.state.pending, self.state.charged = [], False
            self.state.pending.append(task)

    @staticmethod
    def _trimmed(passage: Passage, first: int, last: int) -> int:
        """The clause's end without closing marks ("./.", quotation marks)."""
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
