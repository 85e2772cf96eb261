"""The contract of the record, on both databases."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from sqlalchemy import func, select

from corpus import Corpus, schema
from corpus.types import CorpusError, DirectiveFilter, DocumentFilter, EventFilter, NotFoundError, TaskFilter
from tests.corpus.build import DAY, FETCHED, ISSUER, Order, Paper


def rows(corpus: Corpus) -> dict[str, int]:
    with corpus._database.read() as connection:
        return {
            t.name: connection.execute(select(func.count()).select_from(t)).scalar_one()
            for t in schema.metadata.sorted_tables
        }


def test_what_was_ordered_is_found_again(corpus: Corpus) -> None:
    document = Paper().record(corpus)
    directive = corpus.directive(document.directive_id or "")
    assert (directive.number, directive.issuer, directive.date) == ("595/UBND-KT", ISSUER, DAY)
    (task,) = corpus.tasks().items
    assert document.content is not None
    assert document.content.text[task.start : task.end] == task.text == "báo cáo kết quả thực hiện"
    assert [(a.unit, a.role, a.status) for a in task.assignments] == [
        ("Sở Xây dựng", "lead", "assigned"),
        ("Sở Tài chính", "support", "assigned"),
    ]
    for given in task.assignments:
        assert document.content.text[given.start : given.end] == given.text
    assert task.due == date(2024, 6, 30)
    (unit,) = corpus.find_units("sở  XÂY DỰNG", "Tỉnh Lạng Sơn")
    assert corpus.tasks(TaskFilter(units=[unit.id])).items == [task]
    assert unit.task_count == 1
    assert corpus.tasks(TaskFilter(units=[unit.id], role="support")).total == 0


def test_the_same_bytes_twice_add_no_row_and_no_event(corpus: Corpus) -> None:
    first = Paper().record(corpus)
    before = rows(corpus)
    assert Paper().record(corpus) == first
    assert Paper().but(fetched=FETCHED + timedelta(days=3)).record(corpus) == first
    assert rows(corpus) == before


def test_a_page_whose_bytes_change_but_not_its_text_is_no_event(corpus: Corpus) -> None:
    """A visitors' counter changes a page's bytes at every visit."""
    first = Paper(data=b"visitors: 1").record(corpus)
    again = Paper(data=b"visitors: 2", fetched=FETCHED + timedelta(days=1)).record(corpus)
    assert again == first
    assert corpus.events(EventFilter(subject="document")).total == 1
    assert rows(corpus)["versions"] == 1
    assert corpus.is_read(Paper(data=b"visitors: 2").keep(corpus).id, "1.0")


def test_bytes_are_kept_once_and_come_back(corpus: Corpus) -> None:
    data = bytes(range(256)) * 100
    one = corpus.keep(
        data, address="https://a.example/1", media_type="application/pdf", fetched_at=FETCHED, headers={"ETag": "x"}
    )
    two = corpus.keep(data, address="https://a.example/2", media_type="application/pdf", fetched_at=FETCHED)
    assert one.id == two.id
    assert corpus.bytes_of(one.id) == data
    assert (one.headers, one.size, one.fetched_at) == ({"ETag": "x"}, 25_600, FETCHED)
    assert rows(corpus)["captures"] == 1
    with pytest.raises(NotFoundError):
        corpus.bytes_of("0" * 64)
    assert not corpus.is_read(one.id, "1.0")


def test_a_capture_that_was_changed_on_disk_is_not_handed_out(light: Corpus) -> None:
    capture = light.keep(b"abc", address="a", media_type="text/plain", fetched_at=FETCHED)
    (path,) = light.home.glob("captures/*/*")
    path.chmod(0o600)
    path.write_bytes(b"abd")
    with pytest.raises(CorpusError, match="đã bị thay đổi"):
        light.bytes_of(capture.id)


PDF = Paper(kind="dispatch", address="file:595.pdf", media_type="application/pdf")
ARTICLE = Paper(orders=(Order("báo cáo kết quả", ("Sở Xây dựng",)),), subject="Báo cáo")
SCAN = Paper(
    kind="dispatch", address="file:scan.pdf", media_type="application/pdf", ocr=True, orders=(), subject="Vv báo cáo"
)
REPRINT = ARTICLE.but(address="https://other.example/x", subject=None, extra="Theo Cổng thông tin.")


def picture(corpus: Corpus) -> object:
    """All that doesn't tell when or in which order it came."""
    directives = [
        (d.id, d.number, d.subject, d.document_id, d.documents, d.task_count, d.evidence)
        for d in corpus.directives().items
    ]
    tasks = [
        (t.id, t.text, t.due, t.current, t.directive_id, t.number, [(a.unit_id, a.unit, a.role) for a in t.assignments])
        for t in corpus.tasks(TaskFilter(current=None)).items
    ]
    documents = sorted((d.id, d.directive_id, d.address, d.version, d.flags) for d in corpus.documents().items)
    return directives, tasks, documents, [(u.id, u.name) for u in corpus.units().items]


