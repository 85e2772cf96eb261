from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.folding import bare, compose, fold, has_marks, marked_tokens, number_tokens, tokens


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Đầu tư", "dau tu", "accents and đ are optional"),
        ("đau tu", "dau tu", "half typed accents"),
        (unicodedata.normalize("NFD", "Đầu tư"), "đầu tư", "decomposed text, as from a Mac or a PDF"),
        ("hoà", "hòa", "old and new tone placement"),
        ("Uỷ ban", "Ủy ban", "old and new tone placement"),
        ("kỹ thuật", "kĩ thuật", "i and y"),
        ("quý II", "quí II", "i and y after qu"),
        ("công ty", "công ti", "i and y without a tone"),
        ("THUỶ LỢI", "thủy lợi", "capitals"),
    ],
)
def test_spellings_are_one_when_folded(one: str, other: str, why: str) -> None:
    assert tokens(one) == tokens(other), why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("Uỷ", "Ủy"),
        ("kỹ", "kĩ"),
        ("quý", "quí"),
        ("qúy", "quý"),
        ("lí", "LÝ"),
        ("thuỷ", "thủy"),
        ("hoè", "hòe"),
    ],
)
def test_spellings_are_one_when_marked(one: str, other: str) -> None:
    assert marked_tokens(one) == marked_tokens(other)


@pytest.mark.parametrize(
    ("one", "other"), [("thúy", "thúi"), ("dân", "dần"), ("tư", "tu"), ("y tế", "i tế"), ("đa", "da")]
)
def test_different_words_stay_apart_when_marked(one: str, other: str) -> None:
    assert marked_tokens(one) != marked_tokens(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("595/UBND-KT", ["595", "ubnd", "kt"]),
        ("595 ubnd kt", ["595", "ubnd", "kt"]),
        ("595ubnd-kt", ["595", "ubnd", "kt"]),
        ("05/KH-UBND", ["5", "kh", "ubnd"]),
        ("111/2024/QH15", ["111", "2024", "qh", "15"]),
        ("11-CT/TU", ["11", "ct", "tu"]),
        ("30/2020/NĐ-CP", ["30", "2020", "nd", "cp"]),
        ("000", ["0"]),
        ("", []),
    ],
)
def test_numbers_come_apart_the_same_way_in_any_spelling(text: str, expected: list[str]) -> None:
    assert number_tokens(text) == expected


def test_marks_are_noticed() -> None:
    assert has_marks("đầu tư")
    assert not has_marks("dau tu ky thuat")


@given(st.text())
def test_folding_keeps_offsets_and_folds_once(text: str) -> None:
    composed = compose(text)
    assert len(bare(composed)) == len(composed)
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x1EFF)))
def test_both_forms_have_the_same_words(text: str) -> None:
    assert len(tokens(text)) == len(marked_tokens(text))
    assert [fold(token) for token in marked_tokens(text)] == tokens(text)
