from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index import Index
from search.query import Clause, Filter, QueryError, parse
from search.types import KINDS


def words(text: str) -> tuple[Clause, ...]:
    return tuple(Clause("words", word) for word in text.split())


@pytest.mark.parametrize(
    ("text", "clauses", "why"),
    [
        ("nông thôn mới", words("nông thôn mới"), "words"),
        ('"đầu tư công" tỉnh', (Clause("phrase", "đầu tư công"), *words("tỉnh")), "a phrase"),
        ("“đầu tư” «công»", (Clause("phrase", "đầu tư"), Clause("phrase", "công")), "quotes of other keyboards"),
        ("595/UBND-KT", (Clause("number", "595/UBND-KT"),), "a number"),
        (
            "công văn số 595",
            (*words("công văn"), Clause("number", "595")),
            "the word before a number is not looked for",
        ),
        ("đầu tư -công", (*words("đầu tư"), Clause("words", "công", negated=True)), "exclusion"),
        ('-"phòng cháy" nổ', (Clause("phrase", "phòng cháy", negated=True), *words("nổ")), "an excluded phrase"),
        ("kinh tế - xã hội", words("kinh tế xã hội"), "a dash between words excludes nothing"),
        ("kinh tế -xã", (*words("kinh tế"), Clause("words", "xã", negated=True)), "a dash at a word does"),
        ("&& || ( ) * ? ~ ^ ! \\", (), "operators of other languages mean nothing"),
        ("Về việc: triển khai", words("Về việc: triển khai"), "a colon after a word that is no filter"),
        ("", (), "nothing"),
    ],
)
def test_what_is_looked_for(text: str, clauses: tuple[Clause, ...], why: str) -> None:
    assert parse(text).clauses == clauses, why


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('cơ quan:"UBND tỉnh"', Filter("issuer", ("UBND tỉnh",))),
        ('co quan: "UBND tỉnh"', Filter("issuer", ("UBND tỉnh",))),
        ('coquan:"UBND tỉnh"', Filter("issuer", ("UBND tỉnh",))),
        ('CƠ QUAN :"UBND tỉnh"', Filter("issuer", ("UBND tỉnh",))),
        ('cơ quan:="UBND tỉnh"', Filter("issuer", ("UBND tỉnh",), exact=True)),
        ('-loại:"công văn"', Filter("type", ("công văn",), negated=True)),
        ('loại:"công văn","chỉ thị"', Filter("type", ("công văn", "chỉ thị"))),
        ('loại:"công văn" loai:"chỉ thị"', Filter("type", ("công văn", "chỉ thị"))),
        ("trạng thái:quá hạn", Filter("status", ("overdue",), exact=True)),
        ('trang thai:"hoan thanh"', Filter("status", ("done",), exact=True)),
        ("vai trò:chủ trì", Filter("role", ("lead",), exact=True)),
        ("từ:2024-05", Filter("date", low=date(2024, 5, 1))),
        ("đến:06/2024", Filter("date", high=date(2024, 6, 30))),
        ("den:7/5/2024", Filter("date", high=date(2024, 5, 7))),
        ("năm:2024", Filter("date", low=date(2024, 1, 1), high=date(2024, 12, 31))),
        ('hạn:"quý II/2024"', Filter("deadline", low=date(2024, 4, 1), high=date(2024, 6, 30))),
        ("hạn đến:2024-02", Filter("deadline", high=date(2024, 2, 29))),
        ("số:595", Filter("number", ("595",))),
    ],
)
def test_filters_are_words_that_staff_use(text: str, expected: Filter) -> None:
    query = parse(text)
    assert (query.filters, query.clauses) == ((expected,), ())