def test_the_order_of_arrival_does_not_matter(new_light: Callable[[], Corpus]) -> None:
    pictures = []
    for order in permutations([PDF, ARTICLE, SCAN, REPRINT]):
        with new_light() as corpus:
            for paper in order:
                paper.record(corpus)
            pictures.append(picture(corpus))
    assert all(p == pictures[0] for p in pictures)


def test_no_shuffle_matters(new_light: Callable[[], Corpus]) -> None:
    """Versions of a page, spellings of a unit, citations forth and back, joins of three kinds of documents."""
    kinh_te = Order("lập kế hoạch", ("Phòng Kinh tế huyện",), ("Sở Xây dựng",))
    papers = [
        PDF, ARTICLE, SCAN,
        ARTICLE.but(extra="Sửa đổi.", fetched=FETCHED + timedelta(days=2)),
        ARTICLE.but(version="2.0", subject="Báo cáo"),
        Paper("7/KH-UBND", (kinh_te,), address="https://c.example/7", cites=(("Thay thế ", "595/UBND-KT"),)),
        Paper("8/KH-UBND", (Order("lập kế hoạch", ("PHÒNG KINH TẾ HUYỆN",)),), address="https://c.example/8"),
        Paper("9/UBND", (), address="https://c.example/9", cites=(("Theo ", "7/KH-UBND"),)),
    ]  # fmt: skip
    pictures = []
    for seed in range(12):
        random.Random(seed).shuffle(papers)
        with new_light() as corpus:
            for paper in papers:
                paper.record(corpus)
            proposals = [(p.id, p.directive_id, p.open_tasks) for p in corpus.proposals.list().items]
            cited = [r for d in sorted(d.id for d in corpus.documents().items) for r in corpus.bundle(d).references]
            pictures.append((picture(corpus), proposals, cited))
            assert corpus.consistency.check() == []
    assert all(p == pictures[0] for p in pictures)


def test_documents_of_one_directive_are_one(corpus: Corpus) -> None:
    for paper in (REPRINT, SCAN, ARTICLE, PDF):
        paper.record(corpus)
    (directive,) = corpus.directives().items
    assert len(directive.documents) == 4
    assert corpus.document(directive.document_id).address == "file:595.pdf", "the official text before news"
    assert directive.subject in ("Vv báo cáo", "Báo cáo")
    (task,) = corpus.tasks().items
    assert task.text == "báo cáo kết quả thực hiện", "each task once, as the official text says it"
    assert corpus.tasks(TaskFilter(current=None)).total == 3


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"number": "0595/ubnd – KT"}, True),
        ({"issuer": "Ủy ban nhân dân tỉnh Lạng Sơn"}, True),
        ({"issuer": "UBND tỉnh Cao Bằng"}, False),
        ({"issuer": "UBND tỉnh"}, True),  # on Lạng Sơn's portal
        ({"issuer": "UBND tỉnh", "place": None}, False),
        ({"issuer": "UBND tỉnh Lạng Sơn", "place": None}, True),
        ({"day": date(2025, 5, 7)}, False),
        ({"day": None}, True),  # the article was published in the same year
        ({"day": None, "published": None}, False),
        ({"number": None}, False),
        ({"issuer": None}, False),
    ],
)
def test_when_two_documents_carry_one_directive(light: Corpus, change: dict[str, object], same: bool) -> None:
    a = Paper().record(light)
    b = Paper(address="https://other.example/1").but(**change).record(light)
    assert (a.directive_id == b.directive_id) is same


