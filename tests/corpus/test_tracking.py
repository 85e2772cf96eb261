"""A task's life."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from corpus import Corpus, recurrence
from corpus.tasks import overall
from corpus.tracking import MOVES, Lateness, lateness, soon_until, today
from corpus.types import ConflictError, EventFilter, NotAllowedError, NotFoundError, Task, TaskFilter
from tests.corpus.build import Order, Paper

MONTHLY = Paper(orders=(Order("báo cáo tình hình", ("Sở Y tế",), rrule="FREQ=MONTHLY;BYMONTHDAY=20"),))


def only(corpus: Corpus) -> Task:
    (task,) = corpus.tasks().items
    return task


def test_the_lead_and_the_support_go_their_own_ways(corpus: Corpus) -> None:
    Paper().record(corpus)
    task = only(corpus)
    lead, support = task.assignments
    corpus.change(task.id, to="in_progress", assignment_id=support.id, actor="lan", revision=task.revision)
    task = only(corpus)
    assert (task.status, [a.status for a in task.assignments]) == ("assigned", ["assigned", "in_progress"])
    corpus.change(
        task.id,
        to="reported",
        assignment_id=lead.id,
        actor="lan",
        revision=task.revision,
        evidence=["12/BC-SXD"],
        note="xong",
    )
    task = only(corpus)
    assert (task.status, task.touched) == ("reported", True)
    event = corpus.change(task.id, to="done", actor="minh", revision=task.revision, on=date(2024, 7, 2), reason="đạt")
    task = only(corpus)
    assert (task.status, task.closed_on, task.revision) == ("done", date(2024, 7, 2), event.seq)
    assert {a.status for a in task.assignments} == {"done"}
    assert corpus.tasks(TaskFilter(open=True)).total == 0
    history = corpus.events(EventFilter(subject_ids=[task.id]), newest_first=False).items
    assert [(e.actor, e.action, e.after["status"]) for e in history] == [
        ("lan", "task.moved", "assigned"),
        ("lan", "task.moved", "reported"),
        ("minh", "task.moved", "done"),
    ]
    assert history[1].after["evidence"] == ["12/BC-SXD"]
    assert (history[2].reason, history[2].before["status"]) == ("đạt", "reported")


def test_two_people_at_once(corpus: Corpus) -> None:
    Paper().record(corpus)
    task = only(corpus)
    corpus.change(task.id, to="in_progress", actor="lan", revision=task.revision)
    with pytest.raises(ConflictError) as refused:
        corpus.change(task.id, to="done", actor="minh", revision=task.revision)
    assert refused.value.revision == only(corpus).revision
    assert only(corpus).status == "in_progress"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"to": "assigned"}, NotAllowedError),  # it is
        ({"to": "returned"}, NotAllowedError),  # nothing was reported
        ({"to": "lost"}, NotAllowedError),
        ({}, NotAllowedError),  # says nothing
        ({"to": "done", "assignment_id": "a0"}, NotFoundError),
    ],
)
def test_what_is_refused_changes_nothing(light: Corpus, change: dict[str, Any], error: type[Exception]) -> None:
    Paper().record(light)
    task = only(light)
    head = light.audit.head()
    with pytest.raises(error):
        light.change(task.id, actor="lan", revision=task.revision, **change)
    assert only(light) == task
    assert light.audit.head() == head


def test_a_decision_can_be_taken_back(corpus: Corpus) -> None:
    Paper().record(corpus)
    task = only(corpus)
    first = corpus.change(task.id, to="in_progress", actor="lan", revision=task.revision)
    second = corpus.change(task.id, to="done", actor="lan", revision=first.seq)
    with pytest.raises(ConflictError, match="hoàn tác thay đổi sau trước"):
        corpus.tracking.undo(first.seq, actor="lan")
    corpus.tracking.undo(second.seq, actor="lan", reason="nhầm")
    assert (only(corpus).status, only(corpus).closed_on) == ("in_progress", None)
    corpus.tracking.undo(first.seq, actor="lan")
    assert only(corpus).status == "assigned"
    for seq in (1, 99):
        with pytest.raises((NotAllowedError, NotFoundError)):
            corpus.tracking.undo(seq, actor="lan")


def test_a_recurring_task_begins_anew(corpus: Corpus) -> None:
    MONTHLY.record(corpus)
    task = only(corpus)
    assert (task.due, task.deadline and task.deadline.recurring) == (date(2024, 5, 20), True)
    event = corpus.change(task.id, to="reported", actor="lan", revision=task.revision)
    event = corpus.change(task.id, to="done", actor="lan", revision=event.seq, on=date(2024, 5, 22))
    task = only(corpus)
    assert (task.due, task.status) == (date(2024, 6, 20), "assigned")
    found = corpus.tracking.occurrences(task.id, date(2024, 8, 31))
    assert [(o.due, o.settled_on) for o in found] == [
        (date(2024, 5, 20), date(2024, 5, 22)),
        (date(2024, 6, 20), None),
        (date(2024, 7, 20), None),
        (date(2024, 8, 20), None),
    ]
    corpus.tracking.undo(event.seq, actor="lan")
    assert (only(corpus).due, only(corpus).status) == (date(2024, 5, 20), "reported")
    assert corpus.tracking.occurrences(task.id, date(2024, 5, 31))[0].settled_on is None


def test_the_last_occurrence_ends_a_recurring_task(light: Corpus) -> None:
    Paper(orders=(Order("báo cáo", ("Sở Y tế",), rrule="FREQ=MONTHLY;BYMONTHDAY=20;UNTIL=20240601"),)).record(light)
    task = only(light)
    light.change(task.id, to="done", actor="lan", revision=task.revision)
    assert only(light).status == "done"


@pytest.mark.parametrize(
    ("rule", "after", "due"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=20", None, date(2024, 5, 20)),
        ("FREQ=MONTHLY;BYMONTHDAY=7", None, date(2024, 6, 7)),  # a term doesn't count the day it starts from
        ("FREQ=MONTHLY", None, date(2024, 6, 7)),
        ("FREQ=WEEKLY;BYDAY=FR", date(2024, 5, 10), date(2024, 5, 17)),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15", None, date(2024, 12, 15)),
        ("FREQ=SECONDLY", None, None),
        ("hằng tháng", None, None),
        ("FREQ=MONTHLY;BYMONTHDAY=32", None, None),
        (None, None, None),
    ],
)
def test_when_it_recurs(rule: str | None, after: date | None, due: date | None) -> None:
    assert recurrence.next_due(rule, date(2024, 5, 7), after) == due
    assert recurrence.next_due(rule, None, after) is None


@pytest.mark.parametrize(
    ("leads", "whole"),
    [
        (["assigned", "assigned"], "assigned"),
        (["assigned", "in_progress"], "in_progress"),
        (["assigned", "done"], "in_progress"),
        (["reported", "done"], "reported"),
        (["done", "done"], "done"),
        (["done", "returned"], "returned"),
        (["done", "cancelled"], "done"),  # what was called off doesn't count
        (["cancelled", "superseded"], "cancelled"),
        (["superseded", "superseded"], "superseded"),
        ([], "reported"),  # nobody is assigned: its own
    ],
)
def test_the_whole_is_where_its_leads_are(leads: list[str], whole: str) -> None:
    support = [{"role": "support", "status": "in_progress"}] if leads else []
    assert overall([{"role": "lead", "status": s} for s in leads] + support, "reported") == whole


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 6, 20), Lateness("open", -10)),
        (date(2024, 6, 21), Lateness("due_soon", -9)),  # the 30th is a Sunday: the fifth working day is the 28th
        (date(2024, 6, 30), Lateness("due_soon", 0)),
        (date(2024, 7, 1), Lateness("overdue", 1)),
    ],
)
def test_late_and_soon(light: Corpus, day: date, expected: Lateness) -> None:
    Paper(orders=(Order("báo cáo", ("Sở Y tế",), until=date(2024, 6, 30)),)).record(light)
    assert lateness(only(light), day) == lateness(only(light), day, soon=soon_until(day)) == expected


def test_late_when_done(light: Corpus) -> None:
    Paper().record(light)
    task = only(light)
    event = light.change(task.id, to="done", actor="lan", revision=task.revision, on=date(2024, 7, 3))
    assert lateness(only(light), date(2026, 1, 1)) == Lateness("done_late", 3)
    event = light.change(task.id, to="returned", actor="lan", revision=event.seq)
    event = light.change(task.id, to="cancelled", actor="lan", revision=event.seq)
    assert lateness(only(light), date(2026, 1, 1)) == Lateness("called_off", 0)


def test_the_day_is_vietnams() -> None:
    assert today(datetime(2024, 6, 30, 17, 30, tzinfo=UTC)) == date(2024, 7, 1)


class Life(RuleBasedStateMachine):
    """Whatever people do: a task is where its leads are, moves are legal, history is whole and leads back."""

    tasks = Bundle("tasks")

    @initialize(target=tasks, rrule=st.sampled_from([None, "FREQ=WEEKLY;BYDAY=FR"]))
    def open(self, rrule: str | None) -> str:
        self.folder = tempfile.TemporaryDirectory()
        self.corpus = Corpus.open(f"sqlite:///{self.folder.name}/c.db")
        until = None if rrule else date(2024, 6, 30)
        Paper(orders=(Order("báo cáo", ("Sở A", "Sở B"), ("Sở C",), until, rrule),)).record(self.corpus)
        self.done: list[int] = []
        return only(self.corpus).id

    @rule(task=tasks, to=st.sampled_from(sorted(MOVES)), part=st.sampled_from([None, 0, 1, 2]))
    def move(self, task: str, to: Any, part: int | None) -> None:
        before = self.corpus.task(task)
        given = None if part is None else before.assignments[part]
        going = [a for a in before.assignments if (given is None or a == given) and to in MOVES[a.status]]
        try:
            event = self.corpus.change(
                task, to=to, assignment_id=given.id if given else None, actor="a", revision=before.revision
            )
        except NotAllowedError:
            assert not going
            assert self.corpus.task(task) == before
            return
        assert going
        after = self.corpus.task(task)
        assert after.revision == event.seq > before.revision
        if after.due == before.due:
            assert {a.status for a in after.assignments if a.id in {g.id for g in going}} == {to}
        else:
            assert before.due is not None
            assert after.due is not None
            assert (after.due > before.due, after.status) == (True, "assigned")
        self.done.append(event.seq)

    @rule(task=tasks)
    def take_back(self, task: str) -> None:
        if self.done:
            seq = self.done.pop()
            entry = self.corpus.events(EventFilter(subject_ids=[task]), limit=500)
            before = next(e.before for e in entry.items if e.seq == seq)
            self.corpus.tracking.undo(seq, actor="b")
            after = self.corpus.task(task)
            assert {a.id: a.status for a in after.assignments} == before["assignments"]

    @invariant()
    def whole(self) -> None:
        if not hasattr(self, "corpus"):
            return
        task = only(self.corpus)
        assert task.status == overall([{"role": a.role, "status": a.status} for a in task.assignments], "?")
        assert (task.closed_on is not None) is (task.status in ("done", "cancelled", "superseded"))
        history = self.corpus.events(EventFilter(subject_ids=[task.id]), limit=500, newest_first=False).items
        for one, following in pairwise(history):
            assert following.before.items() <= one.after.items()
        assert self.corpus.audit.verify() == []

    def teardown(self) -> None:
        if hasattr(self, "corpus"):
            self.corpus.close()
            self.folder.cleanup()


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
