"""Passages, syllables, days and abbreviations."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import days, synonyms
from search.folding import tokens
from search.highlight import PASSAGE, marks, passages
from search.syllables import neighbours, split, syllables

SURFACES = (("dau", "tu"), ("nong",), ("595", "ubnd"), ("ki", "thuat"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đầu tư cho nông thôn", ["Đầu tư", "nông"]),
        ("số 595/UBND-KT", ["595/UBND"]),
        ("số 0595 / UBND", ["0595 / UBND"]),
        ("kỹ thuật, kĩ thuật", ["kỹ thuật", "kĩ thuật"]),
        ("đầu\ntư", ["đầu\ntư"]),
        ("nôngg nong1 1nong", []),
        ("", []),
    ],
)
def test_marks_are_whole_words(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in marks(text, SURFACES)] == expected


def test_an_unfinished_word_is_marked_to_its_end() -> None:
    assert marks("nông nghiệp", (), "ngh") == [(5, 11)]


@given(st.text(alphabet="đầuĐẦU tưnôg\u0302\u0300\u0323.\n5", max_size=600), st.sampled_from(["NFC", "NFD", "NFKD"]))
def test_passages_are_pieces_of_the_text_with_marks_in_order(text: str, form: str) -> None:
    text = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    for passage in passages("body", text, SURFACES):
        assert passage.text == text[passage.start : passage.end]
        assert len(passage.text) <= 2 * PASSAGE
        at = passage.start
        for start, end in passage.marks:
            assert at <= start < end <= passage.end
            assert tuple(tokens(text[start:end])) in SURFACES
            at = end


def test_the_passage_with_most_of_the_words_is_shown() -> None:
    text = "nông " + "x " * 400 + "đầu tư cho nông thôn " + "x " * 400 + "nông"
    assert "đầu tư cho nông thôn" in passages("body", text, SURFACES, limit=1)[0].text


@pytest.mark.parametrize(
    ("typed", "meant"), [("thom", "thon"), ("cahy", "chay"), ("thogn", "thong"), ("xayy", "xay"), ("dng", "dung")]
)
def test_a_slip_is_near_what_was_meant(typed: str, meant: str) -> None:
    assert meant in neighbours(typed)


def test_a_short_or_long_word_has_no_neighbours() -> None:
    assert neighbours("tu") == neighbours("x" * 40) == []


@pytest.mark.parametrize(
    "syllable", ["nghieng", "quy", "gia", "thuyen", "khuya", "uong", "yeu", "truong", "oan", "giuong"]
)
def test_syllables_are_known(syllable: str) -> None:
    assert syllable in syllables()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("nongthon", ["nong", "thon"]),
        ("benhvien", ["benh", "vien"]),
        ("nong", None),
        ("xyzxyz", None),
        ("a" * 99, None),
    ],
)
def test_words_without_a_space_come_apart(typed: str, expected: list[str] | None) -> None:
    assert split(typed) == expected


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("năm 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("Tháng 12 năm 2023", date(2023, 12, 1), date(2023, 12, 31)),
        ("07.05.2024", date(2024, 5, 7), date(2024, 5, 7)),
        ("ngày 7/5/2024", date(2024, 5, 7), date(2024, 5, 7)),
        ("2024-05-07", date(2024, 5, 7), date(2024, 5, 7)),
        ("Quý IV/2024", date(2024, 10, 1), date(2024, 12, 31)),
        ("q2/2024", date(2024, 4, 1), date(2024, 6, 30)),
    ],
)
def test_days_are_read_as_typed(typed: str, first: date, last: date) -> None:
    assert days.span(typed) == (first, last)


@pytest.mark.parametrize(
    "typed", ["", "hôm nay", "31/2/2024", "13/2024", "0000", "2024-00", "quý V/2024", "²⁰²⁴", "20 24"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert days.span(typed) is None


def test_abbreviations_and_their_long_forms_are_one() -> None:
    short, long = synonyms.find(tokens("UBND tỉnh")), synonyms.find(tokens("Ủy ban nhân dân tỉnh"))
    assert [concept for *_, concept in short] == [concept for *_, concept in long] == ["zqubnd"]
    assert synonyms.canonical(tokens("chủ tịch Uỷ ban Nhân dân xã")) == ["chu", "tich", "zqubnd", "xa"]


def test_the_longest_form_wins() -> None:
    assert [concept for *_, concept in synonyms.find(tokens("phòng cháy, chữa cháy rừng"))] == ["zqpcccr"]


def test_no_abbreviation_stands_for_two_things() -> None:
    for concept, forms in synonyms.forms().items():
        assert len(forms) >= 2, concept