def test_meetings_are_told_apart(light: Corpus) -> None:
    meeting = Paper(number=None, form="meeting", subject="Họp giao ban tháng 5", chair="Hồ Tiến Thiệu")
    one = meeting.record(light)
    assert meeting.but(address="https://b.example/1").record(light).directive_id == one.directive_id
    assert (
        meeting.but(address="https://b.example/2", subject="Họp phòng thủ").record(light).directive_id
        != one.directive_id
    )
    assert (
        meeting.but(address="https://b.example/3", day=date(2024, 5, 9)).record(light).directive_id != one.directive_id
    )


def test_a_text_that_orders_nothing_has_no_directive(corpus: Corpus) -> None:
    document = Paper(orders=(), orders_nothing=True).record(corpus)
    assert document.directive_id is None
    assert corpus.directives().total == 0
    assert corpus.bundles([document.id])[0].directive is None


def test_tasks_without_a_directive_have_one_of_their_own(corpus: Corpus) -> None:
    document = Paper(orders_nothing=True).record(corpus)
    (task,) = corpus.tasks().items
    assert task.directive_id == document.directive_id


def test_what_no_database_stores_is_replaced_in_place(corpus: Corpus) -> None:
    document = Paper(extra="a\x00b\ud800c").record(corpus)
    assert document.content is not None
    assert "a\ufffdb\ufffdc" in document.content.text
    (task,) = corpus.tasks().items
    assert document.content.text[task.start : task.end] == task.text


def test_failures_are_counted_and_cleared(corpus: Corpus) -> None:
    corpus.fail(Paper().address, None, "tệp hỏng\x00")
    corpus.fail(Paper().address, None, "tệp hỏng", final=True)
    (failure,) = corpus.failures(final=True).items
    assert (failure.attempts, failure.final, failure.reason) == (2, True, "tệp hỏng")
    Paper().record(corpus)
    assert corpus.failures().total == 0


def test_lists_go_on_where_they_stopped(corpus: Corpus) -> None:
    for i in range(7):
        Paper(number=f"{i}/UBND", address=f"https://a.example/{i}", day=date(2024, 1, 1 + i % 3)).record(corpus)
    for read in (corpus.directives, corpus.documents, corpus.tasks, corpus.events, corpus.units):
        whole = read(limit=500)
        found, cursor = [], None
        while True:
            piece = read(limit=2, cursor=cursor)
            assert piece.total == whole.total
            found += piece.items
            cursor = piece.next
            if cursor is None:
                break
        assert found == whole.items
        assert len(found) == whole.total


@pytest.mark.parametrize(
    "cursor", ["", "x", "bnVsbA", "W10", "WzEsMl0", "WyJhIiwgImIiXQ==", "é", "WyJcdTAwMDAiLCJiIl0", "W251bGwsbnVsbF0"]
)
def test_a_cursor_that_is_none_of_ours_is_refused(corpus: Corpus, cursor: str) -> None:
    Paper().record(corpus)
    for read in (corpus.documents, corpus.events):
        with pytest.raises(CorpusError):
            read(cursor=cursor)


def test_filters_narrow(corpus: Corpus) -> None:
    Paper().record(corpus)
    Paper(number="9/KH-UBND", address="https://b.example/9", day=date(2024, 7, 1), kind="dispatch").record(corpus)
    assert [d.number for d in corpus.directives(DirectiveFilter(number=" 595 / ubnd-kt")).items] == ["595/UBND-KT"]
    assert corpus.directives(DirectiveFilter(issuer="ủy ban nhân dân TỈNH LẠNG SƠN")).total == 2
    assert corpus.directives(DirectiveFilter(dated_from=date(2024, 6, 1))).total == 1
    assert corpus.directives(DirectiveFilter(dated_to=DAY)).total == 1
    assert corpus.documents(DocumentFilter(kind="dispatch")).total == 1
    assert corpus.documents(DocumentFilter(recorded_since=datetime.now(UTC) + timedelta(hours=1))).total == 0
    assert corpus.tasks(TaskFilter(issued_from=date(2024, 6, 1))).total == 1
    assert corpus.tasks(TaskFilter(overdue_on=date(2024, 7, 1))).total == 2
    assert corpus.tasks(TaskFilter(overdue_on=date(2024, 6, 30))).total == 0, "the last day is still in time"


