"""What people mend, and how it is taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from corpus import ROBOT, Corpus, schema
from corpus.corrections import Edit, Given, Limit
from corpus.gold import annotated
from corpus.types import (
    ConflictError,
    CorpusError,
    DirectiveFilter,
    DocumentFilter,
    EventFilter,
    NotAllowedError,
    NotFoundError,
    Task,
    TaskFilter,
)
from tests.corpus.build import FETCHED, PLACE, Order, Paper

PAPER = Paper(
    orders=(
        Order("rà soát quy hoạch; báo cáo kết quả", ("Sở Xây dựng",), (), date(2024, 6, 30)),
        Order("bố trí kinh phí", ("Sở Tài chính",), ("Kho bạc Nhà nước",)),
    )
)


def words(corpus: Corpus, task: Task) -> str:
    content = corpus.document(task.document_id).content
    assert content is not None
    assert content.text[task.start : task.end] == task.text
    return task.text


def span(corpus: Corpus, piece: str) -> tuple[int, int]:
    content = corpus.document(corpus.documents().items[0].id).content
    assert content is not None
    start = content.text.index(piece)
    return start, start + len(piece)


def test_a_task_is_mended(corpus: Corpus) -> None:
    PAPER.record(corpus)
    task = corpus.tasks().items[0]
    start, end = span(corpus, "Sở Tài chính")
    edit = Edit(
        span=(task.start - 1, task.start + len("rà soát quy hoạch") + 1),
        assignees=[
            Given("lead", start, end), Given("support", unit_id=task.assignments[0].unit_id),
            Given("support", name="Sở  nội vụ"),
        ],
        limit=Limit(date(2024, 8, 1)),
    )  # fmt: skip
    with pytest.raises(NotAllowedError, match="không có chữ"):
        corpus.corrections.edit(task.id, Edit(span=(5, 5)), actor="lan", revision=task.revision)
    edit = Edit(
        span=(task.start - 1, task.start + len("rà soát quy hoạch")), assignees=edit.assignees, limit=edit.limit
    )
    event = corpus.corrections.edit(task.id, edit, actor="lan", revision=task.revision, reason="đọc nhầm")
    mended = corpus.task(task.id)
    assert words(corpus, mended) == "rà soát quy hoạch"
    assert [(a.unit, a.role) for a in mended.assignments] == [
        ("Sở Tài chính", "lead"),
        ("Sở nội vụ", "support"),
        ("Sở Xây dựng", "support"),
    ]
    assert mended.due == date(2024, 8, 1)
    assert mended.corrected == ("assignees", "deadline", "end", "rule", "start", "text")
    assert (event.reason, event.after["fields"]) == ("đọc nhầm", ["assignees", "limit", "span"])
    corpus.tracking.undo(event.seq, actor="lan")
    back = corpus.task(task.id)
    assert (back.text, back.due, [a.unit for a in back.assignments]) == (task.text, task.due, ["Sở Xây dựng"])
    assert corpus.audit.verify() == []


def test_a_task_is_split_and_put_together_again(corpus: Corpus) -> None:
    PAPER.record(corpus)
    task = corpus.tasks().items[0]
    spans = [span(corpus, "rà soát quy hoạch"), span(corpus, "báo cáo kết quả")]
    event = corpus.corrections.split(task.id, spans, actor="lan", revision=task.revision)
    first, second, other = sorted(corpus.tasks().items, key=lambda t: t.start)
    assert (words(corpus, first), words(corpus, second)) == ("rà soát quy hoạch", "báo cáo kết quả")
    assert first.id == task.id
    assert [a.unit for a in second.assignments] == ["Sở Xây dựng"]
    assert second.due == first.due == date(2024, 6, 30)
    merged = corpus.corrections.merge({second.id: second.revision, first.id: first.revision}, actor="lan")
    assert sorted(t.text for t in corpus.tasks().items) == ["bố trí kinh phí", "rà soát quy hoạch; báo cáo kết quả"]
    corpus.tracking.undo(merged.seq + 1, actor="lan")  # any of the events that were made along with it
    corpus.tracking.undo(event.seq, actor="lan")
    assert {t.id for t in corpus.tasks().items} == {task.id, other.id}
    assert corpus.task(task.id).text == task.text


def test_a_task_that_was_not_seen_is_added(corpus: Corpus) -> None:
    document = PAPER.record(corpus)
    edit = Edit(
        span=span(corpus, "ban hành văn bản"),
        assignees=[Given(name="Văn phòng")],
        limit=Limit(rrule="FREQ=MONTHLY;BYMONTHDAY=5"),
    )
    event = corpus.corrections.add(document.id, edit, actor="lan")
    task = corpus.task(event.subject_id)
    assert words(corpus, task) == "ban hành văn bản"
    assert (task.due, task.rule, [a.unit for a in task.assignments]) == (date(2024, 6, 5), "person", ["Văn phòng"])
    assert corpus.tasks().total == 3
    PAPER.but(version="2.0").record(corpus)
    assert corpus.tasks().total == 3
    corpus.tracking.undo(event.seq, actor="lan")
    assert corpus.tasks().total == 2


@pytest.mark.parametrize(
    "edit",
    [
        Edit(),
        Edit(span=(-5, 10)),
        Edit(span=(0, 10_000)),
        Edit(span=(9, 3)),
        Edit(assignees=[Given("chief", name="Sở A")]),  # type: ignore[arg-type]
        Edit(assignees=[Given()]),
        Edit(assignees=[Given(name=" ... ")]),
        Edit(assignees=[Given(unit_id="u0")]),
        Edit(limit=Limit()),
        Edit(limit=Limit(date(2024, 1, 1), "FREQ=DAILY")),
        Edit(limit=Limit(rrule="hằng tháng")),
    ],
)
def test_what_makes_no_sense_is_refused(light: Corpus, edit: Edit) -> None:
    PAPER.record(light)
    task = light.tasks().items[0]
    head = light.audit.head()
    with pytest.raises(CorpusError):
        light.corrections.edit(task.id, edit, actor="lan", revision=task.revision)
    assert light.task(task.id) == task
    assert light.audit.head() == head


def test_a_stale_correction_is_a_conflict(light: Corpus) -> None:
    PAPER.record(light)
    task = light.tasks().items[0]
    light.corrections.edit(task.id, Edit(no_deadline=True), actor="lan", revision=task.revision)
    assert light.task(task.id).due is None
    with pytest.raises(ConflictError):
        light.corrections.remove(task.id, actor="minh", revision=task.revision)
    removed = light.corrections.remove(task.id, actor="minh", revision=light.task(task.id).revision)
    with pytest.raises(NotAllowedError, match="đã được gỡ"):
        light.change(task.id, to="done", actor="lan", revision=removed.seq)


def test_an_edit_of_what_was_read_again_meanwhile_is_a_conflict(light: Corpus) -> None:
    PAPER.record(light)
    task = light.tasks().items[0]
    PAPER.but(version="2.0").record(light)
    assert light.task(task.id).revision == task.revision, "the same facts"
    PAPER.but(version="3.0", shift=3).record(light)
    with pytest.raises(ConflictError):
        light.corrections.remove(task.id, actor="minh", revision=task.revision)


def test_a_directives_fields_are_mended(corpus: Corpus) -> None:
    document = Paper(number=None).record(corpus)
    directive = corpus.directive(document.directive_id or "")
    fields = {"number": "12/UBND-NC", "date": "2024-05-20"}
    corpus.joining.edit_directive(directive.id, fields, actor="lan", revision=directive.revision)
    mended = corpus.directive(directive.id)
    assert (mended.number, mended.date, mended.corrected) == ("12/UBND-NC", date(2024, 5, 20), ("date", "number"))
    assert corpus.directives(DirectiveFilter(number="12/ubnd-nc")).total == 1
    task = corpus.tasks().items[0]
    assert (task.number, task.issued) == ("12/UBND-NC", date(2024, 5, 20))
    Paper(number=None, version="2.0").record(corpus)
    assert corpus.directive(directive.id).number == "12/UBND-NC", "a correction outlives a newer extractor"
    Paper(number="12/UBND", version="3.0", fetched=FETCHED + timedelta(days=1)).record(corpus)
    assert corpus.directive(directive.id).number == "12/UBND-NC"
    assert corpus.document(document.id).directive_id == directive.id, "the document stays with what was corrected"
    with pytest.raises(ConflictError):
        corpus.joining.edit_directive(directive.id, {"number": "1"}, actor="lan", revision=directive.revision)
    now = corpus.directive(directive.id).revision
    for bad in ({"id": "v1"}, {"date": "hôm qua"}):
        with pytest.raises(NotAllowedError):
            corpus.joining.edit_directive(directive.id, bad, actor="lan", revision=now)
    corpus.joining.edit_directive(
        directive.id, {"number": None, "issuer": "UBND tỉnh Cao Bằng"}, actor="lan", revision=now
    )
    mended = corpus.directive(directive.id)
    assert (mended.number, mended.issuer_unit, mended.place) == ("12/UBND", "cao-bang.ubnd", "tỉnh Cao Bằng")
    assert mended.corrected == ("date", "issuer")


def test_directives_are_joined_and_parted(corpus: Corpus) -> None:
    one = PAPER.record(corpus)
    two = Paper(number=None, address="https://b.example/1").record(corpus)
    corpus.joining.join(two.directive_id or "", one.directive_id or "", actor="chidao", reason="cùng một văn bản")
    assert corpus.directives().total == 1
    assert corpus.tasks().total == 2
    assert corpus.directive(two.directive_id or "").id == one.directive_id, "the old address still leads there"
    three = Paper(number=None, address="https://b.example/1", version="2.0", shift=3).record(corpus)
    assert three.directive_id == one.directive_id
    with pytest.raises(NotAllowedError):
        corpus.joining.join(one.directive_id or "", two.directive_id or "", actor="lan")
    corpus.joining.part(two.directive_id or "", actor="lan")
    assert corpus.directives().total == 2
    assert corpus.document(two.id).directive_id == two.directive_id
    assert corpus.tasks().total == 3
    with pytest.raises(NotAllowedError):
        corpus.joining.part(two.directive_id or "", actor="lan")
    with pytest.raises(NotAllowedError, match="đã có người tách"):
        corpus.joining.join(two.directive_id or "", one.directive_id or "", actor=ROBOT)
    corpus.joining.join(two.directive_id or "", one.directive_id or "", actor="minh")


def test_joins_lead_on_to_joins(light: Corpus) -> None:
    a, b, c = (Paper(number=None, address=f"https://b.example/{i}").record(light).directive_id or "" for i in range(3))
    light.joining.join(a, b, actor="lan")
    light.joining.join(b, c, actor="lan")
    assert {light.directive(i).id for i in (a, b, c)} == {c}
    assert len(light.directive(c).documents) == 3
    light.joining.part(b, actor="lan")
    assert len(light.directive(b).documents) == 2
    assert len(light.directive(c).documents) == 1


def test_a_document_is_given_to_another_directive(corpus: Corpus) -> None:
    one = PAPER.record(corpus)
    two = Paper(number="7/UBND", address="https://b.example/1").record(corpus)
    corpus.joining.place(two.id, one.directive_id, actor="lan")
    assert corpus.document(two.id).directive_id == one.directive_id
    assert corpus.directives().total == 1
    corpus.joining.place(two.id, None, actor="lan")
    assert corpus.document(two.id).directive_id == two.directive_id
    assert corpus.directives().total == 2
    for bad in (("d0", None), (two.id, "v0")):
        with pytest.raises(NotFoundError):
            corpus.joining.place(*bad, actor="lan")


def test_units_are_joined_and_parted(corpus: Corpus) -> None:
    PAPER.record(corpus)
    Paper(orders=(Order("rà soát", ("Sở XD",)),), number="7/UBND", address="https://b.example/1").record(corpus)
    (good,), (other,) = corpus.find_units("Sở Xây dựng", PLACE), corpus.find_units("Sở XD", PLACE)
    corpus.joining.join_unit(other.id, good.id, actor="lan")
    found = corpus.tasks(TaskFilter(units=[good.id])).items
    assert {a.unit for t in found for a in t.assignments} == {"Sở Xây dựng"}
    assert len(found) == 2
    assert corpus.unit(good.id).task_count == 2
    for bad in ((good.id, other.id), (good.id, good.id), (other.id, "u0")):
        with pytest.raises(CorpusError):
            corpus.joining.join_unit(*bad, actor="lan")
    corpus.joining.join_unit(other.id, None, actor="lan")
    assert corpus.tasks(TaskFilter(units=[good.id])).total == 1
    assert corpus.events(EventFilter(subject="unit")).total == 2


ACTS: list[tuple[str, str, str | None, Any]] = [
    # words before the citation, type, act, status of the earlier task when it is confirmed
    ("Công văn này thay thế ", "công văn", "replace", "superseded"),
    ("Bãi bỏ ", "quyết định", "abolish", "cancelled"),
    ("Gia hạn thời gian thực hiện nhiệm vụ tại ", "công văn", "extend", "assigned"),
    ("Điều chỉnh một số nội dung của ", "công văn", "adjust", "assigned"),
    ("Chủ tịch đôn đốc các đơn vị thực hiện ", "công văn", "urge", "assigned"),
    ("Sở Xây dựng báo cáo kết quả thực hiện ", "báo cáo", "report", "reported"),
    ("Giao Sở Xây dựng báo cáo kết quả thực hiện ", "công văn", None, None),  # an order to report
    ("Văn bản được thay thế bởi ", "công văn", None, None),  # the other way round
    ("Luật được sửa đổi, bổ sung bởi ", "nghị định", None, None),
    ("Điều chỉnh dự án theo quy định tại Điều 3 ", "nghị định", None, None),  # a ground
    ("Bãi bỏ khoản 2 Điều 6 ", "quyết định", "adjust", "assigned"),  # a part of it
    ("Thay thế cán bộ yếu kém. Căn cứ ", "công văn", None, None),  # another sentence
    ("Căn cứ ", "công văn", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("before", "kind", "act", "status"), ACTS)
@pytest.mark.parametrize("later_first", [False, True])
def test_what_a_later_document_does(
    light: Corpus, before: str, kind: str, act: str | None, status: str, later_first: bool
) -> None:
    later = Paper(number="900/UBND", address="https://b.example/1", orders=(), cites=((before, "595/UBND-KT"),))
    extraction = later.extraction()
    assert extraction.directive is not None
    extraction.directive.type = kind
    if later_first:
        light.record(later.keep(light), later.reading(), extraction)
        Paper().record(light)
    else:
        Paper().record(light)
        light.record(later.keep(light), later.reading(), extraction)
    found = light.proposals.list().items
    assert [p.act for p in found] == ([act] if act else [])
    if act is None:
        return
    (proposal,) = found
    content = light.document(proposal.document_id).content
    assert content is not None
    assert content.text[proposal.start : proposal.end] == proposal.text
    assert proposal.open_tasks == 1
    due = date(2024, 12, 31) if act == "extend" else None
    if act == "extend":
        with pytest.raises(NotAllowedError, match="thời hạn mới"):
            light.proposals.confirm(proposal.id, actor="lan")
    light.proposals.confirm(proposal.id, actor="lan", due=due)
    (task,) = light.tasks(TaskFilter(document_id=Paper().record(light).id)).items
    assert (task.status, task.due) == (status, due or date(2024, 6, 30))
    (event,) = light.events(EventFilter(subject_ids=[task.id])).items
    assert event.after["cites"]["text"] == proposal.text
    assert light.proposals.list().total == 0
    with pytest.raises(ConflictError):
        light.proposals.reject(proposal.id, actor="minh")


def test_a_proposal_that_is_rejected_does_not_come_back(corpus: Corpus) -> None:
    Paper().record(corpus)
    later = Paper(number="900/UBND", address="https://b.example/1", cites=(("Thay thế ", "595/UBND-KT"),))
    later.record(corpus)
    (proposal,) = corpus.proposals.list().items
    corpus.proposals.reject(proposal.id, actor="lan", reason="không phải")
    later.but(version="2.0").record(corpus)
    assert corpus.proposals.list().total == 0
    assert corpus.proposals.get(proposal.id).state == "rejected"
    assert corpus.tasks(TaskFilter(open=True)).total == 2


def test_a_correction_is_undone_after_the_page_changed(light: Corpus) -> None:
    PAPER.record(light)
    task = light.tasks().items[0]
    first = light.corrections.edit(
        task.id, Edit(span=(task.start, task.start + 7)), actor="lan", revision=task.revision
    )
    second = light.corrections.edit(task.id, Edit(span=(task.start + 8, task.end)), actor="lan", revision=first.seq)
    PAPER.but(extra="Đoạn mới thêm vào đầu bài.", fetched=FETCHED + timedelta(days=1)).record(light)
    assert words(light, light.task(task.id)) == task.text[8:]
    light.tracking.undo(second.seq, actor="lan")
    assert words(light, light.task(task.id)) == task.text[:7]
    assert light.consistency.check(bytes_too=True) == []


def test_corrections_are_exported_as_gold(light: Corpus) -> None:
    PAPER.record(light)
    Paper(number="1/UBND", address="https://b.example/1").record(light)
    assert list(light.gold.corrected()) == []
    first, second = (t for t in light.tasks().items if t.number == PAPER.number)
    content = light.document(first.document_id).content
    assert content is not None
    start = content.text.index("Kho bạc")
    given = [Given("support", start, start + len("Kho bạc")), Given("lead", name="Sở Nội vụ")]
    light.corrections.edit(first.id, Edit(assignees=given), actor="lan", revision=first.revision)
    light.corrections.remove(second.id, actor="lan", revision=second.revision)
    directive = light.directive(first.directive_id)
    light.joining.edit_directive(directive.id, {"date": "2024-05-09"}, actor="lan", revision=directive.revision)
    (bundle,) = light.gold.corrected()
    found = annotated(bundle)
    assert found["directive"]["date"] == "2024-05-09"
    (task,) = found["tasks"]
    assert task["assignees"] == [{"text": "Kho bạc", "start": start, "end": start + 7, "role": "support"}]
    assert found["unmarked"] == [f"{first.id}: Sở Nội vụ"]
    for span_ in (task, *task["assignees"], task["deadline"], *found["references"]):
        assert content.text[span_["start"] : span_["end"]] == span_["text"]


def test_what_was_looked_at_leaves_the_queue(light: Corpus) -> None:
    document = Paper(number=None).record(light)
    flagged = DocumentFilter(flagged=True)
    assert light.documents(flagged).total == 1
    light.review.done(document.id, actor="lan", reason="bản gốc không ghi số")
    assert light.documents(flagged).total == 0
    Paper(number=None, version="2.0").record(light)
    assert light.documents(flagged).total == 0, "nothing new"
    Paper(number=None, day=None, version="3.0", fetched=FETCHED + timedelta(days=1)).record(light)
    assert light.documents(flagged).total == 1
    with pytest.raises(NotFoundError):
        light.review.done("d0", actor="lan")


@pytest.mark.parametrize(
    "tamper",
    [
        update(schema.tasks).values(status="done"),
        update(schema.tasks).values(removed=True, touched=True),
        update(schema.tasks).values(overrides={"text": "khác"}),
        update(schema.assignments).values(status="done"),
        update(schema.documents).values(version_id="x"),
        update(schema.versions).values(text="khác"),
    ],
)
def test_a_row_that_was_edited_behind_the_log_shows(light: Corpus, tamper: Any) -> None:
    PAPER.record(light)
    first, second = light.tasks().items
    light.change(first.id, to="in_progress", actor="lan", revision=first.revision)
    light.corrections.edit(
        second.id, Edit(no_deadline=True, assignees=[Given(name="Sở A")]), actor="lan", revision=second.revision
    )
    PAPER.but(version="2.0", shift=2).record(light)
    assert light.consistency.check(bytes_too=True) == []
    with light._database.write() as connection:
        connection.execute(tamper)
    assert light.consistency.check()
    assert light.audit.verify() == []


def test_a_capture_that_was_edited_shows(light: Corpus) -> None:
    PAPER.record(light)
    (path,) = light.home.glob("captures/*/*")
    path.unlink()
    assert light.consistency.check() == []
    assert [f.message for f in light.consistency.check(bytes_too=True)] == [f"không có bản lưu {path.name}"]


def test_files_of_a_page_are_found(light: Corpus) -> None:
    page = Paper(attachments=("https://b.example/595.pdf",)).record(light)
    assert light.attached(page.id) == []
    file = Paper(address="https://b.example/595.pdf", media_type="application/pdf", kind="dispatch").record(light)
    assert [d.id for d in light.attached(page.id)] == [file.id]