@pytest.mark.parametrize(
    ("text", "start", "end", "part"),
    [
        ('đầu tư "công', 7, 12, "ngoặc kép"),
        ("đầu tư loại:", 7, 12, "Thiếu giá trị"),
        ("từ:hôm-qua", 3, 10, "ngày, tháng hay năm"),
        ("từ:31/2/2024", 3, 12, "ngày, tháng hay năm"),
        ('trạng thái:"lung tung"', 11, 22, "quá hạn"),
        ("x" * 2001, 2000, 2001, "dài"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, start: int, end: int, part: str) -> None:
    with pytest.raises(QueryError, match=part) as error:
        parse(text)
    assert (error.value.start, error.value.end) == (start, end)


@pytest.mark.parametrize(
    "asked",
    [{"size": 0}, {"size": 101}, {"kinds": ["x"]}, {"sort": "x"}, {"lung_tung": "x"}, {"since": "x"}, {"status": "x"}],
)
def test_wrong_parameters_are_told(asked: dict[str, object]) -> None:
    with pytest.raises(QueryError):
        parse("đầu tư", **asked)  # type: ignore[arg-type]


def test_parameters_take_values_whole() -> None:
    query = parse(
        "", issuer="UBND tỉnh", unit=["Sở Y tế", "Sở Xây dựng"], since=date(2024, 5, 1), status="done", type=None
    )
    assert query.filters == (
        Filter("issuer", ("UBND tỉnh",), exact=True),
        Filter("assignee", ("Sở Y tế", "Sở Xây dựng"), exact=True),
        Filter("date", low=date(2024, 5, 1)),
        Filter("status", ("done",), exact=True),
    )


@pytest.mark.parametrize("text", ['"đầu tư', "loại:", "đầu tư loại:", 'cơ quan:"ub'])
def test_what_is_unfinished_is_no_error_while_typing(text: str) -> None:
    parse(text, typing=True)


HOSTILE = [
    "(" * 1000, ")" * 50, '"' * 999, "'" * 100, "\\" * 200, "*" * 500, "?" * 300, "~" * 300, "[" * 400, "{" * 400,
    "/" * 900,
    "-" * 1500, "- - - -", "--đầu", "-:-:-", "a OR b AND NOT (c", "title:* AND body:*", "*:*", "_exists_:key",
    "/.*.*.*x/",
    "(a+)+$" * 100, "^(([a-z])+.)+[A-Z]([a-z])+$", "x" * 2000, "đ" * 2000, "ạ\u0323" * 900, "\u0301" * 2000,
    "\x00\x01\x02\x7f",
    "\ud800", "\U0010ffff\u200b\u202e", "<script>alert(1)</script>", "'; DROP TABLE documents; --", "${jndi:ldap://x/a}",
    "{{7*7}}", "../../../etc/passwd", "%00%ff%0a", "loại:" * 300, "từ:9999-99-99", "từ:0000", "năm:0001",
    "số:" + "9" * 1900,
    "9" * 2000, " ".join(str(n) for n in range(400)), " ".join(["ubnd"] * 390), "a " * 990, "- " * 990,
    "ủy ban nhân dân " * 120,
    '"' + "ủy ban nhân dân " * 120 + '"', "ư" * 1000 + "'" * 999, "你好 世界", "สวัสดี", "😀😀😀",
    "\n\t\r\v\f", "ﬁ ŉ ß İ ı",
    "q" + "ẛ̣" * 500, ":" * 1999, "=:=", "loại:=", "đơn vị:,,,,",
    'đơn vị:"","",""', "hạn:-1", "trạng thái:\"\x00\"",
]  # fmt: skip


@pytest.mark.parametrize("kinds", [KINDS])
@pytest.mark.parametrize("text", [*HOSTILE, "x" * 100_000, "( " * 50_000])
def test_hostile_queries_are_answered_or_refused_in_bounded_time(
    filled: Index, text: str, kinds: tuple[str, ...]
) -> None:
    for typing in (False, True):
        began = time.monotonic()
        try:
            filled.search(parse(text, typing=typing, explain=True, kinds=kinds))  # type: ignore[arg-type]
            filled.suggest(text)
        except QueryError:
            assert time.monotonic() - began < 1
        assert time.monotonic() - began < 5


@given(st.text(max_size=300))
def test_any_text_is_a_query_or_an_error_with_a_place(text: str) -> None:
    for typing in (False, True):
        try:
            parse(text, typing=typing)
        except QueryError as wrong:
            place = (wrong.start, wrong.end)
        else:
            place = (0, 0)
        assert 0 <= place[0] <= place[1]
