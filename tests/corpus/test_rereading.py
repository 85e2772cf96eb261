"""Read again, by a newer extractor or because the page changed: the facts are new, what people decided stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from corpus import Corpus
from corpus.corrections import Edit, Given, Limit
from corpus.matching import anchor
from corpus.types import EventFilter, TaskFilter
from tests.corpus.build import FETCHED, Order, Paper

REPORT = Order("báo cáo kết quả thực hiện", ("Sở Xây dựng",), ("Sở Tài chính",), date(2024, 6, 30))
CHECK = Order("kiểm tra, rà soát các dự án chậm tiến độ trên địa bàn", ("Sở Kế hoạch và Đầu tư",))
PAPER = Paper(orders=(REPORT, CHECK))


def by_text(corpus: Corpus) -> dict[str, str]:
    return {t.text: t.id for t in corpus.tasks().items}


def test_a_newer_extractor_replaces_the_facts(corpus: Corpus) -> None:
    old = PAPER.record(corpus)
    before = by_text(corpus)
    new = PAPER.but(version="2.0", shift=8).record(corpus)
    after = by_text(corpus)
    assert (new.id, new.version) == (old.id, "2.0")
    assert list(after) != list(before)
    assert sorted(after.values()) == sorted(before.values()), "the same tasks, otherwise cut"
    assert [v.extractor for v in corpus.versions(new.id)] == ["1.0", "2.0"]
    assert [v.current for v in corpus.versions(new.id)] == [False, True]


def test_an_older_extractor_does_not_undo_a_newer_one(light: Corpus) -> None:
    PAPER.but(version="1.10").record(light)
    assert PAPER.but(version="1.9", shift=8).record(light).version == "1.10"
    assert light.events(EventFilter(action="document.older_version")).total == 1


def test_decisions_outlive_a_newer_extractor(corpus: Corpus) -> None:
    PAPER.record(corpus)
    report, check = corpus.tasks().items
    corpus.change(report.id, to="reported", actor="lan", revision=report.revision, evidence=["12/BC-SXD"])
    corpus.corrections.edit(
        check.id,
        Edit(assignees=[Given("lead", name="Sở Tư pháp")], limit=Limit(date(2024, 9, 1))),
        actor="lan",
        revision=check.revision,
    )
    PAPER.but(version="2.0", shift=4).record(corpus)
    again_report, again_check = corpus.task(report.id), corpus.task(check.id)
    assert again_report.status == "reported"
    assert again_report.text == report.text[4:]
    assert [a.unit for a in again_check.assignments] == ["Sở Tư pháp"]
    assert again_check.due == date(2024, 9, 1)
    assert again_check.text == check.text[4:], "what nobody decided about is the newer extractor's"
    assert corpus.tasks().total == 2
    assert corpus.events(EventFilter(action="task.reread")).total == 2
    assert corpus.audit.verify() == []


def test_a_task_that_is_not_found_again_goes_unless_someone_decided_about_it(corpus: Corpus) -> None:
    PAPER.record(corpus)
    report, check = corpus.tasks().items
    corpus.change(report.id, note="đang làm", actor="lan", revision=report.revision)
    PAPER.but(orders=(CHECK,), data=PAPER.bytes(), version="2.0").record(corpus)
    assert {t.id for t in corpus.tasks().items} == {report.id, check.id}
    PAPER.but(orders=(), data=PAPER.bytes(), version="3.0").record(corpus)
    assert {t.id for t in corpus.tasks().items} == {report.id}
    PAPER.but(version="4.0").record(corpus)
    assert {t.id for t in corpus.tasks().items} == {report.id, check.id}, "found again: the same task"


def test_what_a_person_removed_stays_away(corpus: Corpus) -> None:
    PAPER.record(corpus)
    report = corpus.tasks().items[0]
    corpus.corrections.remove(report.id, actor="lan", revision=report.revision, reason="không phải nhiệm vụ")
    PAPER.but(version="2.0", shift=2).record(corpus)
    assert report.id not in {t.id for t in corpus.tasks().items}
    assert corpus.tasks().total == 1


def test_a_revised_page_is_the_same_document(corpus: Corpus) -> None:
    first = PAPER.record(corpus)
    report = corpus.tasks().items[0]
    corpus.change(report.id, to="in_progress", actor="lan", revision=report.revision)
    later = PAPER.but(extra="Bổ sung một đoạn dài ở đầu bài.", fetched=FETCHED + timedelta(days=1))
    assert later.record(corpus).id == first.id
    task = corpus.task(report.id)
    document = corpus.document(first.id)
    assert document.content is not None
    assert document.content.text[task.start : task.end] == report.text
    assert task.status == "in_progress"
    assert len(corpus.versions(first.id)) == 2


def test_an_older_state_of_a_page_that_comes_late_changes_nothing_shown(light: Corpus) -> None:
    later = PAPER.but(extra="mới", fetched=FETCHED + timedelta(days=1)).record(light)
    assert PAPER.record(light) == later
    assert [v.current for v in light.versions(later.id)] == [False, True]


def test_a_page_that_orders_something_else_now_moves_to_another_directive(light: Corpus) -> None:
    old = PAPER.record(light)
    new = PAPER.but(number="596/UBND-KT", fetched=FETCHED + timedelta(days=1)).record(light)
    assert old.directive_id != new.directive_id
    assert [d.number for d in light.directives().items] == ["596/UBND-KT"]
    assert {t.directive_id for t in light.tasks().items} == {new.directive_id}


def test_the_official_text_takes_over_and_decisions_stay(corpus: Corpus) -> None:
    PAPER.record(corpus)
    report = corpus.tasks().items[0]
    corpus.change(report.id, to="in_progress", actor="lan", revision=report.revision)
    PAPER.but(kind="dispatch", address="file:595.pdf", media_type="application/pdf").record(corpus)
    tasks = {t.text: t for t in corpus.tasks().items}
    assert len(tasks) == 2
    assert tasks[report.text].id == report.id, "the decided one stays, the official text's twin gives way"
    assert tasks[report.text].status == "in_progress"
    assert tasks[CHECK.words].document_id != report.document_id


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("một hai ba", (4, 7)),  # where it stood
        ("không một hai ba", (10, 13)),  # further on
        ("hai một", (0, 3)),  # before
        ("một ba", (0, 0)),  # nowhere
    ],
)
def test_evidence_is_found_again(text: str, span: tuple[int, int]) -> None:
    found = anchor({"text": "hai", "start": 4, "end": 7, "more": [{"text": None, "start": None}]}, text)
    assert (found["start"], found["end"]) == span


def test_flags_say_what_needs_eyes(light: Corpus) -> None:
    document = Paper(number=None, day=None, ocr=True, orders=(Order("rà soát"),)).record(light)
    assert document.flags == ("number-missing", "date-missing", "assignee-missing")
    assert light.tasks(TaskFilter(document_id=document.id)).total == 1
