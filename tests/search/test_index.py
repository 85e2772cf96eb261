"""What every index does, whichever engine is behind it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from search import cursor
from search.elastic import ElasticIndex
from search.embedded import EmbeddedIndex
from search.folding import tokens
from search.index import Index, open_index
from search.query import QueryError, parse
from search.types import Entry
from tests.search import made

TEXT = "Ủy ban nhân dân tỉnh yêu cầu Sở Xây dựng đẩy mạnh giải ngân vốn đầu tư công trước ngày 30/6/2024."


def directive(at: int = 1, revision: int = 1, **fields: object) -> Entry:
    given = {"title": f"V/v đẩy mạnh đầu tư công {at}", "body": TEXT, "number": f"{594 + at}/UBND-KT"} | fields
    return Entry("directive", f"v{at}", revision, given)


def reopened(index: Index) -> Index:
    """The same index, as another process opens it."""
    if isinstance(index, EmbeddedIndex):
        return EmbeddedIndex(index._generations.folder)
    assert isinstance(index, ElasticIndex)
    node = next(iter(index._client.transport.node_pool.all()))
    return ElasticIndex(f"{node.base_url}/{index._indices.alias}")


def keys(index: Index, text: str, **asked: object) -> list[str]:
    return [hit.key for hit in index.search(parse(text, **asked)).hits]  # type: ignore[arg-type]


def test_an_entry_is_replaced_only_by_a_newer_one(index: Index) -> None:
    assert index.put([directive(revision=5)]).stored == 1
    assert index.put([directive(revision=4, title="cũ"), directive(revision=5, title="cũ")]).stale == 2
    assert keys(index, "cũ") == []
    assert index.put([directive(revision=6, title="phiên bản mới")]).stored == 1
    assert keys(index, "phiên bản mới") == ["directive:v1"]
    assert index.revision_of(["directive:v1", "task:none"]) == {"directive:v1": 6}
    assert dict(index.all_revisions()) == {"directive:v1": 6}


def test_of_one_batch_the_newest_stays(index: Index) -> None:
    index.put([directive(revision=2), directive(revision=9, title="mới nhất"), directive(revision=3)])
    assert index.revision_of(["directive:v1"]) == {"directive:v1": 9}


def test_what_is_deleted_is_gone_unless_it_is_newer(index: Index) -> None:
    index.put([directive(1, 5), directive(2, 5)])
    index.delete({"directive:v1": 7, "directive:v2": 4, "directive:v3": 1})
    assert dict(index.all_revisions()) == {"directive:v2": 5}


def test_a_bad_entry_is_reported_and_the_rest_goes_on(index: Index) -> None:
    report = index.put([directive(1), directive(2, unknown="x"), directive(3, date="2024"), directive(4)])
    assert report.stored == 2
    assert set(report.failed) == {"directive:v2", "directive:v3"}
    assert "unknown" in report.failed["directive:v2"]


def test_broken_characters_are_no_obstacle(index: Index) -> None:
    broken = directive(1, title="đầu tư \ud800 công \x00 \uffff", issuer="UBND \udfff tỉnh", body="\udc80" + TEXT)
    assert index.put([broken]).failed == {}
    (hit,) = index.search(parse("giải ngân")).hits
    assert hit.highlights[0].text.endswith("công trước ngày 30/6/2024.")


def test_entries_are_found_by_id_fields_and_given_back(index: Index) -> None:
    index.put([directive(1, 3, document_id=["t1", "t2"], date=date(2024, 5, 7)), directive(2, 4, document_id=["t3"])])
    assert index.find("document_id", ["t2", "t9"]) == {"directive:v1": 3}
    (entry,) = index.fetch(["directive:v1", "directive:v9"])
    assert (entry.key, entry.revision, entry.fields["date"]) == ("directive:v1", 3, "2024-05-07")
    assert index.find("document_id", []) == {}
    assert index.fetch([]) == []


def test_a_rebuild_is_seen_only_when_it_is_done_and_the_old_one_answers_till_then(index: Index) -> None:
    index.put([directive(1), directive(2)])
    seen: list[list[str]] = []

    def entries() -> Iterator[Entry]:
        yield directive(3)
        seen.append(sorted(keys(index, "đầu tư")))
        index.put([directive(4)])
        seen.append(sorted(keys(index, "đầu tư")))
        yield directive(5)

    index.rebuild(entries())
    assert seen == [["directive:v1", "directive:v2"], ["directive:v1", "directive:v2", "directive:v4"]]
    assert sorted(keys(index, "đầu tư")) == ["directive:v3", "directive:v5"]


def test_a_rebuild_that_fails_changes_nothing(index: Index) -> None:
    index.put([directive(1)])

    def entries() -> Iterator[Entry]:
        yield directive(2)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        index.rebuild(entries())
    assert keys(index, "đầu tư") == ["directive:v1"]


def test_an_index_of_another_schema_is_begun_anew(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    index.put([directive(1)])
    monkeypatch.setattr("search.generations.schema_version", lambda: 99)
    monkeypatch.setattr("search.elastic_indices.schema_version", lambda: 99)
    newer = reopened(index)
    assert dict(newer.all_revisions()) == {}
    newer.put([directive(2)])
    assert keys(newer, "đầu tư") == ["directive:v2"]


def test_a_spoilt_folder_is_begun_anew(tmp_path: Path) -> None:
    index = open_index(f"tantivy:{tmp_path}")
    index.put([directive(1)])
    for meta in tmp_path.glob("*/meta.json"):
        meta.write_text("{")
    index = open_index(f"tantivy:{tmp_path}")
    assert dict(index.all_revisions()) == {}
    assert index.put([directive(2)]).stored == 1


def test_several_writers_at_once_lose_nothing(index: Index) -> None:
    def write(at: int) -> None:
        for each in range(at, at + 10):
            index.put([directive(each, title=f"việc số {each}")])

    with ThreadPoolExecutor() as pool:
        list(pool.map(write, (0, 10, 20)))
    assert len(dict(index.all_revisions())) == 30


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("giải ngân vốn", ["giải", "ngân", "vốn"]),
        ("giai ngan von", ["giải", "ngân", "vốn"]),
        ("đầu tư công", ["đầu tư công"]),
        ('"đầu tư công"', ["đầu tư công"]),
        ("UBND", ["Ủy ban nhân dân"]),
        ("30/6/2024", ["30/6/2024"]),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_highlights_are_the_very_words(index: Index, text: str, expected: list[str], form: str) -> None:
    body = unicodedata.normalize(form, TEXT)  # type: ignore[arg-type]
    index.put([directive(title="", body=body)])
    (hit,) = index.search(parse(text)).hits
    found = [body[a:b] for highlight in hit.highlights if highlight.field == "body" for a, b in highlight.marks]
    assert [unicodedata.normalize("NFC", each) for each in found] == expected
    for highlight in hit.highlights:
        assert (
            "".join(piece for piece, _ in highlight.pieces()) == highlight.text == body[highlight.start : highlight.end]
        )
        assert [piece for piece, marked in highlight.pieces() if marked] == [body[a:b] for a, b in highlight.marks]


def test_accents_are_optional_but_rewarded(index: Index) -> None:
    index.put(
        [
            directive(1, title="cầm tay", body="x"),
            directive(2, title="cấm tay", body="x"),
            directive(3, title="cam tay", body=""),
        ]
    )
    assert keys(index, "cấm tay")[0] == "directive:v2"
    assert keys(index, "cầm tay")[0] == "directive:v1"
    assert len(keys(index, "cam tay")) == 3


@pytest.mark.parametrize(
    "typed",
    ["595", "595/UBND", "595/ubnd-kt", "595 ubnd-kt", "595 ubnd kt", "595ubnd", "số 595", "so: 595", "0595", "số:595"],
)
def test_a_number_is_found_in_any_spelling_or_part(index: Index, typed: str) -> None:
    cited = {"body": "Thực hiện Công văn số 595/UBND-KT, công văn 595/UBND-KT", "number": "12/KH-UBND"}
    index.put([directive(1), directive(5, references=["595/UBND-KT"], **cited), directive(7, number="1595/UBND-KT")])
    assert keys(index, typed)[0] == "directive:v1"
    assert "directive:v7" not in keys(index, typed)


def test_counts_add_up(filled: Index) -> None:
    found = filled.search(parse("đầu tư", kinds=["directive"], today=made.TODAY))
    for name in ("type", "issuer", "year", "place"):
        assert sum(count for _, count in found.facets[name]) == found.total, name
    for value, count in found.facets["type"]:
        assert filled.search(parse("đầu tư", kinds=["directive"], type=value)).total == count
    for value, count in found.facets["assignee"]:
        assert filled.search(parse("đầu tư", kinds=["directive"], unit=value)).total == count
    everywhere = dict(found.facets["kind"])
    assert filled.search(parse("đầu tư", kinds=["task"])).total == everywhere["task"]


@pytest.mark.parametrize(
    ("text", "sort"), [("đầu tư", "relevance"), ("đầu tư", "date"), ("", "deadline"), ("ubnd", "date")]
)
def test_pages_give_every_hit_once(filled: Index, text: str, sort: str) -> None:
    query = parse(text, kinds=["task", "directive"], sort=sort, size=17)  # type: ignore[arg-type]
    seen: list[str] = []
    first = answer = filled.search(query)
    seen += [hit.key for hit in answer.hits]
    while answer.next:
        answer = filled.search(replace(query, cursor=answer.next))
        assert (answer.total, answer.facets) == (first.total, first.facets)
        seen += [hit.key for hit in answer.hits]
    assert len(seen) == len(set(seen)) == first.total


def test_order_is_by_day_where_that_is_asked(filled: Index) -> None:
    newest = [str(hit.fields["date"]) for hit in filled.search(parse("đầu tư", sort="date", size=50)).hits]
    assert newest == sorted(newest, reverse=True)
    due = [
        hit.fields.get("open_deadline")
        for hit in filled.search(parse("", kinds=["task"], sort="deadline", size=100)).hits
    ]
    days = [min(each) for each in due if each]
    assert days == sorted(days)
    assert len(days) == 100


def test_overdue_is_decided_by_the_day_of_the_question(filled: Index) -> None:
    query = parse("trạng thái:quá hạn", kinds=["task"], size=100, today=made.TODAY)
    late = filled.search(query)
    assert late.total > 10
    assert all(min(hit.fields["open_deadline"]) < made.TODAY.isoformat() for hit in late.hits)
    assert filled.search(replace(query, today=date(2020, 1, 1))).total == 0


def test_a_cursor_of_another_question_is_refused(filled: Index) -> None:
    cursor = filled.search(parse("đầu tư", size=1)).next
    with pytest.raises(QueryError):
        filled.search(parse("nông thôn", cursor=cursor))
    for broken in ("x", "AAAA", "é", "bnVsbA", "W10", "WzFd", "e30"):
        with pytest.raises(QueryError):
            filled.search(parse("đầu tư", cursor=broken))


@pytest.mark.parametrize("place", [[], [1], [1, 2, 3], ["1", 2], [-1, 5], [1 << 70, 5], [float("nan"), 5], [None, 5]])
def test_a_forged_cursor_is_refused(filled: Index, place: list[float]) -> None:
    query = parse("đầu tư", size=1)
    with pytest.raises(QueryError):
        filled.search(replace(query, cursor=cursor.write(query, "all", place)))
    with pytest.raises(QueryError):
        filled.search(replace(query, cursor=cursor.write(query, "none", [1, 2])))  # type: ignore[arg-type]
    assert filled.search(replace(query, cursor=cursor.write(query, "all", [1 << 62, 5]))).total > 0


def test_a_slip_finds_what_was_meant(filled: Index) -> None:
    for typed, meant in [("giải phóng mặt bawng", "giải phóng mặt bằng"), ("nongthon moi", "nông thôn mới")]:
        answer = filled.search(parse(typed))
        assert answer.match == "near"
        assert set(tokens(meant)) <= set(tokens(str(answer.hits[0].fields["title"])))


def test_what_is_nowhere_is_not_said_to_be_near(filled: Index) -> None:
    answer = filled.search(parse("qwertyuiop"))
    assert (answer.total, answer.match, answer.hits, answer.next) == (0, "all", (), None)


def test_suggestions_complete_what_is_typed(filled: Index) -> None:
    texts = [each.text for each in filled.suggest("so xa")]
    assert texts[0].startswith("Sở Xây dựng")
    assert len(texts) == len(set(texts)) == 8
    assert any(each.text.startswith("75/") for each in filled.suggest("75"))
    assert any(each.text.startswith("75/") and "UB" in each.text for each in filled.suggest("75/ub"))
    assert filled.suggest("") == []


def test_similar_entries_are_of_the_same_matter_and_kind(filled: Index) -> None:
    like = filled.similar("directive:v3", 5)
    assert len(like.hits) == 5
    assert all(hit.kind == "directive" and hit.id != "v3" for hit in like.hits)
    assert filled.similar("directive:none").hits == ()


def test_a_hit_says_why_it_is_there(filled: Index) -> None:
    (hit,) = filled.search(parse("đầu tư công", size=1, explain=True)).hits
    assert any("“cong”" in line and "nội dung" in line for line in hit.explanation)
    assert any("đúng dấu “đầu”" in line for line in hit.explanation)
    assert any("cặp từ “dautu”" in line for line in hit.explanation)
    assert filled.search(parse("đầu tư công", size=1)).hits[0].explanation == ()


@pytest.mark.parametrize("address", ["", "tantivy:", "elasticsearch:http://x", "ftp://x/y", "/tmp/index"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="địa chỉ chỉ mục"):
        open_index(address)