def test_what_is_not_there(corpus: Corpus) -> None:
    for read in (corpus.document, corpus.directive, corpus.task, corpus.unit, corpus.version_content):
        with pytest.raises(NotFoundError, match="không có"):
            read("không có")
    assert corpus.bundles(["x"]) == []


def test_similar_texts_are_found_by_their_signatures(corpus: Corpus) -> None:
    one = Paper(signature=(1, 2, 2**64 - 1, -5)).record(corpus)
    two = Paper(address="https://b.example/1", signature=(1, 9)).record(corpus)
    assert corpus.similar([1, 2, 2**64 - 1]) == [(one.id, 3), (two.id, 1)]


def test_citations_lead_both_ways(corpus: Corpus) -> None:
    earlier = Paper().record(corpus)
    later = Paper(
        number="900/UBND", address="https://b.example/1", cites=(("Thực hiện ", "595/UBND-KT"), ("Theo ", "1/QĐ-TTg"))
    ).record(corpus)
    (reference, unknown) = corpus.bundle(later.id).references
    assert (reference.directive_id, unknown.directive_id) == (earlier.directive_id, None)
    for start in (earlier.directive_id, later.directive_id):
        graph = corpus.citations.around(start or "")
        assert {d.id for d in graph.directives} == {earlier.directive_id, later.directive_id}
        assert [(a, b) for a, b, _ in graph.edges] == [(later.directive_id, earlier.directive_id)]
    assert [r.number for _, r in corpus.citations.around(later.directive_id or "").outside] == ["1/QĐ-TTg"]


def test_a_number_that_two_directives_bear_is_left_open(light: Corpus) -> None:
    ours = Paper().record(light)
    Paper(issuer="UBND tỉnh Cao Bằng", address="https://cb.example/1").record(light)
    citing = Paper(number="900/UBND", address="https://b.example/1", cites=(("Theo ", "595/UBND-KT"),))
    later = citing.but(issuer="Thanh tra Chính phủ", place=None).record(light)
    assert light.bundle(later.id).references[0].directive_id is None
    near = citing.but(address="https://b.example/2", place="huyện Cao Lộc, tỉnh Lạng Sơn").record(light)
    assert light.bundle(near.id).references[0].directive_id == ours.directive_id, "the one of its own place"


def test_the_outbox_tells_each_change_once(corpus: Corpus) -> None:
    document = Paper().record(corpus)
    (pending,) = corpus.take_outbox("a")
    assert (pending.document_id, pending.revision) == (document.id, document.revision)
    assert corpus.take_outbox("b") == [], "leased"
    assert corpus.take_outbox("b", lease=timedelta(0)) == []
    corpus.settle_outbox([], [(pending, "máy chủ bận")])
    (again,) = corpus.take_outbox("b", lease=timedelta(0))
    assert again.attempts == 1
    (expired,) = corpus.take_outbox("c")
    (task,) = corpus.tasks().items
    corpus.change(task.id, to="in_progress", actor="a", revision=task.revision)
    corpus.settle_outbox([expired])
    (newer,) = corpus.take_outbox("c")
    assert newer.revision == corpus.document(document.id).revision
    assert newer.revision > expired.revision, "what changed meanwhile stays on the list"
    corpus.settle_outbox([newer])
    assert corpus.outbox.waiting() == (0, 0)


def test_an_entry_that_always_fails_is_given_up(light: Corpus) -> None:
    document = Paper().record(light)
    for _ in range(8):
        (pending,) = light.take_outbox("a")
        light.settle_outbox([], [(pending, "hỏng")])
    assert light.take_outbox("a") == []
    assert light.outbox.dead() == [(document.id, "hỏng")]
