"""What one person gets: chosen from what happened, each thing with the reason why it is there, what matters first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from api.digest.period import Period
from api.digest.week import Coverage, Happenings
from api.digest.wording import say
from corpus.subscriptions import Subscription
from corpus.types import Directive, Task
from nlp.fold import fold
from nlp.types import AssigneeRole
from search.index import Index
from search.query import parse

LISTS = ("given", "due", "overdue", "done", "replaced")
LONGEST = 25
"""So many things of a kind are shown; how many more there are is said. Gmail cuts a mail at 102 KB."""


@dataclass(frozen=True, slots=True)
class Interest:
    """One subscription, ready to be asked. `ids` are directives that a saved search found; `words` are folded."""

    why: str
    units: frozenset[str] = frozenset()
    place: str | None = None
    words: str | None = None
    ids: frozenset[str] = frozenset()
    everything: bool = False

    def takes_directive(self, directive: Directive) -> bool:
        """Whether a directive belongs to it, apart from the units that it gives tasks to."""
        if self.everything:
            return True
        if self.place is not None:
            return directive.place == self.place
        if self.words is not None:
            return self.words in fold(directive.subject or "")
        return directive.id in self.ids


@dataclass(frozen=True, slots=True)
class Item:
    """A task in somebody's mail. `role` is that of their own units, None where none of theirs is in it; `days` is how
    late it is (above 0) or how many days are left (0 and below), None without a day; `new`: given in the period.
    """

    task: Task
    directive: Directive | None
    role: AssigneeRole | None
    days: int | None
    why: tuple[str, ...]
    new: bool = False

    @property
    def open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.task.status not in ("done", "cancelled", "superseded")

    @property
    def late(self) -> bool:
        """Whether its day has passed and it is still open."""
        return self.open and self.days is not None and self.days > 0

    @property
    def leads(self) -> tuple[str, ...]:
        """The names of those in charge."""
        return tuple(dict.fromkeys(a.unit for a in self.task.assignments if a.role == "lead"))

    @property
    def supports(self) -> tuple[str, ...]:
        """The names of those who help."""
        return tuple(dict.fromkeys(a.unit for a in self.task.assignments if a.role == "support"))


@dataclass(frozen=True, slots=True)
class News:
    """A directive that became known, with the tasks of it that concern this person first."""

    directive: Directive
    tasks: tuple[Task, ...]
    why: tuple[str, ...]

    @property
    def orders(self) -> str:
        """What it orders, in one line."""
        units = {a.unit_id for t in self.tasks for a in t.assignments}
        if not self.tasks:
            return say("orders", "nothing")
        return say(
            "orders", "units" if units else "nobody", tasks=len(self.tasks), units=len(units), first=self.tasks[0].text
        )


@dataclass(slots=True)
class Digest:
    """A person's mail before it is put into words. `more` says how many of a list are not shown."""

    period: Period
    name: str | None
    interests: tuple[str, ...]
    given: list[Item]
    due: list[Item]
    overdue: list[Item]
    done: list[Item]
    replaced: list[Item]
    news: list[News]
    coverage: Coverage
    more: dict[str, int] = field(default_factory=dict)

    def count(self, name: str) -> int:
        """How many things a list has, those that aren't shown included."""
        return len(getattr(self, name)) + self.more.get(name, 0)

    @property
    def tells_why(self) -> bool:
        """Whether things say why they are there; for somebody who takes everything that says nothing."""
        return self.interests != (say("why", "everything"),)

    @property
    def later(self) -> list[Item]:
        """The new tasks that are neither late nor due soon: those stand under that already, marked as new."""
        told = {item.task.id for item in (*self.overdue, *self.due)}
        return [item for item in self.given if item.task.id not in told]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.given or self.due or self.overdue or self.done or self.replaced or self.news)


def interests(
    subscriptions: Sequence[Subscription],
    happened: Happenings,
    *,
    unit_names: dict[str, str],
    own_units: Sequence[str] = (),
    index: Index | None = None,
) -> list[Interest]:
    """A person's subscriptions, ready to be asked; without an index saved searches find nothing."""
    found = []
    for subscription in subscriptions:
        value: Any = subscription.value
        called = unit_names.get(value, value) if subscription.topic == "unit" else value
        why = say("why", subscription.topic, value=called)
        match subscription.topic:
            case "everything":
                found.append(Interest(why, everything=True))
            case "province":
                found.append(Interest(why, place=value))
            case "unit":
                found.append(Interest(why, frozenset([value])))
            case "my_units":
                found.append(Interest(why, frozenset(own_units)))
            case "programme":
                found.append(Interest(why, words=fold(str(value))))
            case "search":
                ids = _answers(index, str(value), happened) if index is not None else frozenset()
                found.append(Interest(why, ids=ids))
    return found


def choose(happened: Happenings, wanted: Sequence[Interest], name: str | None = None) -> Digest:
    """A person's digest. What they lead comes before what they support, and both before the rest; what falls due comes
    by its day.
    """
    lists = {name_: _items(happened, name_, wanted) for name_ in LISTS}
    lists["due"].sort(key=lambda i: (i.task.due or happened.today, _standing(i)))
    lists["overdue"].sort(key=lambda i: (_standing(i), -(i.days or 0)))
    news = _news(happened, wanted)
    more = {key: len(found) - LONGEST for key, found in lists.items() if len(found) > LONGEST}
    if len(news) > LONGEST:
        more["news"] = len(news) - LONGEST
    why = tuple(dict.fromkeys(interest.why for interest in wanted))
    cut = {key: found[:LONGEST] for key, found in lists.items()}
    return Digest(happened.period, name, why, news=news[:LONGEST], coverage=happened.coverage, more=more, **cut)


def _items(happened: Happenings, name: str, wanted: Sequence[Interest]) -> list[Item]:
    takers: dict[str, list[Interest]] = {}
    tasks: dict[str, Task] = {}
    for interest in wanted:
        for task in _taken(happened, name, interest):
            tasks[task.id] = task
            takers.setdefault(task.id, []).append(interest)
    found = [_item(happened, task, takers[task.id]) for task in tasks.values()]
    return sorted(found, key=lambda i: (_standing(i), i.task.due is None, i.task.due or happened.today, i.task.id))


def _item(happened: Happenings, task: Task, takers: Sequence[Interest]) -> Item:
    own = {unit for interest in takers for unit in interest.units}
    roles = {a.role for a in task.assignments if a.unit_id in own}
    role: AssigneeRole | None = "lead" if "lead" in roles else "support" if roles else None
    days = (happened.today - task.due).days if task.due else None
    why = tuple(dict.fromkeys(interest.why for interest in takers))
    new = task.recorded_at >= happened.period.start
    return Item(task, happened.directives.get(task.directive_id), role, days, why, new)


def _taken(happened: Happenings, name: str, interest: Interest) -> list[Task]:
    """The tasks of one of the lists that an interest takes; worked out once for all who share it."""
    key = (name, replace(interest, why=""))
    if key not in happened.memo:
        happened.memo[key] = (
            _of_units(happened, name, interest) if interest.units else _of_texts(happened, name, interest)
        )
    found: list[Task] = happened.memo[key]
    return found


def _of_units(happened: Happenings, name: str, interest: Interest) -> list[Task]:
    if (name, "units") not in happened.memo:
        by_unit: dict[str, dict[str, Task]] = {}
        for task in getattr(happened, name):
            for assignment in task.assignments:
                by_unit.setdefault(assignment.unit_id, {})[task.id] = task
        happened.memo[name, "units"] = by_unit
    found: dict[str, Task] = {}
    for unit in sorted(interest.units):
        found |= happened.memo[name, "units"].get(unit, {})
    return list(found.values())


def _of_texts(happened: Happenings, name: str, interest: Interest) -> list[Task]:
    """The tasks of the directives that an interest takes, and those whose own words it looks for."""
    if (name, "folded") not in happened.memo:
        happened.memo[name, "folded"] = [(fold(task.text), task) for task in getattr(happened, name)]
    words = interest.words
    own = {d.id for d in happened.directives.values() if interest.takes_directive(d)}
    return [
        task
        for folded, task in happened.memo[name, "folded"]
        if interest.everything or task.directive_id in own or (words is not None and words in folded)
    ]


def _standing(item: Item) -> int:
    return {"lead": 0, "support": 1, None: 2}[item.role]


def _news(happened: Happenings, wanted: Sequence[Interest]) -> list[News]:
    takers: dict[str, list[str]] = {}
    theirs: dict[str, dict[str, Task]] = {}
    for interest in wanted:
        for task in _taken(happened, "given", interest):
            theirs.setdefault(task.directive_id, {})[task.id] = task
        for directive_id in _directives(happened, interest):
            takers.setdefault(directive_id, []).append(interest.why)
    found = []
    for directive in happened.news:
        if directive.id in takers:
            mine = theirs.get(directive.id, {})
            rest = (t for t in happened.by_directive.get(directive.id, []) if t.id not in mine)
            found.append(News(directive, (*mine.values(), *rest), tuple(dict.fromkeys(takers[directive.id]))))
    return sorted(found, key=lambda n: (-len(theirs.get(n.directive.id, {})), -_day(n), n.directive.id))


def _directives(happened: Happenings, interest: Interest) -> frozenset[str]:
    """The new directives that an interest takes, for themselves or for a task in them."""
    key = ("news", replace(interest, why=""))
    if key not in happened.memo:
        own = {d.id for d in happened.news if interest.takes_directive(d)}
        happened.memo[key] = frozenset(own | {t.directive_id for t in _taken(happened, "given", interest)})
    found: frozenset[str] = happened.memo[key]
    return found


def _day(news: News) -> int:
    return news.directive.date.toordinal() if news.directive.date else 0


def _answers(index: Index, text: str, happened: Happenings) -> frozenset[str]:
    """The directives of the period that a saved search finds, by the index itself, among these alone."""
    ids = [directive.id for directive in happened.news]
    if not ids:
        return frozenset()
    query = parse(text, kinds=("directive",), size=100, today=happened.today, directive_id=ids)
    return frozenset(hit.id for hit in index.search(query).hits)
